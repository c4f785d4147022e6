"""Work that falls due minutes after a change: rows that outlive the process, not sleeping tasks."""

from typing import NamedTuple

import sqlalchemy as sa

from bot.store.database import Database, upsert
from bot.store.schema import deferred_tasks


class DeferredTask(NamedTuple):
    """`kind` says what is to be done; `tries` counts from 1. Unix seconds."""

    kind: str
    change_id: str
    due_at: float
    tries: int


class DeferredTaskStore:
    """Every method raises `DatabaseDown`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def put(self, kind: str, change_id: str, due_at: float) -> None:
        """One of a kind for a change: a later call moves it."""
        row = {"kind": kind, "change_id": change_id, "due_at": due_at, "tries": 0}
        await self._db.call(
            lambda connection: connection.execute(_PUT[connection.dialect.name], row).rowcount
        )

    async def take(self, now: float, lease: float, limit: int = 20) -> list[DeferredTask]:
        """What is due, each for one caller: it comes back after `lease` seconds unless dropped."""

        def lease_due(connection: sa.Connection) -> list[DeferredTask]:
            query = (
                sa.select(deferred_tasks)
                .where(deferred_tasks.c.due_at <= now)
                .order_by(deferred_tasks.c.due_at)
                .limit(limit)
                .with_for_update(skip_locked=True)
            )
            leased = []
            for row in connection.execute(query).all():
                values = {"due_at": now + lease, "tries": row.tries + 1}
                connection.execute(
                    deferred_tasks.update()
                    .where(
                        deferred_tasks.c.kind == row.kind,
                        deferred_tasks.c.change_id == row.change_id,
                    )
                    .values(values)
                )
                leased.append(DeferredTask(row.kind, row.change_id, row.due_at, row.tries + 1))
            return leased

        return await self._db.call(lease_due)

    async def next_due(self) -> float | None:
        query = sa.select(sa.func.min(deferred_tasks.c.due_at))
        at: float | None = await self._db.call(lambda c: c.execute(query).scalar())
        return at

    async def drop(self, kind: str, change_id: str) -> None:
        statement = deferred_tasks.delete().where(
            deferred_tasks.c.kind == kind, deferred_tasks.c.change_id == change_id
        )
        await self._db.call(lambda connection: connection.execute(statement).rowcount)


_PUT = upsert(deferred_tasks)
