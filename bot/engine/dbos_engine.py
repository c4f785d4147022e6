"""Runs that survive a crash: the only module that knows the durable engine, DBOS.

How it is used here, and why (each learnt by breaking it):

* SQLite: our own connection settings (WAL, every commit on disk, one connection, immediate
  transactions), one process, held by a lock beside the file.
* The version is a constant, or any edit of a body would strand the runs under way.
* Runs are short; what lasts for days is a row of our own.
* A run costs two transactions, its start and its end: steps that are harmless when repeated need no
  record. Records of the steps of earlier releases are left as they are, and not read.
* JSON only, and of exceptions only the kind: pickle keeps whole requests, tokens included.
* Postgres: an id for each process, and a takeover loop for those that died.
"""

import asyncio
import contextlib
import contextvars
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from typing import Any, ClassVar

import sqlalchemy as sa
import structlog

from bot.engine.active_runs import ActiveRuns
from bot.engine.log_filter import install_log_filter
from bot.engine.ownership import Ownership
from bot.engine.polling import (
    SCHEDULES_EVERY,
    TAKE_UP_WITHIN,
    list_no_queues,
    look_seldom,
    take_up,
)
from bot.engine.protocol import (
    AlreadyRunning,
    Body,
    RunFailed,
    Step,
    check_args,
    error_fields,
    run_guarded,
)
from bot.engine.recovery import StuckRunRecovery
from bot.engine.sqlite_lock import engine_file, open_engine_file, pending_runs
from bot.engine.takeover import PendingRun
from bot.jobs.change import Json
from bot.late_module import loaded_late
from bot.store.database import DatabaseDown, cause_of, sqlite_path

with loaded_late("psycopg", "errors"):  # the library imports it for SQLite, too: 9 MiB, 60 ms
    from dbos import DBOS, DBOSConfig, DBOSPortableJSONSerializer, SetWorkflowID

APPLICATION = "propops-slack"
VERSION = "1"
"""Stored with every run. Raised by hand, and only when old runs can no longer be read."""
_THREADS = 32
_START_WITHIN = 10.0
_RECOVERY_EVERY = 20.0
_TAKE_UP_ALONE = 10.0
"""Seconds until a run begins that was stuck, where one process has the database: it took that long to be found."""
_MOST_TAKEOVERS = 100
"""As often as the library itself begins a run again on SQLite. A run that only waits for its turn in Slack
is taken over each time its process dies, so a few are not enough.
"""
_PAGE = 500
_AT_WORK = ["PENDING"]
_OPEN = ["PENDING", "ENQUEUED", "DELAYED"]
_ENDED = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]

log = structlog.get_logger(__name__)


