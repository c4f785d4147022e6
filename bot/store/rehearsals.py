"""What a rehearsal has left behind so far, the presses it waits for, and whose turn it is: so that the next one
clears up, and no two are at work at once.

A press is prepared by the rehearsal and marked by the bot, which stores nothing while nobody rehearses.
"""

from collections.abc import Callable, Sequence
from typing import Any, Literal

import sqlalchemy as sa

from bot.store.database import Database, insert_once, upsert
from bot.store.member_tables import rehearsal_items

Kind = Literal["message", "job", "press", "running"]


class RehearsalStore:
    """Every method raises `DatabaseDown`. `team`: Slack's id."""

    def __init__(self, db: Database, clock: Callable[[], float]) -> None:
        self._db, self._clock = db, clock

    def now(self) -> float:
        return self._clock()

    async def take(self, team: str, lease: float) -> tuple[float, bool]:
        """Until when a rehearsal of this workspace has its turn (Unix seconds), and whether it is the caller's."""
        now = self._clock()
        row = {"team": team, "kind": "running", "subject": "", "heard_at": now + lease}

        def write(connection: sa.Connection) -> tuple[float, bool]:
            connection.execute(rehearsal_items.delete().where(*_of(team, "running"), _ended(now)))
            is_mine = bool(connection.execute(_FIRST[connection.dialect.name], row).rowcount)
            return connection.scalars(_until(team)).one(), is_mine

        return await self._db.call(write)

    async def turn_ends(self, team: str) -> float:
        """Unix seconds; 0 while nobody rehearses."""
        query = _until(team)
        return await self._db.call(lambda connection: connection.scalars(query).first() or 0.0)

    async def renew(self, team: str, until: float, lease: float) -> float:
        """The turn that ends at `until` goes on: its new end, 0 where it is somebody else's by now."""
        later = self._clock() + lease
        statement = (
            rehearsal_items.update()
            .where(*_of(team, "running"), rehearsal_items.c.heard_at == until)
            .values(heard_at=later)
        )
        renewed = await self._db.call(lambda connection: connection.execute(statement).rowcount)
        return later if renewed else 0.0

    async def put(self, team: str, kind: Kind, *subjects: str) -> None:
        """Remembers a message (`channel:ts`), a job (by whom, and by what it is found) or presses that are waited for."""
        at = 0.0 if kind == "press" else self._clock()
        rows = [{"team": team, "kind": kind, "subject": each, "heard_at": at} for each in subjects]

        def write(connection: sa.Connection) -> None:
            connection.execute(_PUT[connection.dialect.name], rows)

        await self._db.call(write)

    async def of(self, team: str, kind: Kind) -> Sequence[str]:
        query = sa.select(rehearsal_items.c.subject).where(*_of(team, kind))
        return await self._db.call(lambda connection: list(connection.scalars(query)))

    async def recent(self, team: str, kind: Kind, seconds: float) -> set[str]:
        """What was remembered within the last `seconds`."""
        query = sa.select(rehearsal_items.c.subject).where(
            *_of(team, kind), rehearsal_items.c.heard_at > self._clock() - seconds
        )
        return await self._db.call(lambda connection: set(connection.scalars(query)))

    async def heard(self, team: str) -> set[str]:
        """The presses that have come."""
        query = sa.select(rehearsal_items.c.subject).where(
            *_of(team, "press"), rehearsal_items.c.heard_at > 0
        )
        return await self._db.call(lambda connection: set(connection.scalars(query)))

    async def hear(self, team: str, press: str) -> None:
        """It has come. Nothing is stored unless a rehearsal waits for it."""
        statement = (
            rehearsal_items.update()
            .where(*_of(team, "press"), rehearsal_items.c.subject == press)
            .values(heard_at=self._clock())
        )

        def write(connection: sa.Connection) -> None:
            connection.execute(statement)

        await self._db.call(write)

    async def forget(self, team: str, kind: Kind, *subjects: str) -> None:
        """`subjects`: none for all of the kind."""
        statement = rehearsal_items.delete().where(*_of(team, kind))
        if subjects:
            statement = statement.where(rehearsal_items.c.subject.in_(subjects))

        def write(connection: sa.Connection) -> None:
            connection.execute(statement)

        await self._db.call(write)


def _of(team: str, kind: Kind) -> tuple[sa.ColumnElement[bool], ...]:
    return rehearsal_items.c.team == team, rehearsal_items.c.kind == kind


def _until(team: str) -> sa.Select[Any]:
    return sa.select(rehearsal_items.c.heard_at).where(*_of(team, "running"))


def _ended(now: float) -> sa.ColumnElement[bool]:
    return rehearsal_items.c.heard_at <= now


_PUT = upsert(rehearsal_items)
_FIRST = insert_once(rehearsal_items)
