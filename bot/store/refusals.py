"""Refusals in the audit log: equal ones of a member within an hour are two entries, however many.

The first is recorded at once; one more, with their number, when the hour is over.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.jobs.change import Member
from bot.store.audit_log import AuditEntry, AuditLog

FOLD_SECONDS = 3600.0
MOST_REASONS = 20
"""Different refusals of a member within an hour; more are counted together."""
MOST_COUNTED = 5_000
"""Refusals that are counted at once; with one more all are recorded."""
_OTHER = "other refusals"

_Key = tuple[str, Member, str]


@dataclass
class _Count:
    entry: AuditEntry
    until: float
    more: int = 0


class RefusalLog:
    """Counts are in memory: a process that is killed loses them, never the first entry."""

    def __init__(self, audit: AuditLog, clock: Callable[[], float]) -> None:
        self._audit, self._clock = audit, clock
        self._counts: dict[_Key, _Count] = {}

    async def record(self, entry: AuditEntry) -> None:
        """`entry.outcome` is the reason. Raises `DatabaseDown`."""
        now = self._clock()
        key = (entry.what, entry.member, entry.outcome)
        if key not in self._counts and self._reasons_of(entry.member) >= MOST_REASONS:
            entry = replace(entry, outcome=_OTHER)
            key = (entry.what, entry.member, _OTHER)
        count = self._counts.get(key)
        if count is not None and now < count.until:
            count.more += 1
            return
        if count is not None or len(self._counts) >= MOST_COUNTED:
            await self._close([count] if count is not None else list(self._counts.values()))
        self._counts[key] = _Count(entry, now + FOLD_SECONDS)
        await self._audit.record(entry)

    async def close_due(self) -> None:
        """Records the numbers whose hour is over. Raises `DatabaseDown`."""
        now = self._clock()
        await self._close([count for count in self._counts.values() if count.until <= now])

    async def close_all(self) -> None:
        """The same for all, before the process ends."""
        await self._close(list(self._counts.values()))

    def _reasons_of(self, member: Member) -> int:
        return sum(key[1] == member for key in self._counts)

    async def _close(self, counts: list[_Count]) -> None:
        for count in counts:
            entry = count.entry
            self._counts.pop((entry.what, entry.member, entry.outcome), None)
            if count.more:
                detail = {**entry.detail, "times_more": count.more}
                await self._audit.record(replace(entry, detail=detail))
