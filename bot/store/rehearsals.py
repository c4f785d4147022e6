"""What a rehearsal has left behind so far, and the presses it waits for: so that the next one clears up.

A press is prepared by the rehearsal and marked by the bot, which stores nothing while nobody rehearses.
"""

from collections.abc import Callable, Sequence
from typing import Literal

import sqlalchemy as sa

from bot.store.database import Database, upsert
from bot.store.member_tables import rehearsal_items

Kind = Literal["message", "job", "press"]


class RehearsalStore:
    """Every method raises `DatabaseDown`. `team`: Slack's id."""

    def __init__(self, db: Database, clock: Callable[[], float]) -> None:
        self._db, self._clock = db, clock

    async def put(self, team: str, kind: Kind, *subjects: str) -> None:
        """Remembers a message (`channel:ts`), a job (its reference mark) or presses that are waited for."""
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


_PUT = upsert(rehearsal_items)
