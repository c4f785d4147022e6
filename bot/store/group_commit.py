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
from bot.store.alike_creates import AlikeCreates
from bot.store.audit_log import AuditEntry, append
from bot.store.change_log import ADD_EVENTS
from bot.store.change_queue import Due, due_by
from bot.store.change_rows import audit_entry, change_of, row_of
from bot.store.database import Database, DatabaseDown
from bot.store.encryption import Encryption
from bot.store.schema import Row, changes
from bot.supervision import supervised

_BATCH = 250


MOST_DUE = 32
"""How many due changes are read at once: as many as may be run at once."""


@dataclass(frozen=True)
class Accepted:
    """`change` as it is stored; `is_new` when this very call stored it.

    `due`: what was due as it was stored, this change among it unless it has to wait for others. `alike`:
    why it was not stored at all, the newest first: see `GroupCommit.accept`.
    """

    change: Change
    is_new: bool
    due: Sequence[Due] = ()
    alike: Sequence[Change] = ()


@dataclass
class _Answer:
    """`earlier`: the row with its key that was there before. `alike`: it was not stored because of these."""

    earlier: Row | None = None
    is_new: bool = False
    due: Sequence[Due] = ()
    alike: Sequence[Change] = ()


@dataclass
class _Waiting:
    change: Change
    row: Json
    answer: "asyncio.Future[_Answer]"
    unless_alike: bool


class GroupCommit:
    def __init__(self, db: Database, encryption: Encryption) -> None:
        self._db, self._encryption = db, encryption
        self._alike = AlikeCreates(encryption)
        self._waiting: list[_Waiting] = []
        self._writer: asyncio.Task[None] | None = None

    async def accept(self, change: Change, now: float, *, unless_alike: bool = False) -> Accepted:
        """One row for a key, for ever. Raises `DatabaseDown`.

        `unless_alike`: a job is not raised where the same job at its address is being raised, or was a
        moment ago, by anybody of the team.

        Somebody who stops waiting does not stop the write: the next try with this key joins it.
        """
        row = row_of(change, self._encryption, now)
        answer: asyncio.Future[_Answer] = asyncio.get_running_loop().create_future()
        waiting = _Waiting(change, row, answer, unless_alike)
        self._waiting.append(waiting)
        if self._writer is None or self._writer.done():
            self._writer = supervised("group commit", self._write, ends=True)
        told = await waiting.answer
        if told.alike:
            return Accepted(change, is_new=False, alike=told.alike)
        if told.earlier is not None:
            return Accepted(change_of(told.earlier, self._encryption), is_new=False)
        stored = change.but(created_at=row["created_at"], updated_at=row["updated_at"])
        return Accepted(stored, told.is_new, told.due)

    async def alike(self, change: Change, now: float) -> Sequence[Change]:
        """What would keep `accept` from storing this change. Raises `DatabaseDown`."""
        dated = change.but(created_at=now)
        return await self._db.call(lambda connection: self._alike.of(connection, dated))

    async def _write(self) -> None:
        while self._waiting:
            many = _together(self._waiting[:_BATCH])
            batch, self._waiting = self._waiting[:many], self._waiting[many:]
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
        asking = [each.change for each in batch if each.unless_alike]

        def write(connection: sa.Connection) -> _Written:
            refused = {
                change.key: found
                for change in asking
                if (found := self._alike.of(connection, change))
            }
            rows = [each.row for each in batch if each.change.key not in refused]
            return _Written(*(_insert(connection, rows) if rows else (set(), {}, [])), refused)

        written = await self._db.call(write, first=True)
        for each in batch:
            if not each.answer.done():
                each.answer.set_result(written.answer(each.change.key))


@dataclass
class _Written:
    """`new`: keys; by key what was there before, and what was refused because of which changes."""

    new: set[str]
    earlier: dict[str, Row]
    due: Sequence[Due]
    refused: dict[str, Sequence[Change]]

    def answer(self, key: str) -> _Answer:
        if key in self.refused:
            return _Answer(alike=self.refused[key])
        if key in self.new:
            self.new.discard(key)  # of two with one key in a batch, the first is the new one
            return _Answer(is_new=True, due=self.due)
        return _Answer(self.earlier.get(key))


def _together(waiting: Sequence[_Waiting]) -> int:
    """How many of these may be written at once: of two that ask about one address, the second sees the first."""
    places: set[tuple[str, int | None]] = set()
    for number, each in enumerate(waiting):
        place = (each.change.member.team, each.row["address_id"])
        if each.unless_alike and place in places:
            return number
        places.add(place)
    return len(waiting)


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
        connection.execute(ADD_EVENTS, events)
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
