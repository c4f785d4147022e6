"""The transactions of one run: who may have the change, what is stored before and after a write."""

import asyncio
from dataclasses import replace

import pytest

from bot.jobs.change import Change, State
from bot.jobs.outcome import Outcome
from bot.store.approvals import Approval, ApprovalStore
from bot.store.cards import CardStore, PostedCard
from bot.store.changes import ChangeStore
from bot.store.database import Database
from bot.store.deferred_tasks import DeferredTaskStore
from bot.store.encryption import Encryption
from bot.store.job_claims import JobClaimStore
from bot.store.runs import Entered, Result, RunStore
from bot.store.tokens import TokenStore
from tests.store.samples import ALICE, BOB, NOON, Clock, a_change

TELLS = "send_assignment_notification"


async def accepted(store: ChangeStore, key: str = "T1:V1", **more: object) -> Change:
    return (await store.accept(a_change(key, **more))).change


async def entered(runs: RunStore, id_: str, run: int = 1) -> Entered:
    found = await runs.enter(id_, run, NOON + 120)
    assert found is not None
    return found


async def test_a_run_enters_in_turn_and_again_after_a_crash(
    store: ChangeStore, runs: RunStore
) -> None:
    id_ = (await accepted(store)).id
    assert await runs.enter(id_, 2, NOON + 120) is None
    change = (await entered(runs, id_)).change
    assert (change.run, change.due_at, change.state) == (1, NOON + 120, "asked")
    assert await runs.enter(id_, 1, NOON + 130) is not None
    assert await runs.enter(id_, 2, NOON + 140) is not None
    assert await runs.enter(id_, 1, NOON + 150) is None
    await store.move(id_, {"asked"}, "done")
    again = await runs.enter(id_, 2, NOON + 160)
    assert again is not None
    assert (again.change.state, again.change.due_at) == ("done", NOON + 140)
    assert await runs.enter(id_, 3, NOON + 170) is None
    assert await runs.enter("S-NOBODY", 1, NOON) is None


async def test_what_an_earlier_run_says_late_is_not_kept(
    store: ChangeStore, runs: RunStore
) -> None:
    id_ = (await accepted(store)).id
    await entered(runs, id_)
    await store.put_in_run(id_, 1, outcome=Outcome(said="first"))
    await entered(runs, id_, 2)
    await store.put_in_run(id_, 2, outcome=Outcome(said="second"))
    await store.put_in_run(id_, 1, outcome=Outcome(said="late"))
    change = await store.get(id_)
    assert change is not None
    assert change.outcome.said == "second"


async def test_a_run_learns_all_it_needs_as_it_enters(
    store: ChangeStore, runs: RunStore, db: Database, encryption: Encryption, clock: Clock
) -> None:
    await TokenStore(db, encryption, clock).put(ALICE, "0" * 64, None, {"name": "Alice A"})
    told = await accepted(store, "told", action=TELLS, job_uuid="u-1")
    await store.move(told.id, {"asked"}, "done")
    held = await accepted(store, "held")
    await store.put(held.id, held=True)
    change = await accepted(store, action=TELLS, job_uuid="u-1")
    approval = Approval(change.id, 1, 1, "Because.", (BOB.user,))
    await ApprovalStore(db, encryption, clock).open(approval)

    first = await entered(runs, change.id)
    assert first.account == "Alice A"
    assert first.behind_held
    assert first.approval == approval
    assert first.notified is not None
    assert first.notified.id == told.id
    assert first.attempts == ()
    attempt = await runs.record_attempt(change.id, 1, 0)
    assert (await entered(runs, change.id, 2)).attempts == (attempt,)

    other = await entered(runs, (await accepted(store, "other", member=BOB)).id)
    assert (other.account, other.behind_held, other.approval, other.notified) == ("", False, None, None)  # fmt: skip


async def test_an_attempt_is_there_before_its_result(
    store: ChangeStore, runs: RunStore, clock: Clock
) -> None:
    id_ = (await accepted(store)).id
    await entered(runs, id_)
    assert await store.attempts(id_) == []
    first = await runs.record_attempt(id_, 1, 0, before={"job_title": "as it was"})
    assert first is not None
    assert await store.attempts(id_) == [first]
    assert (first.number, first.at, first.result) == (1, NOON, "")
    change = await store.get(id_)
    assert change is not None
    assert (change.state, change.before) == ("applying", {"job_title": "as it was"})
    clock.now += 9
    second = await runs.record_attempt(id_, 1, 1)
    assert second is not None
    await store.record_result(first.id, "unknown", "timeout")
    one, two = await store.attempts(id_)
    assert (one.result, one.detail, one.at) == ("unknown", "timeout", NOON)
    assert (two, two.number) == (second, 2)
    assert await runs.record_attempt("S-NOBODY", 1, 0) is None


@pytest.mark.parametrize("reason", ["withdrawn", "a later run has it"])
async def test_nothing_is_attempted_for_a_change_that_is_no_longer_ours(
    store: ChangeStore, runs: RunStore, reason: str
) -> None:
    id_ = (await accepted(store)).id
    await entered(runs, id_)
    if reason == "withdrawn":
        await store.move(id_, {"asked"}, "withdrawn")
    else:
        await entered(runs, id_, 2)
    assert await runs.record_attempt(id_, 1, 0) is None
    assert await store.attempts(id_) == []


