"""The audit log: who did what, as whom, from where, with what outcome. Entries are only added.

Each entry holds the hash of the one before it, so an entry that was changed, taken out or put in
breaks the chain from there on. Apart from changes: it outlives their purging.
"""

import hashlib
import hmac
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import orjson
import sqlalchemy as sa

from bot.jobs.change import Json, Member
from bot.store.database import Database
from bot.store.schema import Row, audit_log

_LOCK = 7_002_010
"""Never changes: during an upgrade two releases share it."""
_PAGE = 1_000
START = "0" * 64
"""What the first entry holds in place of the hash before it."""
NOBODY = Member("", "", "")


@dataclass(frozen=True)
class AuditEntry:
    """`what`: `change.asked`, `approval.approve`, `link.made` … `as_whom`: the PropOps account.

    `place`: a Slack channel, `page` or empty. `subject`: a change, a job reference, a member.
    `detail`: plain JSON without personal data or secrets.
    """

    what: str
    member: Member = NOBODY
    as_whom: str = ""
    place: str = ""
    subject: str = ""
    outcome: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class StoredEntry:
    """An entry as it lies in the table; `at` in Unix seconds."""

    seq: int
    at: float
    entry: AuditEntry
    previous: str
    hash: str


@dataclass(frozen=True)
class Verified:
    """`broken` is the number of the first entry that does not fit, None when all do."""

    entries: int
    head: str
    broken: int | None = None
    why: str = ""


class Head(NamedTuple):
    """Of the last entry; `number` 0 and `hash` `START` without one."""

    number: int
    hash: str


class AuditLog:
    """Every method raises `DatabaseDown`."""

    def __init__(self, db: Database, clock: Callable[[], float] = time.time) -> None:
        self._db, self._clock = db, clock

    async def record(self, entry: AuditEntry) -> None:
        now = self._clock()
        await self._db.call(lambda connection: append(connection, [entry], now))

    async def head(self) -> Head:
        row = await self._db.call(lambda connection: connection.execute(_LAST).one_or_none())
        return Head(row.seq, row.hash) if row is not None else Head(0, START)

    async def entries(
        self, since: float = 0, after: int = 0, limit: int = _PAGE
    ) -> list[StoredEntry]:
        """The entries from `since` (Unix seconds) and after number `after`, oldest first."""
        return [_stored(row) for row in await self._rows(since, after, limit)]

    async def verify(self) -> Verified:
        """Reads the hashed chain."""
        head, count = START, 0
        while True:
            rows = await self._rows(after=count)
            if not rows:
                return Verified(count, head)
            for row in rows:
                try:
                    stored = _stored(row)
                except (ValueError, TypeError):  # no longer the JSON that was written
                    return Verified(count, head, row.seq, "it was changed")
                if stored.seq != count + 1:
                    return Verified(count, head, count + 1, "a line is missing")
                if stored.previous != head:
                    return Verified(count, head, stored.seq, "it does not follow the one before")
                if stored.hash != digest(stored.seq, stored.at, stored.entry, stored.previous):
                    return Verified(count, head, stored.seq, "it was changed")
                head, count = stored.hash, stored.seq

    async def _rows(self, since: float = 0, after: int = 0, limit: int = _PAGE) -> Sequence[Row]:
        query = (
            sa.select(audit_log)
            .where(audit_log.c.at >= since, audit_log.c.seq > after)
            .order_by(audit_log.c.seq)
            .limit(limit)
        )
        return await self._db.call(lambda connection: connection.execute(query).all())


def append(connection: sa.Connection, entries: Sequence[AuditEntry], now: float) -> None:
    """Adds entries within a transaction under way; one writer at a time, so the chain has no gap."""
    if not entries:
        return
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
    last = connection.execute(_LAST).one_or_none()
    seq, previous = (last.seq, last.hash) if last is not None else (0, START)
    connection.execute(_ADD, list(_rows(entries, now, seq, previous)))


def printable(hash_: str) -> str:
    """For a log, which hides 64 hexadecimal digits as a token: four groups of sixteen."""
    return "-".join(hash_[at : at + 16] for at in range(0, 64, 16))


def signature(key: str, hash_: str) -> str:
    """Of a head, with a key that is kept apart from the database and the log: 64 hexadecimal digits."""
    return hmac.new(key.encode(), hash_.encode(), hashlib.sha256).hexdigest()


def digest(seq: int, at: float, entry: AuditEntry, previous: str) -> str:
    """Over everything the entry says and the hash before it. Never changes: old entries must verify."""
    hashed = [seq, repr(at), entry.what, *entry.member, entry.as_whom, entry.place, entry.subject]
    hashed += [entry.outcome, dict(entry.detail), previous]
    return hashlib.sha256(orjson.dumps(hashed, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _rows(entries: Sequence[AuditEntry], now: float, seq: int, previous: str) -> Iterator[Json]:
    for entry in entries:
        seq += 1
        own = digest(seq, now, entry, previous)
        yield {
            "seq": seq,
            "at": now,
            "what": entry.what,
            "enterprise": entry.member.enterprise,
            "team": entry.member.team,
            "user_id": entry.member.user,
            "as_whom": entry.as_whom,
            "place": entry.place,
            "subject": entry.subject,
            "outcome": entry.outcome,
            "detail": orjson.dumps(dict(entry.detail)).decode(),
            "previous": previous,
            "hash": own,
        }
        previous = own


def _stored(row: Row) -> StoredEntry:
    member = Member(row.enterprise, row.team, row.user_id)
    detail: Json = orjson.loads(row.detail)
    entry = AuditEntry(row.what, member, row.as_whom, row.place, row.subject, row.outcome, detail)
    return StoredEntry(row.seq, row.at, entry, row.previous, row.hash)


_ADD = audit_log.insert()
_LAST = sa.select(audit_log.c.seq, audit_log.c.hash).where(
    audit_log.c.seq == sa.select(sa.func.max(audit_log.c.seq)).scalar_subquery()
)
