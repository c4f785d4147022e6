"""Work that falls due minutes after a change, and the days on which daily tasks are done.

Rows that outlive the process, not sleeping tasks. Both are lent for a while to one process of all.
"""

from datetime import date
from typing import Literal, NamedTuple

import sqlalchemy as sa

from bot.store.database import Database, insert_once, upsert
from bot.store.schema import deferred_tasks

_DAILY = "daily "
"""Before the name of a daily task in the column `kind`; its day stands in `change_id`."""
_NEVER = 1e12
"""Due then: done."""

NOT_DAILY = ~deferred_tasks.c.kind.startswith(_DAILY)

DayClaim = Literal["ours", "theirs", "over"]
"""Whose a daily task's run is: to be done here; with somebody else, or later; done or given up."""


class DeferredTask(NamedTuple):
    """`kind` says what is to be done; `tries` counts from 1. Unix seconds.

    `lent_until`: it is its taker's until then, unless it is put anew meanwhile.
    """

    kind: str
    change_id: str
    due_at: float
    tries: int
    lent_until: float


class DeferredTaskStore:
    """Every method raises `DatabaseDown`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def put(self, kind: str, change_id: str, due_at: float) -> None:
        """One of a kind for a change: a later call moves it."""
        await self._db.call(lambda connection: put_task(connection, kind, change_id, due_at))

    async def take(self, now: float, lease: float, limit: int = 20) -> list[DeferredTask]:
        """What is due, each for one caller: it comes back after `lease` seconds unless dropped."""

        def lease_due(connection: sa.Connection) -> list[DeferredTask]:
            query = (
                sa.select(deferred_tasks)
                .where(deferred_tasks.c.due_at <= now, NOT_DAILY)
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
                leased.append(
                    DeferredTask(row.kind, row.change_id, row.due_at, row.tries + 1, now + lease)
                )
            return leased

        return await self._db.call(lease_due)

    async def drop(self, task: DeferredTask) -> None:
        """It is done; what was put anew since it was taken stays to be done."""
        statement = deferred_tasks.delete().where(*_lent(task))
        await self._db.call(lambda connection: connection.execute(statement).rowcount)

    async def postpone(self, task: DeferredTask, due_at: float) -> None:
        """To be done then, unless it was put anew since it was taken."""
        statement = deferred_tasks.update().where(*_lent(task)).values(due_at=due_at, tries=0)
        await self._db.call(lambda connection: connection.execute(statement).rowcount)

    async def claim_day(
        self, name: str, day: date, now: float, lease: float, most_tries: int
    ) -> DayClaim:
        """Takes the run of a daily task on this day, for `lease` seconds, if nobody else has it."""
        row = {"kind": _DAILY + name, "change_id": day.isoformat(), "due_at": now, "tries": 0}

        def claim(connection: sa.Connection) -> DayClaim:
            connection.execute(_ADD[connection.dialect.name], row)
            query = sa.select(deferred_tasks).where(*_day(name, day)).with_for_update()
            run = connection.execute(query).one()
            if run.due_at >= _NEVER or run.tries >= most_tries:
                return "over"
            if run.due_at > now:
                return "theirs"
            values = {"due_at": now + lease, "tries": run.tries + 1}
            connection.execute(deferred_tasks.update().where(*_day(name, day)).values(values))
            return "ours"

        return await self._db.call(claim)

    async def retry_day(self, name: str, day: date, at: float) -> None:
        """The run failed: whoever claims it from then on does it again."""
        statement = deferred_tasks.update().where(*_day(name, day)).values(due_at=at)
        await self._db.call(lambda connection: connection.execute(statement).rowcount)

    async def finish_day(self, name: str, day: date) -> None:
        """The run is done. Forgets the days before."""
        done = deferred_tasks.update().where(*_day(name, day)).values(due_at=_NEVER)
        older = deferred_tasks.delete().where(
            deferred_tasks.c.kind == _DAILY + name, deferred_tasks.c.change_id < day.isoformat()
        )

        def finish(connection: sa.Connection) -> None:
            connection.execute(done)
            connection.execute(older)

        await self._db.call(finish)


def put_task(connection: sa.Connection, kind: str, change_id: str, due_at: float) -> None:
    """The same as `DeferredTaskStore.put`, inside a transaction."""
    row = {"kind": kind, "change_id": change_id, "due_at": due_at, "tries": 0}
    connection.execute(_PUT[connection.dialect.name], row)


def _lent(task: DeferredTask) -> list[sa.ColumnElement[bool]]:
    return [
        deferred_tasks.c.kind == task.kind,
        deferred_tasks.c.change_id == task.change_id,
        deferred_tasks.c.due_at == task.lent_until,
    ]


def _day(name: str, day: date) -> list[sa.ColumnElement[bool]]:
    return [
        deferred_tasks.c.kind == _DAILY + name,
        deferred_tasks.c.change_id == day.isoformat(),
    ]


_PUT = upsert(deferred_tasks)
_ADD = insert_once(deferred_tasks)
