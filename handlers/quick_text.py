"""Reads what a member typed after a command, with the lists of their PropOps and their own today."""

import asyncio
from collections.abc import Callable
from datetime import UTC, date, datetime

from bot.jobs.ports import Lookups
from bot.jobs.quicktext.parser import QuickText, parse, parse_update
from bot.jobs.trade_words import TradeWords
from bot.members.access import Access
from handlers.request import Request


class QuickTextReader:
    """One text at a time, each in a thread: a long one takes a tenth of a second."""

    def __init__(self, access: Access, trade: TradeWords, clock: Callable[[], float]) -> None:
        self._access, self._trade, self._clock = access, trade, clock
        self._reading = asyncio.Semaphore(1)

    async def new(self, request: Request, text: str, lookups: Lookups) -> QuickText:
        async with self._reading:
            return await asyncio.to_thread(
                parse, text, self._today(request), lookups.indexes(), self._trade
            )

    async def update(self, request: Request, text: str, lookups: Lookups) -> QuickText:
        async with self._reading:
            return await asyncio.to_thread(
                parse_update, text, self._today(request), lookups.indexes()
            )

    def _today(self, request: Request) -> date:
        """Today in the member's time zone."""
        now = datetime.fromtimestamp(self._clock(), UTC)
        return now.astimezone(self._access.zone(request.member)).date()
