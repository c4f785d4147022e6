"""What channels follow: by which criteria, with whose account, how far each has looked.

A look takes its row for a while, so that one process looks; what was told of each job is kept beside it,
so that a crash, a restart and a second replica tell nothing twice. The rows hold ids and digests only.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from bot.jobs.change import Member
from bot.jobs.follows import Criteria, Rest
from bot.store.audit_log import NOBODY, AuditEntry, append
from bot.store.database import Database, upsert
from bot.store.follow_rows import Follow, follow_of, row_of
from bot.store.member_tables import followed_jobs, follows
from bot.store.schema import Row
from bot.store.told_jobs import forget_unless_followed, note_told, told_already

LEASE = 180.0
"""Seconds after which the look of a process that died is done again."""
GIVEN_UP_AFTER = 3600.0
"""Seconds after which nobody waits any more for another follow to tell what it has begun to tell."""


@dataclass(frozen=True)
class BegunPost:
    """`follow`: with what is its own to tell as `pending`. `waits`: there is more, which another follow of the
    channel is telling.
    """

    follow: Follow
    waits: bool


class FollowStore:
    """Every method raises `DatabaseDown`."""

    def __init__(self, db: Database, clock: Callable[[], float]) -> None:
        self._db, self._clock = db, clock

    # what people set

    async def add(self, id_: str, member: Member, channel: str, criteria: Criteria) -> bool:
        """A new one, due at once; False where this id is there already. In the audit log."""
        now = self._clock()
        follow = Follow(id_, member, channel, criteria, now, now)
        entry = self._entry("follow.set", member, follow)

        def write(connection: sa.Connection) -> bool:
            if connection.execute(_ONE, {"id_": id_}).first() is not None:
                return False
            connection.execute(_PUT[connection.dialect.name], row_of(follow))
            append(connection, [entry], now)
            return True

        return await self._db.call(write)

    async def change(self, was: Follow, member: Member, criteria: Criteria) -> bool:
        """Other criteria, and the account of who sets them: it begins anew, and tells nothing of the past.
        False where somebody has changed or ended it since. In the audit log.
        """
        fresh = Follow(was.id, member, was.channel, criteria, self._clock(), self._clock())
        return await self._replace(was, fresh, "follow.changed", member)

    async def take_over(self, was: Follow, member: Member) -> bool:
        """It looks with the account of `member` from now on, and goes on where it was. In the audit log."""
        now = self._clock()
        fresh = replace(was, member=member, due_at=now, paused="", at=now)
        return await self._replace(was, fresh, "follow.taken_over", member)

    async def end(self, id_: str, member: Member = NOBODY) -> bool:
        """Whether there was one. `member`: nobody for an operator. In the audit log."""

        def write(connection: sa.Connection) -> bool:
            row = connection.execute(_ONE, {"id_": id_}).first()
            if row is None or (member != NOBODY and row.team != member.team):
                return False
            entry = self._entry("follow.ended", member, follow_of(row))
            connection.execute(_END, {"id_": id_})
            connection.execute(_FORGET_JOBS, {"id_": id_})
            forget_unless_followed(connection, row.team, row.channel)
            append(connection, [entry], self._clock())
            return True

        return await self._db.call(write)

    # what is there

    async def get(self, id_: str) -> Follow | None:
        row = await self._db.call(lambda connection: connection.execute(_ONE, {"id_": id_}).first())
        return None if row is None else follow_of(row)

    async def of_channel(self, team: str, channel: str) -> list[Follow]:
        """The oldest first."""
        found = await self._read(_OF_CHANNEL, {"team_": team, "channel_": channel})
        return sorted(found, key=lambda each: (each.at, each.id))

    async def all(self) -> list[Follow]:
        """By channel, the oldest first."""
        found = await self._read(_ALL, {})
        return sorted(found, key=lambda each: (each.member.team, each.channel, each.at))

    async def due(self) -> list[Follow]:
        """The longest waiting first."""
        return await self._read(_DUE, {"now_": self._clock()})

    # what a look does

    async def take(self, follow: Follow) -> Follow | None:
        """It is the caller's for `LEASE` seconds; None where it is somebody else's by now."""
        taken = replace(follow, due_at=self._clock() + LEASE)
        return taken if await self._put(follow, due_at=taken.due_at) else None

    async def known(self, id_: str) -> dict[str, str]:
        """Uuid → facts, of each job that was told, or was there when the follow began."""
        rows = await self._db.call(lambda connection: connection.execute(_JOBS, {"id_": id_}).all())
        return {row.job_uuid: row.facts for row in rows}

    async def know(self, follow: Follow, facts: Mapping[str, str]) -> bool:
        """These jobs are known as these facts (uuid → facts), and nobody is told of that; False where the
        follow is somebody else's by now, or has been ended.
        """
        return await self._note(follow, facts, to_channel=False)

    async def told(self, follow: Follow, facts: Mapping[str, str]) -> bool:
        """The channel has been told these jobs as these facts; as in `know`."""
        return await self._note(follow, facts, to_channel=True)

    async def begin_post(self, follow: Follow, facts: Mapping[str, str]) -> BegunPost | None:
        """It is about to tell these jobs (uuid → facts), but for those that another follow of its channel has
        told, or is telling: each change is told once in a channel. None as in `take`.
        """
        now, here = self._clock(), {"team_": follow.member.team, "channel_": follow.channel}

        def write(connection: sa.Connection) -> BegunPost | None:
            others = _others(connection.execute(_LOCKED, here).all(), follow, now)
            told = told_already(connection, follow.member.team, follow.channel, facts)
            mine = {
                uuid: each
                for uuid, each in facts.items()
                if uuid not in told and uuid not in others
            }
            fresh = replace(follow, pending=mine, tried_at=now if mine else 0.0)
            columns = {"pending": _written(mine), "tried_at": fresh.tried_at}
            if not connection.execute(_PUT_SAME.values(**columns), _at(follow)).rowcount:
                return None
            _put_jobs(connection, follow, {uuid: facts[uuid] for uuid in told})
            return BegunPost(fresh, waits=bool(facts.keys() - told - mine.keys()))

        return await self._db.call(write)

    async def end_post(self, follow: Follow, told: Mapping[str, str]) -> Follow | None:
        """It has told these (uuid → facts), and nothing of it is pending; None as in `take`."""
        fresh = replace(follow, pending={}, tried_at=0.0)
        columns = {"pending": "", "tried_at": 0.0}
        done = await self._note(follow, told, to_channel=True, **columns)
        return fresh if done else None

    async def end_look(self, follow: Follow, due_at: float, watermark: float | None = None) -> None:
        """Gives it back, to be looked at then. `watermark`: how far it has come; None: no further."""
        columns: dict[str, Any] = {"due_at": due_at, "paused": ""}
        if watermark is not None:
            columns["watermark"] = watermark
        await self._put(follow, **columns)

    async def pause(self, follow: Follow, why: Rest) -> None:
        """It rests, and its person is told of that at the next poll. In the audit log."""
        now = self._clock()
        entry = self._entry("follow.paused", follow.member, follow, outcome=why)
        put = _PUT_SAME.values(paused=why, due_at=now, paused_at=now)

        def write(connection: sa.Connection) -> None:
            if connection.execute(put, _at(follow)).rowcount:
                append(connection, [entry], now)

        await self._db.call(write)

    async def rest(self, follow: Follow, until: float | None) -> None:
        """It goes on resting. `until`: when it is tried again (Unix seconds); None: once somebody acts."""
        await self._put(follow, due_at=until)

    async def resume(self, follow: Follow) -> None:
        """It goes on where it was."""
        put = _PUT_VERSION.values(paused="", due_at=self._clock())
        await self._db.call(
            lambda connection: (
                connection.execute(put, {"id_": follow.id, "version_": follow.version}).rowcount
            )
        )

    async def _note(
        self, follow: Follow, facts: Mapping[str, str], *, to_channel: bool, **columns: Any
    ) -> bool:
        """`columns`: of the follow, set along with that."""
        hold = _PUT_SAME.values(**columns) if columns else _SAME

        def write(connection: sa.Connection) -> bool:
            if not connection.execute(hold, _at(follow)).rowcount:
                return False
            _put_jobs(connection, follow, facts)
            if to_channel:
                note_told(connection, follow.member.team, follow.channel, facts)
            return True

        return await self._db.call(write)

    async def _read(self, statement: sa.Select[Any], values: dict[str, Any]) -> list[Follow]:
        rows = await self._db.call(lambda connection: connection.execute(statement, values).all())
        return [follow_of(row) for row in rows]

    async def _put(self, was: Follow, **columns: Any) -> bool:
        """Where the row is still as the caller has it."""
        statement = _PUT_SAME.values(**columns)
        return bool(
            await self._db.call(lambda connection: connection.execute(statement, _at(was)).rowcount)
        )

    async def _replace(self, was: Follow, fresh: Follow, what: str, member: Member) -> bool:
        entry = self._entry(what, member, fresh)
        row = row_of(replace(fresh, version=was.version + 1))
        statement = _PUT_VERSION.values(**{k: v for k, v in row.items() if k != "id"})

        def write(connection: sa.Connection) -> bool:
            at = {"id_": was.id, "version_": was.version}
            if not connection.execute(statement, at).rowcount:
                return False
            if fresh.watermark is None:
                connection.execute(_FORGET_JOBS, {"id_": was.id})
            append(connection, [entry], self._clock())
            return True

        return await self._db.call(write)

    def _entry(self, what: str, member: Member, follow: Follow, outcome: str = "") -> AuditEntry:
        place = follow.channel if member != NOBODY else "command line"
        detail = {"channel": follow.channel, **follow.criteria.written()}
        return AuditEntry(
            what, member, place=place, subject=follow.id, outcome=outcome, detail=detail
        )


def _at(follow: Follow) -> dict[str, Any]:
    return {"id_": follow.id, "version_": follow.version, "due_": follow.due_at}


def _put_jobs(connection: sa.Connection, follow: Follow, facts: Mapping[str, str]) -> None:
    rows = [
        {"follow_id": follow.id, "job_uuid": uuid, "facts": each} for uuid, each in facts.items()
    ]
    if rows:
        connection.execute(_PUT_JOB[connection.dialect.name], rows)


def _others(rows: Sequence[Row], follow: Follow, now: float) -> set[str]:
    """Uuids of what the others of these follows are telling. One that rests may never come to it."""
    pending = [
        each.pending
        for each in map(follow_of, rows)
        if each.id != follow.id and not each.paused and now - each.tried_at < GIVEN_UP_AFTER
    ]
    return {uuid for each in pending for uuid in each}


def _written(pending: Mapping[str, str]) -> str:
    return json.dumps(dict(pending)) if pending else ""


_ALL = sa.select(follows)
_ONE = sa.select(follows).where(follows.c.id == sa.bindparam("id_"))
_OF_CHANNEL = sa.select(follows).where(
    follows.c.team == sa.bindparam("team_"), follows.c.channel == sa.bindparam("channel_")
)
_LOCKED = _OF_CHANNEL.order_by(follows.c.id).with_for_update()
"""Of two follows of a channel one says at a time what it is about to tell."""
_DUE = sa.select(follows).where(follows.c.due_at <= sa.bindparam("now_")).order_by(follows.c.due_at)
_PUT = upsert(follows)
_PUT_JOB = upsert(followed_jobs)
_JOBS = sa.select(followed_jobs).where(followed_jobs.c.follow_id == sa.bindparam("id_"))
_FORGET_JOBS = followed_jobs.delete().where(followed_jobs.c.follow_id == sa.bindparam("id_"))
_END = follows.delete().where(follows.c.id == sa.bindparam("id_"))
_PUT_VERSION = follows.update().where(
    follows.c.id == sa.bindparam("id_"), follows.c.version == sa.bindparam("version_")
)
_PUT_SAME = _PUT_VERSION.where(follows.c.due_at == sa.bindparam("due_"))
_SAME = _PUT_SAME.values(version=sa.bindparam("version_"))
"""Holds the row against a second process, and says whether it is the caller's."""
