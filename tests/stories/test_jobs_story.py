"""What a coordinator does with a job: find, show, update, and what its cards tell."""

import asyncio
from typing import Any

import pytest

from bot.sandbox.outline import outline, outline_view
from bot.sandbox.propops import Fault
from bot.sandbox.slack.messages import Message
from bot.sandbox.testbed import Testbed
from tests.stories.acting import answer, card_saying, raised, until_title, went_through


async def ask(play: Testbed, line: str, title: str) -> Any:
    priya = play.slack.member("priya")
    await priya.command(line)
    return await priya.modal(title=title)


# finding and reading


async def test_find_answers_privately_with_rows_to_show_and_update(play: Testbed) -> None:
    await raised(play)
    priya = play.slack.member("priya")
    await priya.command("/job find boiler not firing")
    found = await answer(play, "priya", "JOB-061")
    assert "12 Elm Row" in outline(found.blocks)

    await priya.press(found, "Show", nth=0)
    shown = await answer(play, "priya", "No hot water since Sunday.")
    assert "[Update] [Add note] [History] [Files]" in outline(shown.blocks)


async def test_find_finds_an_address_and_pages(play: Testbed) -> None:
    priya = play.slack.member("priya")
    street = play.propops.job("JOB-001")["full_address"].split(",")[0]
    await priya.command(f"/job find {street}")
    await answer(play, "priya", "JOB-001")

    await priya.command("/job find the")
    first = await answer(play, "priya", " more]")
    label = next(
        part.strip("[]") for part in outline(first.blocks).splitlines() if part.endswith(" more]")
    )
    await priya.press(first, label)
    await answer(play, "priya", "21 to ")


async def test_a_search_that_may_be_incomplete_says_so(play: Testbed) -> None:
    play.propops.forbid("Priya Shah", "api.search.global.manage")
    priya = play.slack.member("priya")
    await priya.command("/job find zzyzx")
    found = await answer(play, "priya", "No job matches")
    assert "Addresses weren't searched" in outline(found.blocks)
    assert "Try fewer words" in outline(found.blocks)


async def test_mine_lists_what_i_raised_and_nobody_elses(play: Testbed) -> None:
    await raised(play)
    priya = play.slack.member("priya")
    await priya.command("/job mine")
    mine = await answer(play, "priya", "Your jobs")
    assert "JOB-061" in outline(mine.blocks)


async def test_history_tells_who_changed_what(play: Testbed) -> None:
    await raised(play)
    play.propops.edit("JOB-061", by="Tom Reilly", job_title="Boiler dead")
    priya = play.slack.member("priya")
    await priya.command("/job history JOB-061")
    told = await answer(play, "priya", "History of")
    assert "Tom Reilly" in outline(told.blocks)
    assert "Boiler not firing → Boiler dead" in outline(told.blocks)

    await priya.press(told, "Restore")
    await priya.modal(title="Restore job")


async def test_a_case_note_is_added_from_the_card_without_mail(play: Testbed) -> None:
    card = await raised(play)
    priya = play.slack.member("priya")
    await priya.press(card, "Add note")
    form = await priya.modal(title="Add case note", having="note_text")
    await priya.fill(form, note_text="Tenant rang again")
    mails = len(play.propops.emails)
    await priya.submit(form)
    await went_through(priya, play, "Case note added")
    assert len(play.propops.emails) == mails

    await priya.command("/job show JOB-061")
    shown = await answer(play, "priya", "Tenant rang again")
    assert "Priya Shah" in outline(shown.blocks)
    everybodys = [m for m in play.slack.channel("maintenance").messages if m.only_to is None]
    assert not [m for m in everybodys if "rang" in str(m.wire())]


async def test_a_note_whose_answer_was_lost_is_there_once(play: Testbed) -> None:
    card = await raised(play)
    play.propops.fail(Fault("POST /api/jobs/case-notes", "drop_after"))
    priya = play.slack.member("priya")
    await priya.press(card, "Add note")
    form = await priya.modal(title="Add case note", having="note_text")
    await priya.fill(form, note_text="Only once")
    await priya.submit(form)
    await went_through(priya, play, "Case note added")
    await priya.command("/job show JOB-061")
    shown = await answer(play, "priya", "Only once")
    assert outline(shown.blocks).count("Only once") == 1


# cards


