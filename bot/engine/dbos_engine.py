"""Runs that survive a crash: on the durable engine, DBOS, which `bot.engine` alone knows.

How it is used here, and why (each learnt by breaking it):

* SQLite: our own connection settings (WAL, every commit on disk, one connection, immediate
  transactions), one process, held by a lock beside the file.
* The version is a constant, or any edit of a body would strand the runs under way.
* Runs are short; what lasts for days is a row of our own.
* JSON only, and of exceptions only the kind: pickle keeps whole requests, tokens included.
* Postgres: an id for each process, and a takeover loop for those that died.
"""

import asyncio
import contextlib
import contextvars
import os
import secrets
import socket
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, ClassVar

import sqlalchemy as sa
import structlog
from dbos import (
    DBOS,
    DBOSConfig,
    DBOSPortableJSONSerializer,
    PortableWorkflowError,
    SetWorkflowID,
)

from bot.engine.log_filter import install_log_filter
from bot.engine.protocol import (
    AlreadyRunning,
    Body,
    Step,
    StepFailed,
    check_args,
    error_fields,
    result_of,
    run_guarded,
)
from bot.engine.recovery import StuckRunRecovery
from bot.engine.sqlite_lock import FileLock, engine_file, open_engine_file
from bot.engine.stored_runs import StoredRuns
from bot.engine.takeover import ExecutorLease
from bot.jobs.change import Json
from bot.store.database import DatabaseDown, cause_of, sqlite_path

APPLICATION = "propops-slack"
VERSION = "1"
"""Stored with every run. Raised by hand, and only when old runs can no longer be read."""
SOLE_EXECUTOR = "bot"
"""The executor's id on SQLite. Never changes: a restart finds its own runs by it."""
_THREADS = 32
_START_WITHIN = 10.0
_RECOVERY_EVERY = 20.0
_MOST_TAKEOVERS = 10

log = structlog.get_logger(__name__)


class RunFailed(Exception):
    """A body raised; `kind` is the exception's class."""

    def __init__(self, name: str, kind: str) -> None:
        super().__init__(name, kind)


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
        self._executor = executor_id or (SOLE_EXECUTOR if self._path else _new_executor_id())
        self._on_lost = on_lost
        self._stored = StoredRuns(self._executor, most_takeovers)
        self._bodies: dict[str, Body] = {}
        self._workflows: dict[str, Callable[[str], Coroutine[Any, Any, None]]] = {}
        self._runs: dict[str, asyncio.Task[Any]] = {}
        self._in_step: set[str] = set()
        self._file_lock = FileLock(engine_file(self._path)) if self._path else None
        self._lease = None if self._path else ExecutorLease(url, self._executor, self._lease_lost)
        self._recovery = StuckRunRecovery(
            self._stored.own_pending, self._runs.keys, self._stored.resume, recovery_every
        )
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
        if self._file_lock:
            self._file_lock.acquire()
        if self._lease:
            await self._lease.acquire()
        install_log_filter()
        try:
            DBOS(config=self._config())
            self._workflows = {
                name: DBOS.workflow(name=name)(self._run_of(name, body))
                for name, body in self._bodies.items()
            }
            DBOS.launch()  # on the running loop, or recovered runs would live on another
        except Exception as error:
            with contextlib.suppress(Exception):
                DBOS.destroy(destroy_registry=True)
            await self._release()
            raise DatabaseDown(f"the engine can't start: {cause_of(error)}") from None
        DurableEngine._launched = self
        self._alive = True
        self._recovery.start()
        if self._lease:
            self._lease.watch_others(self._stored.pending, self._stored.take_over)

    async def close(self, within: float = 15) -> None:
        if DurableEngine._launched is not self:
            return
        self._alive = False
        loop = asyncio.get_running_loop()
        deadline = loop.time() + within
        await self._recovery.stop()
        if self._runs:
            await asyncio.wait(list(self._runs.values()), timeout=max(0.0, within - 4))
        await self._drop_runs()
        closing = ThreadPoolExecutor(1, thread_name_prefix="engine-close")
        try:
            async with asyncio.timeout(max(1.0, deadline - loop.time())):
                await loop.run_in_executor(closing, _destroy)
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
        self._in_step.add(run)
        try:

            async def once() -> Json:
                if self._lost:
                    raise asyncio.CancelledError
                return await run_guarded(name, fn, args)

            recorded = await DBOS.run_step_async({"name": name}, once)
        except sa.exc.SQLAlchemyError as error:
            # Without its record the step may not count: end as a crash would, recovery resumes it.
            log.error(
                "a step's record could not be written, the run will be resumed",
                step=name,
                cause=cause_of(error),
            )
            raise asyncio.CancelledError from None
        except PortableWorkflowError as error:
            # Recorded by the library in place of a result that it could not write at the time.
            raise StepFailed(name, error.name) from None
        finally:
            self._in_step.discard(run)
        return result_of(name, recorded)

    async def idle(self) -> None:
        while self._runs or await self.unfinished():
            await asyncio.sleep(0.02)

    async def purge(self, before: float) -> int:
        return await self._stored.purge(before)

    async def unfinished(self) -> int:
        return await self._stored.unfinished()

    def alive(self) -> bool:
        return self._alive

    def _run_of(self, name: str, body: Body) -> Callable[[str], Coroutine[Any, Any, None]]:
        async def run(arg: str) -> None:
            if not self._alive:  # closing, or lost: left as a crash would leave it
                raise asyncio.CancelledError
            mine, task = DBOS.workflow_id or "", asyncio.current_task()
            assert task is not None
            self._runs[mine] = task  # until its outcome is recorded, which comes after the body
            task.add_done_callback(lambda done: self._ended(mine, done))
            try:
                await body(arg)
            except Exception as error:
                log.error("run failed", run=mine, **error_fields(error))
                raise RunFailed(name, type(error).__name__) from None

        return run

    def _ended(self, run: str, task: asyncio.Task[Any]) -> None:
        if self._runs.get(run) is task:
            del self._runs[run]

    def _config(self) -> DBOSConfig:
        config: DBOSConfig = {
            "name": APPLICATION,
            "application_version": VERSION,
            "executor_id": self._executor,
            "serializer": DBOSPortableJSONSerializer(),
            "log_level": "WARNING",
            "max_executor_threads": _THREADS,
            "use_listen_notify": False,  # nothing waits for notifications; they cost idle time
            "notification_listener_polling_interval_sec": 0.1,  # closing waits for one poll
        }
        if self._path:
            self._sqlite = open_engine_file(engine_file(self._path))
            config["system_database_engine"] = self._sqlite
        else:
            config["system_database_url"] = self._url
            config["sys_db_pool_size"] = 8
            config["db_engine_kwargs"] = {"hide_parameters": True}
        return config

    def _lease_lost(self) -> None:
        """Other processes may have taken our runs over: no further effect from here."""
        self._alive, self._lost = False, True
        for task in list(self._runs.values()):
            task.cancel()
        if self._on_lost is not None:
            self._on_lost()

    async def _drop_runs(self) -> None:
        """Leaves them as a crash would, to be resumed at the next launch."""
        late = list(self._runs.values())
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late, timeout=2)

    async def _release(self) -> None:
        if self._sqlite is not None:
            self._sqlite.dispose()
            self._sqlite = None
        if self._lease:
            await self._lease.release()
        if self._file_lock:
            self._file_lock.release()


def _destroy() -> None:
    DBOS.destroy(destroy_registry=True)


def _new_executor_id() -> str:
    return f"{socket.gethostname()[:40]}-{os.getpid()}-{secrets.token_hex(4)}"
