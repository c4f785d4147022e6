"""Forms that were sent, until what another process has stored of them is gone."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

import structlog

from bot.errors import BotError
from bot.jobs.change import Member
from bot.lru_dict import LruDict

LOOK_AFTER = 10.0
"""Seconds after the first of them: one look at the database for all that were sent meanwhile. Longer than
another process takes to store what was entered there.
"""
_MOST = 2_000

log = structlog.get_logger(__name__)


class SentForms:
    """Each is looked for once. Left where it is, what is stored of it would stay for days, and count among
    the drafts that its member may have.
    """

    def __init__(self, drop: Callable[[Mapping[tuple[str, str], Member]], Awaitable[None]]) -> None:
        """`drop`: these drafts as this view has stored them, each of that member, and nothing else: what is
        entered in another view may be the same draft.
        """
        self._drop = drop
        self._sent: LruDict[tuple[str, str], Member] = LruDict(_MOST)
        self._look: asyncio.Task[None] | None = None
        self._looking = asyncio.Lock()

    def add(self, draft_id: str, view_id: str, member: Member) -> None:
        """It was sent a moment ago."""
        self._sent[draft_id, view_id] = member
        if self._look is None:
            self._look = asyncio.create_task(self._look_soon(), name="sent forms")

    def withdraw(self, draft_id: str, view_id: str) -> None:
        """It is open again."""
        self._sent.pop((draft_id, view_id), None)

    async def look(self) -> None:
        """Drops what is stored of them, once an earlier look has. Never raises `BotError`."""
        async with self._looking:
            sent = dict(self._sent)
            self._sent.clear()
            if not sent:
                return
            try:
                await self._drop(sent)
            except BotError as error:
                log.warning("dropping sent forms failed, going on", problem=type(error).__name__)

    async def close(self) -> None:
        """The process ends: looks at once, and a look under way comes to its end."""
        if self._look is not None:
            self._look.cancel()
        await self.look()

    async def _look_soon(self) -> None:
        await asyncio.sleep(LOOK_AFTER)
        self._look = None
        await self.look()
