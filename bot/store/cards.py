"""Where each job's card was posted: one card for a job in a channel.

The row is there before the card: whoever writes it has the claim to post it, for every process on the
database. A claim whose process died goes to the next who wants to show the job; the key that the card is
posted under stays that of the first, so that a card posted just before the crash is found again.
"""

from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from bot.jobs.deletions import PendingDeletion
from bot.store.database import Database, insert_once, upsert
from bot.store.indexes import CHANGES_BY_ITSELF, SHOWS_MONEY
from bot.store.pending_deletions import pending_deletion
from bot.store.schema import cards
from bot.store.watched_jobs import watch_job

USUALLY_COMPARED = 300.0
"""Seconds."""


@dataclass(frozen=True)
class PostedCard:
    """`ts` is empty until Slack has it. `job_updated_at`: of the job as the card shows it.

    `attempt`: the number its buttons carry, part of the idempotency key of a press. `change_id`: the
    change that it shows, which ended at `change_ended_at` (Unix seconds; 0 in rows of older releases);
    `posted_by`: the change whose card the message was, or will be, at first; `claimed_at`: since when
    somebody is posting it (Unix seconds). `shows_money`: whether it was drawn with amounts.
    `missing_since`: when PropOps first said that it does not find the job (Unix seconds; 0: it finds it).
    `next_at`: when what it says comes next is no longer so, only because time goes by (Unix seconds; 0: never).
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
    claimed_at: float = 0.0
    missing_since: float = 0.0
    next_at: float = 0.0


class CardStore:
    """Every method raises `DatabaseDown`."""

    def __init__(self, db: Database, compared_every: float = USUALLY_COMPARED) -> None:
        """`compared_every`: seconds until the job of a card is compared with PropOps."""
        self._db, self._compared_every = db, compared_every

    async def get(self, team: str, channel: str, job_uuid: str) -> PostedCard | None:
        values = {"team_": team, "channel_": channel, "job_": job_uuid}
        row = await self._db.call(lambda connection: connection.execute(_ONE, values).one_or_none())
        return None if row is None else PostedCard(*row)

    async def at(self, team: str, channel: str, ts: str) -> PostedCard | None:
        """The card that this message is, if it is one."""
        if not ts:
            return None
        values = {"team_": team, "channel_": channel, "ts_": ts}
        row = await self._db.call(lambda connection: connection.execute(_AT_TS, values).first())
        return None if row is None else PostedCard(*row)

    async def for_job(self, team: str, job_uuid: str) -> list[PostedCard]:
        """Every card of the job, one a channel."""
        return await self._db.call(lambda connection: cards_of(connection, team, job_uuid))

    async def pending_deletion(self, team: str, job_uuid: str) -> PendingDeletion | None:
        """The deletion of the job that waits: for approval, or for its time to be undone to be over."""
        return await self._db.call(lambda connection: pending_deletion(connection, team, job_uuid))

    async def claim(self, card: PostedCard, gone: str, abandoned_before: float) -> PostedCard:
        """The row as it is now: the caller may post where it has no `ts` and their `claimed_at`.

        `card`: the claim. `gone`: the time stamp of a message that was deleted, if it was. A claim of
        before `abandoned_before` (Unix seconds) is taken over, and keeps the change it is `posted_by`.
        """
        keys = {"team_": card.team, "channel_": card.channel, "job_": card.job_uuid}
        mine = {"posted_by_": card.posted_by, "claimed_": card.claimed_at}

        def take(connection: sa.Connection) -> PostedCard:
            claim_card(connection, card, self._compared_every)
            if gone:
                connection.execute(_CLAIM_GONE, keys | mine | {"gone_": gone})
            old = {"abandoned_": abandoned_before}
            connection.execute(_CLAIM_AGAIN, keys | mine | old)
            return PostedCard(*connection.execute(_ONE, keys).one())

        return await self._db.call(take)

    async def release(self, card: PostedCard) -> None:
        """The card can't be posted: whoever comes next may try anew."""
        keys = {"team_": card.team, "channel_": card.channel, "job_": card.job_uuid}
        mine = {"posted_by_": card.posted_by}
        await self._db.call(lambda connection: connection.execute(_RELEASE, keys | mine).rowcount)

    async def forget(self, card: PostedCard) -> None:
        """Somebody has deleted its message: the job's next change in that channel posts it anew."""
        keys = {"team_": card.team, "channel_": card.channel, "job_": card.job_uuid}
        gone = {"gone_": card.ts}
        await self._db.call(lambda connection: connection.execute(_FORGET, keys | gone).rowcount)

    async def replace(self, card: PostedCard, was: PostedCard) -> bool:
        """False where the row is not `was` any more: somebody else has drawn the card since."""
        values = {name: getattr(card, name) for name in _CHANGING}
        keys = {"team_": was.team, "channel_": was.channel, "job_": was.job_uuid}
        seen = {f"was_{name}": getattr(was, name) for name in _CHANGING}
        return bool(
            await self._db.call(
                lambda connection: connection.execute(_REPLACE, values | keys | seen).rowcount
            )
        )

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

    async def take_changing(self, now: float, until: float, limit: int) -> list[PostedCard]:
        """Cards whose job waits for another thing by now, each for one caller until then: see `next_at`.

        They come as they are in the table from then on. Unix seconds.
        """

        def take(connection: sa.Connection) -> list[PostedCard]:
            rows = connection.execute(_CHANGING_BY_NOW, {"now_": now, "limit_": limit}).all()
            taken = [PostedCard(*row) for row in rows]
            for each in taken:
                keys = {"team_": each.team, "channel_": each.channel, "job_": each.job_uuid}
                connection.execute(_PUT_OFF, keys | {"until_": until})
            return [replace(each, next_at=until) for each in taken]

        return await self._db.call(take)

    async def put(self, card: PostedCard) -> None:
        """In place of the one there is."""
        row = dict(vars(card))
        await self._db.call(
            lambda connection: connection.execute(_PUT[connection.dialect.name], row).rowcount
        )


