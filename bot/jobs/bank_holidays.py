"""England's bank holidays, by their rules.

No library is asked while the bot runs: the one of two hundred countries takes 3.4 MiB, and its load comes
just before the bot is ready. A test compares every year with it, so that what is newly proclaimed is noticed.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache

_SATURDAY, _SUNDAY = 5, 6
_MOVED: Mapping[int, tuple[tuple[str, date], ...]] = {
    2022: (("Spring Bank Holiday", date(2022, 6, 2)),),
}
_PROCLAIMED: Mapping[int, tuple[tuple[str, date], ...]] = {
    2022: (
        ("Platinum Jubilee of Elizabeth II", date(2022, 6, 3)),
        ("State Funeral of Queen Elizabeth II", date(2022, 9, 19)),
    ),
    2023: (("Coronation of Charles III", date(2023, 5, 8)),),
}


@lru_cache(maxsize=16)
def bank_holidays(year: int) -> Mapping[date, str]:
    """What each is called. True from 2021 on."""
    easter = _easter(year)
    named = {
        "New Year's Day": date(year, 1, 1),
        "Good Friday": easter - timedelta(days=2),
        "Easter Monday": easter + timedelta(days=1),
        "May Day": _monday_from(date(year, 5, 1)),
        "Spring Bank Holiday": _monday_from(date(year, 5, 25)),
        "Late Summer Bank Holiday": _monday_from(date(year, 8, 25)),
        "Christmas Day": date(year, 12, 25),
        "Boxing Day": date(year, 12, 26),
    }
    named.update(_MOVED.get(year, ()))
    named.update(_PROCLAIMED.get(year, ()))
    days = {day: name for name, day in named.items()}
    for name in ("New Year's Day", "Boxing Day", "Christmas Day"):
        if (instead := _instead(named[name])) is not None:
            days[instead] = f"{name} (observed)"
    return days


def _instead(day: date) -> date | None:
    """The next Monday for one at a weekend; for those of Christmas, which are two, Monday or Tuesday."""
    if day.weekday() not in {_SATURDAY, _SUNDAY}:
        return None
    if day.month == 1:
        return _monday_from(day)
    return day + timedelta(days=2)


def _monday_from(day: date) -> date:
    return day + timedelta(days=-day.weekday() % 7)


def _easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar, by the method of Meeus, Jones and Butcher."""
    golden, (century, of_century) = year % 19, divmod(year, 100)
    leaps, rest = divmod(century, 4)
    moon = (19 * golden + century - leaps - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    sunday = (32 + 2 * rest + 2 * (of_century // 4) - moon - of_century % 4) % 7
    late = (golden + 11 * moon + 22 * sunday) // 451
    month, day = divmod(moon + sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)
