"""Jobs that have a card, what is known of each, and what is to be told of it: once, by whatever replica.

A row is its own lease: whoever moves `look_at` on reads the job, whoever moves `tell_at` on tells what was
found. What was found is written with what is known from then on, so that neither is ever there alone.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from bot.jobs.change import Member
from bot.jobs.outside_changes import Known
from bot.store.database import Database
from bot.store.encryption import CannotDecrypt, Encryption
from bot.store.indexes import IS_UNREAD, MAY_CHANGE
from bot.store.own_changes import OwnChanges, members_of, own_changes
from bot.store.schema import Row, watched_jobs

LATE = 5.0
"""Seconds after which a job that is due counts as not compared in time."""
_OVERLAP = 60.0
"""Seconds before a look from which on changes count as done since: the clocks of replicas differ."""


class WatchedJob(NamedTuple):
    """A job that is due to be compared; `look_at` as it was when it was found due."""

    team: str
    job_uuid: str
    look_at: float


@dataclass(frozen=True)
class Taken:
    """A row as it was when it was taken. `silent`: the next look tells nothing. `unread`: the last look
    came to nothing. `tell_at`: when what was found was to be told, if it was. `active_at`: when the job
    last changed (Unix seconds).
    """

    team: str
    job_uuid: str
    version: int
    silent: bool
    closed: bool
    unread: bool
    active_at: float
    known: Known
    tell_at: float | None = None


class Counted(NamedTuple):
    """Open jobs with a card; how many of them were due and nobody has looked, and how many nobody could
    read when they were due; when the first of all is or was to be compared (Unix seconds).
    """

    open: int
    late: int
    unread: int
    first_look: float | None

    @property
    def kept_true(self) -> int:
        """Those that were compared in time."""
        return self.open - self.late - self.unread


class WatchedJobStore:
    """`clock`: Unix seconds. Every method raises `DatabaseDown`."""

    def __init__(self, db: Database, encryption: Encryption, clock: Callable[[], float]) -> None:
        self._db, self._encryption, self._clock = db, encryption, clock

    async def due(self, newest: int, longest: int) -> list[WatchedJob]:
        """Due by now: at most `newest` open ones, those first that changed last, and at most `longest` of
        all, those first that wait longest.
        """
        now = self._clock()

        def read(connection: sa.Connection) -> list[WatchedJob]:
            first = connection.execute(_NEWEST, {"now_": now, "most_": newest}).all()
            rest = connection.execute(_LONGEST, {"now_": now, "most_": longest}).all()
            return [WatchedJob(*row) for row in dict.fromkeys([*first, *rest])]

        return await self._db.call(read)

    async def take(self, job: WatchedJob, next_look: float) -> Taken | None:
        """For the caller alone until `next_look` (Unix seconds); None: somebody else has taken it."""
        values = {**_key(job.team, job.job_uuid), "seen_": job.look_at, "next_": next_look}
        row = await self._db.call(
            lambda connection: connection.execute(_TAKE, values).one_or_none()
        )
        return None if row is None else self._taken(row)

    async def look_at(
        self, team: str, job_uuid: str, at: float, *, closed: bool = False, unread: bool = False
    ) -> None:
        """When it is next compared. `closed`: its job has ended; `unread`: it could not be compared now."""
        values = {**_key(team, job_uuid), "next_": at, "closed_": closed, "unread_": unread}
        await self._db.call(lambda connection: connection.execute(_LOOK_AT, values).rowcount)

    async def look_soon(self, team: str, uuids: Collection[str]) -> int:
        """Something may have happened to these: due now. How many of them have a card and were not."""
        values = {"team_": team, "uuids_": sorted(uuids), "now_": self._clock()}
        return int(
            await self._db.call(lambda connection: connection.execute(_LOOK_SOON, values).rowcount)
        )

    async def own_changes(self, team: str, job_uuid: str, since: float) -> OwnChanges:
        """What the bot did to the job since then (Unix seconds). Left out is what can't be decrypted."""
        began = since - _OVERLAP
        return await self._db.call(
            lambda connection: own_changes(connection, self._encryption, team, job_uuid, began)
        )

    async def members(self, team: str, job_uuid: str) -> list[Member]:
        """Who worked on the job from here, or read it for a card; whoever did last first."""
        return await self._db.call(lambda connection: members_of(connection, team, job_uuid))

    async def write(self, taken: Taken, known: Known) -> bool:
        """In the place of what was known; news are told from now on. False: somebody else has written since."""
        now = known.news[-1].found_at if known.news else self._clock()
        values = {
            **_key(taken.team, taken.job_uuid),
            "seen_": taken.version,
            "encrypted_": self._encryption.encrypt_json(known.written()),
            "now_": now,
        }
        statement = _WRITE_NEWS if known.news else _WRITE
        return bool(
            await self._db.call(lambda connection: connection.execute(statement, values).rowcount)
        )

    async def get(self, team: str, job_uuid: str) -> Taken | None:
        """As it stands, for nobody alone."""
        row = await self._db.call(
            lambda connection: connection.execute(_GET, _key(team, job_uuid)).one_or_none()
        )
        return None if row is None else self._taken(row)

    async def take_news(self, lease: float) -> Taken | None:
        """A job of which something is to be told, for the caller alone for `lease` seconds."""
        now = self._clock()

        def take(connection: sa.Connection) -> tuple[Row, float] | None:
            for found in connection.execute(_TO_TELL, {"now_": now}).all():
                values = {**_key(found.team, found.job_uuid), "seen_": found.tell_at}
                row = connection.execute(_TAKE_NEWS, values | {"next_": now + lease}).one_or_none()
                if row is not None:
                    return row, found.tell_at
            return None

        taken = await self._db.call(take)
        return None if taken is None else replace(self._taken(taken[0]), tell_at=taken[1])

    async def told(self, team: str, job_uuid: str, news: Collection[str]) -> None:
        """These, by their ids, have been told."""
        while (taken := await self.get(team, job_uuid)) is not None:
            left = tuple(each for each in taken.known.news if each.id not in news)
            if await self._without_news(taken, replace(taken.known, news=left)):
                return

    async def tell_again(self, team: str, job_uuid: str, at: float) -> None:
        """Slack could not be reached: to be told from then on."""
        values = {**_key(team, job_uuid), "next_": at}
        await self._db.call(lambda connection: connection.execute(_TELL_AT, values).rowcount)

    async def count(self) -> Counted:
        """One read of an index."""
        values = {"now_": self._clock()}
        row = await self._db.call(lambda connection: connection.execute(_COUNT, values).one())
        return Counted._make(row)

    async def _without_news(self, taken: Taken, known: Known) -> bool:
        values = {
            **_key(taken.team, taken.job_uuid),
            "seen_": taken.version,
            "encrypted_": self._encryption.encrypt_json(known.written()),
            "next_": self._clock() if known.news else None,
        }
        return bool(
            await self._db.call(lambda connection: connection.execute(_TOLD, values).rowcount)
        )

    def _taken(self, row: Row) -> Taken:
        """What can't be decrypted is known anew, and silently."""
        known, silent = Known(), row.silent
        if row.encrypted is not None:
            try:
                known = Known.read(self._encryption.decrypt_json(row.encrypted))
            except CannotDecrypt:
                silent = True
        return Taken(
            *(row.team, row.job_uuid, row.version, silent, row.job_closed, row.unread),
            *(row.active_at, known),
        )


