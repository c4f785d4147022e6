"""Which changes may be run now, in what order, and what each waits for."""

from collections.abc import Callable, Collection
from typing import Any, NamedTuple

import sqlalchemy as sa

from bot.jobs.change import Member
from bot.store.change_rows import member_of
from bot.store.database import Database
from bot.store.schema import changes, in_states, is_open

PARKED = 600.0
"""A change that waits longer than this (seconds), for a link say, does not hold up its job."""
_SOON = 60.0
"""Seconds."""


class Due(NamedTuple):
    """A change whose next run may start."""

    id: str
    run: int
    job_uuid: str
    member: Member


class ChangeQueue:
    """The half of `ChangeStore` that says what is due. Every method raises `DatabaseDown`."""

    def __init__(self, db: Database, clock: Callable[[], float]) -> None:
        self._db, self._clock = db, clock

    async def due(self, now: float, limit: int, but_not: Collection[Member] = ()) -> list[Due]:
        """Open changes due by `now`, oldest first, one at a time for a job; `but_not` of these members.

        Left out is a change whose job has an earlier open one, unless that one is parked, a deletion
        that can still be undone, or waits for PropOps: then this one is run to wait, and its member told,
        once. So is one that was never run, behind a change of its job whose answer was lost. Left out too is one that waits for PropOps behind another of the same member.
        """
        return await self._db.call(lambda connection: due_by(connection, now, limit, but_not))

    async def due_and_next(self, now: float, limit: int) -> tuple[list[Due], float | None]:
        """What `due` says, and when the next open change falls due after `now`; None: none will."""

        def read(connection: sa.Connection) -> tuple[list[Due], float | None]:
            next_at: float | None = connection.execute(_NEXT_DUE, {"now": now}).scalar()
            return due_by(connection, now, limit), next_at

        return await self._db.call(read)

    async def works_on(self, team: str, job_uuid: str) -> bool:
        """Whether a change of the job is under way, or about to be: what it does is told by itself."""
        values = {"job_": job_uuid, "team_": team, "soon_": self._clock() + _SOON}
        return await self._db.call(
            lambda connection: connection.execute(_AT_WORK, values).first() is not None
        )

    async def wake_held(self) -> int:
        """PropOps answers again: what waited for it is due now. How many that were."""
        now = self._clock()
        return await self._db.call(
            lambda connection: connection.execute(_WAKE_HELD, {"now": now}).rowcount
        )


def due_by(
    connection: sa.Connection, now: float, limit: int, but_not: Collection[Member] = ()
) -> list[Due]:
    """What `ChangeQueue.due` says, inside a transaction."""
    values: dict[str, Any] = {"now": now, "parked": now + PARKED, "most": limit}
    statement = _DUE
    if but_not:
        statement, values["users"] = _DUE_OF_OTHERS, sorted({each.user for each in but_not})
    found = connection.execute(statement, values)
    return [Due(row.id, row.run, row.job_uuid, member_of(row)) for row in found]


def others_open(connection: sa.Connection, job_uuid: str) -> bool:
    """Whether a change of the job is open, inside a transaction."""
    return bool(connection.execute(_OPEN_OF_JOB, {"job_": job_uuid}).first())


_ahead = changes.alias("ahead")


def held_ahead(mine: sa.FromClause) -> sa.Exists:
    """Whether an earlier change of the same member waits for PropOps to answer.

    `mine`: the table `changes` or an alias of it.
    """
    return sa.exists().where(
        _ahead.c.enterprise == mine.c.enterprise,
        _ahead.c.team == mine.c.team,
        _ahead.c.user_id == mine.c.user_id,
        _ahead.c.held,
        _ahead.c.seq < mine.c.seq,
        is_open(_ahead),
    )


_now = sa.bindparam("now", type_=sa.Double)
_earlier = changes.alias("earlier")


def ahead_on_job(mine: sa.FromClause) -> sa.Exists:
    """Whether an earlier change of the same job is under way, or about to be.

    `mine`: the table `changes` or an alias of it. Binds `now`, and `parked`: from when on one is parked.
    """
    return sa.exists().where(
        _earlier.c.job_uuid == mine.c.job_uuid,
        _earlier.c.seq < mine.c.seq,
        is_open(_earlier),
        _earlier.c.due_at <= sa.bindparam("parked", type_=sa.Double),
        _earlier.c.send_at <= _now,
    )


def behind_lost(mine: sa.FromClause) -> sa.ColumnElement[bool]:
    """Whether nobody knows yet what became of an earlier change of the same job. As `ahead_on_job`."""
    return ahead_on_job(mine).where(in_states(_earlier, {"checking"}))


_DUE = (
    sa.select(
        changes.c.id,
        changes.c.run,
        changes.c.job_uuid,
        changes.c.enterprise,
        changes.c.team,
        changes.c.user_id,
    )
    .where(is_open(changes), changes.c.due_at <= _now)
    .where(
        sa.or_(
            changes.c.job_uuid == "",
            ~ahead_on_job(changes).where(sa.or_(~_earlier.c.held, changes.c.held)),
            sa.and_(changes.c.run == 0, behind_lost(changes)),
        )
    )
    .where(
        sa.or_(
            ~changes.c.held,
            ~held_ahead(changes),
        )
    )
    .order_by(changes.c.due_at, changes.c.seq)
    .limit(sa.bindparam("most", type_=sa.Integer))
)
_DUE_OF_OTHERS = _DUE.where(changes.c.user_id.not_in(sa.bindparam("users", expanding=True)))
_NEXT_DUE = sa.select(sa.func.min(changes.c.due_at)).where(
    is_open(changes), changes.c.due_at > _now
)
_WAKE_HELD = (
    changes.update()
    .where(changes.c.held, is_open(changes), changes.c.due_at > _now)
    .values(due_at=_now)
)
_AT_WORK = (
    sa.select(changes.c.id)
    .where(is_open(changes), changes.c.job_uuid == sa.bindparam("job_"))
    .where(changes.c.team == sa.bindparam("team_"), changes.c.due_at <= sa.bindparam("soon_"))
    .limit(1)
)
_OPEN_OF_JOB = (
    sa.select(changes.c.id)
    .where(changes.c.job_uuid == sa.bindparam("job_"), is_open(changes))
    .limit(1)
)
