"""Notices that are sent once, such as the warning that a link ends soon."""

from collections.abc import Callable

import sqlalchemy as sa

from bot.store.database import Database
from bot.store.schema import sent_notices


class SentNoticeStore:
    """Every method raises `DatabaseDown`."""

    def __init__(self, db: Database, clock: Callable[[], float]) -> None:
        self._db, self._clock = db, clock

    async def claim(self, key: str) -> bool:
        """Whether the caller is the first to send this notice; it counts as sent from now on."""
        now = self._clock()

        def insert(connection: sa.Connection) -> bool:
            earlier = sa.select(sent_notices.c.key).where(sent_notices.c.key == key)
            if connection.execute(earlier).first() is not None:
                return False
            connection.execute(sent_notices.insert().values(key=key, at=now))
            return True

        return await self._db.call(insert)

    async def release(self, key: str) -> None:
        """The notice reached nobody after all: it may be sent again."""
        statement = sent_notices.delete().where(sent_notices.c.key == key)
        await self._db.call(lambda connection: connection.execute(statement).rowcount)
