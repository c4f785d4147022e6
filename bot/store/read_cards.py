"""Cards of jobs that were read, not changed: each with its job as it was shown first, and who read it.

What a card shows is drawn from the change it shows; one that a channel was told because it follows the job
shows none. The job is kept encrypted, without its private fields.
"""

from collections.abc import Callable
from typing import NamedTuple

import sqlalchemy as sa

from bot.jobs.change import Member
from bot.jobs.forms import SENSITIVE
from bot.jobs.model import Job
from bot.jobs.outside_changes import Known, facts
from bot.store.cards import PostedCard
from bot.store.change_rows import member_of
from bot.store.database import Database, upsert
from bot.store.encryption import CannotDecrypt, Encryption
from bot.store.member_tables import read_cards
from bot.store.schema import watched_jobs


class ReadJob(NamedTuple):
    """A job as its card showed it first, and with whose account it was read."""

    job: Job
    member: Member


class ReadCardStore:
    """Every method raises `DatabaseDown`."""

    def __init__(self, db: Database, encryption: Encryption, clock: Callable[[], float]) -> None:
        self._db, self._encryption, self._clock = db, encryption, clock

    async def put(self, channel: str, job: Job, member: Member) -> None:
        """In place of an earlier one of the card. What changes from now on is told in its thread."""
        now = self._clock()
        shown = job.model_dump(mode="json", exclude=set(SENSITIVE) | {"tenants_ids"})
        row = {
            "job_uuid": job.uuid,
            "team": member.team,
            "channel": channel,
            "enterprise": member.enterprise,
            "user_id": member.user,
            "encrypted": self._encryption.encrypt_json(shown),
            "at": now,
        }
        known = self._encryption.encrypt_json(Known(job=facts(job), at=now).written())

        def write(connection: sa.Connection) -> None:
            connection.execute(_PUT[connection.dialect.name], row)
            values = {"team_": member.team, "job_": job.uuid, "known_": known}
            connection.execute(_KNOW, values)

        await self._db.call(write)

    async def get(self, card: PostedCard) -> ReadJob | None:
        """None for any other card, and where no key decrypts it."""
        keys = {"job_": card.job_uuid, "team_": card.team, "channel_": card.channel}
        row = await self._db.call(lambda connection: connection.execute(_ONE, keys).one_or_none())
        if row is None:
            return None
        try:
            job = Job.model_validate(self._encryption.decrypt_json(row.encrypted))
        except (CannotDecrypt, ValueError):
            return None
        return ReadJob(job, member_of(row))

    async def purge(self, before: float, limit: int = 500) -> int:
        """Drops at most `limit` of before then (Unix seconds); how many it was. Their cards stay as they are."""

        def drop(connection: sa.Connection) -> int:
            rows = connection.execute(_OLD, {"before_": before, "limit_": limit}).all()
            for row in rows:
                connection.execute(
                    _DROP, dict(zip(("job_", "team_", "channel_"), row, strict=True))
                )
            return len(rows)

        return await self._db.call(drop)


_PUT = upsert(read_cards)
_KNOW = (
    watched_jobs.update()
    .where(
        watched_jobs.c.team == sa.bindparam("team_"),
        watched_jobs.c.job_uuid == sa.bindparam("job_"),
        watched_jobs.c.encrypted.is_(None),
    )
    .values(
        encrypted=sa.bindparam("known_", type_=sa.LargeBinary), version=watched_jobs.c.version + 1
    )
)
"""Of a job that nobody has compared yet."""
_OLD = (
    sa.select(read_cards.c.job_uuid, read_cards.c.team, read_cards.c.channel)
    .where(read_cards.c.at < sa.bindparam("before_"))
    .order_by(read_cards.c.at)
    .limit(sa.bindparam("limit_"))
)
_KEY = (
    read_cards.c.job_uuid == sa.bindparam("job_"),
    read_cards.c.team == sa.bindparam("team_"),
)
_DROP = read_cards.delete().where(*_KEY, read_cards.c.channel == sa.bindparam("channel_"))
_ONE = sa.select(read_cards).where(*_KEY, read_cards.c.channel == sa.bindparam("channel_"))
