"""Data retention: deletes old rows, and the private fields of ended changes earlier."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from bot.engine.protocol import Engine
from bot.store.link_previews import FOLLOWED_FOR
from bot.store.stores import Stores

PRIVATE_DAYS = 7
"""How long the private fields of an ended change are kept: as long as its draft."""
_DAY = 86400.0
_COMMANDS = 3600.0
"""Seconds a typed command is remembered; Slack's signature holds for five minutes."""
_PAUSE = 0.05
"""Seconds between batches, so that other statements get their turn."""

log = structlog.get_logger(__name__)


class Retention:
    """`keep_days`: how long ended changes and the engine's records of them are kept."""

    def __init__(
        self,
        stores: Stores,
        engine: Engine,
        keep_days: float,
        clock: Callable[[], float],
    ) -> None:
        self._changes, self._drafts, self._engine = stores.changes, stores.drafts, engine
        self._notices, self._promises = stores.sent_notices, stores.promises
        self._previews, self._read_cards = stores.link_previews, stores.read_cards
        self._keep, self._clock = keep_days * _DAY, clock

    async def run(self) -> dict[str, int]:
        """Deletes everything that is old enough, in batches; the number of each kind."""
        now = self._clock()
        deleted = {
            "forms": await self._drafts.purge(now),
            "commands": await self._notices.purge(now - _COMMANDS, now - _DAY),
            "promises": await self._promises.purge(now - self._keep),
            "previews": await self._batches(self._previews.purge, now - FOLLOWED_FOR),
            "read": await self._batches(self._read_cards.purge, now - self._keep),
            "private": await self._batches(self._changes.forget_private, now - PRIVATE_DAYS * _DAY),
            "changes": await self._batches(self._changes.purge, now - self._keep),
            "runs": await self._engine.purge(now - self._keep),
        }
        if any(deleted.values()):
            log.info("old rows deleted", **deleted)
        if encrypted := await self._all(self._changes.encrypt_content):
            log.info("changes of an earlier release encrypted", changes=encrypted)
        return deleted

    async def _batches(self, drop: Callable[[float], Awaitable[int]], before: float) -> int:
        return await self._all(lambda: drop(before))

    async def _all(self, batch: Callable[[], Awaitable[int]]) -> int:
        total = 0
        while count := await batch():
            total += count
            await asyncio.sleep(_PAUSE)
        return total