async def test_of_a_run_under_way_twice_one_attempts(store: ChangeStore, runs: RunStore) -> None:
    """Taken over under its own number, from a process that was thought dead."""
    id_ = (await accepted(store)).id
    await entered(runs, id_)
    for number in (1, 2):
        tries = (runs.record_attempt(id_, 1, number - 1, job_ref="R") for _ in range(8))
        made = [attempt for attempt in await asyncio.gather(*tries) if attempt]
        assert [attempt.number for attempt in made] == [number]
    assert len(await store.attempts(id_)) == 2


@pytest.mark.parametrize(
    ("state", "outcome", "kept"),
    [
        ("failed", Outcome("gone"), False),
        ("asked", Outcome("down"), False),
        ("checking", Outcome("lost"), False),
        ("done", Outcome(already=True), False),
        ("done", Outcome(), True),
    ],
)
async def test_an_earlier_run_can_only_tell_that_it_is_done(
    store: ChangeStore, runs: RunStore, state: State, outcome: Outcome, kept: bool
) -> None:
    """Frozen while the next run sent the change, it wakes and finds the job another one."""
    id_ = (await accepted(store)).id
    await entered(runs, id_)
    await entered(runs, id_, 2)
    result = Result(state, {"outcome": outcome})
    assert (await runs.record(id_, 1, result) is not None) == kept
    assert (await runs.record(id_, 2, result) is not None) != kept


async def test_a_result_is_recorded_once_with_all_that_follows_from_it(
    store: ChangeStore, runs: RunStore, db: Database, clock: Clock
) -> None:
    card = PostedCard("T1", "", "C1", "u-1", "1.2", "S-OTHER")
    await CardStore(db).put(card)
    change = await accepted(store)
    await entered(runs, change.id)
    columns = {"outcome": Outcome(account="Alice A"), "job_uuid": "u-1"}
    result = Result("done", columns, claims="u-1", deferred=[("remove undo", NOON + 5)])

    recorded = await runs.record(change.id, 1, result)
    assert recorded is not None
    assert (recorded.change.state, recorded.change.outcome.also_of) == ("done", "")
    assert recorded.cards == [card]
    assert await JobClaimStore(db, clock).claim("T1", "u-1", "S-OTHER") == change.id
    tasks = await DeferredTaskStore(db).take(NOON + 5, 60)
    assert [(each.kind, each.change_id) for each in tasks] == [("remove undo", change.id)]
    assert await runs.record(change.id, 1, replace(result, state="failed")) is None

    again = await accepted(store, "again")
    await entered(runs, again.id)
    second = await runs.record(again.id, 1, replace(result, deferred=()))
    assert second is not None
    assert second.change.outcome.also_of == change.id


async def test_a_result_is_stored_whole_or_not_at_all(
    store: ChangeStore, runs: RunStore, db: Database, clock: Clock
) -> None:
    change = await accepted(store)
    await entered(runs, change.id)
    with pytest.raises(TypeError):
        await runs.record(change.id, 1, Result("done", {"nonsense": 1}, claims="u-1"))
    assert await JobClaimStore(db, clock).claim("T1", "u-1", "S-OTHER") == "S-OTHER"
    found = await store.get(change.id)
    assert found is not None
    assert found.state == "asked"


async def test_a_run_that_comes_back_to_an_ended_change_says_nothing_of_the_link(
    db: Database, store: ChangeStore, encryption: Encryption, clock: Clock
) -> None:
    tokens = TokenStore(db, encryption, clock)
    runs = RunStore(db, encryption, tokens, clock)
    change = (await store.accept(a_change("1"))).change
    await tokens.put(change.member, "ab" * 32)
    await runs.enter(change.id, 1, clock() + 60)
    await store.move(change.id, {"asked"}, "done")
    assert await runs.enter(change.id, 1, clock() + 60) is not None
    assert await tokens.get(change.member) is not None


async def test_behind_one_that_waits_for_propops_each_of_its_job_runs_once_to_wait_too(
    store: ChangeStore, runs: RunStore
) -> None:
    first = await accepted(store, "first", job_uuid="u-1")
    await store.put(first.id, held=True, due_at=NOON + 30)
    second = await accepted(store, "second", member=BOB, job_uuid="u-1")
    other = await accepted(store, "third", member=BOB, job_uuid="u-2")

    assert {each.id for each in await store.due(NOON, 9)} == {second.id, other.id}
    assert (await entered(runs, second.id)).behind_held
    await store.put_in_run(second.id, 1, held=True, due_at=NOON)
    assert [each.id for each in await store.due(NOON, 9)] == [other.id]
    await store.put(first.id, held=False, due_at=NOON)
    assert {each.id for each in await store.due(NOON, 9)} == {first.id, other.id}
    assert (await entered(runs, second.id, 2)).behind_held
    await store.move(first.id, {"asked"}, "done")
    assert not (await entered(runs, second.id, 3)).behind_held
