"""Days written with their number: `12/6/2026`, `12 June`, `Friday 12th`. One reader for each form."""

import calendar
import re
from datetime import date, timedelta

from bot.jobs.dates.vocabulary import (
    DAYS,
    MONTHS,
    DateMatch,
    Kind,
    Unclear,
    full_date,
    month,
    weekday,
)


def iso(m: re.Match[str], today: date) -> DateMatch | Unclear:
    if int(m["m"]) > 12:
        return Unclear(
            f"There is no month {m['m']}: written like this the year comes first, then the month, e.g. {today.isoformat()}."
        )
    return _calendar(m, today, "iso", int(m["m"]))


def dmy(m: re.Match[str], today: date) -> DateMatch | Unclear:
    return _calendar(m, today, "dmy", int(m["m"]))


def dm(m: re.Match[str], today: date) -> DateMatch | Unclear:
    return _calendar(m, today, "dm", int(m["m"]))


def day_month(m: re.Match[str], today: date) -> DateMatch | Unclear:
    return _calendar(m, today, "day month", month(m["m"]))


def month_day(m: re.Match[str], today: date) -> DateMatch | Unclear:
    return _calendar(m, today, "month day", month(m["m"]))


def ordinal(m: re.Match[str], today: date) -> DateMatch | Unclear:
    """`12th`, `Friday 12th`: in this month or, when gone, the next."""
    day = int(m["d"])
    first = today.replace(day=1) if day >= today.day else plus_months(today.replace(day=1), 1)
    most = calendar.monthrange(first.year, first.month)[1]
    if not 1 <= day <= most:
        return Unclear(_too_long(day, MONTHS[first.month - 1], first.year, most))
    date_ = first.replace(day=day)
    if m["w"] and weekday(m["w"]) != date_.weekday():
        return Unclear(_wrong_weekday(date_, weekday(m["w"])))
    note = "" if date_.month == today.month else f"Read as {full_date(date_)}."
    return DateMatch(date_, "ordinal", note, floating=True)


def plus_months(day: date, months: int) -> date:
    years, index = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, index + 1, min(day.day, calendar.monthrange(year, index + 1)[1]))


def year_of(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _calendar(m: re.Match[str], today: date, kind: Kind, number: int) -> DateMatch | Unclear:
    """Day and month, perhaps with a year and a weekday; `Unclear` where the parts don't fit."""
    parts = m.groupdict()
    day, weekday_name = int(parts["d"]), parts.get("w")
    if not 1 <= number <= 12:
        if number > 31 or not 1 <= day <= 12:
            return Unclear(f"There is no month {number}: please check the day, e.g. 28/2.")
        other = "/".join(filter(None, (str(number), str(day), parts.get("y"))))
        return Unclear(f"There is no month {number}: days come first here. Did you mean {other}?")
    written = parts.get("y")
    year = year_of(written) if written else today.year
    if not 2000 <= year <= 2199:
        return Unclear(f"The year {year} can't be right: please check it, e.g. 1/6/{today.year}.")
    name = MONTHS[number - 1]
    if not written and (number, day) < (today.month, today.day):
        year += 1
    most = calendar.monthrange(year, number)[1]
    if not 1 <= day <= most:
        return Unclear(_too_long(day, name, year, most))
    date_ = date(year, number, day)
    if weekday_name and weekday(weekday_name) != date_.weekday():
        return Unclear(_wrong_weekday(date_, weekday(weekday_name)))
    note = ""
    if written and date_ < today:
        note = f"{full_date(date_)} is in the past: please check it."
    elif not written and year > today.year:
        note = f"No year was given, so {day} {name} was read as {full_date(date_)}."
    return DateMatch(date_, kind, note, floating=not written)


def _too_long(day: int, name: str, year: int, most: int) -> str:
    when = f" in {year}" if name == "February" else ""
    return f"There is no {day} {name}: {name} has {most} days{when}. Please check the day."


def _wrong_weekday(day: date, typed_weekday: int) -> str:
    days_off = (typed_weekday - day.weekday() + 3) % 7 - 3
    other = day + timedelta(days=days_off)
    name = DAYS[day.weekday()]
    return (
        f"{day.day} {MONTHS[day.month - 1]} {day.year} is a {name}, not a {DAYS[typed_weekday]}: "
        f"please write {full_date(day)} or {full_date(other)}."
    )


def feast(m: re.Match[str], today: date) -> DateMatch:
    """`Christmas Eve`: the next one, today included."""
    words = m["feast"]
    eve = words.endswith(("eve", "nye"))
    if words.startswith("n"):
        number, day = (12, 31) if eve else (1, 1)
    else:
        number, day = 12, 24 if eve else 26 if words.startswith("boxing") else 25
    date_ = date(today.year, number, day)
    if date_ < today:
        date_ = date_.replace(year=today.year + 1)
    return DateMatch(date_, "relative", f"Read as {full_date(date_)}.", floating=True)
