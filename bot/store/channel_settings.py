"""What is set for each channel. Read through a small cache, so that cards and forms cost no read of their own.

A run of a change reads it along (`RunStore.enter`); else it is read anew after `KNOWN_FOR`, so that what
another process set counts everywhere within seconds. The rows hold ids only: no name, no text of anybody.
"""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from bot.jobs.change import Member
from bot.jobs.channel_settings import USUAL, ChannelSettings, changed
from bot.store.audit_log import AuditEntry, append
from bot.store.change_rows import member_of
from bot.store.database import Database, upsert
from bot.store.member_tables import channel_settings
from bot.store.schema import Row

KNOWN_FOR = 5.0
"""Seconds for which what was read counts."""


@dataclass(frozen=True)
class StoredChannelSettings:
    """`member`: who set it last; `at`: Unix seconds. `version`: another one each time it is set."""

    member: Member
    channel: str
    settings: ChannelSettings
    at: float
    version: int


Known = Mapping[tuple[str, str], StoredChannelSettings]
"""By team and channel."""


class ChannelSettingsStore:
    """Every method raises `DatabaseDown`."""

    def __init__(self, db: Database, clock: Callable[[], float]) -> None:
        self._db, self._clock = db, clock
        self._known: Known = {}
        self._read_at = float("-inf")

    async def of(self, team: str, channel: str) -> ChannelSettings:
        """As it was set at most `KNOWN_FOR` ago."""
        if time.monotonic() - self._read_at > KNOWN_FOR:
            await self._db.call(self.read_along)
        stored = self._known.get((team, channel))
        return stored.settings if stored is not None else USUAL

    async def get(self, team: str, channel: str) -> StoredChannelSettings | None:
        """As it is set now; None: as usual."""
        await self._db.call(self.read_along)
        return self._known.get((team, channel))

    async def all(self) -> list[StoredChannelSettings]:
        await self._db.call(self.read_along)
        return list(self._known.values())

    def read_along(self, connection: sa.Connection) -> None:
        """In a transaction that is under way anyhow."""
        read_at = time.monotonic()
        rows = map(_stored, connection.execute(_ALL))
        self._known = {(each.member.team, each.channel): each for each in rows}
        self._read_at = read_at

    async def put(
        self, member: Member, channel: str, settings: ChannelSettings, *, was: int | None = None
    ) -> bool:
        """Sets all of it; recorded in the audit log with what is set another way now. `was`: the version that
        it replaces (0: nothing set), None for any. False, and nothing set, where it is another by now.
        """
        now = self._clock()

        def write(connection: sa.Connection) -> bool:
            self.read_along(connection)
            stored = self._known.get((member.team, channel))
            before = stored.settings if stored is not None else USUAL
            there = stored.version if stored is not None else 0
            row = {
                "enterprise": member.enterprise,
                "team": member.team,
                "channel": channel,
                "settings": json.dumps(settings.written()),
                "user_id": member.user,
                "at": now,
                # one that is set anew after an end is another than the one before
                "version": there + 1 if there else int(now),
            }
            values = row | {"was_": there if was is None else was}
            if not connection.execute(_PUT[connection.dialect.name], values).rowcount:
                return False
            detail = {name: settings.written()[name] for name in changed(before, settings)}
            entry = AuditEntry("channel.settings", member, place=channel, detail=detail)
            append(connection, [entry], now)
            self.read_along(connection)
            return True

        return await self._db.call(write)

    async def end(
        self, channel: str, member: Member, *, was: int | None = None, by_operator: bool = False
    ) -> bool:
        """The channel of the member's workspace is as usual again; whether anything was set. `was`: as in `put`."""
        statement = channel_settings.delete().where(
            channel_settings.c.channel == channel, channel_settings.c.team == member.team
        )
        if was is not None:
            statement = statement.where(channel_settings.c.version == was)
        who = member._replace(user="") if by_operator else member
        place = "command line" if by_operator else channel
        entry = AuditEntry("channel.settings_ended", who, place=place, subject=channel)

        def write(connection: sa.Connection) -> bool:
            ended = bool(connection.execute(statement).rowcount)
            append(connection, [entry] if ended else [], self._clock())
            self.read_along(connection)
            return ended

        return await self._db.call(write)


def _stored(row: Row) -> StoredChannelSettings:
    try:
        settings = ChannelSettings.read(json.loads(row.settings))
    except (ValueError, TypeError, AttributeError):  # damaged: as usual
        settings = USUAL
    return StoredChannelSettings(member_of(row), row.channel, settings, row.at, row.version)


_ALL = sa.select(channel_settings)
_PUT = upsert(channel_settings, channel_settings.c.version == sa.bindparam("was_"))
