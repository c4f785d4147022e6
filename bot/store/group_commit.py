"""Group commit: changes that arrive together are written in one transaction.

A commit waits for the disk. While one is under way the next changes gather, so that a thousand
clicks cost a few commits and a single click waits for nothing but its own.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from bot.jobs.change import Change, Json, Member
from bot.store.audit_log import AuditEntry, append
from bot.store.change_queue import Due, due_by
from bot.store.change_rows import audit_entry, change_of, row_of
from bot.store.database import Database, DatabaseDown
from bot.store.encryption import Encryption
from bot.store.schema import Row, change_events, changes
from bot.supervision import supervised

_BATCH = 250


MOST_DUE = 32
"""How many due changes are read at once: as many as may be run at once."""


@dataclass(frozen=True)
class Accepted:
    """`change` as it is stored; `is_new` when this very call stored it.

    `due`: what was due as it was stored, this change among it unless it has to wait for others.
    """

    change: Change
    is_new: bool
    due: Sequence[Due] = ()


@dataclass
class _Waiting:
    change: Change
    row: Json
    answer: "asyncio.Future[tuple[Row | None, bool, Sequence[Due]]]"


class GroupCommit:
    def __init__(self, db: Database, encryption: Encryption) -> None:
        self._db, self._encryption = db, encryption
        self._waiting: list[_Waiting] = []
        self._writer: asyncio.Task[None] | None = None

    async def accept(self, change: Change, now: float) -> Accepted:
        """One row for a key, for ever. Raises `DatabaseDown`.

        Somebody who stops waiting does not stop the write: the next try with this key joins it.
        """
        row = row_of(change, self._encryption, now)
        waiting = _Waiting(change, row, asyncio.get_running_loop().create_future())
        self._waiting.append(waiting)
        if self._writer is None or self._writer.done():
            self._writer = supervised("group commit", self._write, ends=True)
        earlier, is_new, due = await waiting.answer
        if earlier is not None:
            return Accepted(change_of(earlier, self._encryption), is_new=False)
        stored = change.but(created_at=row["created_at"], updated_at=row["updated_at"])
        return Accepted(stored, is_new, due)

    async def _write(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:_BATCH], self._waiting[_BATCH:]
            try:
                await self._write_batch(batch)
            except DatabaseDown as error:
                _fail(batch, error)
            except Exception:  # one row that can't be written must not take the others with it
                for each in batch:
                    try:
                        await self._write_batch([each])
                    except Exception as error:
                        _fail([each], error)

    async def _write_batch(self, batch: list[_Waiting]) -> None:
        rows = [each.row for each in batch]
        new_keys, earlier, due = await self._db.call(lambda connection: _insert(connection, rows))
        for each in batch:
            if each.answer.done():
                continue
            key = each.change.key
            if key in new_keys:
                new_keys.discard(key)  # of two with one key in a batch, the first is the new one
                each.answer.set_result((None, True, due))
            else:
                each.answer.set_result((earlier.get(key), False, ()))


def _fail(batch: list[_Waiting], error: Exception) -> None:
    for each in batch:
        if not each.answer.done():
            each.answer.set_exception(error)


def _insert(
    connection: sa.Connection, rows: list[Json]
) -> tuple[set[str], dict[str, Row], list[Due]]:
    """Keys that are new; by key the rows that every other call with it gets; what is due now."""
    made = set(connection.execute(_INSERT[connection.dialect.name], rows).scalars())
    events, old, handled = [], [], set()
    entries: list[AuditEntry] = []
    for row in rows:
        key = row["key"]
        if key not in made or key in handled:
            old.append(key)
            continue
        handled.add(key)
        event = {"change_id": row["id"], "at": row["created_at"], "what": "asked", "detail": ""}
        events.append(event)
        entries.append(audit_entry(row, "asked"))
    if events:
        connection.execute(change_events.insert(), events)
        append(connection, entries, rows[0]["created_at"])
    due = _due(connection, [row for row in rows if row["key"] in handled])
    if not old:
        return made, {}, due
    query = sa.select(changes).where(changes.c.key.in_(old))
    return made, {row.key: row for row in connection.execute(query)}, due


def _due(connection: sa.Connection, fresh: list[Json]) -> list[Due]:
    """What is due as these rows were stored. Those of no job wait for nobody, which is no question."""
    if any(row["job_uuid"] for row in fresh):
        return due_by(connection, max(row["due_at"] for row in fresh), MOST_DUE)
    return [
        Due(row["id"], row["run"], "", Member(row["enterprise"], row["team"], row["user_id"]))
        for row in fresh[:MOST_DUE]
    ]


_INSERT = {
    "sqlite": sqlite.insert(changes)
    .on_conflict_do_nothing(index_elements=["key"])
    .returning(changes.c.key),
    "postgresql": postgresql.insert(changes)
    .on_conflict_do_nothing(index_elements=["key"])
    .returning(changes.c.key),
}
