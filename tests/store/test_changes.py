import asyncio
from typing import Any

import pytest
import sqlalchemy as sa
from cryptography.fernet import Fernet

from bot.jobs.change import Change, Member, Place, State, change_id
from bot.jobs.forms import SENSITIVE
from bot.jobs.outcome import JobRow, Outcome
from bot.store.changes import ChangeStore, Event
from bot.store.database import Database
from bot.store.encryption import CannotDecrypt, Encryption
from bot.store.runs import RunStore
from bot.store.schema import changes
from tests.store.samples import ALICE, BOB, CANARY, NOON, Clock, a_change

SECRETS: dict[str, Any] = dict.fromkeys(sorted(SENSITIVE), CANARY)


async def rows(db: Database) -> str:
    """Everything in the table, as one text."""

    def read(connection: sa.Connection) -> str:
        return "\n".join(str(row) for row in connection.execute(sa.select(changes)))

    return await db.call(read)


async def test_what_is_accepted_comes_back_whole(store: ChangeStore) -> None:
    asked = a_change(
        action="update",
        member=Member("E1", "T1", "U1"),
        job_uuid="u-1",
        job_ref="JOB-001",
        fields={"job_title": "Leak", "tenants_ids": [1, 2], "total_amount": 1.5, "quote_no": None}
        | SECRETS,
        base={"updated_at": "2026-01-02", "fields": {"job_title": "Leaky"} | SECRETS},
        names={"address_id": "12 Elm Row", "tenants_ids": {"1": "A", "2": "B"}},
        target={"commit_id": 7},
        outcome=Outcome("lost", "x", candidates=(JobRow("u-1"),), parked_at=1.5),
        fingerprint="f",
        run=3,
        due_at=NOON + 5,
        created_at=NOON,
        updated_at=NOON,
    )
    accepted = await store.accept(asked)
    assert accepted.is_new
    assert accepted.change == asked
    assert await store.get(asked.id) == asked
    assert await store.get("S-NOBODY") is None


async def test_accepting_stamps_the_time_and_opens_the_story(
    store: ChangeStore, clock: Clock
) -> None:
    change = (await store.accept(a_change())).change
    assert (change.created_at, change.updated_at) == (clock.now, clock.now)
    assert await store.get(change.id) == change
    assert await store.events(change.id) == [Event(NOON, "asked")]


async def test_one_key_is_one_change_for_ever(store: ChangeStore, clock: Clock) -> None:
    first = await store.accept(a_change(fields={"job_title": "first"}))
    await store.move(first.change.id, {"asked"}, "done", outcome=Outcome())
    clock.now += 1000
    second = await store.accept(a_change(fields={"job_title": "second"}))
    assert not second.is_new
    assert second.change.state == "done"
    assert second.change.fields == {"job_title": "first"}
    assert await store.purge(clock.now + 1) == 1
    third = await store.accept(a_change())
    assert not third.is_new
    assert [event.what for event in await store.events(first.change.id)] == []


@pytest.mark.parametrize("where", ["fields", "base", "before", "after"])
async def test_sensitive_fields_are_never_stored_in_clear(
    store: ChangeStore, db: Database, where: str
) -> None:
    plain = SECRETS | {"a": 1}
    value: dict[str, Any] = {"fields": SECRETS, "updated_at": "x"} if where == "base" else plain
    change = (await store.accept(a_change().but(**{where: value}))).change
    assert CANARY not in await rows(db)
    assert CANARY not in repr(change)
    found = await store.get(change.id)
    assert found is not None
    assert getattr(found, where) == value

    await store.put(change.id, **{where: value | {"b": 2}})
    more: dict[str, Any] = {where: value | {"c": 3}}
    await store.move(change.id, {"asked"}, "applying", **more)
    assert CANARY not in await rows(db)
    found = await store.get(change.id)
    assert found is not None
    assert getattr(found, where) == value | {"c": 3}


async def test_setting_one_column_keeps_the_secrets_of_the_others(store: ChangeStore) -> None:
    change = (await store.accept(a_change(fields=SECRETS, base={"fields": SECRETS}))).change
    await store.put(change.id, base={}, before={"access_details": "then"})
    found = await store.get(change.id)
    assert found is not None
    assert (found.fields, found.base, found.before) == (SECRETS, {}, {"access_details": "then"})


