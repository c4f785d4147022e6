"""Encrypted PropOps tokens by Slack member. A token leaves this file only inside a `Link`."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import orjson
import sqlalchemy as sa

from bot.jobs.change import Json, Member
from bot.store.audit_log import AuditEntry, append
from bot.store.change_rows import dumps, member_of
from bot.store.database import Database, upsert
from bot.store.encryption import CannotDecrypt, Encryption
from bot.store.schema import Row, tokens

_TOKEN = re.compile(r"[0-9a-fA-F]{64}")
_CACHED_FOR = 2.0
"""Seconds a token is cached: one set by another process is seen that soon."""
_MOST_CACHED = 500
LIFE = 90 * 86_400.0
"""Seconds a PropOps token lives from its making (the API's login page)."""
SOON_SECONDS = 7 * 86_400.0
_VERSION_LOCK = 7_002_002
"""Never changes: during an upgrade two releases share it."""


def valid_token(text: str) -> bool:
    """Has it the form of a PropOps token: 64 hex characters?"""
    return _TOKEN.fullmatch(text) is not None


class _Expiry:
    """What ends some day: `expires_at` where PropOps said when."""

    expires_at: float | None
    linked_at: float

    @property
    def ends_by(self) -> float:
        """When it ends, or the latest that a token can live that was good when it was linked."""
        return self.expires_at if self.expires_at is not None else self.linked_at + LIFE

    def ends_soon(self, now: float) -> bool:
        """Whether it ends within a week, for certain or at the latest."""
        return 0 < self.ends_by - now <= SOON_SECONDS


@dataclass(frozen=True)
class Link(_Expiry):
    """A member's token. `linked_as`: who they are at PropOps. `dead_at`: refused since then."""

    member: Member
    token: str = field(repr=False)
    expires_at: float | None = None
    linked_as: Json = field(default_factory=dict)
    dead_at: float | None = None
    linked_at: float = 0.0

    @property
    def account(self) -> str:
        """The name of their PropOps account, or its e-mail address; empty when nobody knows."""
        return str(self.linked_as.get("name") or self.linked_as.get("email") or "")


@dataclass(frozen=True)
class LinkedRow(_Expiry):
    """The same without the token; `broken` when that can't be decrypted."""

    member: Member
    expires_at: float | None
    linked_as: Json
    linked_at: float
    dead_at: float | None
    broken: bool = False


class TokenStore:
    """Members match exactly: an empty enterprise is its own, not a wildcard.

    Every method raises `DatabaseDown`.
    """

    def __init__(
        self, db: Database, encryption: Encryption, clock: Callable[[], float] = time.time
    ) -> None:
        self._db, self._encryption, self._clock = db, encryption, clock
        self._cache: dict[Member, tuple[float, Link | None]] = {}
        self.writes = 0
        """Of this process: a row that was read before the newest of them may be an older link's."""

    async def put(
        self,
        member: Member,
        token: str,
        expires_at: float | None = None,
        linked_as: Json | None = None,
        *,
        entry: AuditEntry | None = None,
    ) -> None:
        """Links the member, in place of any older link; a dead one lives again.

        Its version is later than that of any link before it, by the clock also than that of one
        which has been removed since.
        `entry` of the audit log is stored with it: at the same moment, and both or neither.
        """
        now = self._clock()
        row = {
            "enterprise": member.enterprise,
            "team": member.team,
            "user_id": member.user,
            "encrypted": self._encrypted(member, token),
            "expires_at": expires_at,
            "linked_as": dumps(linked_as or {}),
            "linked_at": now,
            "dead_at": None,
        }

        def write(connection: sa.Connection) -> None:
            if connection.dialect.name == "postgresql":  # versions are seen in their order
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_VERSION_LOCK)))
            version = max(1 + _newest(connection), round(now * 1_000_000))
            connection.execute(_PUT[connection.dialect.name], row | {"version": version})
            append(connection, [entry] if entry else [], now)

        await self._db.call(write)
        self._forget(member)

    async def get(self, member: Member) -> Link | None:
        """The member's link, dead or alive. Raises `CannotDecrypt`."""
        cached = self._cache.get(member)
        if cached is not None and time.monotonic() - cached[0] < _CACHED_FOR:
            return cached[1]
        writes = self.writes
        row = await self._db.call(lambda connection: token_row(connection, member))
        return self.remember(member, row, writes)

    def remember(self, member: Member, row: Row | None, writes: int) -> Link | None:
        """The link of a row that `token_row` read, which `get` gives from now on for a moment; not where a
        link was written since `writes` was taken, before the read. Raises `CannotDecrypt`.
        """
        linked = None if row is None else self._linked(row)
        if len(self._cache) >= _MOST_CACHED:
            self._cache.clear()
        if writes == self.writes:
            self._cache[member] = (time.monotonic(), linked)
        return linked

    def _forget(self, *members: Member) -> None:
        self.writes += 1
        for member in members:
            self._cache.pop(member, None)

    async def remove(self, member: Member) -> bool:
        """Whether there was one."""
        statement = tokens.delete().where(*_row_of(member))
        gone = bool(await self._db.call(lambda connection: connection.execute(statement).rowcount))
        self._forget(member)
        return gone

    async def remove_workspace(self, team: str, enterprise: str) -> int:
        """Every link of a workspace, or of an organisation when `team` is none; how many went.

        Decrypts no row, so that a damaged one goes too.
        """
        whose = tokens.c.team == team
        if not team.startswith("T"):
            whose = tokens.c.enterprise == (enterprise or team)
        statement = tokens.delete().where(whose)
        gone = await self._db.call(lambda connection: connection.execute(statement).rowcount)
        self._forget(*self._cache)
        return int(gone)

    async def all(self) -> list[LinkedRow]:
        """Every link, without tokens; a damaged one says so."""
        query = sa.select(tokens).order_by(tokens.c.enterprise, tokens.c.team, tokens.c.user_id)
        rows = await self._db.call(lambda connection: connection.execute(query).all())
        return [
            LinkedRow(
                member_of(row),
                _moment(row.expires_at),
                _account(row.linked_as) or {},
                _moment(row.linked_at) or 0.0,
                _moment(row.dead_at),
                broken=self._broken(row),
            )
            for row in rows
        ]

    async def mark_dead(self, member: Member, at: float, token: str | None = None) -> bool:
        """PropOps refused it. With `token`, only if that is still the one: a newer link stays."""

        def set_dead(connection: sa.Connection) -> bool:
            query = sa.select(tokens).where(*_row_of(member)).with_for_update()
            row = connection.execute(query).one_or_none()
            if row is None or (token is not None and self._is_another(row, token)):
                return False
            connection.execute(tokens.update().where(*_row_of(member)).values(dead_at=at))
            return True

        marked = await self._db.call(set_dead)
        self._forget(member)
        return marked

    async def newest_version(self) -> int:
        """The version of the latest link: it grows with every `put`, of any process."""
        return await self._db.call(_newest)

    async def linked_since(self, version: int) -> tuple[int, list[Member]]:
        """Who was linked after `version`, and the version to ask with the next time."""
        query = sa.select(tokens).where(tokens.c.version > version).order_by(tokens.c.version)
        rows = await self._db.call(lambda connection: connection.execute(query).all())
        members = [member_of(row) for row in rows]
        if members:
            self._forget(*members)
        return (rows[-1].version if rows else version), members

    def _encrypted(self, member: Member, token: str) -> bytes:
        """With its owner inside, so that a row copied to another member can't be decrypted."""
        return self._encryption.encrypt_json({"of": list(member), "token": token})

    def _linked(self, row: Row) -> Link:
        member = member_of(row)
        return Link(
            member,
            self._token(row, member),
            _moment(row.expires_at),
            _account(row.linked_as) or {},
            _moment(row.dead_at),
            _moment(row.linked_at) or 0.0,
        )

    def _token(self, row: Row, member: Member) -> str:
        try:
            content = self._encryption.decrypt_json(row.encrypted)
        except CannotDecrypt:
            raise CannotDecrypt("a PropOps token") from None
        if not isinstance(content, dict) or content.get("of") != list(member):
            raise CannotDecrypt("a PropOps token")
        return str(content["token"])

    def _broken(self, row: Row) -> bool:
        try:
            self._token(row, member_of(row))
        except CannotDecrypt:
            return True
        times = (row.expires_at, row.linked_at, row.dead_at)
        damaged = any(each is not None and _moment(each) is None for each in times)
        return damaged or _account(row.linked_as) is None

    def _is_another(self, row: Row, token: str) -> bool:
        try:
            return self._token(row, member_of(row)) != token
        except CannotDecrypt:
            return False


