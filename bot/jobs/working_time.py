"""Working hours, quiet hours and English bank holidays, in the time zone of the properties.

Work is done Monday to Friday, 9:00 to 17:00, but on no bank holiday. In quiet hours, at weekends and on bank
holidays a contractor is not notified without a second confirmation.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

_SPAN = re.compile(r"(\d{1,2})(?::(\d{2}))?\s*[-–—]\s*(\d{1,2})(?::(\d{2}))?")
_OPENS, _CLOSES = time(9), time(17)
_FRIDAY = 4
OFF = ("off", "none", "no")


@dataclass(frozen=True)
class QuietHours:
    """From `begins` to `ends`, over midnight when it ends earlier; None for neither: never quiet."""

    begins: time | None
    ends: time | None
    zone: tzinfo

    def why(self, moment: float) -> str:
        """Why one should not ring anybody at this moment (Unix seconds): a sentence, or empty."""
        if self.begins is None or self.ends is None:
            return ""
        local = datetime.fromtimestamp(moment, self.zone)
        at = local.time()
        late = (
            self.begins <= at < self.ends
            if self.begins < self.ends
            else at >= self.begins or at < self.ends
        )
        if late:
            return (
                f"It is {local:%H:%M}, in quiet hours ({self.begins:%H:%M} to {self.ends:%H:%M})."
            )
        if local.weekday() > _FRIDAY:
            return f"It is {local:%A}."
        holiday = bank_holiday(local)
        return f"Today is a bank holiday ({holiday})." if holiday else ""


def quiet_hours(text: str, zone: tzinfo) -> QuietHours:
    """Reads `20:00-07:00`, `20-7` or `off`. Raises ValueError for anything else."""
    if text.strip().casefold() in OFF:
        return QuietHours(None, None, zone)
    read = _SPAN.fullmatch(text.strip())
    if read is None:
        raise ValueError("write it as 20:00-07:00, or off")
    first, first_minute, last, last_minute = (int(part or 0) for part in read.groups())
    if first > 23 or last > 23 or first_minute > 59 or last_minute > 59:
        raise ValueError("write it as 20:00-07:00, or off")
    begins, ends = time(first, first_minute), time(last, last_minute)
    if begins == ends:
        raise ValueError("begin and end are the same: write off for no quiet hours")
    return QuietHours(begins, ends, zone)


def working_hours_after(start: float, hours: float, zone: tzinfo) -> float:
    """The moment `hours` working hours after `start`; Unix seconds."""
    now, remaining = datetime.fromtimestamp(start, zone), timedelta(hours=hours)
    while True:
        now = _at_work(now)
        closes = datetime.combine(now.date(), _CLOSES, zone)
        if now + remaining <= closes:
            return (now + remaining).timestamp()
        remaining -= closes - now
        now = closes


def at_work_from(now: float, zone: tzinfo) -> float:
    """`now` itself (Unix seconds) while work is done, to the last bit of it; else the next opening."""
    local = datetime.fromtimestamp(now, zone)
    opens = _at_work(local)
    return now if opens == local else opens.timestamp()


def end_of_working_day(start: float, days: int, zone: tzinfo) -> float:
    """The close of the working day `days` working days after the one `start` falls in."""
    day = _at_work(datetime.fromtimestamp(start, zone)).date()
    for _ in range(days):
        day = _at_work(datetime.combine(day, _CLOSES, zone)).date()
    return datetime.combine(day, _CLOSES, zone).timestamp()


def _at_work(now: datetime) -> datetime:
    """The moment itself, or the next opening."""
    if is_working_day(now) and now.time() < _CLOSES:
        return now if now.time() >= _OPENS else datetime.combine(now.date(), _OPENS, now.tzinfo)
    day = datetime.combine(now.date(), _OPENS, now.tzinfo) + timedelta(days=1)
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def is_working_day(day: date) -> bool:
    """Monday to Friday, but no bank holiday. Slow at its first call, as `bank_holiday` is."""
    return day.weekday() <= _FRIDAY and not bank_holiday(day)


def bank_holiday(day: date) -> str:
    """What the English bank holiday of this day is called; empty on other days.

    The first call reads the library, which takes most of a second: `warm` does it in a thread.
    """
    return _bank_holidays(day.year).get(date(day.year, day.month, day.day), "")


@lru_cache(maxsize=16)
def _bank_holidays(year: int) -> Mapping[date, str]:
    britain = _britain().UnitedKingdom(subdiv="ENG", years=year)
    return {day: str(name) for day, name in britain.items()}


@lru_cache(maxsize=1)
def _britain() -> Any:
    """The library's file about Britain, by itself: its package loads two hundred other countries.

    Imported late: start-up matters.
    """
    library = find_spec("holidays")
    assert library is not None
    assert library.origin is not None
    path = Path(library.origin).parent / "countries" / "united_kingdom.py"
    spec = spec_from_file_location("holidays.countries.united_kingdom", path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def warm_up() -> None:
    """The slow first look, for a thread."""
    bank_holiday(datetime.now())  # noqa: DTZ005  any day will do
