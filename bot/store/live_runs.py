"""The runs that are under way, whichever process is at them. A row lives as long as its run."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from bot.store import columns
from bot.store.columns import moment, text

Row: TypeAlias = sa.Row[*tuple[Any, ...]]

live_runs = sa.Table(
    "live_runs",
    columns.metadata,
    sa.Column("key", sa.Text, primary_key=True),
    *map(text, ("name", "arg", "executor")),
    sa.Column("takeovers", sa.Integer, nullable=False, server_default=sa.text("0")),
    moment("started_at"),
)


@dataclass(frozen=True)
class LiveRun:
    """`executor`: the process that has it, by its own name; `takeovers`: how often it began anew."""

    key: str
    name: str
    arg: str
    executor: str
    takeovers: int = 0


def add(connection: sa.Connection, run: LiveRun, now: float) -> bool:
    """Whether this very call has added it: one run for a key."""
    values = {"key": run.key, "name": run.name, "arg": run.arg, "executor": run.executor}
    statement = _ADD[connection.dialect.name]
    return connection.execute(statement, values | {"started_at": now}).first() is not None


def remove(connection: sa.Connection, key: str, executor: str) -> None:
    """Does nothing where another process has taken it over."""
    connection.execute(_REMOVE, {"key_": key, "executor_": executor})


def listed(connection: sa.Connection) -> Sequence[LiveRun]:
    return [_run(row) for row in connection.execute(_ALL)]


def take(
    connection: sa.Connection, keys: Sequence[str], executor: str, *, counted: bool
) -> Sequence[LiveRun]:
    """Hands these over to the executor. `counted`: one takeover more."""
    values = {"keys_": list(keys), "executor_": executor, "more": 1 if counted else 0}
    return [_run(row) for row in connection.execute(_TAKE, values)]


def count(connection: sa.Connection) -> int:
    return int(connection.execute(_COUNT).scalar_one())


def _run(row: Row) -> LiveRun:
    return LiveRun(row.key, row.name, row.arg, row.executor, row.takeovers)


_COLUMNS = (
    *(live_runs.c.key, live_runs.c.name, live_runs.c.arg),
    *(live_runs.c.executor, live_runs.c.takeovers),
)
_ADD = {
    "sqlite": sqlite.insert(live_runs).on_conflict_do_nothing().returning(live_runs.c.key),
    "postgresql": postgresql.insert(live_runs).on_conflict_do_nothing().returning(live_runs.c.key),
}
_REMOVE = live_runs.delete().where(
    live_runs.c.key == sa.bindparam("key_"), live_runs.c.executor == sa.bindparam("executor_")
)
_ALL = sa.select(*_COLUMNS)
_TAKE = (
    live_runs.update()
    .where(live_runs.c.key.in_(sa.bindparam("keys_", expanding=True)))
    .values(
        executor=sa.bindparam("executor_"),
        takeovers=live_runs.c.takeovers + sa.bindparam("more", type_=sa.Integer),
    )
    .returning(*_COLUMNS)
)
_COUNT = sa.select(sa.func.count()).select_from(live_runs)
