"""Who has a change, when the process that worked on it is frozen, and when that one wakes."""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest
from cryptography.fernet import Fernet

from bot.jobs.change import Change, Member, Place
from bot.store.changes import ChangeStore
from bot.store.database import Database, DatabaseDown
from bot.store.encryption import Encryption
from bot.store.runs import Result, RunStore
from bot.store.tokens import TokenStore
from bot.workflows.changes.run_leases import LONG, SHORT, RunLeases, lease_of
from tests.workflows.change_lifecycle import ChangeLifecycle

PRIYA = Member("", "T1", "U1")
ID = "S-AAAAAAAAAAAA"


@dataclass
class World:
    """Two replicas would each have such stores; `now` is the time of both."""

    changes: ChangeStore
    runs: RunStore
    now: float = 1_000.0

    async def due(self) -> list[int]:
        """Numbers of the runs that have it, where another may take it over."""
        return [each.run for each in await self.changes.due(self.now, 10)]

    async def due_at(self) -> float:
        change = await self.changes.get(ID)
        assert change is not None
        return change.due_at

    async def renewed_from(self, before: float) -> float:
        """Until when it then is the run's."""
        async with asyncio.timeout(60):
            while (until := await self.due_at()) == before:
                await asyncio.sleep(0)
        return until


@pytest.fixture
async def world(database_url: str) -> AsyncIterator[World]:
    database = await Database.open(database_url)
    encryption = Encryption([Fernet.generate_key()])

    def now() -> float:
        return both.now

    runs = RunStore(database, encryption, TokenStore(database, encryption, now), now)
    both = World(ChangeStore(database, encryption, now), runs)
    await both.changes.accept(
        Change(id=ID, key="T1:1", action="create", member=PRIYA, place=Place("C1"), due_at=both.now)
    )
    yield both
    if under_way := asyncio.all_tasks() - {asyncio.current_task()}:  # a last renewal
        await asyncio.wait(under_way, timeout=60)
    await database.close()


async def test_a_frozen_run_is_taken_over_after_the_short_lease(world: World) -> None:
    leases = RunLeases(world.runs, lambda: world.now)
    until = leases.begin()
    assert await world.runs.enter(ID, 1, until) is not None
    with leases.renewed(ID, 1, until):  # whose timer does not run: frozen
        world.now += SHORT - 1
        assert await world.due() == []
        world.now += 2
        assert await world.due() == [1]
        assert await world.runs.enter(ID, 2, leases.begin()) is not None
    assert (
        await world.runs.record_attempt(ID, 1, 0) is None
    )  # the frozen one wakes, and may not send
    assert not await world.runs.renew(ID, 1, [until], world.now + SHORT)
    assert await world.runs.record_attempt(ID, 2, 0) is not None


async def test_a_slow_run_keeps_its_change(world: World) -> None:
    leases = RunLeases(world.runs, lambda: world.now, renew_every=0.001)
    await world.runs.enter(ID, 1, until := leases.begin())
    with leases.renewed(ID, 1, until):
        world.now += SHORT - 10
        assert await world.renewed_from(until) == world.now + SHORT
        world.now += SHORT - 10
        assert await world.due() == []
        assert await world.runs.record_attempt(ID, 1, 0) is not None


async def test_a_renewal_whose_commit_was_not_answered_is_no_end(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    renew, unanswered = world.runs.renew, asyncio.Event()

    async def unanswered_once(*args: Any) -> bool:
        renewed = await renew(*args)
        if not unanswered.is_set():
            unanswered.set()
            raise DatabaseDown("the connection died")
        return renewed

    monkeypatch.setattr(world.runs, "renew", unanswered_once)
    leases = RunLeases(world.runs, lambda: world.now, renew_every=0.001)
    await world.runs.enter(ID, 1, until := leases.begin())
    with leases.renewed(ID, 1, until):
        world.now += 10
        await asyncio.wait_for(unanswered.wait(), 120)
        until = await world.renewed_from(until)
        world.now += 10
        assert await world.renewed_from(until) == world.now + SHORT


async def test_a_process_frozen_as_it_notes_an_attempt_down_sends_nothing_once_it_wakes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The next run has looked by then, found nothing, and sent it itself."""
    life, frozen = ChangeLifecycle(), asyncio.Event()
    await life.open()
    noted_down = RunStore.record_attempt

    async def freezes_once(*args: Any, **columns: Any) -> Any:
        attempt = await noted_down(*args, **columns)
        if not frozen.is_set():
            frozen.set()
            wall, steady = time.time() + 300, time.monotonic()
            clocks = SimpleNamespace(time=lambda: wall, monotonic=lambda: steady)
            monkeypatch.setattr("bot.leave_by.time", clocks)
        return attempt

    monkeypatch.setattr(RunStore, "record_attempt", freezes_once)
    change = await life.ask(1, "update")
    await life.drain()
    assert frozen.is_set()
    assert not life.propops.done
    assert [each.result for each in await life.store.attempts(change.id)] == ["not sent"]
    await life.recover()
    assert life.propops.done.total() == 1
    await life.close()


async def test_a_run_that_hangs_is_not_renewed_for_ever(world: World) -> None:
    leases = RunLeases(world.runs, lambda: world.now, renew_every=0.001)
    began = world.now
    await world.runs.enter(ID, 1, until := leases.begin())
    with leases.renewed(ID, 1, until):
        while until < began + LONG:
            world.now += SHORT - 1
            until = await world.renewed_from(until)
        world.now = began + LONG + 1
        await asyncio.sleep(0.02)
        assert await world.due() == [1]


async def test_what_a_run_has_stored_is_not_put_off(world: World) -> None:
    leases = RunLeases(world.runs, lambda: world.now)
    await world.runs.enter(ID, 1, until := leases.begin())
    await world.runs.record(ID, 1, Result("checking", {"due_at": world.now + 5}))
    assert not await world.runs.renew(ID, 1, [until], world.now + SHORT)
    assert await world.due_at() == world.now + 5


async def test_nothing_is_renewed_after_the_run(world: World) -> None:
    leases = RunLeases(world.runs, lambda: world.now, renew_every=0.001)
    await world.runs.enter(ID, 1, until := leases.begin())
    with leases.renewed(ID, 1, until):
        pass
    world.now += 1
    await asyncio.sleep(0.02)
    assert await world.due_at() == until


@pytest.mark.parametrize(("settle", "lease"), [(90, SHORT), (65, SHORT), (64, LONG), (0, LONG)])
def test_a_short_settle_time_wants_a_long_lease(settle: float, lease: float) -> None:
    assert lease_of(settle, lands_within=65) == lease
