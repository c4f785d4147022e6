"""A channel as quiet as its people want: /job settings, and what follows from it everywhere."""

import asyncio
import time
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.jobs.channel_settings import ChannelSettings
from bot.sandbox.outline import outline_view
from bot.sandbox.slack.views import View
from bot.sandbox.testbed import Testbed
from bot.store.channel_settings import ChannelSettingsStore
from tests.stories.acting import Clock, card_saying, raised, updated


async def opened(play: Testbed, who: str = "priya") -> View:
    person = play.slack.member(who)
    await person.command("/job settings")
    return await person.modal(having="quiet_hours")


async def saved(play: Testbed, who: str = "priya", **entered: Any) -> None:
    person = play.slack.member(who)
    form = await opened(play, who)
    await person.fill(form, **entered)
    await person.submit(form)
    assert form.errors == {}
    assert "✅" in outline_view(form)


def broadcasts(play: Testbed) -> list[Any]:
    return [each for each in play.slack.messages("maintenance") if each.broadcast]


async def test_what_is_set_is_shown_again_with_who_set_it(play: Testbed) -> None:
    await saved(
        play,
        told=["Case notes"],
        card_buttons=["Update", "Add note"],
        quiet_hours="18-8",
        job_type_id="Gas & Heating",
        agent_id=("Har", 0),
    )
    form = await opened(play)
    shown = outline_view(form)
    assert "Last changed by Priya Shah" in shown
    assert "18-8" in shown
    assert play.app is not None
    stored = await play.app.stores.channel_settings.of("T0SANDBOX1", play.channel())
    assert (stored.status_to_channel, stored.notes_in_threads) == (False, True)
    assert stored.buttons == ("update", "note")
    assert stored.quiet == "18-8"
    assert stored.job_type_id is not None
    assert stored.agent_id is not None


async def test_a_status_is_told_in_the_channel_unless_it_is_not_wanted_there(play: Testbed) -> None:
    await updated(play, job_title="Boiler leaks")
    await updated(play, status_id="In progress")
    await play.slack.until(lambda: broadcasts(play) or None, why="a status in the channel")
    heard = len(broadcasts(play))
    await saved(play, told=["Case notes"])
    await updated(play, status_id="New")
    await play.slack.until(lambda: len(replies(play)) >= 2 or None, why="the status in the thread")
    assert len(broadcasts(play)) == heard


def replies(play: Testbed) -> list[Any]:
    card = next(each for each in play.slack.messages("maintenance") if "JOB-003" in each.text)
    return list(play.slack.thread(card))


async def test_case_notes_stay_out_of_threads_where_they_are_not_wanted(play: Testbed) -> None:
    card = await updated(play, job_title="Boiler leaks")
    await saved(play, told=["A new status"])
    priya = play.slack.member("priya")
    await priya.command("/job note JOB-003 tenant is out")
    form = await priya.modal(having="note_text")
    await priya.submit(form)
    await card_saying(play, "Case note added")
    assert play.app is not None
    await play.app.engine.idle()
    assert play.slack.thread(card) == []


async def test_the_two_buttons_stand_on_cards_drawn_from_then_on(play: Testbed) -> None:
    card = await updated(play, job_title="Boiler leaks")
    assert [each.partition(":")[0] for each in card.buttons] == [
        *("Update", "Notify contractor", "Restore", "Undo"),
    ]
    await saved(play, card_buttons=["Update", "Add note"])
    await updated(play, job_title="Boiler leaks again")
    await card_saying(play, "Boiler leaks again")
    assert card.buttons == ["Update", "Add note", "Undo"]
    priya = play.slack.member("priya")
    await priya.press(card, "Add note")
    await priya.close(await priya.modal(having="note_text"))
    await priya.press(card, "Notify contractor")  # in the menu, where Slack can't ask first
    form = await priya.modal(title="Notify contractor")
    await play.slack.until(lambda: "PropOps will tell" in outline_view(form) or None, why="who")
    assert play.propops.notified == []


