"""One change's row, read and written within a transaction under way."""

from collections.abc import Collection, Mapping
from typing import Any, get_args

import sqlalchemy as sa

from bot.jobs.change import ENDED, OPEN, Change, Json, State
from bot.store.audit_log import append
from bot.store.change_log import append_event
from bot.store.change_rows import audit_entry, change_of, columns_of
from bot.store.encryption import CannotDecrypt, Encryption
from bot.store.schema import Row, changes

_NOT_OPEN = frozenset(get_args(State)) - OPEN
"""States in which nothing is sent any more, so that fields that can't be decrypted do no harm."""
IN_AUDIT_LOG = frozenset({*ENDED, "waiting", "unknown"})
"""States that are recorded in the audit log, in the same transaction."""


def locked(connection: sa.Connection, id_: str) -> Row | None:
    """The row, for this transaction alone until it ends."""
    return connection.execute(_LOCKED, {"id_": id_}).one_or_none()


def updated(connection: sa.Connection, row: Row, values: Json) -> Row:
    """`values` name the columns that are set: SQLAlchemy keeps one compiled statement for each set."""
    return connection.execute(_UPDATED, values | {"seq_": row.seq}).one()


def move(
    connection: sa.Connection,
    encryption: Encryption,
    row: Row | None,
    expect: Collection[State],
    to: State,
    now: float,
    columns: Mapping[str, Any],
    *,
    detail: str = "",
) -> Change | None:
    """What `ChangeStore.move` says, of the `row` that `locked` gave."""
    if row is None or row.state not in expect:
        return None
    values = columns_of(columns, row.encrypted, encryption) | {"state": to, "updated_at": now}
    if to in ENDED:
        values.setdefault("finished_at", now)
    append_event(connection, row.id, now, to, detail)
    fresh = updated(connection, row, values)
    if to in IN_AUDIT_LOG:
        entry = audit_entry(dict(fresh._mapping), to, columns.get("outcome"))  # noqa: SLF001 - SQLAlchemy's public name
        append(connection, [entry], now)
    try:
        return change_of(fresh, encryption)
    except CannotDecrypt:
        if to not in _NOT_OPEN:
            raise
        return change_of(fresh, encryption, content=False)


BY_ID = sa.select(changes).where(changes.c.id == sa.bindparam("id_"))
_LOCKED = BY_ID.with_for_update()
_UPDATED = changes.update().where(changes.c.seq == sa.bindparam("seq_")).returning(changes)
