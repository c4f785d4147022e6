"""Where the app is installed: one row for each workspace or organisation, its tokens encrypted."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from bot.jobs.change import Member
from bot.store.audit_log import AuditEntry, append
from bot.store.database import Database, upsert
from bot.store.encryption import CannotDecrypt, Encryption
from bot.store.schema import Row
from bot.store.workspace_tables import installations


@dataclass(frozen=True)
class Installation:
    """`team` is empty for a whole organisation, `enterprise` outside Enterprise Grid.

    `bot_user`, `bot`, `app`: Slack's ids. `token`: empty once it has ended, and where no key decrypts
    it. `expires_at`: Unix seconds, of a token that is rotated. `version` grows with each token;
    `refused_version`: that of a token which Slack renews no more.
    """

    enterprise: str
    team: str
    name: str = ""
    app: str = ""
    bot_user: str = ""
    bot: str = ""
    url: str = ""
    scopes: str = ""
    installed_by: str = ""
    installed_at: float = 0.0
    token: str = field(default="", repr=False)
    refresh_token: str = field(default="", repr=False)
    expires_at: float | None = None
    version: int = 0
    refused_version: int = 0
    ended_at: float | None = None
    ended_why: str = ""

    @property
    def is_refused(self) -> bool:
        """Whether Slack gives no token any more for the one there is: it works until its end."""
        return self.ended_at is None and 0 < self.version == self.refused_version

    def works(self, now: float) -> bool:
        """Whether Slack takes its token. `now`: Unix seconds."""
        is_over = self.expires_at is not None and self.expires_at <= now
        return self.ended_at is None and bool(self.token) and not is_over

    def trouble(self, now: float) -> str:
        """Why it has to be installed again, in a few words; empty while all is well, and once it ended."""
        if self.ended_at is not None:
            return ""
        if not self.token:
            return "its token can't be decrypted"
        if not self.works(now):
            return "its token has ended"
        return "its token ends soon, and Slack gives no new one" if self.is_refused else ""

    @property
    def workspace(self) -> Member:
        """As the audit names it."""
        return Member(self.enterprise, self.team, "")


class InstallationStore:
    """`clock`: Unix seconds. Every method raises `DatabaseDown`."""

    def __init__(
        self, db: Database, encryption: Encryption, clock: Callable[[], float] = time.time
    ) -> None:
        self._db, self._encryption, self._clock = db, encryption, clock

    async def put(self, installation: Installation) -> None:
        """The app was installed there, maybe anew: what there was of an earlier installation is gone."""
        now = self._clock()
        row = {name: getattr(installation, name) for name in _TOLD}
        row |= {
            "encrypted": self._sealed(installation),
            "installed_at": now,
            "rotating_until": 0.0,
            "ended_at": None,
            "ended_why": "",
        }
        entry = AuditEntry(
            "workspace.installed", installation.workspace, subject=installation.installed_by
        )

        def write(connection: sa.Connection) -> None:
            before = connection.execute(_LOCKED, _key(installation)).one_or_none()
            version, lease = (before.version, before.rotation) if before else (0, 0)
            row["version"], row["rotation"], row["rotated_by"] = version + 1, lease + 1, lease + 1
            connection.execute(_PUT[connection.dialect.name], row)
            append(connection, [entry], now)

        await self._db.call(write)

    async def all(self) -> list[Installation]:
        """Ended ones too, in the order of their ids."""
        rows = await self._db.call(lambda connection: connection.execute(_ALL).all())
        return [self._read(row) for row in rows]

    async def get(self, enterprise: str, team: str) -> Installation | None:
        key = {"enterprise_": enterprise, "team_": team}
        row = await self._db.call(lambda connection: connection.execute(_ONE, key).one_or_none())
        return None if row is None else self._read(row)

    async def end(self, installation: Installation, why: str) -> bool:
        """Whether it had not ended before. Its tokens are deleted; the row says that it was there."""
        now = self._clock()
        statement = (
            installations.update()
            .where(*_SAME, installations.c.ended_at.is_(None))
            .values(ended_at=now, ended_why=why, encrypted=None, expires_at=None, rotating_until=0)
        )
        entry = AuditEntry("workspace.ended", installation.workspace, outcome=why)

        def write(connection: sa.Connection) -> bool:
            ended = bool(connection.execute(statement, _key(installation)).rowcount)
            append(connection, [entry] if ended else [], now)
            return ended

        return await self._db.call(write)

    async def take_rotation(self, installation: Installation, lease: float) -> int | None:
        """The number of a lease, with which the caller alone of all replicas asks for a new token within
        `lease` seconds; None while another has one. Numbers grow.
        """
        now = self._clock()
        statement = (
            installations.update()
            .where(*_SAME, installations.c.ended_at.is_(None))
            .where(installations.c.version == installation.version)
            .where(installations.c.rotating_until <= now)
            .values(rotating_until=now + lease, rotation=installations.c.rotation + 1)
            .returning(installations.c.rotation)
        )
        key = _key(installation)
        number = await self._db.call(lambda connection: connection.execute(statement, key).scalar())
        return None if number is None else int(number)

    async def end_rotation(self, installation: Installation, lease: int) -> None:
        """It came to nothing: anybody may try again. `lease`: its number; a later one goes on."""
        statement = (
            installations.update()
            .where(*_SAME, installations.c.rotation == lease)
            .values(rotating_until=0)
        )
        await self._changed(statement, installation)

    async def put_rotated(self, installation: Installation, lease: int) -> bool:
        """The new tokens that lease number `lease` brought. False where the installation has ended, or its
        tokens are of a later lease or installation: then these are worth less, and dropped.

        That the lease has run out does no harm: Slack gave these tokens, and may give no others.
        """
        rotation, until = installations.c.rotation, installations.c.rotating_until
        statement = (
            installations.update()
            .where(*_SAME, installations.c.ended_at.is_(None))
            .where(installations.c.rotated_by < lease)
            .values(
                encrypted=self._sealed(installation),
                expires_at=installation.expires_at,
                version=installations.c.version + 1,
                rotated_by=lease,
                rotating_until=sa.case((rotation == lease, 0.0), else_=until),
            )
        )
        return await self._changed(statement, installation)

    async def refuse_rotation(self, installation: Installation) -> bool:
        """Slack renews this token no more. Whether that was not known, and there is no newer token."""
        statement = (
            installations.update()
            .where(*_SAME, installations.c.ended_at.is_(None))
            .where(installations.c.version == installation.version)
            .where(installations.c.refused_version != installation.version)
            .values(refused_version=installation.version)
        )
        return await self._changed(statement, installation)

    async def _changed(self, statement: sa.Update, installation: Installation) -> bool:
        key = _key(installation)
        return await self._db.call(
            lambda connection: bool(connection.execute(statement, key).rowcount)
        )

    def _sealed(self, installation: Installation) -> bytes:
        """With whose they are inside, so that a row copied to another workspace can't be decrypted."""
        whose = [installation.enterprise, installation.team]
        content = {"of": whose, "token": installation.token, "refresh": installation.refresh_token}
        return self._encryption.encrypt_json(content)

    def _read(self, row: Row) -> Installation:
        token, refresh = self._tokens(row)
        told = {name: getattr(row, name) for name in _TOLD}
        more = {name: getattr(row, name) for name in _MORE}
        return Installation(token=token, refresh_token=refresh, **told, **more)

    def _tokens(self, row: Row) -> tuple[str, str]:
        """Empty ones where no key decrypts them."""
        if row.encrypted is None:
            return "", ""
        try:
            content = self._encryption.decrypt_json(row.encrypted)
        except CannotDecrypt:
            return "", ""
        if not isinstance(content, dict) or content.get("of") != [row.enterprise, row.team]:
            return "", ""
        return str(content["token"]), str(content["refresh"])


def _key(installation: Installation) -> dict[str, Any]:
    return {"enterprise_": installation.enterprise, "team_": installation.team}


_TOLD = (
    *("enterprise", "team", "name", "app", "bot_user", "bot", "url", "scopes"),
    *("installed_by", "expires_at"),
)
_MORE = ("installed_at", "version", "refused_version", "ended_at", "ended_why")
_SAME = (
    installations.c.enterprise == sa.bindparam("enterprise_"),
    installations.c.team == sa.bindparam("team_"),
)
_ONE = sa.select(installations).where(*_SAME)
_LOCKED = _ONE.with_for_update()
_ALL = sa.select(installations).order_by(installations.c.enterprise, installations.c.team)
_PUT = upsert(installations)
