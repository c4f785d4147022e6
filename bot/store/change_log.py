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
    result_at: float | None = None


class ChangeLog:
    """The append-only half of `ChangeStore`."""

    def __init__(self, db: Database, clock: Callable[[], float]) -> None:
        self._db, self._clock = db, clock

    async def add_event(self, id_: str, what: str, detail: str = "") -> None:
        """Adds an event; nothing for a change that is not there."""
        now = self._clock()
        await self._db.call(lambda connection: append_event(connection, id_, now, what, detail))

    async def events(self, id_: str) -> list[Event]:
        rows = await self._db.call(
            lambda connection: connection.execute(_EVENTS, {"id_": id_}).all()
        )
        return [Event(*row) for row in rows]

    async def record_result(self, attempt_id: int, result: str, detail: str = "") -> None:
        """Records the result of an attempt."""
        now = self._clock()
        values = {"result": result, "detail": detail, "result_at": now, "attempt_": attempt_id}
        await self._db.call(lambda connection: connection.execute(_RESULT, values).rowcount)

    async def set_aside(self, change_id: str) -> None:
        """The member decided about attempts without a result: they no longer hold the change up."""
        now = self._clock()
        await self._db.call(lambda connection: set_aside(connection, change_id, now))

    async def attempts(self, change_id: str) -> list[Attempt]:
        """In the order they were made."""
        return await self._db.call(lambda connection: attempts_of(connection, change_id))


def attempts_of(connection: sa.Connection, change_id: str) -> list[Attempt]:
    """In the order they were made, inside a transaction."""
    found = connection.execute(_ATTEMPTS, {"id_": change_id})
    return [Attempt(*row) for row in found]


def set_aside(connection: sa.Connection, change_id: str, now: float) -> None:
    """The same as the method, inside a transaction."""
    connection.execute(_SET_ASIDE, {"now": now, "id_": change_id})


def append_event(
    connection: sa.Connection, id_: str, at: float, what: str, detail: str = ""
) -> None:
    """Adds an event, inside a transaction."""
    event = {"id_": id_, "at_": at, "what_": what, "detail_": detail}
    connection.execute(_APPEND_EVENT, event)


def append_events(connection: sa.Connection, id_: str, *events: Event) -> None:
    """Adds events of a change that is there, inside a transaction, by one statement."""
    rows = [{"change_id": id_} | vars(event) for event in events]
    connection.execute(ADD_EVENTS, rows)


ADD_EVENTS = change_events.insert()
_APPEND_EVENT = change_events.insert().from_select(
    ["change_id", "at", "what", "detail"],
    sa.select(
        changes.c.id,
        sa.bindparam("at_", type_=sa.Double),
        sa.bindparam("what_", type_=sa.Text),
        sa.bindparam("detail_", type_=sa.Text),
    ).where(changes.c.id == sa.bindparam("id_")),
)
_EVENTS = (
    sa.select(change_events.c.at, change_events.c.what, change_events.c.detail)
    .where(change_events.c.change_id == sa.bindparam("id_"))
    .order_by(change_events.c.id)
)
_ATTEMPTS = (
    sa.select(*(attempts.c[name] for name in Attempt.__dataclass_fields__))
    .where(attempts.c.change_id == sa.bindparam("id_"))
    .order_by(attempts.c.number)
)
_RESULT = attempts.update().where(attempts.c.id == sa.bindparam("attempt_"))
_SET_ASIDE = (
    attempts.update()
    .where(attempts.c.change_id == sa.bindparam("id_"), attempts.c.result.in_(("", "unknown")))
    .values(result="set aside", result_at=sa.bindparam("now", type_=sa.Double))
)
_numbered = attempts.alias("numbered")
_newest = (
    sa.select(sa.func.coalesce(sa.func.max(_numbered.c.number), 0))
    .where(_numbered.c.change_id == sa.bindparam("id_", type_=sa.Text))
    .scalar_subquery()
)
_after = sa.bindparam("after_", type_=sa.Integer)
ADD_ATTEMPT = (
    attempts.insert()
    .from_select(
        ["change_id", "number", "at"],
        sa.select(
            sa.bindparam("id_", type_=sa.Text),
            _after + 1,
            sa.bindparam("at_", type_=sa.Double),
        ).where(_newest == _after),
    )
    .returning(attempts.c.id, attempts.c.number)
)
"""With the next number, unless there are other than `after_` attempts."""
