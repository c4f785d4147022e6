"""Reads of past changes: who notified a contractor, who worked on a job."""

import contextlib
from collections.abc import Sequence
from typing import Any

import orjson
import sqlalchemy as sa

from bot.jobs.actions import Action
from bot.jobs.change import Change, Member
from bot.jobs.next_step import KnownHere
from bot.store.change_rows import change_of
from bot.store.database import Database
from bot.store.encryption import CannotDecrypt, Encryption
from bot.store.indexes import IS_DELETION, IS_DONE, NOT_PURGED
from bot.store.known_here import known_here
from bot.store.schema import changes, is_open

_LOOK_BACK = 300
"""How many changes are looked at, so that a long history is not read for a short list."""
_MOST_OWN = 20


class ChangeHistory:
    """Reads only. Every method raises `DatabaseDown`."""

    def __init__(self, db: Database, encryption: Encryption) -> None:
        self._db, self._encryption = db, encryption

    async def last_done(self, team: str, job_uuid: str, action: Action) -> Change | None:
        """The newest change of this kind that was done to the job. Where its content can't be
        decrypted, it comes without.
        """
        return await self._db.call(
            lambda connection: last_done(connection, self._encryption, team, job_uuid, action)
        )

    async def deletion(self, team: str, job_uuid: str) -> Change | None:
        """How the bot deleted the job, if it did."""
        return await self.last_done(team, job_uuid, "delete")

    async def known_here(self, team: str, job_uuid: str) -> KnownHere:
        """What bears on the cards of the job."""
        return await self._db.call(
            lambda connection: known_here(connection, self._encryption, team, job_uuid)
        )

    async def last_raised_in(self, team: str, channel: str) -> Change | None:
        """The newest job that was raised from this channel, among the last `_LOOK_BACK` changes."""

        def read(connection: sa.Connection) -> Change | None:
            for row in connection.execute(_RAISED, {"team_": team, "since_": 0.0}):
                if orjson.loads(row.place).get("channel") == channel:
                    whole = connection.execute(_BY_SEQ, {"seq_": row.seq}).one()
                    with contextlib.suppress(CannotDecrypt):
                        return change_of(whole, self._encryption)
            return None

        return await self._db.call(read)

    async def deleted(self, team: str, job_refs: Sequence[str]) -> Change | None:
        """The newest deletion that was done to a job of one of these references, without content."""
        query = (
            sa.select(changes)
            .where(changes.c.team == team, changes.c.job_ref.in_(job_refs))
            .where(IS_DELETION)
            .order_by(changes.c.seq.desc())
            .limit(1)
        )
        row = await self._db.call(lambda connection: connection.execute(query).one_or_none())
        return None if row is None else change_of(row, self._encryption, content=False)

    async def worked_on(self, member: Member, limit: int = 30) -> Sequence[str]:
        """The uuids of jobs that the member changed from here, the newest first.

        Looks at their last `_LOOK_BACK` changes.
        """
        query = (
            sa.select(changes.c.job_uuid)
            .where(changes.c.team == member.team, changes.c.user_id == member.user, IS_DONE)
            .order_by(changes.c.seq.desc())
            .limit(_LOOK_BACK)
        )
        rows: Sequence[Any] = await self._db.call(
            lambda connection: connection.execute(query).scalars().all()
        )
        return [str(uuid) for uuid in dict.fromkeys(rows) if uuid][:limit]

    async def worked_on_as(self, member: Member, job_refs: Sequence[str]) -> str:
        """The uuid of the job of one of these references that the member changed from here; empty
        without one. Looks at their last `_LOOK_BACK` changes.
        """
        values = {"team_": member.team, "user_": member.user}
        rows = await self._db.call(lambda connection: connection.execute(_OWN_JOBS, values).all())
        return next((str(uuid) for uuid, ref in rows if uuid and ref in job_refs), "")

    async def own_of_job(self, member: Member, job_uuid: str) -> list[Change]:
        """The member's updates of the job, and what they restored, that are open or done; the newest
        first, of each kind the last `_MOST_OWN`. Left out is what can't be decrypted.
        """
        values = {"team_": member.team, "job_": job_uuid, "user_": member.user}
        rows = await self._db.call(
            lambda connection: [
                *connection.execute(_OWN_OPEN, values),
                *connection.execute(_OWN_DONE, values | {"action_": "update"}),
                *connection.execute(_OWN_DONE, values | {"action_": "restore_commit"}),
            ]
        )
        own: list[Change] = []
        for row in sorted(rows, key=lambda row: row.seq, reverse=True):
            with contextlib.suppress(CannotDecrypt):
                own.append(change_of(row, self._encryption))
        return own

    async def has_worked_on(self, member: Member, job_uuid: str) -> bool:
        """Whether the member has changed the job from here."""
        values = {"team_": member.team, "job_": job_uuid, "user_": member.user}
        return await self._db.call(
            lambda connection: bool(connection.execute(_WORKED_ON, values).first())
        )


