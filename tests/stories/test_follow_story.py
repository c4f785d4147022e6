"""/job follow: a channel is told of the jobs it follows, as cards, each once."""

import pytest

from bot.sandbox.outline import outline, outline_view
from bot.sandbox.testbed import Testbed
from tests.stories.acting import Clock, raised
from tests.stories.comparing import compare, told
from tests.stories.following import (
    URGENT,
    cards,
    follows,
    looked,
    opened,
    raised_there,
)

pytestmark = pytest.mark.testbed(cards_refresh_seconds=60)


async def test_new_jobs_come_as_cards_once_and_changes_on_them(play: Testbed, clock: Clock) -> None:
    await follows(play, clock)
    await looked(play, clock)
    assert cards(play) == []  # nothing of the past

    ref = raised_there(play)
    raised_there(play, "Not urgent", priority_id=44)
    await looked(play, clock)
    [card] = cards(play)
    assert card.says(ref)
    assert card.says("New in PropOps")
    assert card.says("Followed here with Priya Shah's PropOps account")
    assert "Notify contractor" in card.buttons

    play.propops.edit(ref, "Tom Reilly", status_id=13)
    await looked(play, clock)
    await looked(play, clock)
    assert len(cards(play)) == 1
    assert card.says("In progress")
    assert card.says("Followed here with")
    assert len(told(play, card)) == 1


async def test_a_job_that_changes_or_comes_to_fit_is_told_an_untouched_fact_is_not(
    play: Testbed, clock: Clock
) -> None:
    play.propops.edit("JOB-003", "Tom Reilly", priority_id=44)
    play.propops.edit("JOB-004", "Tom Reilly", priority_id=41)
    await follows(play, clock)
    play.propops.edit("JOB-003", "Tom Reilly", priority_id=41)
    play.propops.edit("JOB-004", "Tom Reilly", access_details="Key safe 4711")  # on no card
    await looked(play, clock)
    [card] = cards(play)
    assert card.says("JOB-003")
    assert card.says("Changed in PropOps")


async def test_several_values_of_a_field_are_or_several_fields_and(
    play: Testbed, clock: Clock
) -> None:
    await follows(
        play, clock, priority_id=["Urgent", "High"], job_type_id=["Plumbing", "Electrical"]
    )
    fits = [raised_there(play), raised_there(play, priority_id=42, job_type_id=73)]
    raised_there(play, priority_id=43)
    raised_there(play, job_type_id=71)
    await looked(play, clock)
    assert [each.text.partition(" · ")[0].rpartition(" ")[2] for each in cards(play)] == fits


async def test_what_the_bot_did_in_the_channel_is_not_told_again(
    play: Testbed, clock: Clock
) -> None:
    await follows(play, clock)
    card = await raised(play, priority_id="Urgent")
    await looked(play, clock)
    assert cards(play) == [card]
    assert card.says("Job created")
    assert play.slack.thread(card) == []


async def test_the_form_shows_what_the_last_week_would_have_told(play: Testbed) -> None:
    refs = [raised_there(play, f"Tap {number}") for number in range(4)]
    priya, form = play.slack.member("priya"), await opened(play)
    assert "Priya Shah" in outline_view(form)
    await priya.fill(form, **URGENT)
    await play.slack.until(lambda: "in the last week" in outline_view(form) or None, why="preview")
    assert all(ref in outline_view(form) for ref in refs[-3:])
    assert "more" in outline_view(form)


async def test_wrong_entries_are_told_beside_the_field(play: Testbed, clock: Clock) -> None:
    priya, form = play.slack.member("priya"), await opened(play)
    await priya.submit(form)
    assert "Choose at least one" in form.errors["agent_id"]
    await priya.close(form)
    await follows(play, clock)
    form = await opened(play)
    await priya.fill(form, **URGENT)
    await priya.submit(form)
    assert "exactly that already" in form.errors["agent_id"]


async def test_many_at_once_are_one_message(play: Testbed, clock: Clock) -> None:
    await follows(play, clock)
    for number in range(12):
        raised_there(play, f"Imported {number}")
    await looked(play, clock)
    [message] = cards(play)
    assert message.says("12 jobs that this channel follows")
    assert message.says("Imported 11")
    await play.restart_bot()
    await looked(play, clock)
    assert cards(play) == [message]


