"""What Slack waits for goes before what waits for a thread of the database."""

import asyncio
import threading
from collections.abc import AsyncIterator

import pytest
import sqlalchemy as sa

from bot.store.database import Database, DatabaseDown


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
