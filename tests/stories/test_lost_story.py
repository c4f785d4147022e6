"""What members see when an answer of PropOps is lost."""

import asyncio

import pytest

from bot.sandbox.outline import outline
from bot.sandbox.propops import Fault
from bot.sandbox.propops.faults import Kind
from bot.sandbox.slack.messages import Message
from bot.sandbox.testbed import Testbed
from bot.workflows.changes.lifecycle import DOUBLE_CLICK
from bot.workflows.changes.resolution import CannotResolve
from tests.stories.acting import (
    Clock,
    answer,
    asked,
    card_saying,
    dm_saying,
    raised,
    send_new,
    updated,
)
from tests.stories.at_rest import at_rest


async def lost_twice(play: Testbed) -> Message:
    """A create lost before it was done, twice: what the member is asked."""
    play.propops.fail(Fault("create", "drop_before", times=2))
    await send_new(play)
    return await dm_saying(play, "can't find out")


async def test_a_create_that_never_landed_asks_and_create_again_makes_it_once(
    play: Testbed,
) -> None:
    asked = await lost_twice(play)
    assert play.propops.writes == []
    priya = play.slack.member("priya")
    await priya.press(asked, "Create it again")

    await play.slack.wait_for_message(channel="maintenance", containing="Job created")
    assert len(play.propops.writes) == 1
    told = await dm_saying(play, "again")
    assert "[Create it again]" not in outline(told.blocks)


async def test_create_again_pressed_many_times_makes_one_job(play: Testbed) -> None:
    asked = await lost_twice(play)
    priya = play.slack.member("priya")
    await asyncio.gather(*(priya.press(asked, "Create it again") for _ in range(6)))

    await play.slack.wait_for_message(channel="maintenance", containing="Job created")
    await at_rest(play)
    assert len(play.propops.writes) == 1


async def test_a_job_that_turned_up_meanwhile_is_not_created_again(play: Testbed) -> None:
    play.propops.fail(Fault("create", "drop_after"))
    play.propops.fail(Fault("GET /api/jobs/manage", "500_before", times=2))
    await send_new(play)
    await play.slack.wait_for_message(channel="maintenance", containing="Job created")
    assert len(play.propops.writes) == 1


@pytest.mark.testbed(propops_settle_seconds=90)
async def test_what_landed_is_found_long_before_it_can_no_longer_land(play: Testbed) -> None:
    """Its first look comes too early."""
    play.propops.fail(Fault("create", "drop_after"))
    play.propops.fail(Fault("create", "list_lag", seconds=0.3))
    await send_new(play)
    await play.slack.wait_for_message(channel="maintenance", containing="Job created")
    assert len(play.propops.writes) == 1


async def test_another_member_cannot_decide_about_my_change(play: Testbed) -> None:
    await lost_twice(play)
    assert play.app is not None
    [change] = await play.app.stores.changes.recent(5, state="unknown")
    with pytest.raises(CannotResolve, match="Only the person"):
        await play.app.flows.changes.resolution.get_own(change.id, play.member("tom"))


@pytest.mark.testbed(propops_marker="none")
async def test_with_no_mark_the_member_says_which_job_it_is(play: Testbed) -> None:
    play.propops.fail(Fault("create", "drop_after"))
    await send_new(play)
    asked = await dm_saying(play, "can't find out")
    assert "It is this one: JOB-061" in outline(asked.blocks)
    priya = play.slack.member("priya")
    await priya.press(asked, "It is this one: JOB-061")

    card = await play.slack.wait_for_message(channel="maintenance", containing="Job created")
    assert "JOB-061" in outline(card.blocks)
    assert len(play.propops.writes) == 1

    old = await dm_saying(play, "Thank you")
    assert "[" not in outline(old.blocks)
    assert play.app is not None
    again = await play.app.flows.changes.resolution.send_again(
        await play.app.flows.changes.resolution.get_own(
            (await play.app.stores.changes.recent(1))[0].id, play.member("priya")
        ),
        1,
    )
    assert again is None


@pytest.mark.testbed(propops_marker="none")
async def test_one_job_is_claimed_by_exactly_one_change(play: Testbed) -> None:
    play.propops.fail(Fault("create", "drop_after"))
    await send_new(play)
    first = await dm_saying(play, "can't find out")
    play.propops.fail(Fault("create", "drop_before"))
    await send_new(play)
    await play.slack.until(
        lambda: (
            sum("can't find out" in m.text for m in play.slack.member("priya").dms) == 2 or None
        ),
        why="two questions",
    )
    second = play.slack.member("priya").dms[-1]
    priya = play.slack.member("priya")
    await priya.press(first, "It is this one: JOB-061")
    await play.slack.wait_for_message(channel="maintenance", containing="Job created")
    await priya.press(second, "It is this one: JOB-061")
    await dm_saying(play, "was made by another change")
    assert len(play.slack.messages("maintenance")) == 1


