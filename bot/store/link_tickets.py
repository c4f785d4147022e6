"""Addresses of the link page: each for one person, one use, fifteen minutes."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, NamedTuple

import sqlalchemy as sa

from bot.jobs.change import Member
from bot.store.change_rows import member_of
from bot.store.database import Database
from bot.store.encryption import Encryption
from bot.store.member_bounds import beyond_newest
from bot.store.member_tables import link_tickets
from bot.store.signed_text import content_of, digest_of, signed

_LOCK = 7_002_014
"""Never changes: during an upgrade two releases share it."""
LIFE = 15 * 60.0
"""Seconds an address works."""
REISSUE_WITHIN = 60.0
"""Seconds after a press in which an address that is over leads on to a fresh one."""
MOST_TRIES = 5
"""Wrong tokens or passwords that one address bears."""
BUSY_WITHIN = 180.0
"""Seconds that one try takes at most; after a crash in it the address works again."""

TryBegun = Literal["begun", "busy", "worn"]


@dataclass(frozen=True)
class LinkTicket:
    """`member` is the Slack person this address links, and nobody else."""

    digest: str
    member: Member
    expires_at: float


class TicketUrl(NamedTuple):
    """`text` is the secret part of the address; `digest` names it on a button without giving it away."""

    text: str
    digest: str


MOST_OF_ONE = 20
"""Addresses of one member, ended ones included; the oldest go first."""


class LinkTicketStore:
    """Every method raises `DatabaseDown`."""

    def __init__(self, db: Database, encryption: Encryption, clock: Callable[[], float]) -> None:
        self._db, self._encryption, self._clock = db, encryption, clock

    async def issue(self, member: Member) -> TicketUrl:
        """A fresh signed address; only its digest is kept."""
        now = self._clock()
        nonce = secrets.token_urlsafe(18)
        text = signed(self._encryption, [nonce, *member, int(now + LIFE)])
        row = {
            "digest": digest_of(nonce),
            "enterprise": member.enterprise,
            "team": member.team,
            "user_id": member.user,
            "issued_at": now,
            "expires_at": now + LIFE,
        }

        def write(connection: sa.Connection) -> None:
            connection.execute(link_tickets.delete().where(link_tickets.c.expires_at < now - 86400))
            connection.execute(link_tickets.insert().values(**row))
            connection.execute(_TOO_MANY, row)

        await self._db.call(write)
        return TicketUrl(text, digest_of(nonce))

    def is_ours(self, text: str) -> bool:
        """Whether we ever signed it; asks no database."""
        return self._decrypted(text) is not None

    async def find_valid(self, text: str) -> LinkTicket | None:
        """The ticket, if it is ours, unused, not worn out, and its time is not over."""
        ticket = self._decrypted(text)
        if ticket is None:
            return None
        query = sa.select(link_tickets).where(link_tickets.c.digest == digest_of(ticket[0]))
        row = await self._db.call(lambda connection: connection.execute(query).one_or_none())
        if row is None or row.used_at is not None or row.tries >= MOST_TRIES:
            return None
        if row.expires_at <= self._clock():
            return None
        return LinkTicket(row.digest, member_of(row), row.expires_at)

    async def record_press(self, member: Member, digest: str) -> None:
        """Its owner pressed the button of this address, however old: see `reissue_after_press`."""
        now = self._clock()
        own = link_tickets.update().where(
            link_tickets.c.digest == digest, *_rows_of(member.enterprise, member.team, member.user)
        )
        row = {
            "digest": digest,
            **dict(zip(("enterprise", "team", "user_id"), member, strict=True)),
            "issued_at": now,
            "expires_at": now,
            "used_at": now,
            "pressed_at": now,
        }

        def write(connection: sa.Connection) -> None:
            if connection.execute(own.values(pressed_at=now)).rowcount:
                return
            earlier = sa.select(link_tickets.c.digest).where(link_tickets.c.digest == digest)
            if connection.execute(earlier).first() is None:  # purged long ago
                connection.execute(link_tickets.insert().values(**row))

        await self._db.call(write)

    async def reissue_after_press(self, text: str) -> TicketUrl | None:
        """A fresh address in place of one that is over, once for each press of its owner's."""
        ticket = self._decrypted(text)
        if ticket is None:
            return None
        nonce, member = ticket
        took = (
            link_tickets.update()
            .where(link_tickets.c.digest == digest_of(nonce))
            .where(*_rows_of(member.enterprise, member.team, member.user))
            .where(link_tickets.c.pressed_at > self._clock() - REISSUE_WITHIN)
            .values(pressed_at=None)
        )
        digest = await self._db.call(lambda connection: connection.execute(took).rowcount)
        return await self.issue(member) if digest else None

    async def revoke_all(self, team: str, enterprise: str) -> None:
        """Ends every address of a workspace, or of an organisation when `team` is none."""
        whose = link_tickets.c.team == team
        if not team.startswith("T"):
            whose = link_tickets.c.enterprise == (enterprise or team)
        statement = link_tickets.update().where(whose, link_tickets.c.used_at.is_(None))
        await self._db.call(
            lambda connection: (
                connection.execute(
                    statement.values(used_at=self._clock(), pressed_at=None)
                ).rowcount
            )
        )

    async def revoke(self, member: Member) -> None:
        """Ends every address of a member."""
        statement = link_tickets.update().where(
            *_rows_of(*member), link_tickets.c.used_at.is_(None)
        )
        values = {"used_at": self._clock(), "pressed_at": None}
        await self._db.call(
            lambda connection: connection.execute(statement.values(values)).rowcount
        )

    async def begin_try(self, ticket: LinkTicket) -> TryBegun:
        """Counts a try before it is made, and keeps the member's addresses to it alone.

        `busy`: another try of this member is under way. `worn`: too many, or used up.
        """
        now, own = self._clock(), link_tickets.c.digest == ticket.digest
        begin = (
            link_tickets.update()
            .where(own, link_tickets.c.used_at.is_(None), link_tickets.c.tries < MOST_TRIES)
            .values(tries=link_tickets.c.tries + 1, busy_until=now + BUSY_WITHIN)
        )
        busy = sa.select(link_tickets.c.digest).where(
            *_rows_of(*ticket.member), link_tickets.c.busy_until > now
        )

        def write(connection: sa.Connection) -> TryBegun:
            if connection.dialect.name == "postgresql":
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
            if connection.execute(busy).first() is not None:
                return "busy"
            return "begun" if connection.execute(begin).rowcount else "worn"

        return await self._db.call(write)

    async def end_try(self, ticket: LinkTicket, *, counts: bool) -> None:
        """The try came to nothing. `counts`: through the member's own fault."""
        values: dict[str, object] = {"busy_until": None}
        if not counts:
            values["tries"] = sa.case((link_tickets.c.tries > 0, link_tickets.c.tries - 1), else_=0)
        statement = (
            link_tickets.update().where(link_tickets.c.digest == ticket.digest).values(values)
        )
        await self._db.call(lambda connection: connection.execute(statement).rowcount)

    async def is_busy(self, member: Member) -> bool:
        """Whether a try of this member is under way."""
        query = sa.select(link_tickets.c.digest).where(
            *_rows_of(*member), link_tickets.c.busy_until > self._clock()
        )
        return await self._db.call(lambda connection: connection.execute(query).first()) is not None

    async def use(self, ticket: LinkTicket) -> bool:
        """Spends the address, and every other of this person; False when it is spent already."""
        now = self._clock()

        def spend(connection: sa.Connection) -> bool:
            mine = (
                link_tickets.c.digest == ticket.digest,
                link_tickets.c.used_at.is_(None),
            )
            took = connection.execute(link_tickets.update().where(*mine).values(used_at=now))
            if not took.rowcount:
                return False
            connection.execute(
                link_tickets.update()
                .where(*_rows_of(*ticket.member))
                .where(link_tickets.c.used_at.is_(None))
                .values(used_at=now)
            )
            return True

        return await self._db.call(spend)

    async def was_used(self, ticket: LinkTicket) -> bool:
        """Whether somebody linked with it, or with a later one of the same member."""
        query = sa.select(link_tickets.c.used_at).where(link_tickets.c.digest == ticket.digest)
        used = await self._db.call(lambda connection: connection.execute(query).scalar())
        return used is not None

    def _decrypted(self, text: str) -> tuple[str, Member] | None:
        """The nonce and the owner inside a text we signed."""
        match content_of(self._encryption, text):
            case [str(nonce), str(enterprise), str(team), str(user), int()]:
                return nonce, Member(enterprise, team, user)
            case _:
                return None


def _rows_of(enterprise: str, team: str, user: str) -> list[sa.ColumnElement[bool]]:
    return [
        link_tickets.c.enterprise == enterprise,
        link_tickets.c.team == team,
        link_tickets.c.user_id == user,
    ]


_TOO_MANY = beyond_newest(link_tickets.c.issued_at, MOST_OF_ONE)