async def test_new_jobs_begin_with_the_channels_type_and_agent_and_say_so(play: Testbed) -> None:
    await saved(play, job_type_id="Gas & Heating", agent_id=("Har", 0))
    priya = play.slack.member("priya")
    await priya.command("/job new back door sticks")
    form = await priya.modal(having="job_title")
    assert outline_view(form).count("This channel's default.") == 2
    await priya.close(form)
    await priya.command("/job new type: plumbing leaking tap")
    form = await priya.modal(having="job_title")
    assert outline_view(form).count("This channel's default.") == 1


async def test_a_channels_own_quiet_hours_ask_first_there_and_nowhere_else(
    play: Testbed, clock: Clock
) -> None:
    noon = datetime(2026, 6, 3, 12, tzinfo=UTC).timestamp()  # a Wednesday
    clock.ahead = noon - datetime.now(UTC).timestamp()
    await saved(play, quiet_hours="9:00-17:00")
    card = await updated(play, job_title="Boiler leaks")
    priya = play.slack.member("priya")
    await priya.press(card, "Notify contractor")
    await play.slack.until(
        lambda: any("quiet hours" in each.text for each in priya.ephemerals) or None, why="asked"
    )
    assert play.propops.notified == []
    await saved(play, quiet_hours=None)
    await priya.command("/job notify JOB-003")
    form = await priya.modal(title="Notify contractor")
    await play.slack.until(lambda: "PropOps will tell" in outline_view(form) or None, why="who")
    assert "quiet hours" not in outline_view(form)


async def test_wrong_entries_are_told_beside_their_fields(play: Testbed) -> None:
    priya, form = play.slack.member("priya"), await opened(play)
    await priya.fill(form, quiet_hours="at night", card_buttons=["Update"])
    await priya.submit(form)
    assert form.errors == {
        "card_buttons": "Tick two of them, or none for the usual buttons.",
        "quiet_hours": "Write it as 18:00-08:00, or off, or leave it empty for the usual hours.",
    }


@pytest.mark.testbed(linked={"priya": "Priya Shah", "tom": "Tom Reilly"})
async def test_what_a_colleague_set_meanwhile_is_not_replaced_unasked(play: Testbed) -> None:
    priya, form = play.slack.member("priya"), await opened(play)
    await saved(play, "tom", quiet_hours="off")
    await priya.fill(form, quiet_hours="18-8")
    await priya.submit(form)
    assert "Tom Reilly changed these settings" in form.errors["told"]
    await priya.submit(form)
    assert "Saved for this channel." in outline_view(form)


async def test_what_is_put_back_is_said_to_be_as_usual_again(play: Testbed) -> None:
    await saved(play, told=["Case notes"], quiet_hours="18-8")
    priya, form = play.slack.member("priya"), await opened(play)
    await priya.fill(form, quiet_hours=None)
    await priya.submit(form)
    assert "As usual again: quiet hours." in outline_view(form)
    await priya.close(form)
    form = await opened(play)
    await priya.fill(form, told=["A new status", "Case notes"])
    await priya.submit(form)
    assert "This channel is as usual again." in outline_view(form)


async def test_as_usual_again_ends_all_of_it_and_both_are_in_the_audit(play: Testbed) -> None:
    await saved(play, quiet_hours="off")
    priya, form = play.slack.member("priya"), await opened(play)
    await priya.press(form, "As usual again")
    await play.slack.until(lambda: "as usual again" in outline_view(form) or None, why="ended")
    assert play.app is not None
    assert await play.app.stores.channel_settings.all() == []
    said = [each.entry for each in await play.app.stores.audit.entries()]
    made, ended = [each for each in said if each.what.startswith("channel.")]
    assert (made.place, dict(made.detail)) == (play.channel(), {"quiet": "off"})
    assert (ended.what, ended.member.user) == ("channel.settings_ended", "U0PRIYA001")