async def test_a_notification_in_doubt_is_never_repeated_by_itself(play: Testbed) -> None:
    card = await raised(play, contractor_id=("Ace", 0))
    play.propops.fail(Fault("send_assignment_notification", "drop_before"))
    priya = play.slack.member("priya")
    await priya.press(card, "Notify contractor")
    asked = await dm_saying(play, "can't find out")
    assert play.propops.notified == []
    await priya.press(asked, "Notify again")
    await play.slack.wait_for_message(channel="maintenance", containing="Contractor notified")
    assert len(play.propops.notified) == 1


async def test_an_earlier_notification_is_not_taken_for_the_one_in_doubt(play: Testbed) -> None:
    card = await raised(play, contractor_id=("Ace", 0))
    priya = play.slack.member("priya")
    await priya.press(card, "Notify contractor")
    card = await card_saying(play, "Contractor notified")
    play.propops.fail(Fault("send_assignment_notification", "drop_before"))
    await priya.press(card, "Notify contractor")
    await priya.press(await answer(play, "priya", "Tell them all the same?"), "Notify anyway")
    message = await dm_saying(play, "can't find out")
    assert "[Notify again]" in outline(message.blocks)
    assert len(play.propops.notified) == 1


@pytest.mark.parametrize("kind", ["drop_after", "drop_before", "500_after", "garbage"])
async def test_a_case_note_whose_answer_was_lost_is_added_once(play: Testbed, kind: Kind) -> None:
    play.propops.fail(Fault("POST /api/jobs/case-notes", kind))
    await asked(
        play, "add_case_note", "JOB-003", note_text="Keys are at the office.", send_email=False
    )
    await card_saying(play, "Case note added")
    notes = play.propops.notes("JOB-003")
    assert [note["note_text"] for note in notes].count("Keys are at the office.") == 1


@pytest.mark.parametrize("kind", ["drop_after", "drop_before", "500_after", "garbage"])
async def test_an_update_whose_answer_was_lost_is_done_once(play: Testbed, kind: Kind) -> None:
    play.propops.fail(Fault("update", kind))
    await updated(play, job_title="New title")
    assert play.propops.job("JOB-003")["job_title"] == "New title"
    assert len(play.propops.writes) == 1


@pytest.mark.parametrize("kind", ["drop_after", "drop_before", "html_after"])
async def test_a_restore_whose_answer_was_lost_is_done_once(play: Testbed, kind: Kind) -> None:
    card = await updated(play, job_title="Wrong title")
    play.propops.fail(Fault("restore_commit", kind))
    await play.slack.member("priya").press(card, "Undo")
    await play.slack.wait_for_message(channel="maintenance", containing="Update undone")
    assert [w["action"] for w in play.propops.writes] == ["update", "restore_commit"]


@pytest.mark.testbed(propops_settle_seconds=1, propops_timeout_seconds=2)
async def test_a_create_that_lands_after_the_settle_time_is_reported_by_the_duplicate_check(
    play: Testbed,
) -> None:
    """The case that can't be won: two jobs, and the member hears of it."""
    play.propops.fail(Fault("create", "late", go_on=(go_on := asyncio.Event())))
    await send_new(play)
    await play.slack.wait_for_message(channel="maintenance", containing="Job created")
    go_on.set()
    told = await dm_saying(play, "twice")
    assert "JOB-062" in told.text or "JOB-061" in told.text
    assert len(play.propops.writes) == 2


async def test_a_press_whose_change_ended_undone_can_be_pressed_again(
    play: Testbed, clock: Clock
) -> None:
    card = await raised(play, contractor_id=("Ace", 0))
    play.propops.forbid("Priya Shah", "api.jobs.manage.manage")
    priya = play.slack.member("priya")
    await priya.press(card, "Notify contractor")
    await answer(play, "priya", "permission")
    play.propops.permit("Priya Shah", "api.jobs.manage.manage")
    clock.ahead = DOUBLE_CLICK
    await priya.press(card, "Notify contractor")
    await play.slack.wait_for_message(channel="maintenance", containing="Contractor notified")
    assert len(play.propops.notified) == 1
