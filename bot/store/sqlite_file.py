"""The bot's file on SQLite: how it is opened, and what only SQLite is asked.

It gets no statistics (`ANALYZE`, `PRAGMA optimize`). Without them SQLite takes the index that a
statement was made for, always; with those of a file that was small when they were made it reads
whole tables, until `optimize` sees the file 25 times as large.
"""

import os
import sqlite3
import time
from pathlib import Path
from typing import Any

import sqlalchemy as sa

_BUSY_MS = 5000


def open_file(path: Path) -> sa.Engine:
    """WAL, every commit on disk, one connection: writers queue fairly instead of starving.

    Makes the file and its folder. Raises OSError.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    engine = sa.create_engine(
        f"sqlite:///{path}", pool_size=1, max_overflow=0, pool_timeout=5, hide_parameters=True
    )

    @sa.event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # transactions are begun by `_begin`, not by the driver
        for pragma in (
            f"busy_timeout={_BUSY_MS}",
            "foreign_keys=ON",
            "journal_mode=WAL",
            "synchronous=FULL",
        ):
            _when_unlocked(connection, f"PRAGMA {pragma}")

    # Not by the event "begin": an engine with one such listener looks for listeners at every statement.
    engine.dialect.do_begin = _begin  # type: ignore[assignment, method-assign] # of this engine alone
    return engine


def _begin(connection: Any) -> None:
    """What it raises SQLAlchemy turns into its own errors, as everywhere."""
    connection.execute("BEGIN IMMEDIATE")


def _when_unlocked(connection: Any, statement: str) -> None:
    """Turning WAL on needs the file alone for a moment, and SQLite does not wait for that itself."""
    ends = time.monotonic() + _BUSY_MS / 1000
    while True:
        try:
            connection.execute(statement)
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > ends:
                raise
            time.sleep(0.02)
        else:
            return


def version(connection: sqlite3.Connection) -> object:
    """Another value after every write: rows this connection wrote, and a number others change."""
    others = connection.execute("PRAGMA data_version").fetchone()
    return id(connection), connection.total_changes, others


def revision(connection: sqlite3.Connection) -> str | None:
    """The migration the file is at, as of the last commit; None where it has no tables."""
    tables = "SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'"
    if connection.execute(tables).fetchone() is None:
        return None
    found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return None if found is None else str(found[0])
