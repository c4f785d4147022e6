"""Writes number and hash of the audit's last entry to the log, which whoever can write to the database
can't change: with them `propops-bot audit verify --head` sees entries that were cut off or rewritten.
"""

from collections.abc import Callable

import structlog

from bot.store.audit_log import AuditLog, printable, signature

EVERY_SECONDS = 3600.0
EVERY_ENTRIES = 100

log = structlog.get_logger(__name__)


class AuditWitness:
    """`key`: the heads are signed with it, so that a forged line of the log is known."""

    def __init__(self, audit: AuditLog, clock: Callable[[], float], key: str = "") -> None:
        self._audit, self._clock, self._key = audit, clock, key
        self._told_number, self._told_at = -1, 0.0

    async def watch(self) -> None:
        """To be called often: tells the head at first, then every hour and every hundred entries."""
        head = await self._audit.head()
        hour_over = self._clock() - self._told_at >= EVERY_SECONDS
        many = head.number - self._told_number >= EVERY_ENTRIES
        if self._told_number < 0 or many or hour_over:
            self._tell(head.number, head.hash)

    async def tell(self) -> None:
        """At the end of the process."""
        head = await self._audit.head()
        self._tell(head.number, head.hash)

    def _tell(self, number: int, hash_: str) -> None:
        self._told_number, self._told_at = number, self._clock()
        signed = {"signed": printable(signature(self._key, hash_))} if self._key else {}
        log.info("audit head", number=number, head=printable(hash_), **signed)
