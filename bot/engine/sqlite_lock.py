"""The engine's SQLite file: where it is, how it is opened, and the lock for one process alone."""

import fcntl
import os
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot.engine.protocol import AlreadyRunning
from bot.store.database import DatabaseDown


def engine_file(path: Path) -> Path:
    """Beside the bot's own file `path`: the two never wait for each other's lock."""
    return path.with_name(f"{path.stem}.engine.db")


class FileLock:
    """One process for one file. The system releases the lock when the process ends."""

    def __init__(self, path: Path) -> None:
        self._path = path.with_name(path.name + ".lock")
        self._descriptor: int | None = None

    def acquire(self) -> None:
        """Raises `AlreadyRunning`, `DatabaseDown` when the folder can't be written."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise DatabaseDown(f"{self._path}: {error.strerror}") from None
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            raise AlreadyRunning(str(self._path)) from None
        except OSError as error:
            os.close(descriptor)
            raise DatabaseDown(f"{self._path} can't be locked: {error.strerror}") from None
        self._descriptor = descriptor

    def release(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def open_engine_file(path: Path) -> sa.Engine:
    """Opens the file, mode 0600. One connection makes a fair queue."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    engine = sa.create_engine(
        f"sqlite:///{path}", pool_size=1, max_overflow=0, pool_timeout=30, hide_parameters=True
    )

    @sa.event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = "IMMEDIATE"  # claims depend on it
        for pragma in (
            "busy_timeout=30000",
            "foreign_keys=ON",
            "journal_mode=WAL",
            "synchronous=FULL",
        ):
            connection.execute(f"PRAGMA {pragma}")

    return engine


def pending_runs(engine: sa.Engine, executor: str) -> set[str]:
    """Ids of the runs that the file has as at work in the process `executor`."""
    with engine.connect() as connection:
        return set(connection.execute(_PENDING, {"executor": executor}).scalars())


_PENDING = sa.text(
    "SELECT workflow_uuid FROM workflow_status WHERE status = 'PENDING' AND executor_id = :executor"
)
"""The state is no parameter: only so does SQLite use the library's partial index of such runs, and reads no history."""
