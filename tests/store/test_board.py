"""How people read the board, their snoozes, and what was done to many jobs at once."""

from typing import Any

import pytest

from bot.jobs.board import PageStart, Snooze
from bot.store.audit_log import AuditLog
from bot.store.board_readers import LEASE, BoardReaderStore
from bot.store.changes import ChangeStore
from bot.store.database import Database
from bot.store.encryption import Encryption
from bot.store.job_activity import JobActivity
from bot.store.snoozes import SnoozeStore
from tests.store.samples import ALICE, BOB, Clock, a_change


@pytest.fixture
def readers(db: Database, clock: Clock) -> BoardReaderStore:
    return BoardReaderStore(db, clock)


async def test_the_switch_and_home_are_remembered_by_member(readers: BoardReaderStore) -> None:
    await readers.show_everybody(ALICE, everybody=True)
    start = PageStart(20, ("visit", 1.5, "u-1"))
    await readers.turn_home(ALICE, start)
    assert ((await readers.get(ALICE)).everybody, (await readers.get(ALICE)).home) == (True, start)
    assert not (await readers.get(BOB)).everybody
    await readers.show_everybody(ALICE, everybody=False)
    alice = await readers.get(ALICE)
    assert (alice.everybody, alice.home) == (False, PageStart())


async def test_a_home_is_read_anew_by_one_process(readers: BoardReaderStore, clock: Clock) -> None:
    await readers.opened_home(ALICE, first_today=True)
    now = clock()
    assert await readers.take_boards(now - 10, now - 1) == []
    clock.now += 300
    taken = [await readers.take_boards(clock() - 900, clock() - 270) for _ in range(2)]
    assert taken == [[ALICE], []]
    assert await readers.homes_since(clock() - 900) == [ALICE]
    assert await readers.homes_since(clock()) == []


async def test_a_board_in_a_morning_message_is_read_anew_too(
    readers: BoardReaderStore, clock: Clock
) -> None:
    assert not await readers.any_since(clock() - 900)
    await readers.end_morning(ALICE, "2025-06-16", None, ("D1", "1.5"))
    now = clock()
    assert await readers.take_boards(now - 900, now - 1) == []
    clock.now += 300
    assert await readers.take_boards(clock() - 900, clock() - 270) == [ALICE]
    assert await readers.any_since(clock() - 900)
    assert not await readers.any_since(clock())


async def test_a_morning_message_is_taken_by_one_and_again_after_its_lease(
    readers: BoardReaderStore, clock: Clock
) -> None:
    await readers.plan_mornings([(ALICE, clock()), (BOB, clock() + 60)])
    (due,) = await readers.due_mornings()
    assert due.member == ALICE
    assert [await readers.take_morning(due), await readers.take_morning(due)] == [True, False]
    assert await readers.due_mornings() == []
    began = clock()
    clock.now += LEASE
    again = {each.member: each for each in await readers.due_mornings()}
    assert again[ALICE].tried_at == began
    assert await readers.take_morning(again[ALICE])
    await readers.end_morning(ALICE, "2025-06-16", clock() + 86_400, ("D1", "1.5"))
    ended = await readers.get(ALICE)
    assert (ended.morning_on, ended.tried_at, ended.morning_at) == (
        "2025-06-16",
        0.0,
        clock() + 86_400,
    )


async def test_a_snooze_is_one_members_and_ends_by_time_or_by_hand(
    db: Database, clock: Clock
) -> None:
    snoozes = SnoozeStore(db, clock)
    await snoozes.put(ALICE, Snooze("visit:u-1", clock() + 100, "s"))
    await snoozes.put(ALICE, Snooze("visit:u-1", clock() + 200, "t"))
    await snoozes.put(ALICE, Snooze("visit:u-2", clock() + 50))
    assert {each.key: each.state for each in await snoozes.of(ALICE)} == {
        "visit:u-1": "t",
        "visit:u-2": "",
    }
    assert await snoozes.of(BOB) == []
    clock.now += 60
    assert [row.snooze.key for row in await snoozes.all()] == ["visit:u-1"]
    assert (await snoozes.end(ALICE, "visit:u-1"), await snoozes.end(ALICE)) == (1, 1)
    assert await snoozes.all() == []
    told = [each.entry.what for each in await AuditLog(db, clock).entries()]
    assert told == ["board.snoozed"] * 3 + ["board.snooze_ended"] * 2


