"""The time on the stage, which the page can turn on to the next working morning."""

import time
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.jobs.working_time import is_working_day

_DAY = 86_400.0
_LONDON = ZoneInfo("Europe/London")
_MORNING = 8


class TurnedClock:
    """Unix seconds; the time of the machine, until it is turned on."""

    def __init__(self) -> None:
        self._ahead = 0.0

    def __call__(self) -> float:
        return time.time() + self._ahead

    def utc(self) -> datetime:
        return datetime.fromtimestamp(self(), UTC)

    def to_next_morning(self) -> None:
        """A moment before eight o'clock of the next working day, in London."""
        now = datetime.fromtimestamp(self(), _LONDON)
        wanted = now.replace(hour=_MORNING - 1, minute=59, second=58, microsecond=0)
        while wanted <= now or not is_working_day(wanted):
            wanted = datetime.fromtimestamp(wanted.timestamp() + _DAY, _LONDON).replace(
                hour=_MORNING - 1, minute=59
            )
        self._ahead += wanted.timestamp() - self()

    @property
    def words(self) -> str:
        """`Thu 26 November 2026, 07:59`, in London."""
        now = datetime.fromtimestamp(self(), _LONDON)
        return f"{now:%a} {now.day} {now:%B %Y, %H:%M}"
