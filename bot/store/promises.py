"""Private messages that ask or promise something, until they have been brought to their outcome.

A row is written before the message is posted, so that a crash in between loses nothing: where it
was posted follows, and until then it is found by its key.
"""

import uuid
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from bot.jobs.change import ENDED, Json, Member
from bot.jobs.promises import Promise, PromiseKind
from bot.store.change_rows import member_of
from bot.store.database import Database, upsert
from bot.store.encryption import CannotDecrypt, Encryption
from bot.store.schema import Row, changes, in_states, promises

OUTLIVES_ITS_CHANGE: tuple[PromiseKind, ...] = ("raise",)
"""What such a message asks is asked because its change has ended."""
GRACE = 5.0
"""Seconds after the end of a change in which whoever ended it shows the outcome."""
_MOST = 200


@dataclass(frozen=True)
class PromiseMade:
    """One message. `channel` and `ts` are empty until it is known to be posted.

    `at`: Unix seconds, from before the post. `url`: the response_url through which a message that only
    its member sees can be replaced. `outcome`: `text` and `blocks` that could not be shown yet.
    """

    key: str
    kind: PromiseKind
    subject: str
    member: Member
    channel: str = ""
    ts: str = ""
    at: float = 0.0
    url: str = field(default="", repr=False)
    outcome: Json = field(default_factory=dict, repr=False)


class PromiseStore:
    """Every method raises `DatabaseDown`."""

    def __init__(self, db: Database, encryption: Encryption, clock: Callable[[], float]) -> None:
        self._db, self._encryption, self._clock = db, encryption, clock

    @staticmethod
    def new_key() -> str:
        """For a message without a key of its own."""
        return f"promise:{uuid.uuid4().hex}"

    async def make(self, member: Member, promise: Promise, key: str = "") -> str:
        """Before its message is posted; the key to post it under."""
        key = key or self.new_key()
        await self._put(key, member, promise)
        return key

    async def posted(self, key: str, channel: str, ts: str) -> bool:
        """Where its message is. One that was made to promise something else meanwhile promises this no more,
        and the answer is False.
        """
        this, there = promises.c.key == key, (promises.c.channel == channel, promises.c.ts == ts)
        other = sa.select(promises.c.key).where(*there, promises.c.key != key)

        def write(connection: sa.Connection) -> bool:
            if connection.execute(other).first() is not None:
                connection.execute(promises.delete().where(this))
                return False
            connection.execute(promises.update().where(this).values(channel=channel, ts=ts))
            return True

        return await self._db.call(write)

    async def made_at(
        self, key: str, member: Member, promise: Promise, channel: str, ts: str
    ) -> None:
        """The message that stands there asks or promises this, whatever it did before."""
        await self._put(key, member, promise, channel=channel, ts=ts)

    async def shown_by_url(self, member: Member, promise: Promise, url: str) -> None:
        """Its message can be reached through this response_url alone: somebody has just pressed on it."""
        await self._put(self.new_key(), member, promise, url)

    async def _put(
        self,
        key: str,
        member: Member,
        promise: Promise,
        url: str = "",
        *,
        channel: str = "",
        ts: str = "",
    ) -> None:
        now = self._clock()
        row = {
            "key": key,
            "kind": promise.kind,
            "subject": promise.subject,
            "enterprise": member.enterprise,
            "team": member.team,
            "user_id": member.user,
            "channel": channel,
            "ts": ts,
            "at": now,
            "due_at": now,
            "ends_at": None if promise.lasts is None else now + promise.lasts,
            "encrypted": self._encryption.encrypt_json({"url": url}) if url else None,
        }
        await self._db.call(
            lambda connection: connection.execute(_PUT[connection.dialect.name], row).rowcount
        )

    async def about(self, subjects: Collection[str]) -> list[PromiseMade]:
        """Those whose outcome one of these brings."""
        query = sa.select(promises).where(promises.c.subject.in_(sorted(set(subjects) - {""})))
        return await self._rows(query)

    async def of_member(self, member: Member, kind: PromiseKind) -> list[PromiseMade]:
        query = sa.select(promises).where(
            promises.c.team == member.team,
            promises.c.user_id == member.user,
            promises.c.enterprise == member.enterprise,
            promises.c.kind == kind,
        )
        return await self._rows(query)

    async def of_ended_changes(self, now: float) -> list[PromiseMade]:
        """Those whose change has ended, whoever ended it; not what was put off beyond `now`."""
        query = sa.select(promises).where(WAITS, now >= SETTLED_AT).limit(_MOST)
        return await self._rows(query)

    async def over(self, now: float) -> list[PromiseMade]:
        """Those that no longer hold, or whose outcome could not be shown before."""
        query = sa.select(promises).where(promises.c.ends_at <= now)
        return await self._rows(query.order_by(promises.c.ends_at).limit(_MOST))

    async def kept(self, key: str) -> None:
        """Its message shows the outcome."""
        statement = promises.delete().where(promises.c.key == key)
        await self._db.call(lambda connection: connection.execute(statement).rowcount)

    async def kept_at(self, channel: str, ts: str) -> None:
        """The message that stands there shows the outcome."""
        statement = promises.delete().where(promises.c.ts == ts, promises.c.channel == channel)
        await self._db.call(lambda connection: connection.execute(statement).rowcount)

    async def put_off(self, key: str, until: float, outcome: Json) -> None:
        """The outcome could not be shown: it is shown at `until` (Unix seconds)."""

        def write(connection: sa.Connection) -> None:
            row = connection.execute(sa.select(promises).where(promises.c.key == key)).one_or_none()
            if row is not None:
                content = self._content(row) | {"outcome": outcome}
                values: Json = {"due_at": until, "ends_at": until}
                values |= {"encrypted": self._encryption.encrypt_json(content)}
                connection.execute(promises.update().where(promises.c.key == key).values(values))

        await self._db.call(write)

    async def purge(self, before: float) -> int:
        """Drops those made before then."""
        statement = promises.delete().where(promises.c.at < before)
        return int(await self._db.call(lambda connection: connection.execute(statement).rowcount))

    async def _rows(self, query: sa.Select[Any]) -> list[PromiseMade]:
        rows: Sequence[Row] = await self._db.call(
            lambda connection: connection.execute(query).all()
        )
        return [self._read(row) for row in rows]

    def _read(self, row: Row) -> PromiseMade:
        content = self._content(row)
        return PromiseMade(
            row.key,
            row.kind,
            row.subject,
            member_of(row),
            row.channel,
            row.ts,
            row.at,
            content.get("url", ""),
            content.get("outcome", {}),
        )

    def _content(self, row: Row) -> Json:
        if row.encrypted is None:
            return {}
        try:
            content: Json = self._encryption.decrypt_json(row.encrypted)
        except CannotDecrypt:
            return {}
        return content


SETTLED_AT = (
    sa.select(
        sa.case(
            (promises.c.due_at > changes.c.finished_at + GRACE, promises.c.due_at),
            else_=changes.c.finished_at + GRACE,
        )
    )
    .where(changes.c.id == promises.c.subject, in_states(changes, ENDED))
    .correlate(promises)
    .scalar_subquery()
)
"""When whoever finds a promise settles it; NULL while its change has not ended. A subquery: the planner
then begins with the promises, of which there are few.
"""
WAITS = promises.c.kind.not_in(
    [sa.literal_column(f"'{kind}'", sa.Text) for kind in OUTLIVES_ITS_CHANGE]
)
_PUT = upsert(promises)
