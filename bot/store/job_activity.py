"""What was done to jobs from Slack, many jobs at once: who changed each last, whom its contractor was told."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

import sqlalchemy as sa

from bot.jobs.change import Change, Member
from bot.store.change_rows import change_of
from bot.store.database import Database
from bot.store.encryption import CannotDecrypt, Encryption
from bot.store.indexes import CAME_TO_NOTHING, IS_DONE
from bot.store.schema import Row, changes, is_open

_AT_ONCE = 200
"""Jobs of one statement."""
_MOST = 50
"""Changes of one member that came to nothing, or wait, at most."""


class Activity(NamedTuple):
    """`last_by`: the Slack id of who changed it last. `done`: action → when it was last done, Unix seconds.
    `told`: the last notification of its contractor, None where there was none.
    """

    last_by: str
    done: Mapping[str, float]
    told: Change | None


class JobActivity:
    """Reads only. Every method raises `DatabaseDown`."""

    def __init__(self, db: Database, encryption: Encryption) -> None:
        self._db, self._encryption = db, encryption

    async def of_jobs(self, team: str, uuids: Collection[str]) -> dict[str, Activity]:
        """By uuid: the jobs that something was done to."""
        wanted = sorted(uuids)

        def read(connection: sa.Connection) -> dict[str, Activity]:
            rows: list[Row] = []
            for at in range(0, len(wanted), _AT_ONCE):
                values = {"team_": team, "jobs": wanted[at : at + _AT_ONCE]}
                rows += connection.execute(_DONE, values).all()
            by_job: dict[str, list[Row]] = {}
            for row in rows:
                by_job.setdefault(row.job_uuid, []).append(row)
            return {uuid: self._activity(connection, rows) for uuid, rows in by_job.items()}

        return await self._db.call(read)

    async def not_through(self, member: Member, since: float) -> list[Change]:
        """The member's changes that are open, unknown, or came to nothing since then, without content,
        the newest first.
        """
        values = {"team_": member.team, "user_": member.user, "since": since, "most": _MOST}

        def read(connection: sa.Connection) -> Sequence[Row]:
            ended = connection.execute(_CAME_TO_NOTHING, values).all()
            return [*connection.execute(_OPEN, values).all(), *ended]

        rows = await self._db.call(read)
        return [change_of(row, self._encryption, content=False) for row in rows]

    def _activity(self, connection: sa.Connection, rows: Sequence[Row]) -> Activity:
        """`rows`: what was done to one job."""
        done: dict[str, float] = {}
        told: Row | None = None
        in_order = sorted(rows, key=lambda row: (row.finished_at or 0.0, row.seq))
        for row in in_order:
            done[row.action] = row.finished_at or 0.0
            told = row if row.action == "send_assignment_notification" else told
        return Activity(in_order[-1].user_id, done, self._whole(connection, told))

    def _whole(self, connection: sa.Connection, told: Row | None) -> Change | None:
        if told is None:
            return None
        row = connection.execute(_BY_SEQ, {"seq_": told.seq}).one()
        try:
            return change_of(row, self._encryption)
        except CannotDecrypt:
            return change_of(row, self._encryption, content=False)


_DONE = sa.select(
    *(changes.c[name] for name in ("seq", "job_uuid", "action", "user_id", "finished_at"))
).where(
    changes.c.job_uuid.in_(sa.bindparam("jobs", expanding=True)),
    changes.c.team == sa.bindparam("team_"),
    IS_DONE,
)
_BY_SEQ = sa.select(changes).where(changes.c.seq == sa.bindparam("seq_"))
_MEMBERS = (changes.c.team == sa.bindparam("team_"), changes.c.user_id == sa.bindparam("user_"))
_OPEN = (
    sa.select(changes)
    .where(is_open(changes), *_MEMBERS)
    .limit(sa.bindparam("most", type_=sa.Integer))
)
_CAME_TO_NOTHING = (
    sa.select(changes)
    .where(CAME_TO_NOTHING, *_MEMBERS)
    .where(
        sa.or_(
            changes.c.state == "unknown",
            changes.c.finished_at > sa.bindparam("since", type_=sa.Double),
        )
    )
    .order_by(changes.c.seq.desc())
    .limit(sa.bindparam("most", type_=sa.Integer))
)
