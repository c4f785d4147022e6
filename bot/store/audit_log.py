"""The audit: who did what, as whom, from where, with what outcome. Lines are only ever added.

Each line holds the hash of the one before it, so a line that was changed, taken out or put in
breaks the chain from there on. Kept apart from changes: it outlives their clearing out.
"""

import hashlib
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
import sqlalchemy as sa

from bot.jobs.change import Json, Member
from bot.store.database import Database
from bot.store.schema import Row, audit_log

_LOCK = 7_002_010
"""Never changes: during an upgrade two releases share it."""
_PAGE = 1_000
START = "0" * 64
"""What the first line holds in place of the hash before it."""
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
    """A line as it lies in the table; `at` in Unix seconds."""

    seq: int
    at: float
    entry: AuditEntry
    previous: str
    hash: str


@dataclass(frozen=True)
class Verified:
    """`broken` is the number of the first line that does not fit, None when all do."""

    lines: int
    head: str
    broken: int | None = None
    why: str = ""


class AuditLog:
    """Every method raises `DatabaseDown`."""

    def __init__(self, db: Database, clock: Callable[[], float] = time.time) -> None:
        self._db, self._clock = db, clock

    async def record(self, entry: AuditEntry) -> None:
        now = self._clock()
        await self._db.call(lambda connection: append(connection, [entry], now))

    async def entries(
        self, since: float = 0, after: int = 0, limit: int = _PAGE
    ) -> list[StoredEntry]:
        """The lines from `since` (Unix seconds) and after number `after`, oldest first."""
        return [_stored(row) for row in await self._rows(since, after, limit)]

    async def verify(self) -> Verified:
        """Reads the whole chain."""
        head, count = START, 0
        while True:
            rows = await self._rows(after=count)
            if not rows:
                return Verified(count, head)
            for row in rows:
                try:
                    kept = _stored(row)
                except (ValueError, TypeError):  # no longer the JSON that was written
                    return Verified(count, head, row.seq, "it was changed")
                if kept.seq != count + 1:
                    return Verified(count, head, count + 1, "a line is missing")
                if kept.previous != head:
                    return Verified(count, head, kept.seq, "it does not follow the one before")
                if kept.hash != digest(kept.seq, kept.at, kept.entry, kept.previous):
                    return Verified(count, head, kept.seq, "it was changed")
                head, count = kept.hash, kept.seq

    async def _rows(self, since: float = 0, after: int = 0, limit: int = _PAGE) -> Sequence[Row]:
        query = (
            sa.select(audit_log)
            .where(audit_log.c.at >= since, audit_log.c.seq > after)
            .order_by(audit_log.c.seq)
            .limit(limit)
        )
        return await self._db.call(lambda connection: connection.execute(query).all())


def append(connection: sa.Connection, lines: Sequence[AuditEntry], now: float) -> None:
    """Adds lines within a transaction under way; one writer at a time keeps the chain whole."""
    if not lines:
        return
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
    last = connection.execute(_LAST).one_or_none()
    seq, previous = (last.seq, last.hash) if last is not None else (0, START)
    connection.execute(audit_log.insert(), list(_rows(lines, now, seq, previous)))


def digest(seq: int, at: float, line: AuditEntry, previous: str) -> str:
    """Over everything the entry says and the hash before it. Never changes: old entries must verify."""
    whole = [seq, repr(at), line.what, *line.member, line.as_whom, line.place, line.subject]
    whole += [line.outcome, dict(line.detail), previous]
    return hashlib.sha256(orjson.dumps(whole, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _rows(lines: Sequence[AuditEntry], now: float, seq: int, previous: str) -> Iterator[Json]:
    for line in lines:
        seq += 1
        own = digest(seq, now, line, previous)
        yield {
            "seq": seq,
            "at": now,
            "what": line.what,
            "enterprise": line.member.enterprise,
            "team": line.member.team,
            "user_id": line.member.user,
            "as_whom": line.as_whom,
            "place": line.place,
            "subject": line.subject,
            "outcome": line.outcome,
            "detail": orjson.dumps(dict(line.detail)).decode(),
            "previous": previous,
            "hash": own,
        }
        previous = own


def _stored(row: Row) -> StoredEntry:
    member = Member(row.enterprise, row.team, row.user_id)
    detail: Json = orjson.loads(row.detail)
    line = AuditEntry(row.what, member, row.as_whom, row.place, row.subject, row.outcome, detail)
    return StoredEntry(row.seq, row.at, line, row.previous, row.hash)


_LAST = sa.select(audit_log.c.seq, audit_log.c.hash).order_by(audit_log.c.seq.desc()).limit(1)