def watch_job(
    connection: sa.Connection, team: str, job_uuid: str, now: float, look_at: float
) -> None:
    """Inside a transaction: the job has a card, and was changed from here."""
    row = {"team": team, "job_uuid": job_uuid, "active_at": now, "look_at": look_at}
    connection.execute(_WATCH[connection.dialect.name], row)


def _key(team: str, job_uuid: str) -> dict[str, Any]:
    return {"team_": team, "job_": job_uuid}


def _watch(statement: Any) -> Any:
    """A job that was put off for long, as it had ended or was gone, is looked at as any other."""
    new = statement.excluded
    sooner = sa.case(
        (watched_jobs.c.look_at < new.look_at, watched_jobs.c.look_at), else_=new.look_at
    )
    values = {"active_at": new.active_at, "look_at": sooner}
    values |= {"job_closed": sa.false(), "unread": sa.false()}
    return statement.on_conflict_do_update(index_elements=["team", "job_uuid"], set_=values)


_WATCH = {
    "sqlite": _watch(sqlite.insert(watched_jobs)),
    "postgresql": _watch(postgresql.insert(watched_jobs)),
}
_now = sa.bindparam("now_", type_=sa.Double)
_next = sa.bindparam("next_", type_=sa.Double)
_MOST = sa.bindparam("most_", type_=sa.Integer)
_ONE = (
    watched_jobs.c.team == sa.bindparam("team_"),
    watched_jobs.c.job_uuid == sa.bindparam("job_"),
)
_IS_DUE = watched_jobs.c.look_at <= _now
_DUE = sa.select(watched_jobs.c.team, watched_jobs.c.job_uuid, watched_jobs.c.look_at).limit(_MOST)
_NEWEST = _DUE.where(_IS_DUE, MAY_CHANGE).order_by(watched_jobs.c.active_at.desc())
_LONGEST = _DUE.where(_IS_DUE).order_by(watched_jobs.c.look_at)
_GET = sa.select(watched_jobs).where(*_ONE)
_TAKE = (
    watched_jobs.update()
    .where(*_ONE, watched_jobs.c.look_at == sa.bindparam("seen_", type_=sa.Double))
    .values(look_at=_next)
    .returning(*watched_jobs.c)
)
_LOOK_AT = (
    watched_jobs.update()
    .where(*_ONE)
    .values(
        look_at=_next,
        job_closed=sa.bindparam("closed_", type_=sa.Boolean),
        unread=sa.bindparam("unread_", type_=sa.Boolean),
    )
)
_LOOK_SOON = (
    watched_jobs.update()
    .where(
        watched_jobs.c.team == sa.bindparam("team_"),
        watched_jobs.c.job_uuid.in_(sa.bindparam("uuids_", expanding=True)),
        watched_jobs.c.look_at > _now,
    )
    .values(look_at=_now)
)
_IS_AS_SEEN = watched_jobs.c.version == sa.bindparam("seen_", type_=sa.Integer)
_WRITTEN = {
    "encrypted": sa.bindparam("encrypted_", type_=sa.LargeBinary),
    "version": watched_jobs.c.version + 1,
}
_WRITE = watched_jobs.update().where(*_ONE, _IS_AS_SEEN).values(**_WRITTEN, silent=sa.false())
_KEEPS_LEASE = sa.case((watched_jobs.c.tell_at > _now, watched_jobs.c.tell_at), else_=_now)
_WRITE_NEWS = _WRITE.values(tell_at=_KEEPS_LEASE, active_at=_now)
_TOLD = watched_jobs.update().where(*_ONE, _IS_AS_SEEN).values(**_WRITTEN, tell_at=_next)
_TO_TELL = (
    sa.select(watched_jobs.c.team, watched_jobs.c.job_uuid, watched_jobs.c.tell_at)
    .where(watched_jobs.c.tell_at <= _now)
    .order_by(watched_jobs.c.tell_at)
    .limit(5)
)
_TELL_AT = watched_jobs.update().where(*_ONE).values(tell_at=_next)
_TAKE_NEWS = _TELL_AT.where(
    watched_jobs.c.tell_at == sa.bindparam("seen_", type_=sa.Double)
).returning(*watched_jobs.c)
_UNREAD = sa.select(sa.func.count()).where(IS_UNREAD, watched_jobs.c.look_at >= _now - LATE)
_COUNT = sa.select(
    sa.func.count(),
    sa.func.count().filter(watched_jobs.c.look_at < _now - LATE),
    _UNREAD.scalar_subquery(),
    sa.func.min(watched_jobs.c.look_at),
).where(
    MAY_CHANGE,
    watched_jobs.c.look_at >= sa.literal_column("0"),  # which reads the index alone
)
