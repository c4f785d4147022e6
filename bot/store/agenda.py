"""What falls due next, of every kind: one statement, and none while nothing was written."""

import asyncio
import time
from typing import Any, NamedTuple

import sqlalchemy as sa

from bot.store.database import Database
from bot.store.deferred_tasks import NOT_DAILY
from bot.store.indexes import AWAITS_DECISION, CHANGES_BY_ITSELF
from bot.store.member_tables import board_readers, follows
from bot.store.promises import SETTLED_AT, WAITS
from bot.store.schema import (
    approvals,
    cards,
    changes,
    deferred_tasks,
    is_open,
    kept_presses,
    promises,
    tokens,
    watched_jobs,
)

SHARED_FOR = 2.0
"""Seconds for which what was read counts on Postgres, which can't tell whether anybody has written since."""


class NextDue(NamedTuple):
    """When the first of each kind falls due, in Unix seconds; None where there is none.

    `outcome`: of a promise whose change has ended; `promise`: one that no longer holds then.
    `press`: one whose process did not end its work. `morning`: a morning message.
    `card`: one whose job then waits for another thing.
    `follow`: a look at what a channel follows.
    `home_opened`, `morning_sent`: when anybody last opened their Home, or was sent a morning message; 0: never.
    `look`: of a job with a card to be compared with PropOps; `news`: of what was found there, to be told.
    `link_version`: grows whenever somebody is linked.
    """

    change: float | None
    task: float | None
    approval: float | None
    outcome: float | None
    promise: float | None
    press: float | None
    morning: float | None
    card: float | None
    follow: float | None
    home_opened: float
    morning_sent: float
    look: float | None
    news: float | None
    link_version: int


class Agenda:
    """Shared by all who wait for something to fall due, so that an idle bot asks its database nothing."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._written: object = None
        self._due: NextDue | None = None
        self._looks: asyncio.Task[NextDue] | None = None

    async def written(self) -> object:
        """Another value after every write to the database; every `SHARED_FOR` seconds on Postgres."""
        written = await self._db.written()
        return written if written is not None else int(time.monotonic() / SHARED_FOR)

    async def read(self) -> NextDue:
        """True to the database, whoever wrote to it last. Raises `DatabaseDown`.

        On SQLite a statement is run only after somebody has written. Postgres can't tell: there one
        serves all who ask within `SHARED_FOR`. Who asks while another does gets the same answer.
        """
        if self._looks is None or self._looks.done():
            self._looks = asyncio.create_task(self._look(), name="agenda")
        return await asyncio.shield(self._looks)

    async def _look(self) -> NextDue:
        written = await self.written()  # first: what is written from here on is seen next time
        if self._due is None or written != self._written:
            row = await self._db.call(lambda connection: connection.execute(_DUE).one())
            self._due, self._written = NextDue._make(row), written
        return self._due


def _last(column: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    return sa.func.coalesce(sa.select(sa.func.max(column)).scalar_subquery(), 0)


_DUE = sa.select(
    sa.select(sa.func.min(changes.c.due_at)).where(is_open(changes)).scalar_subquery(),
    sa.select(sa.func.min(deferred_tasks.c.due_at)).where(NOT_DAILY).scalar_subquery(),
    sa.select(approvals.c.next_at)
    .join(changes, changes.c.id == approvals.c.change_id)
    .where(AWAITS_DECISION, changes.c.state == "waiting")
    .order_by(approvals.c.next_at)
    .limit(1)
    .scalar_subquery(),
    sa.select(sa.func.min(SETTLED_AT)).select_from(promises).where(WAITS).scalar_subquery(),
    sa.select(sa.func.min(promises.c.ends_at)).scalar_subquery(),
    sa.select(sa.func.min(kept_presses.c.due_at)).scalar_subquery(),
    sa.select(sa.func.min(board_readers.c.morning_at)).scalar_subquery(),
    sa.select(sa.func.min(cards.c.next_at)).where(CHANGES_BY_ITSELF).scalar_subquery(),
    sa.select(sa.func.min(follows.c.due_at)).scalar_subquery(),
    _last(board_readers.c.home_opened_at),
    _last(board_readers.c.morning_sent_at),
    sa.select(sa.func.min(watched_jobs.c.look_at)).scalar_subquery(),
    sa.select(sa.func.min(watched_jobs.c.tell_at)).scalar_subquery(),
    _last(tokens.c.version),
)
