"""Those who wait for the database: what Slack waits for goes first, and on SQLite they share a transaction."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator
from typing import Any

import pytest
import sqlalchemy as sa

from bot.store.database import Database, DatabaseDown
from bot.store.schema import deferred_tasks


class Line:
    """A database of one thread, which is at work until `release` is set."""

    def __init__(self, db: Database) -> None:
        self.db, self.release = db, threading.Event()
        self.done: list[str] = []
        self._began = asyncio.Event()
        self.busy = asyncio.ensure_future(db.call(self._hold))
        self._loop = asyncio.get_running_loop()

    def _hold(self, _: sa.Connection) -> None:
        self._loop.call_soon_threadsafe(self._began.set)
        assert self.release.wait(10)

    async def put(self, name: str, *, first: bool = False) -> "asyncio.Task[str]":
        await self._began.wait()

        def note(connection: sa.Connection) -> str:
            connection.execute(sa.text("SELECT 1"))
            self.done.append(name)
            if name == "fails":
                raise ValueError(name)
            return name

        task = asyncio.create_task(self.db.call(note, first=first))
        await asyncio.sleep(0)
        return task


@pytest.fixture
async def line(sqlite_url: str) -> AsyncIterator[Line]:
    db = await Database.open(sqlite_url)
    line = Line(db)
    yield line
    line.release.set()
    await line.busy
    await db.close()


async def test_what_is_first_goes_before_all_that_waits_and_in_its_own_order(line: Line) -> None:
    usual = [await line.put(name) for name in "ab"]
    first = [await line.put(name, first=True) for name in "cd"]
    line.release.set()
    assert await asyncio.gather(*usual, *first) == ["a", "b", "c", "d"]
    assert line.done == ["c", "d", "a", "b"]


async def test_a_failure_is_heard_by_whoever_asked_and_nobody_else(line: Line) -> None:
    usual, first = await line.put("a"), await line.put("fails", first=True)
    after = await line.put("b", first=True)
    line.release.set()
    with pytest.raises(ValueError, match="fails"):
        await first
    assert [await usual, await after] == ["a", "b"]


async def test_who_stops_waiting_before_it_began_has_it_left_out(line: Line) -> None:
    usual, first = await line.put("a"), await line.put("b", first=True)
    first.cancel()
    await asyncio.wait([first])
    line.release.set()
    assert await usual == "a"
    assert line.done == ["a"]


async def test_nobody_waits_for_a_database_that_is_closed(sqlite_url: str) -> None:
    line = Line(await Database.open(sqlite_url))
    waiting = await line.put("a", first=True)
    closing = asyncio.create_task(line.db.close())
    await asyncio.sleep(0)
    with pytest.raises(DatabaseDown, match="closed"):
        await line.db.call(lambda _: "b", first=True)
    line.release.set()
    await asyncio.gather(closing, line.busy)
    assert await waiting == "a"


@pytest.fixture
def commits(line: Line) -> list[int]:
    """One entry for each transaction that ends well."""
    ended: list[int] = []
    sa.event.listen(line.db._engine, "commit", lambda _: ended.append(1))
    return ended


def write(key: str, *, again: bool = False) -> Any:
    def insert(connection: sa.Connection) -> str:
        for _ in range(1 + again):
            connection.execute(deferred_tasks.insert().values(kind="k", change_id=key))
        return key

    return insert


async def asked(line: Line, *calls: Any) -> "list[asyncio.Task[Any]]":
    await line._began.wait()
    tasks = [asyncio.create_task(line.db.call(each)) for each in calls]
    await asyncio.sleep(0)
    return tasks


async def stored(db: Database) -> set[str]:
    query = sa.select(deferred_tasks.c.change_id)
    return set(await db.call(lambda connection: connection.execute(query).scalars().all()))


async def test_those_that_wait_together_share_one_transaction(
    line: Line, commits: list[int]
) -> None:
    tasks = await asked(line, *(write(f"S-{number}") for number in range(10)))
    line.release.set()
    assert await asyncio.gather(*tasks) == [f"S-{number}" for number in range(10)]
    assert len(commits) == 2  # with the one that was at work
    assert len(await stored(line.db)) == 10


async def test_one_that_fails_takes_nothing_of_the_others_with_it(line: Line) -> None:
    tasks = await asked(line, write("S-1"), write("S-2", again=True), write("S-3"))
    line.release.set()
    told = await asyncio.gather(*tasks, return_exceptions=True)
    assert [told[0], told[2]] == ["S-1", "S-3"]
    assert isinstance(told[1], sa.exc.IntegrityError)
    assert await stored(line.db) == {"S-1", "S-3"}


async def test_nobody_hears_of_success_before_the_commit(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    tasks = await asked(line, write("S-1"), write("S-2"))
    dialect, at_work = line.db._engine.dialect, [line.busy]
    commit, done_at_commit = dialect.do_commit, list[bool]()

    def no_room(connection: Any) -> None:
        if at_work:
            at_work.pop()
            commit(connection)
            return
        done_at_commit.extend(task.done() for task in tasks)
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(dialect, "do_commit", no_room)
        line.release.set()
        told = await asyncio.gather(*tasks, return_exceptions=True)
    assert [str(each) for each in told] == ["database or disk is full"] * 2
    assert done_at_commit == [False, False]
    assert await stored(line.db) == set()
