"""Presses that count once something has been looked up: kept from before their ack until that is done."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

import sqlalchemy as sa

from bot.jobs.change import Json, Member
from bot.store.change_rows import member_of
from bot.store.database import Database
from bot.store.encryption import CannotDecrypt, Encryption
from bot.store.schema import Row, kept_presses

LEASE = 60.0
"""Seconds after which a press whose work did not end is taken up again, maybe by another process."""


@dataclass(frozen=True)
class KeptPress:
    """`name`: of the function that does it; `given`: what it is given, as plain JSON."""

    id: str
    name: str
    member: Member
    given: Json = field(repr=False)
    tries: int = 0


class KeptPressStore:
    """Every method raises `DatabaseDown`."""

    def __init__(self, db: Database, encryption: Encryption, clock: Callable[[], float]) -> None:
        self._db, self._encryption, self._clock = db, encryption, clock

    async def keep(self, name: str, member: Member, given: Json) -> str:
        """Its id. The caller does it now, within `LEASE`."""
        id_ = secrets.token_urlsafe(12)
        row = {
            "id": id_,
            "name": name,
            "enterprise": member.enterprise,
            "team": member.team,
            "user_id": member.user,
            "encrypted": self._encryption.encrypt_json(given),
            "due_at": self._clock() + LEASE,
            "tries": 1,
        }
        await self._db.call(
            lambda connection: connection.execute(kept_presses.insert(), row), first=True
        )
        return id_

    async def take(self, limit: int = 20) -> list[KeptPress]:
        """Those that nobody has done in time; they are the caller's for `LEASE` seconds."""
        now = self._clock()
        due = sa.select(kept_presses).where(kept_presses.c.due_at <= now)
        due = due.order_by(kept_presses.c.due_at).limit(limit)

        def take(connection: sa.Connection) -> list[Row]:
            return [
                row
                for row in connection.execute(due).all()
                if connection.execute(
                    kept_presses.update()
                    .where(kept_presses.c.id == row.id, kept_presses.c.due_at == row.due_at)
                    .values(due_at=now + LEASE, tries=row.tries + 1)
                ).rowcount
            ]

        return [self._read(row) for row in await self._db.call(take)]

    async def done(self, id_: str) -> None:
        statement = kept_presses.delete().where(kept_presses.c.id == id_)
        await self._db.call(lambda connection: connection.execute(statement).rowcount)

    def _read(self, row: Row) -> KeptPress:
        try:
            given: Json = self._encryption.decrypt_json(row.encrypted)
        except CannotDecrypt:
            given = {}
        return KeptPress(row.id, row.name, member_of(row), given, row.tries + 1)
