"""What happened to a change, in order, and every attempt to send it. Rows are only ever added."""

from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa

from bot.store.database import Database
from bot.store.schema import attempts, change_events, changes


@dataclass(frozen=True)
class Event:
    """Something that happened to a change. `at` in Unix seconds."""

    at: float
    what: str
    detail: str = ""


@dataclass(frozen=True)
class Attempt:
    """One POST, recorded before it is sent. `result` is empty until it is known."""

    id: int
    number: int
    at: float
    result: str = ""
    detail: str = ""


class ChangeLog:
    """The append-only half of `ChangeStore`."""

    def __init__(self, db: Database, clock: Callable[[], float]) -> None:
        self._db, self._clock = db, clock

    async def add_event(self, id_: str, what: str, detail: str = "") -> None:
        """Adds an event; nothing for a change that is not there."""
        now = self._clock()
        await self._db.call(lambda connection: append_event(connection, id_, now, what, detail))

    async def mark_notified(self, id_: str, run: int) -> bool:
        """Records that a run begins to notify people; False when it had begun before (a crash)."""
        now = self._clock()

        def begin(connection: sa.Connection) -> bool:
            begun = sa.select(change_events.c.id).where(
                change_events.c.change_id == id_,
                change_events.c.what == "notifying",
                change_events.c.detail == str(run),
            )
            if connection.execute(begun.limit(1)).first() is not None:
                return False
            append_event(connection, id_, now, "notifying", str(run))
            return True

        return await self._db.call(begin)

    async def events(self, id_: str) -> list[Event]:
        query = (
            sa.select(change_events.c.at, change_events.c.what, change_events.c.detail)
            .where(change_events.c.change_id == id_)
            .order_by(change_events.c.id)
        )
        rows = await self._db.call(lambda connection: connection.execute(query).all())
        return [Event(*row) for row in rows]

    async def record_attempt(self, change_id: str) -> Attempt:
        """Records an attempt before it is made; numbers count from 1. Raises `DatabaseDown`."""
        now = self._clock()

        def add(connection: sa.Connection) -> Attempt:
            # The lock on the change keeps a second replica from taking the same number.
            locked = connection.execute(
                sa.select(changes.c.id).where(changes.c.id == change_id).with_for_update()
            ).scalar()
            if locked is None:
                raise LookupError(f"no change {change_id}")
            number = 1 + (
                connection.execute(
                    sa.select(sa.func.max(attempts.c.number)).where(
                        attempts.c.change_id == change_id
                    )
                ).scalar()
                or 0
            )
            made = connection.execute(
                attempts.insert().values(change_id=change_id, number=number, at=now)
            ).inserted_primary_key
            assert made is not None
            append_event(connection, change_id, now, "attempt", str(number))
            return Attempt(made[0], number, now)

        return await self._db.call(add)

    async def record_result(self, attempt_id: int, result: str, detail: str = "") -> None:
        """Records the result of an attempt."""
        now = self._clock()
        statement = (
            attempts.update()
            .where(attempts.c.id == attempt_id)
            .values(result=result, detail=detail, result_at=now)
        )
        await self._db.call(lambda connection: connection.execute(statement).rowcount)

    async def set_aside(self, change_id: str) -> None:
        """The member decided about attempts without a result: they no longer hold the change up."""
        statement = (
            attempts.update()
            .where(attempts.c.change_id == change_id, attempts.c.result.in_(("", "unknown")))
            .values(result="set aside", result_at=self._clock())
        )
        await self._db.call(lambda connection: connection.execute(statement).rowcount)

    async def attempts(self, change_id: str) -> list[Attempt]:
        """In the order they were made."""
        table = attempts.c
        query = (
            sa.select(table.id, table.number, table.at, table.result, table.detail)
            .where(table.change_id == change_id)
            .order_by(table.number)
        )
        rows = await self._db.call(lambda connection: connection.execute(query).all())
        return [Attempt(*row) for row in rows]


def append_event(
    connection: sa.Connection, id_: str, at: float, what: str, detail: str = ""
) -> None:
    """Adds an event, inside a transaction."""
    event = {"id_": id_, "at_": at, "what_": what, "detail_": detail}
    connection.execute(_APPEND_EVENT, event)


_APPEND_EVENT = change_events.insert().from_select(
    ["change_id", "at", "what", "detail"],
    sa.select(
        changes.c.id,
        sa.bindparam("at_", type_=sa.Double),
        sa.bindparam("what_", type_=sa.Text),
        sa.bindparam("detail_", type_=sa.Text),
    ).where(changes.c.id == sa.bindparam("id_")),
)
