"""Rows of the board that somebody has put off, and until when.

Whoever ends a snooze before its time also ends what waits for that: the reminder of its job is due at once.
"""

from collections.abc import Callable, Collection
from typing import NamedTuple

import sqlalchemy as sa

from bot.jobs.board import Snooze
from bot.jobs.change import Member
from bot.store.audit_log import AuditEntry, append
from bot.store.change_rows import member_of
from bot.store.database import Database, upsert
from bot.store.indexes import IS_DONE
from bot.store.member_tables import board_snoozes
from bot.store.schema import Row, changes, deferred_tasks


class SnoozedRow(NamedTuple):
    """Whose it is, and since when (Unix seconds)."""

    member: Member
    snooze: Snooze
    at: float


class SnoozeStore:
    """Every method raises `DatabaseDown`."""

    def __init__(self, db: Database, clock: Callable[[], float]) -> None:
        self._db, self._clock = db, clock

    async def put(self, member: Member, snooze: Snooze) -> None:
        """In place of an earlier one of the row; recorded in the audit log."""
        now = self._clock()
        row = {
            "enterprise": member.enterprise,
            "team": member.team,
            "user_id": member.user,
            "key": snooze.key,
            "until_at": snooze.until,
            "state": snooze.state,
            "at": now,
            "job_ref": snooze.job_ref,
        }
        detail = {"until": int(snooze.until), **_job(snooze)}
        entry = AuditEntry("board.snoozed", member, subject=snooze.key, detail=detail)
        over = board_snoozes.delete().where(*_of(member), board_snoozes.c.until_at <= now)

        def write(connection: sa.Connection) -> None:
            connection.execute(over)
            connection.execute(_PUT[connection.dialect.name], row)
            append(connection, [entry], now)

        await self._db.call(write)

    async def of(self, member: Member) -> list[Snooze]:
        """Those of the member that are not over."""
        query = sa.select(board_snoozes).where(
            *_of(member), board_snoozes.c.until_at > self._clock()
        )
        rows = await self._db.call(lambda connection: connection.execute(query).all())
        return [_snooze(row) for row in rows]

    async def all(self) -> list[SnoozedRow]:
        """Those of everybody that are not over, the first to end first."""
        query = (
            sa.select(board_snoozes)
            .where(board_snoozes.c.until_at > self._clock())
            .order_by(board_snoozes.c.until_at, board_snoozes.c.key)
        )
        rows = await self._db.call(lambda connection: connection.execute(query).all())
        return [SnoozedRow(member_of(row), _snooze(row), row.at) for row in rows]

    async def end(self, member: Member, row: str = "") -> int:
        """Ends the member's snooze of this row, or those of this job's rows, or all of theirs; how many that were.

        `row`: its key, or the reference of its job. In the audit log.
        """
        which = _of(member)
        if row:
            which.append(sa.or_(board_snoozes.c.key == row, board_snoozes.c.job_ref == row))
        entry = AuditEntry("board.snooze_ended", member, subject=row or "all")

        def write(connection: sa.Connection) -> int:
            ended = len(_end_early(connection, which, self._clock()))
            append(connection, [entry] if ended else [], self._clock())
            return ended

        return await self._db.call(write)

    async def wake(self, member: Member, key: str) -> None:
        """The member ends their snooze of this row themselves, where there is one; in the audit log."""
        which = [*_of(member), board_snoozes.c.key == key]

        def write(connection: sa.Connection) -> None:
            ended = [
                AuditEntry("board.snooze_taken_back", member, subject=key, detail=_job(each))
                for each in _end_early(connection, which, self._clock())
            ]
            append(connection, ended, self._clock())

        await self._db.call(write)

    async def undo(self, member: Member, snoozes: Collection[Snooze]) -> None:
        """Ends those of the member's whose jobs have changed, unless the row was put off anew since; recorded
        in the audit log.
        """

        def write(connection: sa.Connection) -> None:
            ended = [
                AuditEntry("board.snooze_undone", member, subject=each.key, detail=_job(each))
                for each in snoozes
                if _end_early(
                    connection,
                    [
                        *_of(member),
                        board_snoozes.c.key == each.key,
                        board_snoozes.c.at == each.at,
                    ],
                    self._clock(),
                )
            ]
            append(connection, ended, self._clock())

        await self._db.call(write)


def _end_early(
    connection: sa.Connection, which: Collection[sa.ColumnElement[bool]], now: float
) -> list[Snooze]:
    """Deletes these, which it returns. A reminder that waits for the end of one is due now."""
    rows = connection.execute(board_snoozes.delete().where(*which).returning(board_snoozes)).all()
    for row in rows:
        values = {
            "now_": now,
            "until_": row.until_at,
            "job_": row.key.partition(":")[2],
            "team_": row.team,
            "user_": row.user_id,
        }
        connection.execute(_REMIND, values)
    return [_snooze(row) for row in rows]


def _snooze(row: Row) -> Snooze:
    return Snooze(row.key, row.until_at, row.state, row.at, row.job_ref)


def _job(snooze: Snooze) -> dict[str, str]:
    """For the audit log."""
    return {"job": snooze.job_ref} if snooze.job_ref else {}


def _of(member: Member) -> list[sa.ColumnElement[bool]]:
    return [
        board_snoozes.c.enterprise == member.enterprise,
        board_snoozes.c.team == member.team,
        board_snoozes.c.user_id == member.user,
    ]


_PUT = upsert(board_snoozes)
_NOTIFICATIONS = sa.select(changes.c.id).where(
    changes.c.job_uuid == sa.bindparam("job_"),
    changes.c.team == sa.bindparam("team_"),
    changes.c.user_id == sa.bindparam("user_"),
    changes.c.action == "send_assignment_notification",
    IS_DONE,
)
_REMIND = (
    deferred_tasks.update()
    .where(
        deferred_tasks.c.due_at == sa.bindparam("until_"),
        deferred_tasks.c.change_id.in_(_NOTIFICATIONS),
    )
    .values(due_at=sa.bindparam("now_"))
)
"""What was put off until the very end of the snooze."""
