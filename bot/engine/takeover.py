"""Several processes on one Postgres: each holds a lock while it lives, and takes over the dead.

The lock lives in a session of its own. A process whose session drops can no longer tell whether
others took its runs over: it must stop at once.
"""

import asyncio
import contextlib
import zlib
from collections.abc import Awaitable, Callable, Sequence
from typing import NamedTuple

import psycopg
import structlog

from bot.engine.protocol import AlreadyRunning
from bot.store.database import DatabaseDown

_SPACE = 7001
"""The advisory locks' first number, which never changes; the second is made of the executor's id."""
_ANSWER = 5.0

log = structlog.get_logger(__name__)


class PendingRun(NamedTuple):
    """A run that some process is at, or was."""

    run: str
    executor: str


Pending = Callable[[str | None], Awaitable[Sequence[PendingRun]]]
"""Runs at work: of one executor, or of all."""
Resume = Callable[[Sequence[str]], Awaitable[None]]


class ExecutorLease:
    """Our process among the others."""

    def __init__(self, url: str, me: str, on_lost: Callable[[], None], every: float = 1.0) -> None:
        self._url, self._me, self._on_lost, self._every = url, me, on_lost, every
        self._session: psycopg.AsyncConnection | None = None
        self._watch: asyncio.Task[None] | None = None

    async def join(self) -> None:
        """Raises `AlreadyRunning` when the id is alive elsewhere, `DatabaseDown`."""
        try:
            self._session = await psycopg.AsyncConnection.connect(
                self._url,
                autocommit=True,
                connect_timeout=5,
                keepalives_idle=5,
                keepalives_interval=2,
                keepalives_count=3,
                tcp_user_timeout=10_000,
                application_name=f"propops-slack {self._me}"[:63],
            )
            mine = await self._locked(self._me)
        except psycopg.Error as error:
            await self.leave()
            raise DatabaseDown(str(error).strip().partition("\n")[0][:200]) from None
        if not mine:
            await self.leave()
            raise AlreadyRunning(f"executor {self._me}")

    def watch(self, pending: Pending, resume: Resume) -> None:
        """From here on takes over the runs of processes that died."""
        self._watch = asyncio.create_task(self._watching(pending, resume), name="replicas")

    async def leave(self) -> None:
        if self._watch is not None:
            self._watch.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watch
            self._watch = None
        session, self._session = self._session, None
        if session is not None:
            with contextlib.suppress(psycopg.Error, OSError):
                await session.close()

    async def _watching(self, pending: Pending, resume: Resume) -> None:
        while True:
            await asyncio.sleep(self._every)
            try:
                async with asyncio.timeout(_ANSWER):
                    await self._ask("SELECT 1")
            except (psycopg.Error, OSError, TimeoutError):
                log.error("the session that holds this process's lock is gone", executor=self._me)
                self._on_lost()
                return
            try:
                await self._take_over(pending, resume)
            except Exception as error:
                log.warning("takeover failed, will be tried again", kind=type(error).__name__)

    async def _take_over(self, pending: Pending, resume: Resume) -> None:
        others = {held.executor for held in await pending(None)} - {self._me}
        for other in sorted(others):
            if not await self._locked(other):
                continue  # alive
            try:
                runs = [held.run for held in await pending(other)]  # again, under the lock
                if runs:
                    log.warning("taking over", executor=other, runs=len(runs))
                    await resume(runs)
            finally:
                await self._ask("SELECT pg_advisory_unlock(%s, %s)", _SPACE, _number(other))

    async def _locked(self, executor: str) -> bool:
        got = await self._ask("SELECT pg_try_advisory_lock(%s, %s)", _SPACE, _number(executor))
        return bool(got)

    async def _ask(self, query: str, *values: int) -> object:
        if self._session is None:
            raise psycopg.OperationalError("no session")
        cursor = await self._session.execute(query.encode(), values)
        row = await cursor.fetchone()
        return row[0] if row else None


def _number(executor: str) -> int:
    """A signed 32-bit number."""
    crc = zlib.crc32(executor.encode())
    return crc - (1 << 32) if crc >= 1 << 31 else crc
