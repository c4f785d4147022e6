"""Where each job's card hangs: one card for a job in a channel."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import sqlalchemy as sa

from bot.store.database import Database
from bot.store.schema import cards
from bot.store.upsert import upsert


@dataclass(frozen=True)
class PostedCard:
    """`ts` is empty until Slack has it; `digest` says what was last drawn; `gone`: deleted there.

    `attempts` counts presses of its buttons, which carry it in their keys.
    """

    team: str
    enterprise: str
    channel: str
    job_uuid: str
    ts: str = ""
    change_id: str = ""
    digest: str = ""
    gone: bool = False
    attempts: int = 0


class CardStore:
    """Every method raises `DatabaseDown`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def get(self, team: str, channel: str, job_uuid: str) -> PostedCard | None:
        return await self._one(_where(team, channel, job_uuid))

    async def by_message(self, team: str, channel: str, ts: str) -> PostedCard | None:
        return await self._one([cards.c.team == team, cards.c.channel == channel, cards.c.ts == ts])

    async def for_job(self, team: str, job_uuid: str) -> list[PostedCard]:
        """Every card of the job, one a channel."""
        query = (
            sa.select(*_COLUMNS)
            .where(cards.c.team == team, cards.c.job_uuid == job_uuid)
            .order_by(cards.c.channel)
        )
        rows = await self._db.call(lambda connection: connection.execute(query).all())
        return [PostedCard(*row) for row in rows]

    async def put(self, card: PostedCard) -> None:
        """In place of the one there is."""
        row = asdict(card)
        await self._db.call(
            lambda connection: connection.execute(_PUT[connection.dialect.name], row).rowcount
        )

    async def forget(self, team: str, channel: str, job_uuid: str) -> bool:
        """Whether there was one."""
        statement = cards.delete().where(*_where(team, channel, job_uuid))
        return bool(await self._db.call(lambda connection: connection.execute(statement).rowcount))

    async def _one(self, where: Sequence[sa.ColumnElement[bool]]) -> PostedCard | None:
        query = sa.select(*_COLUMNS).where(*where).limit(1)
        row = await self._db.call(lambda connection: connection.execute(query).one_or_none())
        return None if row is None else PostedCard(*row)


_COLUMNS: list[sa.Column[Any]] = [cards.c[name] for name in PostedCard.__dataclass_fields__]


def _where(team: str, channel: str, job_uuid: str) -> list[sa.ColumnElement[bool]]:
    return [cards.c.team == team, cards.c.channel == channel, cards.c.job_uuid == job_uuid]


_PUT = upsert(cards)
