"""Reads what a member typed after a command, with the lists of their PropOps and their own today."""

import asyncio
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from bot.jobs.ports import Lookups
from bot.jobs.trade_words import TradeWords
from bot.members.access import Access
from handlers.request import Request

if TYPE_CHECKING:
    from bot.jobs.quicktext.parser import QuickText


class QuickTextReader:
    """One text at a time, each in a thread: a long one takes a tenth of a second.

    The parser is loaded in that thread: its patterns need not be there for the start.
    """

    def __init__(self, access: Access, trade: TradeWords, clock: Callable[[], float]) -> None:
        self._access, self._trade, self._clock = access, trade, clock
        self._reading = asyncio.Semaphore(1)

    async def new(self, request: Request, text: str, lookups: Lookups) -> "QuickText":
        today, names = self._today(request), lookups.indexes()

        def read() -> "QuickText":
            from bot.jobs.quicktext.parser import parse  # noqa: PLC0415

            return parse(text, today, names, self._trade)

        async with self._reading:
            return await asyncio.to_thread(read)

    async def update(self, request: Request, text: str, lookups: Lookups) -> "QuickText":
        today, names = self._today(request), lookups.indexes()

        def read() -> "QuickText":
            from bot.jobs.quicktext.parser import parse_update  # noqa: PLC0415

            return parse_update(text, today, names)

        async with self._reading:
            return await asyncio.to_thread(read)

    def _today(self, request: Request) -> date:
        """Today in the member's time zone."""
        now = datetime.fromtimestamp(self._clock(), UTC)
        return now.astimezone(self._access.zone(request.member)).date()