@pytest.mark.testbed(channel_settings="admins")
async def test_only_admins_where_the_operator_wants_it_also_at_the_send(play: Testbed) -> None:
    priya = play.slack.member("priya")
    await priya.command("/job settings")
    await play.slack.until(
        lambda: any("Only admins" in each.text for each in priya.ephemerals) or None, why="a no"
    )
    priya.person.is_admin = True
    form = await opened(play)
    priya.person.is_admin = False
    await priya.fill(form, quiet_hours="off")
    await priya.submit(form)
    assert "Only admins" in outline_view(await priya.modal())
    assert play.app is not None
    assert await play.app.stores.channel_settings.all() == []


async def test_another_process_knows_within_seconds(play: Testbed) -> None:
    assert play.app is not None
    here = play.app.stores.channel_settings
    elsewhere = ChannelSettingsStore(play.app.stores.database, time.time)
    member = play.member("priya")
    await here.of(member.team, "C1")
    await elsewhere.put(member, "C1", ChannelSettings(quiet="off"))
    here._read_at -= 5.1
    assert (await here.of(member.team, "C1")).quiet == "off"


@pytest.mark.testbed(linked={"priya": "Priya Shah", "tom": "Tom Reilly"})
async def test_of_two_who_save_at_once_one_is_asked_whether_to_replace_the_other(
    play: Testbed,
) -> None:
    people = [play.slack.member(who) for who in ("priya", "tom")]
    forms = [await opened(play, who) for who in ("priya", "tom")]
    for person, form, hours in zip(people, forms, ("18-8", "19-9"), strict=True):
        await person.fill(form, quiet_hours=hours)
    await asyncio.gather(*(one.submit(form) for one, form in zip(people, forms, strict=True)))
    (asked,) = [number for number in (0, 1) if forms[number].errors]
    assert "changed these settings since you opened this" in forms[asked].errors["told"]
    await people[asked].submit(forms[asked])
    assert "✅" in outline_view(forms[asked])
    assert play.app is not None
    stored = await play.app.stores.channel_settings.of("T0SANDBOX1", play.channel())
    assert stored.quiet == ("18-8", "19-9")[asked]


@pytest.mark.testbed(linked={"priya": "Priya Shah", "tom": "Tom Reilly"})
async def test_what_is_ended_and_set_anew_meanwhile_is_not_what_the_form_showed(
    play: Testbed, clock: Clock
) -> None:
    await saved(play, quiet_hours="18-8")
    priya, form = play.slack.member("priya"), await opened(play)
    assert play.app is not None
    store, tom = play.app.stores.channel_settings, play.member("tom")
    for hours in ("19-9", "20-9"):
        await store.end(play.channel(), tom)
        clock.ahead += 1  # a version begins with the second in which it was set
        await store.put(tom, play.channel(), ChannelSettings(quiet=hours))
        await priya.submit(form)
        assert "changed these settings" in form.errors["told"]


async def test_cards_and_threads_name_who_acted_and_ping_nobody(play: Testbed) -> None:
    card = await raised(play)
    assert "Priya Shah" in card.text
    await updated(play, job_title="Boiler leaks")
    await updated(play, status_id="In progress")
    await play.slack.until(lambda: broadcasts(play) or None, why="a status in the channel")
    shown = [each for each in play.slack.messages("maintenance") if each.blocks]
    assert not [each.text for each in shown if "<@" in f"{each.text}{each.blocks}"]


async def test_new_jobs_begin_as_the_last_one_here_and_say_so(play: Testbed) -> None:
    await raised(play)
    priya, said = play.slack.member("priya"), "As last used in this channel."
    await play.restart_bot()
    await priya.command("/job new back door sticks")
    form = await priya.modal(having="job_title")
    assert outline_view(form).count(said) == 1
    await priya.close(form)
    await priya.command("/job new type: plumbing leaking tap")
    form = await priya.modal(having="job_title")
    assert said not in outline_view(form)
    await priya.close(form)
    await saved(play, job_type_id="Plumbing")
    await priya.command("/job new back door sticks")
    form = await priya.modal(having="job_title")
    assert said not in outline_view(form)
    assert "This channel's default." in outline_view(form)
