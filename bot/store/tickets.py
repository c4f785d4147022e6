"""Addresses of the link page: each for one person, one use, fifteen minutes. And notices given."""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa

from bot.jobs.change import Member
from bot.store.database import Database
from bot.store.rows import member_of
from bot.store.schema import link_tickets, notices
from bot.store.seal import SealBroken, Seals

LIFE = 15 * 60.0
"""Seconds an address works."""
MOST_TRIES = 5
"""Wrong tokens or passwords that one address bears."""


@dataclass(frozen=True)
class Ticket:
    """`member` is the Slack person this address links, and nobody else."""

    digest: str
    member: Member
    expires_at: float


class TicketStore:
    """Every method raises `DatabaseDown`."""

    def __init__(self, db: Database, seals: Seals, clock: Callable[[], float]) -> None:
        self._db, self._seals, self._clock = db, seals, clock

    async def issue(self, member: Member) -> str:
        """A fresh signed text for the address; only its digest is kept."""
        now = self._clock()
        nonce = secrets.token_urlsafe(18)
        text = self._seals.seal_json([nonce, *member, int(now + LIFE)]).decode().rstrip("=")
        row = {
            "digest": _digest(nonce),
            "enterprise": member.enterprise,
            "team": member.team,
            "user_id": member.user,
            "issued_at": now,
            "expires_at": now + LIFE,
        }

        def write(connection: sa.Connection) -> None:
            connection.execute(link_tickets.delete().where(link_tickets.c.expires_at < now - 86400))
            connection.execute(link_tickets.insert().values(**row))

        await self._db.call(write)
        return text

    async def look(self, text: str) -> Ticket | None:
        """The ticket, if it is ours, unused, not worn out, and its time is not over."""
        nonce = self._nonce(text)
        if nonce is None:
            return None
        query = sa.select(link_tickets).where(link_tickets.c.digest == _digest(nonce))
        row = await self._db.call(lambda connection: connection.execute(query).one_or_none())
        if row is None or row.used_at is not None or row.tries >= MOST_TRIES:
            return None
        if row.expires_at <= self._clock():
            return None
        return Ticket(row.digest, member_of(row), row.expires_at)

    async def tried(self, ticket: Ticket) -> bool:
        """Counts a try before it is made; False when there were too many."""
        statement = (
            link_tickets.update()
            .where(link_tickets.c.digest == ticket.digest, link_tickets.c.used_at.is_(None))
            .where(link_tickets.c.tries < MOST_TRIES)
            .values(tries=link_tickets.c.tries + 1)
        )
        return bool(await self._db.call(lambda connection: connection.execute(statement).rowcount))

    async def use(self, ticket: Ticket) -> bool:
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
                .where(link_tickets.c.enterprise == ticket.member.enterprise)
                .where(link_tickets.c.team == ticket.member.team)
                .where(link_tickets.c.user_id == ticket.member.user)
                .where(link_tickets.c.used_at.is_(None))
                .values(used_at=now)
            )
            return True

        return await self._db.call(spend)

    async def first_time(self, key: str) -> bool:
        """Whether this notice was never given before; it counts as given from now on."""
        now = self._clock()

        def mark(connection: sa.Connection) -> bool:
            known = sa.select(notices.c.key).where(notices.c.key == key)
            if connection.execute(known).first() is not None:
                return False
            connection.execute(notices.insert().values(key=key, at=now))
            return True

        return await self._db.call(mark)

    def _nonce(self, text: str) -> str | None:
        if not 80 < len(text) < 600:
            return None
        try:
            said = self._seals.open_json((text + "=" * (-len(text) % 4)).encode())
        except (SealBroken, ValueError):
            return None
        match said:
            case [str(nonce), str(), str(), str(), int()]:
                return nonce
            case _:
                return None


def _digest(nonce: str) -> str:
    return hashlib.sha256(nonce.encode()).hexdigest()
