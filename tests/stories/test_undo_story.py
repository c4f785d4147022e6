"""Undo, for ten minutes after an update."""

import asyncio
import copy
import re

import pytest

from bot.sandbox.outline import outline
from bot.sandbox.propops import Fault
from bot.sandbox.testbed import Testbed
from bot.workflows.changes.record import REMOVE_UNDO
from tests.stories.acting import Clock, answer, updated
from tests.stories.at_rest import at_rest
from tests.stories.boards import board, shown


async def test_undo_puts_the_job_back_as_it_was_before_the_update(play: Testbed) -> None:
    before = play.propops.job("JOB-003")
    card = await updated(play, job_title="Wrong title")
    await play.slack.member("priya").press(card, "Undo")
    await play.slack.wait_for_message(channel="maintenance", containing="Update undone")
    assert play.propops.job("JOB-003")["job_title"] == before["job_title"]
    [_, restore] = play.propops.writes
    assert restore["action"] == "restore_commit"
    [now] = play.slack.messages("maintenance")
    assert "[Undo]" not in outline(now.blocks)


async def test_undo_never_loses_what_somebody_else_changed_since(play: Testbed) -> None:
    card = await updated(play, job_title="Mine")
    play.propops.edit("JOB-003", by="Sam", job_title="Theirs")
    await play.slack.member("priya").press(card, "Undo")
    await answer(play, "priya", "changed again since that update")
    assert play.propops.job("JOB-003")["job_title"] == "Theirs"


async def test_undo_pressed_many_times_restores_once(play: Testbed) -> None:
    card = await updated(play, job_title="Wrong title")
    priya = play.slack.member("priya")
    await asyncio.gather(*(priya.press(card, "Undo") for _ in range(5)))
    await play.slack.wait_for_message(channel="maintenance", containing="Update undone")
    await at_rest(play)
    assert [w["action"] for w in play.propops.writes] == ["update", "restore_commit"]


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (
            Fault("*", "drop_before", times=None),
            "JOB-003* (undo the update): Saved. PropOps is away",
        ),
        (
            Fault("restore_commit", "400", words="Locked."),
            "I couldn't undo the update of *JOB-003*.",
        ),
        (Fault("restore_commit", "400", words="Locked."), "Press Undo again."),
        (Fault("restore_commit", "403"), "I couldn't undo the update of *JOB-003*."),
    ],
)
async def test_what_becomes_of_an_undo_is_told_by_that_name(
    play: Testbed, fault: Fault, said: str
) -> None:
    card = await updated(play, job_title="Wrong title")
    play.propops.fail(fault)
    priya = play.slack.member("priya")
    await priya.press(card, "Undo")
    await play.slack.until(lambda: [*priya.dms, *priya.ephemerals] or None, why="an answer")
    [told] = [*priya.dms, *priya.ephemerals]
    assert said in told.text
    assert not re.search(r"[Rr]estor|\.\)?\.", f"{told.text} {outline(told.blocks)}")
    assert "Undo the update" in shown(await board(play))


async def test_undo_ends_after_ten_minutes(play: Testbed) -> None:
    card = await updated(play, job_title="Kept")
    await at_rest(play)  # where the card is, is written down
    assert play.app is not None
    [change] = await play.app.stores.changes.recent(1)
    assert change.finished_at is not None
    await play.app.stores.changes.put(change.id, finished_at=change.finished_at - 600)
    await play.slack.member("priya").press(card, "Undo")
    await answer(play, "priya", "that time is over")
    assert len(play.propops.writes) == 1
    changed = await play.app.stores.changes.get(change.id)
    assert changed is not None
    work = play.app.flows.deferred_tasks.functions[REMOVE_UNDO]
    assert await work(changed)
    [shown] = play.slack.messages("maintenance")
    assert "[Undo]" not in outline(shown.blocks)


APPROVER = pytest.mark.testbed(
    linked={"priya": "Priya Shah", "dana": "Tom Reilly", "tom": "Nia Lowe"},
    approvers=("U0DANA0001", "U0TOM00001"),
    approvals_channel="C0APPROV01",
    approval_actions=("delete",),
)


@APPROVER
async def test_what_an_approver_has_undone_is_not_undone_again(play: Testbed) -> None:
    card = await updated(play, job_title="Wrong title")
    stale = copy.copy(card)
    await play.slack.member("dana").press(card, "Undo")
    await play.slack.wait_for_message(channel="maintenance", containing="Update undone")
    assert card.says("Update undone · Dana Okafor")
    for who in ("priya", "tom"):
        await play.slack.member(who).press(stale, "Undo")
        await answer(play, who, "Update undone already, by Dana Okafor")
    assert [w["action"] for w in play.propops.writes] == ["update", "restore_commit"]


@APPROVER
async def test_of_several_at_once_one_undoes_and_the_others_read_who(play: Testbed) -> None:
    card = await updated(play, job_title="Wrong title")
    stale, people = copy.copy(card), ("dana", "tom", "priya")
    await asyncio.gather(*(play.slack.member(who).press(stale, "Undo") for who in people))
    await play.slack.wait_for_message(channel="maintenance", containing="Update undone")
    first = next(who for who in people if card.says(f"Update undone · {_name(play, who)}"))
    for who in {*people} - {first}:
        await answer(play, who, _name(play, first))
    assert [w["action"] for w in play.propops.writes] == ["update", "restore_commit"]


@APPROVER
async def test_nor_can_an_approver_once_its_time_is_over(play: Testbed, clock: Clock) -> None:
    card = await updated(play, job_title="Kept")
    stale = copy.copy(card)
    clock.ahead += 601
    await play.slack.member("dana").press(stale, "Undo")
    await answer(play, "dana", "that time is over")
    assert len(play.propops.writes) == 1


def _name(play: Testbed, who: str) -> str:
    return play.slack.member(who).person.real_name
