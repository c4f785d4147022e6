"""Cards of jobs that were read, not changed: each with its job as it was shown first, and who read it.

What a card shows is drawn from the change it shows; one that a channel was told because it follows the job
shows none. The job is kept encrypted, without its private fields.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import sqlalchemy as sa

from bot.jobs.change import Member
from bot.jobs.forms import SENSITIVE
from bot.jobs.model import Job
from bot.store.cards import PostedCard
from bot.store.change_history import RecentCard
from bot.store.change_rows import member_of
from bot.store.database import Database, upsert
from bot.store.encryption import CannotDecrypt, Encryption
from bot.store.member_tables import read_cards
from bot.store.schema import cards


class ReadJob(NamedTuple):
    """A job as its card showed it first, and with whose account it was read."""

    job: Job
    member: Member


class ReadCardStore:
    """Every method raises `DatabaseDown`."""

    def __init__(self, db: Database, encryption: Encryption, clock: Callable[[], float]) -> None:
        self._db, self._encryption, self._clock = db, encryption, clock

    async def put(self, channel: str, job: Job, member: Member) -> None:
        """In place of an earlier one of the card."""
        shown = job.model_dump(mode="json", exclude=set(SENSITIVE) | {"tenants_ids"})
        row = {
            "job_uuid": job.uuid,
            "team": member.team,
            "channel": channel,
            "enterprise": member.enterprise,
            "user_id": member.user,
            "encrypted": self._encryption.encrypt_json(shown),
            "at": self._clock(),
        }
        await self._db.call(
            lambda connection: connection.execute(_PUT[connection.dialect.name], row).rowcount
        )

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

    async def to_compare(self, after: str, limit: int) -> Sequence[RecentCard]:
        """At most so many that show no change since, of jobs whose uuid comes after this one, in its order."""
        values = {"after_": after, "limit_": limit}
        rows = await self._db.call(lambda connection: connection.execute(_AFTER, values).all())
        count = len(PostedCard.__dataclass_fields__)
        return [RecentCard(PostedCard(*row[:count]), Member(*row[count:])) for row in rows]

    async def purge(self, before: float) -> int:
        """Drops those of before then (Unix seconds); how many it was. Their cards stay as they are."""
        values = {"before_": before}
        return int(
            await self._db.call(lambda connection: connection.execute(_OLD, values).rowcount)
        )


_PUT = upsert(read_cards)
_OLD = read_cards.delete().where(read_cards.c.at < sa.bindparam("before_"))
_ONE = sa.select(read_cards).where(
    read_cards.c.job_uuid == sa.bindparam("job_"),
    read_cards.c.team == sa.bindparam("team_"),
    read_cards.c.channel == sa.bindparam("channel_"),
)
_AFTER = (
    sa.select(
        *(cards.c[name] for name in PostedCard.__dataclass_fields__),
        *(read_cards.c[name] for name in ("enterprise", "team", "user_id")),
    )
    .join(
        cards,
        sa.and_(
            cards.c.job_uuid == read_cards.c.job_uuid,
            cards.c.team == read_cards.c.team,
            cards.c.channel == read_cards.c.channel,
        ),
    )
    .where(
        read_cards.c.job_uuid > sa.bindparam("after_"),
        cards.c.change_id == sa.literal_column("''", sa.Text),
        sa.not_(cards.c.job_deleted),
    )
    .order_by(read_cards.c.job_uuid)
    .limit(sa.bindparam("limit_"))
)
