"""Runs that a release before has left under way: it recorded them in tables of a library, on SQLite in a file
of their own. They are handed over to the bot's own table, where they begin anew.

Only runs of changes were recorded so, and what they are about was their key.
"""

import contextlib
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import sqlalchemy as sa

from bot.store.live_runs import LiveRun

_TABLE = "workflow_status"
_SCHEMA = "dbos"
_OPEN = "('PENDING', 'ENQUEUED', 'DELAYED')"
_LEFT = "SELECT workflow_uuid, name, executor_id FROM {table} WHERE status IN {open}"
_HANDED_OVER = "UPDATE {table} SET status = 'CANCELLED' WHERE status IN {open}"


def of_file(path: Path) -> Sequence[LiveRun]:
    """Those that the file `path` of such a release has; none where there is no such file."""
    return [_run(*row) for row in _asked(path, _LEFT)] if path.exists() else []


def end_in_file(path: Path) -> None:
    """The file has none any more."""
    if path.exists():
        _asked(path, _HANDED_OVER)


def of_postgres(connection: sa.Connection) -> Sequence[LiveRun]:
    """Those of every process, alive or dead; none where no such release was ever here."""
    table = connection.execute(_IS_THERE).scalar()
    if table is None:
        return []
    left = connection.execute(sa.text(_LEFT.format(table=f"{_SCHEMA}.{_TABLE}", open=_OPEN)))
    return [_run(*row) for row in left]


def end_in_postgres(connection: sa.Connection, keys: Sequence[str]) -> None:
    """These runs are not that release's any more."""
    statement = _HANDED_OVER.format(table=f"{_SCHEMA}.{_TABLE}", open=_OPEN)
    only = sa.text(f"{statement} AND workflow_uuid = ANY(:keys)")
    connection.execute(only, {"keys": list(keys)})


def _asked(path: Path, statement: str) -> Sequence[tuple[str, str, str | None]]:
    """Raises `sqlite3.Error`."""
    with contextlib.closing(sqlite3.connect(path, timeout=30)) as connection:
        if not connection.execute(_IS_IN_FILE, (_TABLE,)).fetchone():
            return []
        rows = connection.execute(statement.format(table=_TABLE, open=_OPEN)).fetchall()
        connection.commit()
    return rows


def _run(key: str, name: str, executor: str | None) -> LiveRun:
    return LiveRun(key, name, key, executor or "")


_IS_IN_FILE = "SELECT 1 FROM sqlite_master WHERE name = ?"
_IS_THERE = sa.select(sa.func.to_regclass(f"{_SCHEMA}.{_TABLE}"))
