"""Every change asked for, and what became of it: the stored state machine."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from bot.jobs.change import Change, Member, State
from bot.store.change_log import Attempt, ChangeLog, Event
from bot.store.change_moves import BY_ID, locked, move, updated
from bot.store.change_queue import ChangeQueue, Due
from bot.store.change_retention import ChangeRetention
from bot.store.change_rows import change_of, columns_of
from bot.store.database import Database
from bot.store.encryption import Encryption
from bot.store.group_commit import Accepted, GroupCommit
from bot.store.schema import Row, changes, is_open

__all__ = ["Accepted", "Attempt", "ChangeStore", "Due", "Event"]


class ChangeStore(ChangeLog, ChangeQueue, ChangeRetention):
    """Every method raises `DatabaseDown`; those that return changes `CannotDecrypt`, save `recent`."""

    def __init__(self, db: Database, encryption: Encryption, clock: Callable[[], float]) -> None:
        super().__init__(db, clock)
        self._encryption = encryption
        self._group_commit = GroupCommit(db, encryption)

    async def accept(self, change: Change, *, unless_alike: bool = False) -> Accepted:
        """Stores it, unless there is one with its key: then that one comes back.

        `unless_alike`: a job is not raised where it seems to be raised twice; `Accepted.alike` says so.
        """
        now = self._clock()
        return await self._group_commit.accept(change, now, unless_alike=unless_alike)

    async def alike(self, change: Change) -> Sequence[Change]:
        """Why `accept` would not store it, with `unless_alike`; the newest first."""
        return await self._group_commit.alike(change, self._clock())

    async def get(self, id_: str) -> Change | None:
        row = await self._db.call(
            lambda connection: connection.execute(BY_ID, {"id_": id_}).one_or_none()
        )
        return self._read_or_none(row)

    async def get_many(self, ids: Collection[str]) -> list[Change]:
        """Those that are there, in the order of their ids."""
        rows = await self._db.call(
            lambda connection: connection.execute(_BY_IDS, {"ids": list(ids)}).all()
        )
        found = {row.id: change_of(row, self._encryption) for row in rows}
        return [found[id_] for id_ in ids if id_ in found]

    async def move(
        self, id_: str, expect: Collection[State], to: State, *, detail: str = "", **columns: Any
    ) -> Change | None:
        """To another state, if it is in an expected one; None otherwise. Adds an event.

        `columns`: any of `Change`'s that may change. When its content can't be decrypted, a
        move to a state that goes on raises `CannotDecrypt` and changes nothing; a move to any other
        comes back without it.
        """
        now = self._clock()

        def shift(connection: sa.Connection) -> Change | None:
            row = locked(connection, id_)
            return move(connection, self._encryption, row, expect, to, now, columns, detail=detail)

        return await self._db.call(shift)

    async def put(self, id_: str, **columns: Any) -> None:
        """Sets columns, leaving the state. Raises `CannotDecrypt` as `move` does."""
        await self._put(id_, None, columns)

    async def put_in_run(self, id_: str, run: int, **columns: Any) -> None:
        """The same, unless a later run has begun: what that one found out is newer."""
        await self._put(id_, run, columns)

    async def _put(self, id_: str, run: int | None, columns: Mapping[str, Any]) -> None:
        def write(connection: sa.Connection) -> None:
            row = locked(connection, id_)
            if row is not None and run in (None, row.run):
                values = columns_of(columns, row.encrypted, self._encryption)
                updated(connection, row, values | {"updated_at": self._clock()})

        await self._db.call(write)

    async def recent(
        self,
        limit: int = 50,
        state: State | None = None,
        member: Member | None = None,
        *,
        since: float = 0,
        jobs: Collection[str] | None = None,
        team: str = "",
    ) -> list[Change]:
        """The newest first, without what people wrote: a list needs no decryption.

        `since`: Unix seconds. `jobs`: references and uuids. `team`: of a workspace, or of an organisation.
        """
        query = sa.select(changes).order_by(changes.c.seq.desc()).limit(limit)
        if since:
            query = query.where(changes.c.created_at >= since)
        if jobs is not None:
            query = query.where(sa.or_(changes.c.job_ref.in_(jobs), changes.c.job_uuid.in_(jobs)))
        if team:
            query = query.where(sa.or_(changes.c.team == team, changes.c.enterprise == team))
        if state is not None:
            query = query.where(changes.c.state == state)
        if member is not None:
            query = query.where(
                changes.c.enterprise == member.enterprise,
                changes.c.team == member.team,
                changes.c.user_id == member.user,
            )
        rows = await self._db.call(lambda connection: connection.execute(query).all())
        return [change_of(row, self._encryption, content=False) for row in rows]

    async def job_refs(self) -> list[str]:
        """The reference of every job that a change is about."""
        query = sa.select(changes.c.job_ref).where(changes.c.job_ref != "").distinct()
        return await self._db.call(
            lambda connection: [row.job_ref for row in connection.execute(query)]
        )

    async def open(self, limit: int = 1000) -> list[Change]:
        """Open ones, the first to fall due first, without what people wrote."""
        values = {"most": limit}
        rows = await self._db.call(lambda connection: connection.execute(_ALL_OPEN, values).all())
        return [change_of(row, self._encryption, content=False) for row in rows]

    async def count(self) -> int:
        """How many are open."""
        return int(
            await self._db.call(lambda connection: connection.execute(_COUNT_OPEN).scalar_one())
        )

    def _read_or_none(self, row: Row | None) -> Change | None:
        return None if row is None else change_of(row, self._encryption)


_BY_IDS = sa.select(changes).where(changes.c.id.in_(sa.bindparam("ids", expanding=True)))
_ALL_OPEN = (
    sa.select(changes)
    .where(is_open(changes))
    .order_by(changes.c.due_at, changes.c.seq)
    .limit(sa.bindparam("most", type_=sa.Integer))
)
_COUNT_OPEN = sa.select(sa.func.count()).select_from(changes).where(is_open(changes))