def last_done(
    connection: sa.Connection, encryption: Encryption, team: str, job_uuid: str, action: Action
) -> Change | None:
    """The same as the method, inside a transaction."""
    values = {"team_": team, "job_": job_uuid, "action_": action}
    row = connection.execute(_LAST_DONE, values).one_or_none()
    if row is None:
        return None
    try:
        return change_of(row, encryption)
    except CannotDecrypt:
        return change_of(row, encryption, content=False)


_newest_ended = (
    sa.select(
        *(changes.c[name] for name in ("seq", "team", "action", "state", "place", "finished_at"))
    )
    .where(NOT_PURGED, changes.c.finished_at > sa.bindparam("since_", type_=sa.Double))
    .order_by(changes.c.finished_at.desc())
    .limit(sa.literal_column(str(_LOOK_BACK)))
    .subquery("newest_ended")
)
_RAISED = (
    sa.select(_newest_ended.c.seq, _newest_ended.c.place)
    .where(_newest_ended.c.team == sa.bindparam("team_"))
    .where(_newest_ended.c.action == "create", _newest_ended.c.state == "done")
    .order_by(_newest_ended.c.finished_at.desc())
)
_BY_SEQ = sa.select(changes).where(changes.c.seq == sa.bindparam("seq_"))
_OF_MEMBER = (
    changes.c.job_uuid == sa.bindparam("job_"),
    changes.c.team == sa.bindparam("team_"),
    changes.c.user_id == sa.bindparam("user_"),
)
_OWN_OPEN = (
    sa.select(changes)
    .where(is_open(changes), *_OF_MEMBER, changes.c.action.in_(["update", "restore_commit"]))
    .order_by(changes.c.seq.desc())
    .limit(_MOST_OWN)
)
_OWN_DONE = (
    sa.select(changes)
    .where(IS_DONE, *_OF_MEMBER, changes.c.action == sa.bindparam("action_"))
    .order_by(changes.c.finished_at.desc())
    .limit(_MOST_OWN)
)
_OWN_JOBS = (
    sa.select(changes.c.job_uuid, changes.c.job_ref)
    .where(changes.c.team == sa.bindparam("team_"), changes.c.user_id == sa.bindparam("user_"))
    .where(IS_DONE)
    .order_by(changes.c.seq.desc())
    .limit(_LOOK_BACK)
)
_WORKED_ON = (
    sa.select(changes.c.id)
    .where(changes.c.job_uuid == sa.bindparam("job_"), changes.c.team == sa.bindparam("team_"))
    .where(changes.c.user_id == sa.bindparam("user_"), IS_DONE)
    .limit(1)
)
_LAST_DONE = (
    sa.select(changes)
    .where(changes.c.job_uuid == sa.bindparam("job_"), IS_DONE)
    .where(changes.c.team == sa.bindparam("team_"), changes.c.action == sa.bindparam("action_"))
    .where(NOT_PURGED)
    .order_by(changes.c.finished_at.desc())
    .limit(1)
)
