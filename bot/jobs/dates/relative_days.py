"""Days counted from today: `next Friday`, `Monday week`, `in a fortnight`, `end of the month`."""

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import TypeAlias

from bot.jobs.dates.calendar_days import plus_months, year_of
from bot.jobs.dates.vocabulary import (
    DAYS,
    NTH,
    NUMBERS,
    TOMORROW,
    DateMatch,
    Unclear,
    full_date,
    month,
    weekday,
)
from bot.jobs.working_time import is_working_day

ReadMatch: TypeAlias = Callable[[re.Match[str], date], "DateMatch | Unclear"]

_MOST_WORKING_DAYS = 260
_TOO_FAR = "That is years away: please check the year."
_ENDS = frozenset({"end", "close", "e"})


def bare_weekday(m: re.Match[str], today: date) -> DateMatch:
    day = _coming(m["w"], today)
    note = ""
    if day == today + timedelta(days=7):
        name = DAYS[day.weekday()]
        note = f"Today is {name}, so “{name}” was read as {full_date(day)}; write “today” to mean today."
    return DateMatch(day, "weekday", note, floating=True)


def coming_weekday(m: re.Match[str], today: date) -> DateMatch:
    return DateMatch(_coming(m["w"], today), "relative")


def this_weekday(m: re.Match[str], today: date) -> DateMatch | Unclear:
    day = _monday(today) + timedelta(days=weekday(m["w"]))
    if day < today:
        return Unclear(
            f"{DAYS[day.weekday()]} of this week has gone: did you mean {full_date(day + timedelta(days=7))}?"
        )
    return DateMatch(day, "relative")


def next_weekday(m: re.Match[str], today: date) -> DateMatch:
    day = _monday(today) + timedelta(days=7 + weekday(m["w"]))
    note = f"“next {DAYS[day.weekday()]}” was read as the one of next week, {full_date(day)}."
    return DateMatch(day, "relative", note)


def weeks_after(m: re.Match[str], today: date) -> DateMatch | Unclear:
    """`Monday week`, `a week on Monday`, `a fortnight tomorrow`, `two weeks on Friday`."""
    unit = m["unit"]
    if unit not in {"week", "wk", "fortnight"}:
        half = m[0].startswith("day ") and m[0].count(" ") == 1  # `half day thurs`
        return Unclear("Please give the day itself, e.g. 12/6 or “next Friday”.", near=not half)
    count = m.groupdict().get("n") or "a"
    days = _number(count) * (14 if unit == "fortnight" else 7)
    base = m["base"]
    if base == "today":
        return DateMatch(today + timedelta(days=days), "relative")
    if re.fullmatch(TOMORROW, base):
        return DateMatch(today + timedelta(days=days + 1), "relative")
    if weekday(base) == today.weekday():
        one, two = today + timedelta(days=days), today + timedelta(days=days + 7)
        return Unclear(
            f"Today is {DAYS[weekday(base)]}: did you mean {full_date(one)} or {full_date(two)}?"
        )
    day = _coming(base, today) + timedelta(days=days)
    return DateMatch(day, "relative", f"Read as {full_date(day)}.")


def _number(text: str) -> int:
    return NUMBERS[text] if text in NUMBERS else int(text)


def ahead(m: re.Match[str], today: date) -> DateMatch | Unclear:
    count, unit = _number(m["n"]), m["unit"]
    if unit in {"month", "year"}:
        months = count * (12 if unit == "year" else 1)
        if months > 48:
            return Unclear(_TOO_FAR)
        return DateMatch(plus_months(today, months), "relative")
    if unit in {"day", "week", "wk", "fortnight"}:
        days = count * {"day": 1, "week": 7, "wk": 7, "fortnight": 14}[unit]
        return DateMatch(today + timedelta(days=days), "relative")
    if count > _MOST_WORKING_DAYS:
        return Unclear(_TOO_FAR)
    day = _working_day_after(today, count)
    note = f"Weekends and bank holidays don't count as working days: {full_date(day)}."
    return DateMatch(day, "relative", note)


def next_working_day(_: re.Match[str], today: date) -> DateMatch:
    day = _working_day_after(today, 1)
    return DateMatch(day, "relative", f"The next working day is {full_date(day)}.")


def _working_day_after(day: date, count: int) -> date:
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def weekday_after_next_week(m: re.Match[str], today: date) -> DateMatch:
    """`week after next on Monday`."""
    day = _monday(today) + timedelta(days=14 + weekday(m["w"]))
    return DateMatch(day, "relative", f"Read as {full_date(day)}.")


def nth_weekday(m: re.Match[str], today: date) -> DateMatch | Unclear:
    """`first Monday in July`, `last Friday of next month`: of a month still to come, unless its year is said."""
    parts = m.groupdict()
    if name := parts.get("m"):
        number = month(name)
        first = date(year_of(parts["y"]) if parts.get("y") else today.year, number, 1)
    else:
        first = plus_months(today.replace(day=1), int("next" in (parts.get("later") or "")))
    day = _nth(first, m["nth"], weekday(m["w"]))
    if day is not None and day < today and parts.get("m") and not parts.get("y"):
        day = _nth(first.replace(year=first.year + 1), m["nth"], weekday(m["w"]))
    if day is None:
        return Unclear(f"There is no {m['nth']} {DAYS[weekday(m['w'])]} in that month.")
    if day < today:
        return Unclear(
            f"That was {full_date(day)}, which has gone: please give a day still to come."
        )
    return DateMatch(day, "relative", f"Read as {full_date(day)}.")


def _nth(first: date, nth: str, number: int) -> date | None:
    """The nth weekday of the month that begins on `first`; None when it has fewer."""
    days = [
        first + timedelta(days=days)
        for days in range(calendar.monthrange(first.year, first.month)[1])
        if (first + timedelta(days=days)).weekday() == number
    ]
    at = -1 if nth == "last" else NTH[nth] - 1
    return days[at] if at < len(days) else None


def in_days(days: int) -> ReadMatch:
    return lambda _, today: DateMatch(today + timedelta(days=days), "relative")


def unclear(why: str, *, near: bool = True) -> ReadMatch:
    return lambda _, __: Unclear(why, near)


def edge(m: re.Match[str], today: date) -> DateMatch | Unclear:
    """`end of the month`, `start of next week`: Friday ends a week."""
    later, unit, last = m["later"] == "next ", m["unit"][0], m["edge"] in _ENDS
    if unit == "w":
        day = _monday(today) + timedelta(days=7 * later + 4 * last)
    elif unit == "m":
        first = plus_months(today.replace(day=1), int(later))
        day = _month_end(first.year, first.month) if last else first
    else:
        day = date(today.year + later, 12 if last else 1, 31 if last else 1)
    if day < today:
        return Unclear(
            f"That was {full_date(day)}, which has gone: please give a day still to come."
        )
    return DateMatch(day, "relative", f"Read as {full_date(day)}.")


def month_edge(m: re.Match[str], today: date) -> DateMatch:
    number, last = month(m["m"]), m["edge"] in _ENDS
    year = year_of(m["y"]) if m["y"] else today.year
    day = _month_end(year, number) if last else date(year, number, 1)
    if day < today and not m["y"]:
        day = _month_end(year + 1, number) if last else date(year + 1, number, 1)
    return DateMatch(day, "relative", f"Read as {full_date(day)}.")


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _coming(name: str, today: date) -> date:
    return today + timedelta(days=(weekday(name) - today.weekday()) % 7 or 7)


def _month_end(year: int, number: int) -> date:
    return date(year, number, calendar.monthrange(year, number)[1])
