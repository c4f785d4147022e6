"""Reads what a member typed after a command, with the lists of their PropOps and their own today."""

import asyncio
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from bot.jobs.dates.parser import full_date
from bot.jobs.model import Choice
from bot.jobs.ports import Lookups
from bot.jobs.quicktext.notes import Note
from bot.jobs.statuses import StatusNames
from bot.jobs.trade_words import TradeWords
from bot.members.access import Access
from handlers.request import Request

if TYPE_CHECKING:
    from bot.jobs.quicktext.parser import QuickText

DAYS = ("date_works_start_date", "date_works_end_date")
_SAYS_WHICH = re.compile(
    r"\b(?:start|end|date|from|until|till|due|visit|book|attend)\w*", re.IGNORECASE
)
_WHICH_DAY = (
    "That status ends the job, so I left out {}. If it is the day of the works, please choose it."
)


class QuickTextReader:
    """One text at a time, each in a thread: a long one takes a tenth of a second.

    The parser is loaded in that thread: its patterns need not be there for the start.
    """

    def __init__(
        self,
        access: Access,
        trade: TradeWords,
        clock: Callable[[], float],
        statuses: StatusNames,
    ) -> None:
        self._access, self._trade, self._clock = access, trade, clock
        self._statuses = statuses
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

            return parse_update(text, today, names, self._trade)

        async with self._reading:
            return self._of_an_end(await asyncio.to_thread(read), text)

    def _of_an_end(self, quick: "QuickText", text: str) -> "QuickText":
        """Without the day in `close 61 tomorrow`: whether works begin, ended, or the job is to be closed then
        is not said. It is offered beside its field.
        """
        statuses = [quick.values.get("status_id")]
        for note in quick.notes:  # or it is offered: `done friday`
            statuses += note.choices if note.field == "status_id" else ()
        if not any(
            isinstance(each, Choice) and self._statuses.ends(each.name) for each in statuses
        ):
            return quick
        days = {name: day for name in DAYS if isinstance(day := quick.values.get(name), date)}
        if not days or _SAYS_WHICH.search(text):
            return quick
        notes = [note for note in quick.notes if note.field not in days]
        notes += [
            Note(_WHICH_DAY.format(full_date(day)), name, [day]) for name, day in days.items()
        ]
        values = {name: each for name, each in quick.values.items() if name not in days}
        return replace(quick, values=values, notes=tuple(notes))

    def _today(self, request: Request) -> date:
        """Today in the member's time zone."""
        now = datetime.fromtimestamp(self._clock(), UTC)
        return now.astimezone(self._access.zone(request.member)).date()