def _moment(value: object) -> float | None:
    """Unix seconds; None also for a damaged column, which is nobody else's trouble."""
    return float(value) if isinstance(value, int | float) else None


def _account(text: object) -> Json | None:
    """Who they are at PropOps; None where that can't be read."""
    try:
        account = orjson.loads(text if isinstance(text, str | bytes) else b"")
    except orjson.JSONDecodeError:
        return None
    return account if isinstance(account, dict) else None


def token_row(connection: sa.Connection, member: Member) -> Row | None:
    """The member's row, inside a transaction; `TokenStore.remember` makes a link of it."""
    enterprise, team, user = member
    values = {"enterprise_": enterprise, "team_": team, "user_": user}
    return connection.execute(_OF_MEMBER, values).one_or_none()


def _newest(connection: sa.Connection) -> int:
    return int(connection.execute(sa.select(sa.func.max(tokens.c.version))).scalar() or 0)


def _row_of(member: Member) -> list[sa.ColumnElement[bool]]:
    return [
        tokens.c.enterprise == member.enterprise,
        tokens.c.team == member.team,
        tokens.c.user_id == member.user,
    ]


_OF_MEMBER = sa.select(tokens).where(
    tokens.c.enterprise == sa.bindparam("enterprise_"),
    tokens.c.team == sa.bindparam("team_"),
    tokens.c.user_id == sa.bindparam("user_"),
)
_PUT = upsert(tokens)
