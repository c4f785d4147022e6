"""What is done once, by whatever process: notices, such as that a link ends soon, commands, questions of forms,
replies that a whole channel sees.
"""

from collections.abc import Callable, Sequence

import sqlalchemy as sa

from bot.store.database import Database, insert_once, upsert
from bot.store.schema import sent_notices


class SentNoticeStore:
    """Every method raises `DatabaseDown`."""

    def __init__(self, db: Database, clock: Callable[[], float]) -> None:
        self._db, self._clock = db, clock

    async def claim(self, key: str) -> bool:
        """Whether the caller is the first to send this notice; it counts as sent from now on."""
        row = {"key": key, "at": self._clock()}
        return await self._db.call(
            lambda connection: (
                connection.execute(_CLAIM[connection.dialect.name], row).first() is not None
            )
        )

    async def claim_again(self, key: str, after: float) -> bool:
        """The same, and once more when `after` seconds have passed since."""
        now = self._clock()
        values = {"key": key, "at": now, "before_": now - after}
        return await self._db.call(
            lambda connection: (
                connection.execute(_CLAIM_FREE[connection.dialect.name], values).first() is not None
            )
        )

    async def claimed_within(self, key: str, seconds: float) -> bool:
        values = {"key_": key, "since_": self._clock() - seconds}
        return await self._db.call(
            lambda connection: connection.execute(_SINCE, values).first() is not None
        )

    async def claimed_since(self, prefix: str, seconds: float) -> list[str]:
        """The keys that begin so, of the last `seconds`. `prefix` ends with a colon."""
        values = {**_from(prefix), "since_": self._clock() - seconds}
        return await self._db.call(
            lambda connection: list(connection.execute(_ALL_SINCE, values).scalars())
        )

    async def claim_command(self, trigger: str) -> bool:
        """The same for a typed command, by its `trigger_id`, which no other request has: a copy of the
        signed request does nothing, on whichever replica it comes in.
        """
        return not trigger or await self.claim(f"{_COMMAND}{trigger}")

    async def claim_questions(self, keys: Sequence[str]) -> list[str]:
        """Those of these questions that a form has not asked before; they count as asked from now on."""
        now = self._clock()

        def claim(connection: sa.Connection) -> list[str]:
            statement = _CLAIM[connection.dialect.name]
            rows = [(key, {"key": f"{_QUESTION}{key}", "at": now}) for key in keys]
            return [
                key for key, row in rows if connection.execute(statement, row).first() is not None
            ]

        return await self._db.call(claim)

    async def claim_place(self, of: str, most: int, seconds: float) -> bool:
        """Whether one of so many places was free, the caller's now: each is taken for `seconds`, for less
        than an hour.
        """
        now = self._clock()

        def claim(connection: sa.Connection) -> bool:
            statement = _CLAIM_FREE[connection.dialect.name]
            taken = (
                connection.execute(_ALL_SINCE, {**_from(f"{_PLACE}{of}:"), "since_": now - seconds})
                .scalars()
                .all()
            )
            keys = [f"{_PLACE}{of}:{number}" for number in range(1, most + 1)]
            rows = [{"key": key, "at": now} for key in keys if key not in taken]
            values = ({**row, "before_": now - seconds} for row in rows)
            return any(connection.execute(statement, each).first() is not None for each in values)

        return await self._db.call(claim)

    async def first_within(self, of: str, seconds: float) -> float:
        """When this was asked first within the last `seconds` (Unix seconds); it is now, where it was not.
        Forgotten as places are.
        """
        now = self._clock()
        key = f"{_PLACE}{of}"

        def claim(connection: sa.Connection) -> float:
            values = {"key": key, "at": now, "before_": now - seconds}
            if connection.execute(_CLAIM_FREE[connection.dialect.name], values).first() is not None:
                return now
            return float(connection.execute(_AT, {"key_": key}).scalar_one())

        return await self._db.call(claim)

    async def purge(self, commands_before: float, questions_before: float) -> int:
        """Drops the commands of before then, whose copies Slack's signature no longer lets in, the places
        taken before then, and the questions of forms that nobody has open any more.
        """
        before = (
            (_COMMAND, commands_before),
            (_PLACE, commands_before),
            (_QUESTION, questions_before),
        )
        values = [{**_from(prefix), "before_": at} for prefix, at in before]
        return await self._db.call(
            lambda connection: sum(connection.execute(_PURGE, each).rowcount for each in values)
        )

    async def release(self, key: str) -> None:
        """The notice reached nobody after all: it may be sent again."""
        statement = sent_notices.delete().where(sent_notices.c.key == key)
        await self._db.call(lambda connection: connection.execute(statement).rowcount)


def _from(prefix: str) -> dict[str, str]:
    """The keys that begin so. `prefix` ends with a colon."""
    return {"from_": prefix, "to_": f"{prefix[:-1]};"}


_COMMAND, _QUESTION, _PLACE = "command:", "asked:", "place:"
_CLAIM = {
    dialect: statement.returning(sent_notices.c.key)
    for dialect, statement in insert_once(sent_notices).items()
}
_CLAIM_FREE = {
    dialect: statement.returning(sent_notices.c.key)
    for dialect, statement in upsert(
        sent_notices, sent_notices.c.at <= sa.bindparam("before_")
    ).items()
}
_AT = sa.select(sent_notices.c.at).where(sent_notices.c.key == sa.bindparam("key_"))
_SINCE = sa.select(sent_notices.c.key).where(
    sent_notices.c.key == sa.bindparam("key_"), sent_notices.c.at > sa.bindparam("since_")
)
_ALL_SINCE = sa.select(sent_notices.c.key).where(
    sent_notices.c.key >= sa.bindparam("from_"),
    sent_notices.c.key < sa.bindparam("to_"),
    sent_notices.c.at > sa.bindparam("since_"),
)
_PURGE = sent_notices.delete().where(
    sent_notices.c.key >= sa.bindparam("from_"),
    sent_notices.c.key < sa.bindparam("to_"),
    sent_notices.c.at < sa.bindparam("before_"),
)
