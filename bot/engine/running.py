"""Whether a bot runs on a database, and keeping one away while something else must be alone with it."""

import contextlib
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import psycopg

from bot.engine.protocol import AlreadyRunning
from bot.engine.sqlite_lock import FileLock, engine_file
from bot.engine.takeover import ALIVE, LOCK_SPACE
from bot.store.database import DatabaseDown, sqlite_path


@asynccontextmanager
async def nobody_else(url: str) -> AsyncIterator[None]:
    """While inside no bot runs on the SQLite file; on Postgres none did at the beginning and the end.

    Raises `AlreadyRunning`, `DatabaseDown`.
    """
    path = sqlite_path(url)
    if path is not None:
        with _alone(path):
            yield
        return
    await _nobody_holds(url)
    yield
    await _nobody_holds(url)


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[None]:
    lock = FileLock(engine_file(path))
    lock.acquire()
    try:
        yield
    finally:
        lock.release()


async def _nobody_holds(url: str) -> None:
    try:
        async with await psycopg.AsyncConnection.connect(url, connect_timeout=5) as session:
            cursor = await session.execute(ALIVE, (LOCK_SPACE,))
            row = await cursor.fetchone()
    except psycopg.Error as error:
        raise DatabaseDown(str(error).strip().partition("\n")[0][:200]) from None
    if row and row[0]:
        raise AlreadyRunning("Postgres")
