"""Whose runs these are: this process's alone (SQLite), or those of its executor id (Postgres)."""

from collections.abc import Callable

from bot.engine.sqlite_lock import FileLock, engine_file
from bot.engine.takeover import ExecutorLease, Pending, Resume, new_executor_id
from bot.store.database import sqlite_path

SOLE_EXECUTOR = "bot"
"""The executor's id on SQLite. Never changes: a restart finds its own runs by it."""


class Ownership:
    """`url` is DATABASE_URL. `on_lost`: other processes may have taken our runs over."""

    def __init__(self, url: str, executor_id: str, on_lost: Callable[[], None]) -> None:
        path = sqlite_path(url)
        self.executor = executor_id or (SOLE_EXECUTOR if path else new_executor_id())
        self._file_lock = FileLock(engine_file(path)) if path else None
        self._lease = None if path else ExecutorLease(url, self.executor, on_lost)

    async def acquire(self) -> None:
        """Raises `AlreadyRunning`, `DatabaseDown`."""
        if self._file_lock:
            self._file_lock.acquire()
        if self._lease:
            await self._lease.acquire()

    def watch_others(
        self, pending: Pending, resume: Resume, on_look: Callable[[bool], None]
    ) -> None:
        """From here on takes over the runs of processes that died, where there can be others: see
        `ExecutorLease`.
        """
        if self._lease:
            self._lease.watch_others(pending, resume, on_look)

    async def release(self) -> None:
        if self._lease:
            await self._lease.release()
        if self._file_lock:
            self._file_lock.release()
