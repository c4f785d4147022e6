"""Several processes on one Postgres: each holds an advisory lock while it lives, and takes over
the runs of those that died.

The lock lives in a session of its own. A process whose session drops can no longer tell whether
others took its runs over: it must stop at once.
"""

import asyncio
import contextlib
import os
import secrets
import socket
import time
import zlib
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import structlog

from bot.engine.protocol import AlreadyRunning
from bot.late_module import LateModule
from bot.store.database import DatabaseDown
from bot.supervision import supervised

if TYPE_CHECKING:
    import psycopg
else:
    psycopg = LateModule("psycopg")

LOCK_SPACE = 7001
"""The advisory locks' first number, which never changes; the second is made of the executor's id."""
_ANSWER_WITHIN = 5.0
_UNLOCK_WITHIN = 1.0
_LOOK_ANYWAY = 15.0
"""Seconds after which runs of dead processes are looked for, although none is known to have died."""
_ALONE_AFTER = 15.0
"""Seconds without another process, after which hardly any run is handed over."""
ALIVE = """
    SELECT array_agg(objid::bigint) FROM pg_locks
    WHERE locktype = 'advisory' AND classid = %s AND granted
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""
"""One row: the locks that processes hold, None for none."""

log = structlog.get_logger(__name__)


class PendingRun(NamedTuple):
    """A run that is recorded as running in some process, alive or dead."""

    run: str
    executor: str


Pending = Callable[[str | None], Awaitable[Sequence[PendingRun]]]
"""Pending runs: of one executor, or of all."""
Resume = Callable[[Sequence[str]], Awaitable[None]]


class ExecutorLease:
    """The lease of an executor id: an advisory lock, held as long as its session lives."""

    def __init__(
        self, url: str, executor: str, on_lost: Callable[[], None], every: float = 1.0
    ) -> None:
        self._url, self._executor, self._on_lost, self._every = url, executor, on_lost, every
        self._session: psycopg.AsyncConnection | None = None
        self._watch_task: asyncio.Task[None] | None = None

    async def acquire(self) -> None:
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
                application_name=f"propops-slack {self._executor}"[:63],
            )
            mine = await self._try_lock(self._executor)
        except psycopg.Error as error:
            await self.release()
            raise DatabaseDown(str(error).strip().partition("\n")[0][:200]) from None
        if not mine:
            await self.release()
            raise AlreadyRunning(f"executor {self._executor}")

    def watch_others(
        self, pending: Pending, resume: Resume, on_look: Callable[[bool], None]
    ) -> None:
        """From here on takes over the runs of processes that died. `on_look` hears each second whether
        this process has been the only one for a while.
        """
        watch = partial(self._watch, pending, resume, on_look)
        self._watch_task = supervised("takeover", watch, ends=True)

    async def release(self) -> None:
        """Afterwards the id is free. The lock is given back first: the database notices a closed session only some moments later."""
        if self._watch_task is not None:
            self._watch_task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watch_task
            self._watch_task = None
        session, self._session = self._session, None
        if session is not None:
            with contextlib.suppress(psycopg.Error, OSError):
                with contextlib.suppress(psycopg.Error, OSError, TimeoutError):
                    async with asyncio.timeout(_UNLOCK_WITHIN):
                        await session.execute("SELECT pg_advisory_unlock_all()")
                await session.close()

    async def _watch(
        self, pending: Pending, resume: Resume, on_look: Callable[[bool], None]
    ) -> None:
        alive, looked_at = set[int](), -_LOOK_ANYWAY
        others_at = time.monotonic()
        while True:
            await asyncio.sleep(self._every)
            before, now = alive, time.monotonic()
            try:
                async with asyncio.timeout(_ANSWER_WITHIN):
                    alive = await self._holders()
            except (psycopg.Error, OSError, TimeoutError):
                log.error(
                    "the database session with this process's lock was lost, stopping",
                    executor=self._executor,
                )
                self._on_lost()
                return
            if len(before | alive) > 1:
                others_at = now
            on_look(now - others_at > _ALONE_AFTER)
            if before <= alive and now - looked_at < _LOOK_ANYWAY:
                continue  # nobody has died
            try:
                await self._take_over(pending, resume)
                looked_at = now
            except Exception as error:
                looked_at = -_LOOK_ANYWAY
                log.warning(
                    "takeover of a dead process failed, retrying", kind=type(error).__name__
                )

    async def _take_over(self, pending: Pending, resume: Resume) -> None:
        others = {run.executor for run in await pending(None)} - {self._executor}
        for other in sorted(others):
            if not await self._try_lock(other):
                continue  # alive
            try:
                runs = [each.run for each in await pending(other)]  # again, under the lock
                if runs:
                    log.warning(
                        "taking over the runs of a dead process", executor=other, runs=len(runs)
                    )
                    await resume(runs)
            finally:
                await self._query(
                    "SELECT pg_advisory_unlock(%s, %s)", LOCK_SPACE, _lock_number(other)
                )

    async def _holders(self) -> set[int]:
        """The locks of this kind that are held: one for each process alive."""
        held = await self._query(ALIVE, LOCK_SPACE)
        return set(held) if isinstance(held, list) else set()

    async def _try_lock(self, executor: str) -> bool:
        got = await self._query(
            "SELECT pg_try_advisory_lock(%s, %s)", LOCK_SPACE, _lock_number(executor)
        )
        return bool(got)

    async def _query(self, query: str, *values: int) -> object:
        if self._session is None:
            raise psycopg.OperationalError("no session")
        cursor = await self._session.execute(query.encode(), values)
        row = await cursor.fetchone()
        return row[0] if row else None


def _lock_number(executor: str) -> int:
    """A signed 32-bit number."""
    crc = zlib.crc32(executor.encode())
    return crc - (1 << 32) if crc >= 1 << 31 else crc


def new_executor_id() -> str:
    """Of this process, on a database that others may use too."""
    return f"{socket.gethostname()[:40]}-{os.getpid()}-{secrets.token_hex(4)}"