async def test_without_its_key_a_change_says_so_but_can_still_be_ended(
    store: ChangeStore, db: Database, clock: Clock
) -> None:
    change = (await store.accept(a_change(fields=SECRETS | {"job_title": "x"}))).change
    keyless = ChangeStore(db, Encryption([Fernet.generate_key()]), clock)
    with pytest.raises(CannotDecrypt):
        await keyless.get(change.id)
    with pytest.raises(CannotDecrypt):
        await keyless.move(change.id, {"asked"}, "applying")
    assert [found.state for found in await keyless.recent()] == ["asked"]
    ended = await keyless.move(change.id, {"asked"}, "failed", outcome=Outcome(said="sorry"))
    assert ended is not None
    assert (ended.state, ended.fields, ended.outcome.said) == ("failed", {}, "sorry")
    whole = await store.get(change.id)
    assert whole is not None
    assert whole.fields == SECRETS | {"job_title": "x"}


async def test_a_move_happens_only_from_an_expected_state(store: ChangeStore) -> None:
    id_ = (await store.accept(a_change())).change.id
    assert await store.move(id_, {"waiting"}, "applying") is None
    moved = await store.move(id_, {"asked", "checking"}, "applying", run=1, due_at=9.0)
    assert moved is not None
    assert (moved.state, moved.run, moved.due_at) == ("applying", 1, 9.0)
    assert await store.move(id_, {"asked"}, "applying") is None
    assert await store.move("S-NOBODY", {"asked"}, "applying") is None
    assert [event.what for event in await store.events(id_)] == ["asked", "applying"]


async def test_moving_sets_the_times(store: ChangeStore, clock: Clock) -> None:
    id_ = (await store.accept(a_change())).change.id
    clock.now += 5
    moved = await store.move(id_, {"asked"}, "checking")
    assert moved is not None
    assert (moved.updated_at, moved.finished_at) == (clock.now, None)
    clock.now += 5
    done = await store.move(id_, {"checking"}, "done", detail="found by its mark")
    assert done is not None
    assert (done.created_at, done.updated_at, done.finished_at) == (NOON, NOON + 10, NOON + 10)
    assert (await store.events(id_))[-1] == Event(NOON + 10, "done", "found by its mark")


async def test_only_columns_of_a_change_may_be_set(store: ChangeStore) -> None:
    id_ = (await store.accept(a_change())).change.id
    for wrong in ({"state": "done"}, {"key": "x"}, {"member": BOB}, {"tpyo": 1}):
        with pytest.raises(TypeError):
            await store.put(id_, **wrong)
    await store.put(id_, place=Place("C9"), job_ref="JOB-9", outcome=Outcome(said="so"))
    found = await store.get(id_)
    assert found is not None
    assert (found.place, found.job_ref, found.outcome) == (Place("C9"), "JOB-9", Outcome(said="so"))
    assert found.state == "asked"


async def test_many_moves_at_once_let_exactly_one_win(store: ChangeStore) -> None:
    id_ = (await store.accept(a_change(state="waiting"))).change.id
    to: list[State] = ["asked", "refused"]
    moved = await asyncio.gather(
        *(
            store.move(id_, {"waiting"}, to[n % 2], outcome=Outcome(times_again=n))
            for n in range(20)
        )
    )
    winners = [change for change in moved if change is not None]
    assert len(winners) == 1
    found = await store.get(id_)
    assert found == winners[0]


async def test_due_are_the_open_ones_oldest_first(store: ChangeStore) -> None:
    async def accept(key: str, due_at: float, **more: Any) -> Change:
        return (await store.accept(a_change(key, due_at=due_at, **more))).change

    late = await accept("late", NOON - 1, run=4)
    early = await accept("early", NOON - 2, member=BOB, job_uuid="u-9")
    await accept("future", NOON + 50)
    await accept("waiting", NOON - 3, state="waiting")
    await accept("done", NOON - 3, state="done")
    checking = await accept("checking", NOON, state="checking")
    due = await store.due(NOON, 10)
    assert [each.id for each in due] == [early.id, late.id, checking.id]
    assert (due[0].job_uuid, due[0].member) == ("u-9", BOB)
    assert (due[1].run, due[1].job_uuid, due[1].member) == (4, "", ALICE)
    assert [each.id for each in await store.due(NOON, 1)] == [early.id]
    assert (await store.due_and_next(NOON, 10))[1] == NOON + 50
    assert (await store.due_and_next(NOON + 50, 10))[1] is None


