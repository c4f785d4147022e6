"""The time on the stage, which the page can turn on: the bot, PropOps and Slack all live by it."""

import asyncio
import contextlib
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from bot.jobs.working_time import is_working_day

Json = dict[str, Any]
_LONDON = ZoneInfo("Europe/London")


def _hour(now: datetime) -> datetime:
    return (now.astimezone(UTC) + timedelta(hours=1)).astimezone(_LONDON)


def _tomorrow(now: datetime) -> datetime:
    """A moment before eight, so that who was linked just now is there when it strikes."""
    return now.replace(hour=7, minute=59, second=58, microsecond=0, fold=0) + timedelta(days=1)


def _working_morning(now: datetime) -> datetime:
    """The same on the next working day; today, where eight is still to come."""
    wanted = _tomorrow(now) - timedelta(days=1)
    while wanted <= now or not is_working_day(wanted):
        wanted = _tomorrow(wanted)
    return wanted


TURNS: Mapping[str, tuple[str, Callable[[datetime], datetime]]] = MappingProxyType(
    {
        "hour": ("An hour on", _hour),
        "tomorrow": ("Tomorrow, 8 o'clock", _tomorrow),
        "morning": ("Next working morning", _working_morning),
    }
)
"""What each turn is called on the page, and what it makes of the time in London."""


class TurnedClock:
    """Unix seconds: the time of the machine, until it is turned on. `kept`: a file in which that outlives
    the process.
    """

    def __init__(self, kept: Path | None = None) -> None:
        self._kept, self._ahead = kept, 0.0
        if kept is not None and kept.is_file():
            self._ahead = float(kept.read_text(encoding="ascii"))
        self._turned = asyncio.Event()

    def __call__(self) -> float:
        return time.time() + self._ahead

    def utc(self) -> datetime:
        return datetime.fromtimestamp(self(), UTC)

    async def sleep(self, seconds: float) -> None:
        """As `asyncio.sleep`, by this clock: whoever sleeps wakes when it is turned past their time."""
        until = self() + seconds
        await asyncio.sleep(0)
        while (left := until - self()) > 0:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(left):
                    await self._turned.wait()

    def turn(self, to: str) -> None:
        """`to`: a name of `TURNS`. Raises KeyError for another."""
        _, turned = TURNS[to]
        now = self()
        self._ahead += turned(datetime.fromtimestamp(now, _LONDON)).timestamp() - now
        if self._kept is not None:
            self._kept.write_text(str(self._ahead), encoding="ascii")
        sleepers, self._turned = self._turned, asyncio.Event()
        sleepers.set()

    def shown(self) -> Json:
        """`now`: Unix seconds; the turns there are."""
        turns = [{"name": name, "label": label} for name, (label, _) in TURNS.items()]
        return {"now": self(), "turns": turns}
