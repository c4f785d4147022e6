"""When a process on Postgres looks for the runs of dead ones."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import psycopg
import pytest

from bot.engine import takeover
from bot.engine.takeover import ExecutorLease, PendingRun
from tests.waiting import until

pytestmark = pytest.mark.postgres
EVERY = 0.02


class Watcher:
    """Whoever died is pending; `count`: how often all pending runs were asked for."""

    def __init__(self) -> None:
        self.dead: list[PendingRun] = []
        self.resumed: list[str] = []
        self.fails = 0
        self.count = 0
        self.alone: list[bool] = []

    async def pending(self, executor: str | None) -> Sequence[PendingRun]:
        if executor is not None:
            return [run for run in self.dead if run.executor == executor]
        self.count += 1
        if self.fails:
            self.fails -= 1
            raise OSError("the disk is full")
        return self.dead

    async def resume(self, runs: Sequence[str]) -> None:
        self.resumed += runs
        self.dead = [run for run in self.dead if run.run not in runs]


@asynccontextmanager
async def lease(url: str, executor: str) -> AsyncIterator[ExecutorLease]:
    lost = asyncio.Event()
    held = ExecutorLease(url, executor, lost.set, EVERY)
    await held.acquire()
    try:
        yield held
    finally:
        await held.release()
    assert not lost.is_set()


async def test_it_looks_at_first_and_when_one_has_died_and_not_while_all_live(
    postgres_url: str,
) -> None:
    watcher = Watcher()
    watcher.dead = [PendingRun("run-1", "long dead")]
    async with lease(postgres_url, "mine") as mine:
        mine.watch_others(watcher.pending, watcher.resume, watcher.alone.append)
        await until(lambda: watcher.resumed)
        async with lease(postgres_url, "theirs"):
            await asyncio.sleep(20 * EVERY)
            assert watcher.count == 1
            watcher.dead = [PendingRun("run-2", "theirs")]
        await until(lambda: len(watcher.resumed) == 2)
        await asyncio.sleep(10 * EVERY)
    assert watcher.resumed == ["run-1", "run-2"]
    assert watcher.count == 2


async def test_a_look_that_failed_is_repeated(postgres_url: str) -> None:
    watcher = Watcher()
    watcher.dead, watcher.fails = [PendingRun("run-1", "long dead")], 2
    async with lease(postgres_url, "mine") as mine:
        mine.watch_others(watcher.pending, watcher.resume, watcher.alone.append)
        await until(lambda: watcher.resumed)
        await asyncio.sleep(10 * EVERY)
    assert (watcher.resumed, watcher.count) == (["run-1"], 3)


async def test_an_id_that_was_released_is_free_before_the_database_notices_the_closed_session(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    left: list[psycopg.AsyncConnection[Any]] = []

    async def not_yet(session: psycopg.AsyncConnection[Any]) -> None:
        left.append(session)

    with monkeypatch.context() as patch:
        patch.setattr(psycopg.AsyncConnection, "close", not_yet)
        async with lease(postgres_url, "mine"):
            pass
    async with lease(postgres_url, "mine"):
        pass
    for session in left:
        await session.close()
    assert len(left) == 1


async def test_it_is_alone_once_no_other_was_seen_for_a_while(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(takeover, "_ALONE_AFTER", 0.0)
    watcher = Watcher()
    async with lease(postgres_url, "mine") as mine:
        async with lease(postgres_url, "theirs"):
            mine.watch_others(watcher.pending, watcher.resume, watcher.alone.append)
            await until(lambda: len(watcher.alone) >= 3)
            assert not any(watcher.alone)
        await until(lambda: watcher.alone[-1])
        async with lease(postgres_url, "new"):
            await until(lambda: not watcher.alone[-1])


async def test_at_first_it_is_not_known_whether_another_has_just_died(postgres_url: str) -> None:
    watcher = Watcher()
    async with lease(postgres_url, "mine") as mine:
        mine.watch_others(watcher.pending, watcher.resume, watcher.alone.append)
        await until(lambda: len(watcher.alone) >= 5)
    assert not any(watcher.alone)
