"""Runs that survive a crash: each is a row of its own while it is under way.

How it is done, and why (each learnt by breaking it):

* The row lies among the bot's own, so what a run begins with is stored in one transaction with it.
* A run costs two transactions, its start and its end: steps that are harmless when repeated need no
  record. After a crash the body begins anew.
* Runs are short; what lasts for days is a row of another kind.
* Of exceptions only the kind is told: what was sent may be in their words.
* SQLite: one process, held by a lock beside the file, finds its own runs when it starts.
* Postgres: an id for each process, and a takeover loop for those that died.
"""

import asyncio
import contextlib
import contextvars
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
import structlog

from bot.engine.active_runs import ActiveRuns
from bot.engine.ownership import Ownership
from bot.engine.protocol import (
    AlreadyRunning,
    Body,
    Step,
    check_args,
    error_fields,
    run_guarded,
)
from bot.engine.recovery import StuckRunRecovery
from bot.engine.run_records import RunRecords
from bot.engine.sqlite_lock import engine_file
from bot.jobs.change import Json
from bot.store.database import Database, DatabaseDown, sqlite_path
from bot.store.live_runs import LiveRun

_START_WITHIN = 10.0
_RECOVERY_EVERY = 20.0
_MOST_TAKEOVERS = 100
"""A run that only waits for its turn in Slack is taken over each time its process dies, so a few are not
enough.
"""

log = structlog.get_logger(__name__)


@dataclass
class _Here:
    """The run in whose context something is done, and whether a step of it is under way."""

    in_step: bool = False


_here: contextvars.ContextVar[_Here] = contextvars.ContextVar("here")


class DurableEngine:
    """One on a SQLite file; on Postgres as many as there are processes."""

    def __init__(
        self,
        url: str,
        database: Database | None = None,
        *,
        executor_id: str = "",
        on_lost: Callable[[], None] | None = None,
        recovery_every: float = _RECOVERY_EVERY,
        most_takeovers: int = _MOST_TAKEOVERS,
    ) -> None:
        """`url` is DATABASE_URL. `database`: the same, open; without it the engine opens and closes one.
        `on_lost`: this process must exit, others take its runs over.
        """
        self._url, self._path = url, sqlite_path(url)
        self._database, self._opens = database, database is None
        self._ownership = Ownership(url, executor_id, self._lease_lost)
        self._on_lost, self._most_takeovers = on_lost, most_takeovers
        self._bodies: dict[str, Body] = {}
        self._runs = ActiveRuns()
        self._records: RunRecords | None = None
        self._recovery = StuckRunRecovery(
            self._mine, self._runs.ids, self._resume_stuck, recovery_every
        )
        self._launched = self._alive = self._lost = False

    def register(self, name: str, body: Body) -> None:
        if self._launched:
            raise RuntimeError(f"register {name} before launch")
        if name in self._bodies:
            raise ValueError(f"{name} is registered already")
        self._bodies[name] = body

    async def launch(self) -> None:
        if self._launched:
            raise AlreadyRunning("this process")
        await self._ownership.acquire()
        try:
            if self._database is None:
                self._database = await Database.open(self._url)
            self._records = RunRecords(
                self._database, self._ownership.executor, self._most_takeovers
            )
            if self._path is not None:
                await self._records.take_up_file(engine_file(self._path))
            self._launched = self._alive = True
            await self._resume(sorted(await self._records.mine()))
        except BaseException:
            self._launched = self._alive = False
            await self._release()
            raise
        self._recovery.start()
        self._ownership.watch_others(self._recorded.pending, self._resume)

    async def close(self, within: float = 15) -> None:
        if not self._launched:
            return
        self._launched = self._alive = False
        await self._recovery.stop()
        await self._runs.wait(max(0.0, within - 4))
        self._runs.cancel()
        await self._runs.wait(2)
        await self._release()

    async def start(
        self,
        key: str,
        name: str,
        arg: str,
        along: Callable[[sa.Connection], bool] | None = None,
    ) -> bool:
        if not self._alive:
            raise DatabaseDown("the engine is not running")
        if name not in self._bodies:
            raise KeyError(f"no workflow is registered as {name}")

        async def begin() -> bool:
            run = LiveRun(key, name, arg, self._ownership.executor)
            added = await self._recorded.add(run, along)
            if added:
                self._begin(run)
            return added

        # In a context of its own: a run is nobody's child. It goes on when the caller gives up.
        begun = asyncio.create_task(begin(), context=contextvars.Context())
        begun.add_done_callback(lambda task: task.cancelled() or task.exception())
        try:
            return await asyncio.wait_for(asyncio.shield(begun), _START_WITHIN)
        except TimeoutError:
            self._recovery.suspect()
            raise DatabaseDown("the engine's database does not answer") from None
        except DatabaseDown:
            self._recovery.suspect()
            raise

    async def step(self, name: str, fn: Step, *args: str | int) -> Json:
        check_args(name, args)
        here = _here.get(None)
        if here is None:
            raise RuntimeError(f"step {name} outside a run")
        if here.in_step:
            raise RuntimeError(f"step {name} begins before the one before it has ended")
        if self._lost:
            raise asyncio.CancelledError
        here.in_step = True
        try:
            return await run_guarded(name, fn, args)
        finally:
            here.in_step = False

    async def idle(self) -> None:
        while self._runs or await self.unfinished():
            await asyncio.sleep(0.02)

    async def unfinished(self) -> int:
        return await self._recorded.count()

    def alive(self) -> bool:
        return self._alive

    @property
    def _recorded(self) -> RunRecords:
        if self._records is None:
            raise DatabaseDown("the engine is not running")
        return self._records

    async def _mine(self) -> set[str]:
        return await self._recorded.mine()

    async def _resume(self, keys: Sequence[str]) -> None:
        for run in await self._recorded.take(keys) if keys else ():
            self._begin(run)

    async def _resume_stuck(self, keys: Sequence[str]) -> None:
        for run in await self._recorded.take(keys, counted=False):
            self._begin(run)

    def _begin(self, run: LiveRun) -> None:
        body = self._bodies.get(run.name)
        if body is None:
            log.error("a run of a kind that nobody knows, leaving it", run=run.key, kind=run.name)
        elif self._alive and run.key not in self._runs.ids():
            work: Coroutine[Any, Any, None] = self._live(run, body)
            self._runs.add(run.key, asyncio.create_task(work, context=contextvars.Context()))

    async def _live(self, run: LiveRun, body: Body) -> None:
        """Cancelled, or where its end can't be written, it is left as a crash would leave it."""
        _here.set(_Here())
        ended = False
        try:
            try:
                await body(run.arg)
            except Exception as error:
                log.error("run failed, ending it", run=run.key, **error_fields(error))
            if not self._lost:
                await self._recorded.end(run.key)
                ended = True
        except DatabaseDown as error:
            words = "the end of a run could not be stored: it begins anew later"
            log.warning(words, run=run.key, cause=error.cause)
        finally:
            if not ended:
                self._recovery.suspect()

    def _lease_lost(self) -> None:
        """Other processes may have taken our runs over: no further effect from here."""
        self._alive, self._lost = False, True
        self._runs.cancel()
        if self._on_lost is not None:
            self._on_lost()

    async def _release(self) -> None:
        if self._opens and self._database is not None:
            with contextlib.suppress(DatabaseDown):
                await self._database.close()
            self._database = None
        await self._ownership.release()
