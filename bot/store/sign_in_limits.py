"""Failed sign-ins at PropOps, counted for each member and each e-mail, whichever address they used."""

from collections.abc import Callable, Collection

import sqlalchemy as sa

from bot.jobs.change import Member
from bot.store.database import Database
from bot.store.keyed_digest import KeyedDigest
from bot.store.member_tables import failed_sign_ins

MOST_FAILED = 10
"""Failed sign-ins that one member, and one e-mail, bear within `WITHIN`."""
WITHIN = 3600.0
_LOCK = 7_002_013
"""Never changes: during an upgrade two releases share it."""


class SignInLimitStore:
    """Who and what is counted stands there as a keyed digest. Every method raises `DatabaseDown`."""

    def __init__(self, db: Database, digest: KeyedDigest, clock: Callable[[], float]) -> None:
        self._db, self._digest, self._clock = db, digest, clock

    async def count(self, member: Member, email: str = "") -> bool:
        """Counts a sign-in before it is tried, as if it failed; False when too many have.

        So many at once are no more than one after the other, and one that a crash cuts off counts.
        """
        now, keys = self._clock(), await self._keys(member, email)

        def count(connection: sa.Connection) -> bool:
            if connection.dialect.name == "postgresql":
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
            table = failed_sign_ins
            connection.execute(table.delete().where(table.c.at <= now - WITHIN))
            for key in keys:
                query = sa.select(sa.func.count()).where(table.c.key == key)
                if connection.execute(query).scalar_one() >= MOST_FAILED:
                    return False
            connection.execute(table.insert(), [{"key": key, "at": now} for key in keys])
            return True

        return await self._db.call(count)

    async def uncount(self, member: Member, email: str = "") -> None:
        """Takes back the newest one: it did not fail, or through no fault of the member's."""
        keys, table = await self._keys(member, email), failed_sign_ins

        def uncount(connection: sa.Connection) -> None:
            for key in keys:
                newest = sa.select(sa.func.max(table.c.id)).where(table.c.key == key)
                mine = table.c.id == newest.scalar_subquery()
                connection.execute(table.delete().where(mine))

        await self._db.call(uncount)

    async def _keys(self, member: Member, email: str) -> Collection[str]:
        keys = [await self._digest.of(f"sign-in:member:{'/'.join(member)}")]
        if email:
            keys.append(await self._digest.of(f"sign-in:email:{email.strip().casefold()}"))
        return keys