async def test_in_the_channels_own_quiet_hours_it_is_told_afterwards(
    play: Testbed, clock: Clock
) -> None:
    clock.to_noon()
    await follows(play, clock)
    priya = play.slack.member("priya")
    await priya.command("/job settings")
    form = await priya.modal(having="quiet_hours")
    await priya.fill(form, quiet_hours="0:00-23:59")
    await priya.submit(form)
    await priya.close(form)
    raised_there(play)
    await looked(play, clock)
    assert cards(play) == []
    await priya.command("/job settings")
    form = await priya.modal(having="quiet_hours")
    await priya.fill(form, quiet_hours="off")
    await priya.submit(form)
    await looked(play, clock)
    assert len(cards(play)) == 1


@pytest.mark.testbed(linked={"priya": "Priya Shah", "tom": "Tom Reilly"})
async def test_it_is_listed_changed_and_ended_also_in_the_settings(
    play: Testbed, clock: Clock
) -> None:
    id_ = await follows(play, clock)
    tom = play.slack.member("tom")
    await tom.command("/job settings")
    settings = await tom.modal(having="quiet_hours")
    assert "Priority: Urgent" in outline_view(settings)
    assert "Priya Shah's account" in outline_view(settings)
    await tom.press(settings, "Change")
    form = await tom.modal(having="contractor_id")
    await tom.fill(form, priority_id=["High"])
    await tom.submit(form)
    assert play.app is not None
    [follow] = await play.app.stores.follows.all()
    assert (follow.id, follow.member.user) == (id_, "U0TOM00001")
    assert follow.criteria.ids == {"priority_id": (42,)}
    await tom.close(form)
    form = await opened(play, "tom")
    assert "Follow something else" in outline_view(form)
    await tom.press(form, "End")
    await play.slack.until(lambda: "Priority: High" not in outline_view(form) or None, why="ended")
    assert "Follow something else" not in outline_view(form), "nothing is followed any more"
    assert await play.app.stores.follows.all() == []
    said = [each.entry for each in await play.app.stores.audit.entries()]
    assert [each.what for each in said if each.what.startswith("follow.")] == [
        *("follow.set", "follow.changed", "follow.ended"),
    ]


async def test_a_channel_shared_with_another_company_sees_no_amount(
    play: Testbed, clock: Clock
) -> None:
    await follows(play, clock, channel="elm-contractors")
    raised_there(play, job_total_budget=7501)
    await looked(play, clock)
    [card] = cards(play, "elm-contractors")
    assert "7,501" not in f"{outline(card.blocks)}{card.text}"
    assert card.says("Amounts are not shown here")


async def test_its_card_says_that_the_job_is_gone(play: Testbed, clock: Clock) -> None:
    await follows(play, clock)
    ref = raised_there(play)
    await looked(play, clock)
    play.propops.delete(ref)
    for _ in range(2):
        await compare(play)
    [card] = cards(play)
    assert card.says("No longer visible in PropOps")
    assert card.says(ref)
    assert card.buttons == []


async def test_amounts_go_from_its_card_once_the_channel_is_shared(
    play: Testbed, clock: Clock
) -> None:
    await follows(play, clock)
    raised_there(play, job_total_budget=7501)
    await looked(play, clock)
    [card] = cards(play)
    assert "7,501" in outline(card.blocks)
    play.slack.invite("sol", "maintenance")
    assert play.app is not None
    await play.app.flows.cards.shared_channels.shared(play.channel())
    assert "7,501" not in f"{outline(card.blocks)}{card.text}"


async def test_a_change_from_here_makes_its_card_one_like_any_other(
    play: Testbed, clock: Clock
) -> None:
    await follows(play, clock)
    ref = raised_there(play)
    await looked(play, clock)
    [card] = cards(play)
    priya = play.slack.member("priya")
    await priya.command(f"/job update {ref}")
    form = await priya.modal(having="job_title")
    await priya.fill(form, job_title="Tap pours")
    await priya.submit(form)
    await play.slack.until(lambda: card.says("Job updated") or None, why="the update")
    assert not card.says("Followed here with")
    await looked(play, clock)
    assert cards(play) == [card]
    assert card.says("Job updated")