def cards_of(connection: sa.Connection, team: str, job_uuid: str) -> list[PostedCard]:
    """Every card of the job, inside a transaction."""
    found = connection.execute(_OF_JOB, {"team_": team, "job_": job_uuid})
    return [PostedCard(*row) for row in found]


def claim_card(connection: sa.Connection, card: PostedCard, compared_every: float) -> None:
    """Inside a transaction: nothing where the job has a card in the channel, or a claim to one; but its
    job is watched from now on, and first compared after so many seconds.
    """
    connection.execute(_CLAIM[connection.dialect.name], vars(card))
    now = card.claimed_at
    watch_job(connection, card.team, card.job_uuid, now, now + compared_every)


_COLUMNS: list[sa.Column[Any]] = [cards.c[name] for name in PostedCard.__dataclass_fields__]
_OF_JOB = (
    sa.select(*_COLUMNS)
    .where(cards.c.team == sa.bindparam("team_"), cards.c.job_uuid == sa.bindparam("job_"))
    .order_by(cards.c.channel)
)
_ONE = _OF_JOB.where(cards.c.channel == sa.bindparam("channel_"))
_AT_TS = sa.select(*_COLUMNS).where(
    cards.c.team == sa.bindparam("team_"),
    cards.c.channel == sa.bindparam("channel_"),
    cards.c.ts == sa.bindparam("ts_"),
)
_NEXT_CHANNEL = sa.select(sa.func.min(cards.c.channel)).where(
    SHOWS_MONEY, cards.c.channel > sa.bindparam("after_")
)
_WITH_MONEY = (
    sa.select(*_COLUMNS)
    .where(SHOWS_MONEY, cards.c.channel == sa.bindparam("channel_"))
    .limit(sa.bindparam("limit_"))
)
_CHANGING_BY_NOW = (
    sa.select(*_COLUMNS)
    .where(CHANGES_BY_ITSELF, cards.c.next_at <= sa.bindparam("now_", type_=sa.Double))
    .order_by(cards.c.next_at)
    .limit(sa.bindparam("limit_"))
    .with_for_update(skip_locked=True)
)
_PUT = upsert(cards)
_CLAIM = insert_once(cards)
_AT = (
    cards.c.team == sa.bindparam("team_"),
    cards.c.channel == sa.bindparam("channel_"),
    cards.c.job_uuid == sa.bindparam("job_"),
)
_PUT_OFF = cards.update().where(*_AT).values(next_at=sa.bindparam("until_", type_=sa.Double))
_CLAIMED = {"claimed_at": sa.bindparam("claimed_", type_=sa.Double)}
_CLAIM_GONE = (
    cards.update()
    .where(*_AT, cards.c.ts == sa.bindparam("gone_"))
    .values(ts="", posted_by=sa.bindparam("posted_by_"), **_CLAIMED)
)
_CLAIM_AGAIN = (
    cards.update()
    .where(*_AT, cards.c.ts == sa.literal_column("''", sa.Text))
    .where(
        sa.or_(
            cards.c.posted_by == sa.bindparam("posted_by_"),
            cards.c.claimed_at < sa.bindparam("abandoned_", type_=sa.Double),
        )
    )
    .values(**_CLAIMED)
)
_RELEASE = cards.delete().where(
    *_AT,
    cards.c.ts == sa.literal_column("''", sa.Text),
    cards.c.posted_by == sa.bindparam("posted_by_"),
)
_FORGET = cards.delete().where(*_AT, cards.c.ts == sa.bindparam("gone_"))
_CHANGING = tuple(
    name for name in PostedCard.__dataclass_fields__ if name not in {"team", "channel", "job_uuid"}
)
_REPLACE = (
    cards.update()
    .where(*_AT, *(cards.c[name] == sa.bindparam(f"was_{name}") for name in _CHANGING))
    .values(**{name: sa.bindparam(name) for name in _CHANGING})
)