class DurableEngine:
    """One at a time in a process, since the library keeps itself in a global."""

    _launched: ClassVar["DurableEngine | None"] = None

    def __init__(
        self,
        url: str,
        *,
        executor_id: str = "",
        on_lost: Callable[[], None] | None = None,
        recovery_every: float = _RECOVERY_EVERY,
        most_takeovers: int = _MOST_TAKEOVERS,
    ) -> None:
        """`url` is DATABASE_URL. `on_lost`: this process must exit, others take its runs over."""
        self._url, self._path = url, sqlite_path(url)
        self._ownership = Ownership(url, executor_id, self._lease_lost)
        self._on_lost, self._most_takeovers = on_lost, most_takeovers
        self._bodies: dict[str, Body] = {}
        self._workflows: dict[str, Callable[[str], Coroutine[Any, Any, None]]] = {}
        self._runs = ActiveRuns()
        self._in_step: set[str] = set()
        self._recovery = StuckRunRecovery(
            self._pending, self._runs.ids, self._resume, recovery_every
        )
        self._take_up_alone = min(_TAKE_UP_ALONE, max(recovery_every, TAKE_UP_WITHIN))
        self._sqlite: sa.Engine | None = None
        self._alive = self._lost = False

    def register(self, name: str, body: Body) -> None:
        if self._alive:
            raise RuntimeError(f"register {name} before launch")
        if name in self._bodies:
            raise ValueError(f"{name} is registered already")
        self._bodies[name] = body

    async def launch(self) -> None:
        if DurableEngine._launched is not None:
            raise AlreadyRunning("this process")
        await self._ownership.acquire()
        install_log_filter()
        try:
            library = DBOS(config=self._config())
            sole = self._path is not None
            within = self._take_up_alone if sole else TAKE_UP_WITHIN
            look_seldom(library, alone=sole, take_up_within=within)
            self._workflows = {
                name: DBOS.workflow(name=name)(self._run_of(name, body))
                for name, body in self._bodies.items()
            }
            DBOS.launch()  # on the running loop, or recovered runs would live on another
            list_no_queues(library)
        except Exception as error:
            with contextlib.suppress(Exception):
                DBOS.destroy(destroy_registry=True)
            await self._release()
            raise DatabaseDown(f"the engine can't start: {cause_of(error)}") from None
        DurableEngine._launched = self
        self._alive = True
        self._recovery.start()

        def take_up_seldom(alone: bool) -> None:
            take_up(library, self._take_up_alone if alone else TAKE_UP_WITHIN)

        self._ownership.watch_others(self._pending_runs, self._resume_counted, take_up_seldom)

    async def close(self, within: float = 15) -> None:
        if DurableEngine._launched is not self:
            return
        self._alive = False
        loop = asyncio.get_running_loop()
        deadline = loop.time() + within
        await self._recovery.stop()
        await self._runs.wait(max(0.0, within - 4))
        self._runs.cancel()
        await self._runs.wait(2)
        closing = ThreadPoolExecutor(1, thread_name_prefix="engine-close")
        try:
            async with asyncio.timeout(max(1.0, deadline - loop.time())):
                await loop.run_in_executor(closing, partial(DBOS.destroy, destroy_registry=True))
        except TimeoutError:
            log.warning("the engine did not close in time, leaving it")
        closing.shutdown(wait=False)
        loop.set_default_executor(ThreadPoolExecutor())  # the engine's own has ended with it
        await self._release()
        DurableEngine._launched = None

    async def start(self, key: str, name: str, arg: str) -> None:
        if not self._alive:
            raise DatabaseDown("the engine is not running")
        workflow = self._workflows[name]

        async def begin() -> None:
            with SetWorkflowID(key):
                await DBOS.start_workflow_async(workflow, arg)

        # In a context of its own: a run is nobody's child. It goes on when the caller gives up.
        begun = asyncio.create_task(begin(), context=contextvars.Context())
        begun.add_done_callback(lambda task: task.cancelled() or task.exception())
        try:
            await asyncio.wait_for(asyncio.shield(begun), _START_WITHIN)
        except TimeoutError:
            raise DatabaseDown("the engine's database does not answer") from None
        except sa.exc.SQLAlchemyError as error:
            raise DatabaseDown(cause_of(error)) from None

    async def step(self, name: str, fn: Step, *args: str | int) -> Json:
        check_args(name, args)
        run = DBOS.workflow_id
        if run is None:
            raise RuntimeError(f"step {name} outside a run")
        if run in self._in_step:
            raise RuntimeError(f"step {name} begins before the one before it has ended")
        if self._lost:
            raise asyncio.CancelledError
        self._in_step.add(run)
        try:
            return await run_guarded(name, fn, args)
        finally:
            self._in_step.discard(run)

    async def idle(self) -> None:
        while self._runs or await self.unfinished():
            await asyncio.sleep(0.02)

    async def purge(self, before: float) -> int:
        until = datetime.fromtimestamp(before, UTC).isoformat()
        gone = 0
        while True:
            ids = [row.workflow_id for row in await self._list(_ENDED, end_time=until)]
            if not ids:
                return gone
            await DBOS.delete_workflows_async(ids)
            gone += len(ids)

    async def unfinished(self) -> int:
        return len(await self._list(_OPEN, limit=None))

    def alive(self) -> bool:
        return self._alive

    def _run_of(self, name: str, body: Body) -> Callable[[str], Coroutine[Any, Any, None]]:
        async def run(arg: str) -> None:
            if not self._alive:  # closing, or lost: left as a crash would leave it
                raise asyncio.CancelledError
            mine = DBOS.workflow_id or ""
            self._runs.add_current(mine)
            try:
                await body(arg)
            except Exception as error:
                log.error("run failed, ending it", run=mine, **error_fields(error))
                raise RunFailed(name, type(error).__name__) from None

        return run

    def _config(self) -> DBOSConfig:
        config: DBOSConfig = {
            "name": APPLICATION,
            "application_version": VERSION,
            "executor_id": self._ownership.executor,
            "serializer": DBOSPortableJSONSerializer(),
            "log_level": "WARNING",
            "max_executor_threads": _THREADS,
            "use_listen_notify": False,  # nothing waits for notifications; they cost idle time
            "notification_listener_polling_interval_sec": 0.5,  # closing waits for one poll
            "scheduler_polling_interval_sec": SCHEDULES_EVERY,  # there are none
        }
        if self._path:
            self._sqlite = open_engine_file(engine_file(self._path))
            config["system_database_engine"] = self._sqlite
        else:
            config["system_database_url"] = self._url
            config["sys_db_pool_size"] = 8
            config["db_engine_kwargs"] = {"hide_parameters": True}
        return config

    async def _list(
        self, states: list[str], *, limit: int | None = _PAGE, **more: Any
    ) -> list[Any]:
        try:
            return list(
                await DBOS.list_workflows_async(
                    status=states, limit=limit, load_input=False, load_output=False, **more
                )
            )
        except sa.exc.SQLAlchemyError as error:
            raise DatabaseDown(cause_of(error)) from None

    async def _pending(self) -> set[str]:
        mine = self._ownership.executor
        if self._sqlite is not None:
            return await asyncio.to_thread(pending_runs, self._sqlite, mine)
        return {row.workflow_id for row in await self._list(_AT_WORK, executor_id=mine)}

    async def _pending_runs(self, executor: str | None) -> Sequence[PendingRun]:
        more: Json = {} if executor is None else {"executor_id": executor}
        rows = await self._list(_AT_WORK, **more)
        return [PendingRun(row.workflow_id, row.executor_id or "") for row in rows]

    async def _resume_counted(self, runs: Sequence[str]) -> None:
        """Resuming forgets how often a run was tried: one that kills every process must end."""
        for row in await self._list(_AT_WORK, workflow_ids=list(runs)):
            run, count = row.workflow_id, int((row.attributes or {}).get("takeovers", 0)) + 1
            if count > self._most_takeovers:
                log.error("a run was taken over too often, giving it up", run=run)
                await DBOS.cancel_workflow_async(run)
            else:
                await DBOS.update_workflow_attributes_async(run, {"takeovers": count}, merge=True)
                await self._resume([run])

    async def _resume(self, runs: Sequence[str]) -> None:
        await DBOS.resume_workflows_async(list(runs))

    def _lease_lost(self) -> None:
        """Other processes may have taken our runs over: no further effect from here."""
        self._alive, self._lost = False, True
        self._runs.cancel()
        if self._on_lost is not None:
            self._on_lost()

    async def _release(self) -> None:
        if self._sqlite is not None:
            self._sqlite.dispose()
            self._sqlite = None
        await self._ownership.release()
