"""When things are over, due or back, by going through days and moments one after the other."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Literal
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
BANK_HOLIDAYS = {
    *(date(2027, 1, 1), date(2027, 3, 26), date(2027, 3, 29), date(2027, 5, 3), date(2027, 5, 31)),
    *(date(2027, 8, 30), date(2027, 12, 27), date(2027, 12, 28), date(2028, 1, 3)),
}
"""England's, as gov.uk lists them."""
Putting = Literal["tomorrow", "Monday", "in a week"]
_DAY = timedelta(days=1)


def moment(day: date, at: time, zone: ZoneInfo = LONDON) -> float:
    return datetime.combine(day, at, zone).timestamp()


def today(now: float, zone: ZoneInfo = LONDON) -> date:
    return datetime.fromtimestamp(now, zone).date()


def wakes_at(now: float, zone: ZoneInfo, how: Putting) -> float:
    """When a row that is put off comes back: at eight of the day that its reader calls so."""
    day = today(now, zone) + _DAY
    called = {"tomorrow": f"{day:%A}", "Monday": "Monday", "in a week": f"{today(now, zone):%A}"}
    while f"{day:%A}" != called[how]:
        day += _DAY
    return moment(day, time(8), zone)


def is_over(day: str, now: float) -> bool:
    """A day of the properties (`YYYY-MM-DD`) is over once its midnight has come."""
    return midnight_after(day) <= now


def midnight_after(day: str) -> float:
    return moment(date.fromisoformat(day) + _DAY, time())


def closes_after(now: float, days: int) -> float:
    """Five o'clock of the working day that is so many after the one that it is, or that comes next."""
    return next(islice(_closes(now), days, None))


def _closes(now: float) -> Iterator[float]:
    day = today(now)
    while True:
        at = moment(day, time(17))
        if is_working_day(day) and at > now:
            yield at
        day += _DAY


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and day not in BANK_HOLIDAYS


def working_seconds(start: float, end: float) -> float:
    """From nine to five on working days."""
    total, day = 0.0, today(start)
    while day <= today(end):
        if is_working_day(day):
            opens, closes = (moment(day, time(hour)) for hour in (9, 17))
            total += max(0.0, min(end, closes) - max(start, opens))
        day += _DAY
    return total


def working_moment(start: float, seconds: float) -> float:
    """When so many working seconds have just gone by, about two minutes early or late."""
    end, step = start, 8 * 3600.0
    while step >= 60:
        while working_seconds(start, end + step) < seconds:
            end += step
        step /= 2
    return end + 2 * step


def is_quiet(now: float) -> bool:
    """Whether somebody who wants to tell a contractor now is asked first."""
    local = datetime.fromtimestamp(now, LONDON)
    return not (is_working_day(local.date()) and time(7) <= local.time() < time(20))


def at_work(now: float) -> bool:
    local = datetime.fromtimestamp(now, LONDON)
    return is_working_day(local.date()) and time(9) <= local.time() < time(17)


def long_day(day: date, now: float) -> str:
    """`Thu 26 November`, with its year where that is another than now."""
    words = f"{day:%a} {day.day} {day:%B}"
    return words if day.year == today(now).year else f"{words} {day.year}"


def visit(start: str, end: str, now: float) -> str:
    """`on Thu 26 November`, `from … to …`, `by …`."""
    first, last = (long_day(date.fromisoformat(each), now) if each else "" for each in (start, end))
    if not end or start == end:
        return f"on {first}"
    return f"from {first} to {last}" if start else f"by {last}"
