"""Calls that wait together share a transaction, and none suffers from another."""

import asyncio
import threading
from collections.abc import Callable

import pytest
import sqlalchemy as sa

from bot.store.database import Database, DatabaseDown
from bot.store.schema import sent_notices

Work = Callable[[sa.Connection], str]


def noting(key: str) -> Work:
    def write(connection: sa.Connection) -> str:
        connection.execute(sent_notices.insert(), {"key": key, "at": 1.0})
        return key

    return write


async def keys(db: Database) -> set[str]:
    query = sa.select(sent_notices.c.key)
    return set(await db.call(lambda connection: connection.execute(query).scalars().all()))


class Gate:
    """The database's only thread, held until it is let go: what is asked meanwhile waits together."""

    def __init__(self, db: Database) -> None:
        self._db, self._go, self._held = db, threading.Event(), asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> None:
        self._task = asyncio.create_task(self._db.call(self._hold))
        await self._held.wait()

    async def __aexit__(self, *_: object) -> None:
        self._go.set()
        assert self._task is not None
        await self._task

    def _hold(self, _: sa.Connection) -> None:
        self._loop.call_soon_threadsafe(self._held.set)
        self._go.wait(30)


@pytest.fixture
def commits() -> list[None]:
    return []


@pytest.fixture
async def line(sqlite_url: str, commits: list[None]) -> Database:
    db = await Database.open(sqlite_url)
    sa.event.listen(db._engine, "commit", lambda _: commits.append(None))
    return db


async def waiting(db: Database, *works: Work, first: bool = False) -> list[asyncio.Task[str]]:
    tasks = [asyncio.create_task(db.call(work, first=first)) for work in works]
    await asyncio.sleep(0)
    return tasks


async def test_those_who_wait_together_share_a_commit(line: Database, commits: list[None]) -> None:
    async with Gate(line):
        tasks = await waiting(line, *(noting(f"k{n}") for n in range(10)))
        before = len(commits)
    assert await asyncio.gather(*tasks) == [f"k{n}" for n in range(10)]
    assert len(commits) - before == 2  # the one that held the thread, and all ten
    assert await keys(line) == {f"k{n}" for n in range(10)}
    await line.close()


async def test_one_that_raises_takes_no_other_with_it(line: Database) -> None:
    def bad(connection: sa.Connection) -> str:
        noting("bad")(connection)
        raise ValueError("bad")

    async with Gate(line):
        tasks = await waiting(line, noting("a"), bad, noting("b"), noting("a"))
    told = await asyncio.gather(*tasks, return_exceptions=True)
    assert told[:1] + told[2:3] == ["a", "b"]
    assert [type(told[1]), type(told[3])] == [ValueError, sa.exc.IntegrityError]
    assert await keys(line) == {"a", "b"}
    await line.close()


async def test_what_slack_waits_for_goes_first_and_alone(
    line: Database, commits: list[None]
) -> None:
    seen: list[str] = []

    def noted(key: str) -> Work:
        def work(_: sa.Connection) -> str:
            seen.append(key)
            return key

        return work

    async with Gate(line):
        tasks = await waiting(line, noted("a"), noted("b"))
        tasks += await waiting(line, noted("ack"), first=True)
        before = len(commits)
    await asyncio.gather(*tasks)
    assert seen == ["ack", "a", "b"]
    assert len(commits) - before == 3
    await line.close()


async def test_whoever_stops_waiting_before_its_turn_writes_nothing(line: Database) -> None:
    async with Gate(line):
        one, two = await waiting(line, noting("one"), noting("two"))
        one.cancel()
        await asyncio.sleep(0)
    assert await two == "two"
    assert await keys(line) == {"two"}
    await line.close()


async def test_a_commit_that_fails_is_told_to_all_and_repeated_for_none(line: Database) -> None:
    ran: list[str] = []

    def noted(key: str) -> Work:
        def work(connection: sa.Connection) -> str:
            ran.append(key)
            return noting(key)(connection)

        return work

    def fail(_: sa.Connection) -> None:
        if ran:  # not that of the one before them
            raise OSError("the disk is full")

    async with Gate(line):
        tasks = await waiting(line, noted("a"), noted("b"))
        sa.event.listen(line._engine, "commit", fail)
    told = await asyncio.gather(*tasks, return_exceptions=True)
    sa.event.remove(line._engine, "commit", fail)
    assert [type(each) for each in told] == [DatabaseDown, DatabaseDown]
    assert ran == ["a", "b"]
    await line.close()