async def test_the_last_of_each_job_is_told_for_many_at_once(
    db: Database, store: ChangeStore, encryption: Encryption, clock: Clock
) -> None:
    telling: Any = "send_assignment_notification"
    for number, (job, member, action) in enumerate(
        [("u-1", ALICE, telling), ("u-1", BOB, "update"), ("u-2", ALICE, "update")]
    ):
        change = a_change(f"T1:{number}").but(job_uuid=job, member=member, action=action)
        await store.accept(change)
        clock.now += 1
        before = {"contractor_id": 7}
        await store.move(change.id, {"asked"}, "applying", before=before)
        await store.move(change.id, {"applying"}, "done")
    jobs = [f"u-{number}" for number in range(450)]
    found = await JobActivity(db, encryption).of_jobs("T1", jobs)
    assert {job: each.last_by for job, each in found.items()} == {
        "u-1": BOB.user,
        "u-2": ALICE.user,
    }
    told = found["u-1"].told
    assert told is not None
    assert told.before == {"contractor_id": 7}
    assert found["u-2"].told is None
    assert await JobActivity(db, encryption).of_jobs("T2", jobs) == {}


async def test_who_changed_a_job_last_is_whose_change_was_done_last(
    db: Database, store: ChangeStore, encryption: Encryption, clock: Clock
) -> None:
    """Asked for first, approved only once somebody else had changed the job."""
    waited, quick = (
        a_change(f"T1:{name}").but(job_uuid="u-1", member=member, action="update")
        for name, member in (("waited", ALICE), ("quick", BOB))
    )
    for each in (waited, quick):
        await store.accept(each)
    for each in (quick, waited):
        clock.now += 60
        await store.move(each.id, {"asked"}, "applying")
        await store.move(each.id, {"applying"}, "done")
    found = await JobActivity(db, encryption).of_jobs("T1", ["u-1"])
    assert found["u-1"].last_by == ALICE.user


async def test_what_did_not_go_through_is_told_by_member(
    db: Database, store: ChangeStore, encryption: Encryption, clock: Clock
) -> None:
    ends: tuple[Any, ...] = ("failed", "unknown", "done", "withdrawn")
    for state in ends:
        change = a_change(f"T1:{state}").but(member=ALICE)
        await store.accept(change)
        await store.move(change.id, {"asked"}, "applying")
        await store.move(change.id, {"applying"}, state)
    await store.accept(a_change("T1:open").but(member=ALICE))
    activity = JobActivity(db, encryption)
    states = {each.state for each in await activity.not_through(ALICE, clock() - 1)}
    assert states == {"asked", "failed", "unknown"}
    later = {each.state for each in await activity.not_through(ALICE, clock() + 1)}
    assert later == {"asked", "unknown"}
    assert await activity.not_through(BOB, 0.0) == []


async def test_a_snooze_is_undone_unless_the_row_was_put_off_anew(
    db: Database, clock: Clock
) -> None:
    snoozes = SnoozeStore(db, clock)
    await snoozes.put(ALICE, Snooze("visit:u-1", clock() + 100, "s"))
    await snoozes.put(ALICE, Snooze("visit:u-2", clock() + 100, "s"))
    seen = await snoozes.of(ALICE)
    clock.now += 1
    await snoozes.put(ALICE, Snooze("visit:u-1", clock() + 100, "t"))
    await snoozes.undo(ALICE, seen)
    assert [(each.key, each.state) for each in await snoozes.of(ALICE)] == [("visit:u-1", "t")]
    told = [each.entry.what for each in await AuditLog(db, clock).entries()]
    assert told == ["board.snoozed"] * 3 + ["board.snooze_undone"]