async def test_the_cards_of_a_job_in_two_channels_are_both_updated(play: Testbed) -> None:
    card = await raised(play)
    priya = play.slack.member("priya")
    other = "approvals"
    await priya.command("/job update JOB-061 priority: low", channel=other)
    form = await priya.modal(title="Update job", having="job_title")
    await priya.submit(form)
    await play.slack.wait_for_message(channel=other, containing="Job updated")

    def look() -> Message | None:
        messages = play.slack.channel("maintenance").messages
        first = next(m for m in messages if m.ts == card.ts)
        return first if "Priority" in outline(first.blocks) and "Low" in first.text else None

    await play.slack.until(look, why="the first card kept true")


@pytest.mark.testbed(cards_refresh_seconds=0.2)
async def test_a_change_made_in_propops_reaches_the_card_by_itself(play: Testbed) -> None:
    await raised(play)
    await asyncio.sleep(1.1)  # PropOps tells its times in whole seconds
    play.propops.edit("JOB-061", by="Tom Reilly", job_title="Boiler dead")
    card = await card_saying(play, "Changed in PropOps")
    assert "Boiler dead" in outline(card.blocks)
    await asyncio.sleep(0.5)
    posts = [m for m in play.slack.channel("maintenance").messages if m.only_to is None]
    assert len(posts) == 1


async def test_a_changed_status_is_broadcast_to_the_channel_other_changes_stay_in_the_thread(
    play: Testbed,
) -> None:
    card = await raised(play)
    priya = play.slack.member("priya")
    for field, value in (("priority_id", "Low"), ("status_id", "In progress")):
        await priya.command("/job update JOB-061")
        form = await priya.modal(title="Update job", having="job_title")
        await priya.fill(form, {field: value})
        await priya.submit(form)
        await went_through(priya, play, "Job updated")
    replies = await play.slack.until(
        lambda: play.slack.thread(card) if len(play.slack.thread(card)) == 2 else None, why="two"
    )
    assert [reply.broadcast for reply in replies] == [False, True]


# same-job radar


async def test_an_open_job_at_the_address_is_shown_and_opens_instead(play: Testbed) -> None:
    await raised(play)
    priya = play.slack.member("priya")
    await priya.command("/job new")
    form = await priya.modal(having="job_title")
    await priya.fill(form, job_title="Boilers broken", job_description="Cold again")
    await priya.fill(form, address_id=("12 Elm", 0))
    warned = await until_title(priya, play, "Is it one of these?")
    assert warned.value("job_description") == "Cold again"

    await priya.press(warned, "Open JOB-061 instead")
    seen = await until_title(priya, play, "No hot water since Sunday.")
    await priya.close(seen)
    assert (await priya.modal(having="job_title")).value("job_title") == "Boilers broken"


async def test_other_trouble_at_the_same_address_raises_no_warning(play: Testbed) -> None:
    await raised(play)
    priya = play.slack.member("priya")
    await priya.command("/job new gutter cleaning at 12 Elm Row")
    form = await priya.modal(having="job_title")
    assert "Is it one of these?" not in outline_view(form)

    await priya.close(form)
    await priya.command("/job new boiler broken again at 12 Elm Row")
    await until_title(priya, play, "Is it one of these?")


# typed values


async def test_values_typed_after_update_are_in_the_form_as_new_and_nothing_is_sent_yet(
    play: Testbed,
) -> None:
    priya = play.slack.member("priya")
    await raised(play)
    await priya.command(
        "/job update JOB-061 contractor: Ace Gas, start next Friday, status: in progress"
    )
    form = await priya.modal(title="Update job", having="job_title")
    seen = outline_view(form)
    assert "Contractor: [Ace Gas ▾]" in seen
    assert "Status*: [In progress ▾]" in seen
    assert "Was: New." in seen
    assert len(play.propops.writes) == 1

    await priya.submit(form)
    await card_saying(play, "Job updated")
    sent = play.propops.writes[-1]["body"]
    assert {"contractor_id", "date_works_start_date", "status_id"} <= set(sent)
    assert "tenants_ids" not in sent


async def test_a_date_that_does_not_exist_is_said_and_left_out(play: Testbed) -> None:
    priya = play.slack.member("priya")
    await priya.command("/job update JOB-003 start 31/02")
    form = await priya.modal(title="Update job", having="job_title")
    assert "31" in outline_view(form).split("Title*")[0]


# who may


async def test_an_unlinked_member_finds_nothing_but_how_to_link(
    play: Testbed,
) -> None:
    tom = play.slack.member("tom")
    await tom.command("/job find boiler")
    said = await answer(play, "tom", "link")
    assert "JOB-" not in outline(said.blocks)
