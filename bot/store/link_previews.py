"""Which links to jobs were shown a preview, so that it stays true while it is recent."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import sqlalchemy as sa

from bot.jobs.change import Member
from bot.store.database import Database, upsert
from bot.store.encryption import CannotDecrypt, Encryption
from bot.store.member_tables import link_previews
from bot.store.schema import Row

FOLLOWED_FOR = 7 * 86_400.0
"""Seconds for which a preview is kept true; it says of when it is."""


@dataclass(frozen=True)
class LinkPreview:
    """One link in one message. `user_id`: who shared it; `at`: when it was shown first (Unix seconds).

    `job_updated_at`: of the job as the preview shows it, empty where it can't be shown;
    `shows_money`: whether with amounts.
    """

    team: str
    enterprise: str
    user_id: str
    channel: str
    ts: str
    url: str
    job_uuid: str
    at: float
    job_updated_at: str = ""
    shows_money: bool = False

    @property
    def member(self) -> Member:
        return Member(self.enterprise, self.team, self.user_id)


class LinkPreviewStore:
    """Links are encrypted, since people paste more than the page of a job. Every method raises
    `DatabaseDown`.
    """

    def __init__(self, db: Database, encryption: Encryption) -> None:
        self._db, self._encryption = db, encryption

    async def put(self, previews: Sequence[LinkPreview]) -> None:
        """All previews of one message, in place of those there are."""
        rows = [self._row(number, each) for number, each in enumerate(previews)]

        def write(connection: sa.Connection) -> None:
            for place in {(each.team, each.channel, each.ts) for each in previews}:
                connection.execute(_FORGET, _message(*place))
            for row in rows:
                connection.execute(_PUT[connection.dialect.name], row)

        await self._db.call(write)

    def _row(self, number: int, preview: LinkPreview) -> dict[str, Any]:
        row = asdict(preview) | {"number": number}
        return row | {"encrypted": self._encryption.encrypt_json({"url": row.pop("url")})}

    async def of_job(self, team: str, job_uuid: str, since: float, limit: int) -> list[LinkPreview]:
        """Shown at first after `since` (Unix seconds), the newest first."""
        values = {"team_": team, "job_": job_uuid, "since_": since, "limit_": limit}
        return await self._read(_OF_JOB, values)

    async def in_message(self, team: str, channel: str, ts: str) -> list[LinkPreview]:
        return await self._read(_IN_MESSAGE, _message(team, channel, ts))

    async def with_money(self, channel: str, since: float, limit: int) -> list[LinkPreview]:
        """Of this channel, shown with amounts at first after `since` (Unix seconds)."""
        values = {"channel_": channel, "since_": since, "limit_": limit}
        return await self._read(_WITH_MONEY, values)

    async def recent(self, since: float, limit: int) -> list[LinkPreview]:
        """Shown at first after `since` (Unix seconds), the newest first."""
        return await self._read(_RECENT, {"since_": since, "limit_": limit})

    async def forget(self, team: str, channel: str, ts: str) -> None:
        """What the message shows stays as it is."""
        values = _message(team, channel, ts)
        await self._db.call(lambda connection: connection.execute(_FORGET, values).rowcount)

    async def purge(self, before: float, limit: int = 500) -> int:
        """Drops at most `limit` of before then (Unix seconds); how many it was."""

        def drop(connection: sa.Connection) -> int:
            rows = connection.execute(_OLD, {"before_": before, "limit_": limit}).all()
            for *message, number in rows:
                connection.execute(_DROP, _message(*message) | {"number_": number})
            return len(rows)

        return await self._db.call(drop)

    async def _read(self, statement: sa.Select[Any], values: dict[str, Any]) -> list[LinkPreview]:
        rows = await self._db.call(lambda connection: connection.execute(statement, values).all())
        return [preview for row in rows if (preview := self._preview(row)) is not None]

    def _preview(self, row: Row) -> LinkPreview | None:
        """None for one that no key decrypts."""
        try:
            url = str(self._encryption.decrypt_json(row.encrypted)["url"])
        except CannotDecrypt:
            return None
        return LinkPreview(url=url, **{name: getattr(row, name) for name in _NAMES})


def _message(team: str, channel: str, ts: str) -> dict[str, Any]:
    return {"team_": team, "channel_": channel, "ts_": ts}


_NAMES = tuple(name for name in LinkPreview.__dataclass_fields__ if name != "url")
_COLUMNS: list[sa.Column[Any]] = [link_previews.c[name] for name in (*_NAMES, "encrypted")]
_ALL = sa.select(*_COLUMNS)
_PUT = upsert(link_previews)
_OF_JOB = (
    _ALL.where(
        link_previews.c.job_uuid == sa.bindparam("job_"),
        link_previews.c.team == sa.bindparam("team_"),
        link_previews.c.at > sa.bindparam("since_"),
    )
    .order_by(link_previews.c.at.desc())
    .limit(sa.bindparam("limit_"))
)
_MESSAGE = (
    link_previews.c.team == sa.bindparam("team_"),
    link_previews.c.channel == sa.bindparam("channel_"),
    link_previews.c.ts == sa.bindparam("ts_"),
)
_IN_MESSAGE = _ALL.where(*_MESSAGE).order_by(link_previews.c.number)
_WITH_MONEY = _ALL.where(
    link_previews.c.channel == sa.bindparam("channel_"),
    link_previews.c.shows_money,
    link_previews.c.at > sa.bindparam("since_"),
).limit(sa.bindparam("limit_"))
_RECENT = (
    _ALL.where(link_previews.c.at > sa.bindparam("since_"))
    .order_by(link_previews.c.at.desc())
    .limit(sa.bindparam("limit_"))
)
_FORGET = link_previews.delete().where(*_MESSAGE)
_DROP = _FORGET.where(link_previews.c.number == sa.bindparam("number_"))
_OLD = (
    sa.select(
        *(link_previews.c.team, link_previews.c.channel),
        *(link_previews.c.ts, link_previews.c.number),
    )
    .where(link_previews.c.at < sa.bindparam("before_"))
    .order_by(link_previews.c.at)
    .limit(sa.bindparam("limit_"))
)