async def test_changes_of_one_job_go_one_after_the_other(store: ChangeStore) -> None:
    first = (await store.accept(a_change("1", job_uuid="u-1"))).change
    second = (await store.accept(a_change("2", job_uuid="u-1"))).change
    other = (await store.accept(a_change("3", job_uuid="u-2"))).change
    assert {each.id for each in await store.due(NOON, 10)} == {first.id, other.id}
    await store.move(first.id, {"asked"}, "checking", due_at=NOON + 90)
    assert {each.id for each in await store.due(NOON, 10)} == {second.id, other.id}
    await store.put(second.id, run=1)  # its member has been told what it waits for
    assert {each.id for each in await store.due(NOON, 10)} == {other.id}
    await store.move(first.id, {"checking"}, "unknown")
    assert {each.id for each in await store.due(NOON, 10)} == {second.id, other.id}


async def test_a_change_parked_for_a_person_does_not_hold_up_its_job(store: ChangeStore) -> None:
    unlinked = (await store.accept(a_change("1", job_uuid="u-1"))).change
    second = (await store.accept(a_change("2", job_uuid="u-1"))).change
    await store.put(unlinked.id, due_at=NOON + 7 * 86400)
    assert [each.id for each in await store.due(NOON, 10)] == [second.id]


async def test_recent_shows_the_newest_first_without_content(store: ChangeStore) -> None:
    for n, member in enumerate((ALICE, BOB, ALICE)):
        await store.accept(a_change(f"{n}", member=member, fields=SECRETS | {"job_title": "x"}))
    recent = await store.recent()
    assert [change.key for change in recent] == ["2", "1", "0"]
    assert all(change.fields == {} for change in recent)
    assert [change.key for change in await store.recent(1)] == ["2"]
    assert [change.key for change in await store.recent(member=BOB)] == ["1"]
    await store.move(recent[0].id, {"asked"}, "done")
    assert [change.key for change in await store.recent(state="done")] == ["2"]


async def test_the_story_is_kept_in_order(store: ChangeStore, clock: Clock) -> None:
    id_ = (await store.accept(a_change())).change.id
    for n in range(3):
        clock.now += 1
        await store.add_event(id_, "looked", f"time {n}")
    await store.add_event("S-NOBODY", "looked")
    assert await store.events(id_) == [
        Event(NOON, "asked"),
        Event(NOON + 1, "looked", "time 0"),
        Event(NOON + 2, "looked", "time 1"),
        Event(NOON + 3, "looked", "time 2"),
    ]
    assert await store.events("S-NOBODY") == []


async def test_purging_empties_what_ended_long_ago_in_batches(
    store: ChangeStore, runs: RunStore, db: Database, clock: Clock
) -> None:
    for n in range(5):
        change = (await store.accept(a_change(f"old {n}", fields=SECRETS))).change
        await runs.record_attempt(change.id, 0, 0)
        await store.move(change.id, {"applying"}, "done", after={"job_title": "Mrs Smith's"})
    open_one = (await store.accept(a_change("open", fields=SECRETS))).change
    unknown = (await store.accept(a_change("doubt"))).change
    await store.move(unknown.id, {"asked"}, "unknown")
    clock.now += 100
    fresh = (await store.accept(a_change("fresh"))).change
    await store.move(fresh.id, {"asked"}, "done")

    assert await store.purge(NOON + 50, limit=3) == 3
    assert await store.purge(NOON + 50, limit=3) == 2
    assert await store.purge(NOON + 50) == 0

    old = await store.get(change_id("old 0"))
    assert old is not None
    assert (old.state, old.fields, old.after, old.place) == ("done", {}, {}, Place())
    assert await store.attempts(old.id) == []
    assert "Mrs Smith" not in await rows(db)
    kept = await store.get(open_one.id)
    assert kept is not None
    assert kept.fields == SECRETS
    assert await store.count() == 1
    newest = await store.get(fresh.id)
    assert newest is not None
    assert newest.fields
