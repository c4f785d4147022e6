"""Where each job's card was posted: one card for a job in a channel."""

from dataclasses import asdict, dataclass
from typing import Any

import sqlalchemy as sa

from bot.store.database import Database, upsert
from bot.store.indexes import SHOWS_MONEY
from bot.store.schema import cards


@dataclass(frozen=True)
class PostedCard:
    """`ts` is empty until Slack has it. `job_updated_at`: of the job as the card shows it.

    `attempt`: the number its buttons carry, part of the idempotency key of a press. `change_id`: the
    change that it shows, which ended at `change_ended_at` (Unix seconds; 0 in rows of older releases);
    `posted_by`: the change whose card the message was at first.
    `shows_money`: whether it was drawn with amounts.
    """

    team: str
    enterprise: str
    channel: str
    job_uuid: str
    ts: str = ""
    change_id: str = ""
    job_updated_at: str = ""
    job_deleted: bool = False
    attempt: int = 0
    change_ended_at: float = 0.0
    posted_by: str = ""
    shows_money: bool = False


class CardStore:
    """Every method raises `DatabaseDown`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def get(self, team: str, channel: str, job_uuid: str) -> PostedCard | None:
        values = {"team_": team, "channel_": channel, "job_": job_uuid}
        row = await self._db.call(lambda connection: connection.execute(_ONE, values).one_or_none())
        return None if row is None else PostedCard(*row)

    async def for_job(self, team: str, job_uuid: str) -> list[PostedCard]:
        """Every card of the job, one a channel."""
        return await self._db.call(lambda connection: cards_of(connection, team, job_uuid))

    async def channel_with_money(self, after: str) -> str:
        """The next channel, in the order of ids, with cards that were drawn with amounts; `""` after the last."""
        found = await self._db.call(
            lambda connection: connection.execute(_NEXT_CHANNEL, {"after_": after}).scalar()
        )
        return str(found or "")

    async def with_money(self, channel: str, limit: int) -> list[PostedCard]:
        """Cards of this channel that were drawn with amounts."""
        values = {"channel_": channel, "limit_": limit}
        rows = await self._db.call(lambda connection: connection.execute(_WITH_MONEY, values).all())
        return [PostedCard(*row) for row in rows]

    async def put(self, card: PostedCard) -> None:
        """In place of the one there is."""
        row = asdict(card)
        await self._db.call(
            lambda connection: connection.execute(_PUT[connection.dialect.name], row).rowcount
        )


def cards_of(connection: sa.Connection, team: str, job_uuid: str) -> list[PostedCard]:
    """Every card of the job, inside a transaction."""
    found = connection.execute(_OF_JOB, {"team_": team, "job_": job_uuid})
    return [PostedCard(*row) for row in found]


_COLUMNS: list[sa.Column[Any]] = [cards.c[name] for name in PostedCard.__dataclass_fields__]
_OF_JOB = (
    sa.select(*_COLUMNS)
    .where(cards.c.team == sa.bindparam("team_"), cards.c.job_uuid == sa.bindparam("job_"))
    .order_by(cards.c.channel)
)
_ONE = _OF_JOB.where(cards.c.channel == sa.bindparam("channel_"))
_NEXT_CHANNEL = sa.select(sa.func.min(cards.c.channel)).where(
    SHOWS_MONEY, cards.c.channel > sa.bindparam("after_")
)
_WITH_MONEY = (
    sa.select(*_COLUMNS)
    .where(SHOWS_MONEY, cards.c.channel == sa.bindparam("channel_"))
    .limit(sa.bindparam("limit_"))
)
_PUT = upsert(cards)
