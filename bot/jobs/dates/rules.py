"""British day phrases, a rule each: `1/6`, `next Friday`, `Monday week`, `in a fortnight`.

A rule reads a phrase in its plain form (`plain`), without a time of day. Weeks run from Monday to
Sunday. Choices that could be made otherwise:

* a bare weekday is the next one after today, never today;
* `this Friday` is the Friday of this week, `next Friday` the one of next week;
* a day without a year is its next occurrence, today included;
* `Monday week` is a week after the coming Monday;
* `end of the week` is its Friday; a whole week, month or weekend is not a day.
"""

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import TypeAlias

from bot.jobs.dates.vocabulary import (
    DAYS,
    MONTH,
    MONTHS,
    NUMBERS,
    TOMORROW,
    UNITS,
    WEEKDAY,
    DateMatch,
    Kind,
    Unclear,
    month,
    said,
    weekday,
)

Rule: TypeAlias = Callable[[re.Match[str], date], "DateMatch | Unclear"]

_COUNT = rf"(?P<n>\d{{1,3}}|{'|'.join(sorted(NUMBERS, key=len, reverse=True))})"
_UNIT = rf"(?P<unit>{'|'.join(UNITS)})s?"
_DAY = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?"
_W = rf"(?P<w>{WEEKDAY})"
_MAYBE_W = rf"(?:{_W} )?"
_Y = r"(?P<y>\d{4}|\d{2})"
_BASE = rf"(?P<base>{WEEKDAY}|today|{TOMORROW})"
_PART = r"(?:early |mid[ -]?|middle |late |sometime |some time )?"
_WHILE = rf"(?:week|wk|weekend|fortnight|month|year|{MONTH}(?: \d{{4}})?)"
_TOO_FAR = "That is years away: please check the year."
_WHOLE = "That is not one day: please say which, e.g. 12/6 or “next Friday”."
PAST = "That day has gone: please give one still to come, or write it with its year."
_HOURS = "PropOps keeps days, not hours: please give the day, e.g. “today” or “tomorrow”."
_VAGUE = "How many days is that? Please give the day, e.g. 12/6 or “next Friday”."


def read(phrase: str, today: date) -> DateMatch | Unclear | None:
    """What the first fitting rule says of a plain phrase; None when no rule fits."""
    for pattern, rule in _RULES:
        if found := pattern.fullmatch(phrase):
            return rule(found, today)
    return None


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _coming(name: str, today: date) -> date:
    return today + timedelta(days=(weekday(name) - today.weekday()) % 7 or 7)


def _plus_months(day: date, months: int) -> date:
    years, index = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, index + 1, min(day.day, calendar.monthrange(year, index + 1)[1]))


def _month_end(year: int, number: int) -> date:
    return date(year, number, calendar.monthrange(year, number)[1])


def _calendar(m: re.Match[str], today: date, kind: Kind, number: int) -> DateMatch | Unclear:
    """Day and month, perhaps with a year and a weekday; whatever does not fit is said."""
    parts = m.groupdict()
    day, named = int(parts["d"]), parts.get("w")
    if not 1 <= number <= 12:
        if number > 31 or not 1 <= day <= 12:
            return Unclear(f"There is no month {number}: please check the day, e.g. 28/2.")
        other = "/".join(filter(None, (str(number), str(day), parts.get("y"))))
        return Unclear(f"There is no month {number}: days come first here. Did you mean {other}?")
    written = parts.get("y")
    year = _year(written) if written else today.year
    if not 2000 <= year <= 2199:
        return Unclear(f"The year {year} can't be right: please check it, e.g. 1/6/{today.year}.")
    name = MONTHS[number - 1]
    if not written and (number, day) < (today.month, today.day):
        year += 1
    most = calendar.monthrange(year, number)[1]
    if not 1 <= day <= most:
        return Unclear(_too_long(day, name, year, most))
    found = date(year, number, day)
    if named and weekday(named) != found.weekday():
        return Unclear(_wrong_weekday(found, weekday(named)))
    note = ""
    if written and found < today:
        note = f"{said(found)} is in the past."
    elif not written and year > today.year:
        note = f"No year was given, so {day} {name} was read as {said(found)}."
    return DateMatch(found, kind, note, floating=not written)


def _too_long(day: int, name: str, year: int, most: int) -> str:
    when = f" in {year}" if name == "February" else ""
    return f"There is no {day} {name}: {name} has {most} days{when}. Please check the day."


def _wrong_weekday(found: date, asked: int) -> str:
    ahead = (asked - found.weekday() + 3) % 7 - 3
    other = found + timedelta(days=ahead)
    name = DAYS[found.weekday()]
    return (
        f"{found.day} {MONTHS[found.month - 1]} {found.year} is a {name}, not a {DAYS[asked]}: "
        f"please write {said(found)} or {said(other)}."
    )


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _iso(m: re.Match[str], today: date) -> DateMatch | Unclear:
    if int(m["m"]) > 12:
        return Unclear(
            f"There is no month {m['m']}: an ISO day is year-month-day, e.g. {today.isoformat()}."
        )
    return _calendar(m, today, "iso", int(m["m"]))


def _dmy(m: re.Match[str], today: date) -> DateMatch | Unclear:
    return _calendar(m, today, "dmy", int(m["m"]))


def _dm(m: re.Match[str], today: date) -> DateMatch | Unclear:
    return _calendar(m, today, "dm", int(m["m"]))


def _day_month(m: re.Match[str], today: date) -> DateMatch | Unclear:
    return _calendar(m, today, "day month", month(m["m"]))


def _month_day(m: re.Match[str], today: date) -> DateMatch | Unclear:
    return _calendar(m, today, "month day", month(m["m"]))


def _bare(m: re.Match[str], today: date) -> DateMatch:
    day = _coming(m["w"], today)
    note = ""
    if day == today + timedelta(days=7):
        name = DAYS[day.weekday()]
        note = f"Today is {name}, so “{name}” was read as {said(day)}; write “today” to mean today."
    return DateMatch(day, "weekday", note, floating=True)


def _coming_one(m: re.Match[str], today: date) -> DateMatch:
    return DateMatch(_coming(m["w"], today), "relative")


def _this(m: re.Match[str], today: date) -> DateMatch | Unclear:
    day = _monday(today) + timedelta(days=weekday(m["w"]))
    if day < today:
        return Unclear(
            f"{DAYS[day.weekday()]} of this week has gone: did you mean {said(day + timedelta(days=7))}?"
        )
    return DateMatch(day, "relative")


def _next(m: re.Match[str], today: date) -> DateMatch:
    day = _monday(today) + timedelta(days=7 + weekday(m["w"]))
    note = f"“next {DAYS[day.weekday()]}” was read as the one of next week, {said(day)}."
    return DateMatch(day, "relative", note)


def _week_later(m: re.Match[str], today: date) -> DateMatch | Unclear:
    """`Monday week`, `a week on Monday`, `a fortnight tomorrow`, `two weeks on Friday`."""
    unit = m["unit"]
    if unit not in {"week", "wk", "fortnight"}:
        return Unclear("Please give the day itself, e.g. 12/6 or “next Friday”.")
    count = m.groupdict().get("n") or "a"
    days = _number(count) * (14 if unit == "fortnight" else 7)
    base = m["base"]
    if base == "today":
        return DateMatch(today + timedelta(days=days), "relative")
    if re.fullmatch(TOMORROW, base):
        return DateMatch(today + timedelta(days=days + 1), "relative")
    if weekday(base) == today.weekday():
        one, two = today + timedelta(days=days), today + timedelta(days=days + 7)
        return Unclear(f"Today is {DAYS[weekday(base)]}: did you mean {said(one)} or {said(two)}?")
    day = _coming(base, today) + timedelta(days=days)
    return DateMatch(day, "relative", f"Read as {said(day)}.")


def _number(text: str) -> int:
    return NUMBERS[text] if text in NUMBERS else int(text)


def _ahead(m: re.Match[str], today: date) -> DateMatch | Unclear:
    count, unit = _number(m["n"]), m["unit"]
    if unit in {"month", "year"}:
        months = count * (12 if unit == "year" else 1)
        if months > 48:
            return Unclear(_TOO_FAR)
        return DateMatch(_plus_months(today, months), "relative")
    if unit in {"day", "week", "wk", "fortnight"}:
        days = count * {"day": 1, "week": 7, "wk": 7, "fortnight": 14}[unit]
        return DateMatch(today + timedelta(days=days), "relative")
    day = today
    for _ in range(count):
        day += timedelta(days={4: 3, 5: 2}.get(day.weekday(), 1))
    return DateMatch(day, "relative", f"Working days without bank holidays: {said(day)}.")


def _fixed(days: int) -> Rule:
    return lambda _, today: DateMatch(today + timedelta(days=days), "relative")


def _unclear(why: str, *, near: bool = True) -> Rule:
    return lambda _, __: Unclear(why, near)


def _ordinal(m: re.Match[str], today: date) -> DateMatch | Unclear:
    """`12th`, `Friday 12th`: in this month or, when gone, the next."""
    day = int(m["d"])
    first = today.replace(day=1) if day >= today.day else _plus_months(today.replace(day=1), 1)
    most = calendar.monthrange(first.year, first.month)[1]
    if not 1 <= day <= most:
        return Unclear(_too_long(day, MONTHS[first.month - 1], first.year, most))
    found = first.replace(day=day)
    if m["w"] and weekday(m["w"]) != found.weekday():
        return Unclear(_wrong_weekday(found, weekday(m["w"])))
    note = "" if found.month == today.month else f"Read as {said(found)}."
    return DateMatch(found, "ordinal", note, floating=True)


def _edge(m: re.Match[str], today: date) -> DateMatch | Unclear:
    """`end of the month`, `start of next week`: Friday ends a week."""
    later, unit, last = m["later"] == "next ", m["unit"][0], m["edge"] in _ENDS
    if unit == "w":
        day = _monday(today) + timedelta(days=7 * later + 4 * last)
    elif unit == "m":
        first = _plus_months(today.replace(day=1), int(later))
        day = _month_end(first.year, first.month) if last else first
    else:
        day = date(today.year + later, 12 if last else 1, 31 if last else 1)
    if day < today:
        return Unclear(f"That was {said(day)}, which has gone: please give a day still to come.")
    return DateMatch(day, "relative", f"Read as {said(day)}.")


def _month_edge(m: re.Match[str], today: date) -> DateMatch:
    number, last = month(m["m"]), m["edge"] in _ENDS
    year = _year(m["y"]) if m["y"] else today.year
    day = _month_end(year, number) if last else date(year, number, 1)
    if day < today and not m["y"]:
        day = _month_end(year + 1, number) if last else date(year + 1, number, 1)
    return DateMatch(day, "relative", f"Read as {said(day)}.")


_ENDS = frozenset({"end", "close", "e"})
_EDGE = r"(?P<edge>end|close|start|beginning|begining)"


def _rules(*pairs: tuple[str, Rule]) -> tuple[tuple[re.Pattern[str], Rule], ...]:
    return tuple((re.compile(pattern), rule) for pattern, rule in pairs)


_RULES = _rules(
    (rf"{_MAYBE_W}(?P<y>\d{{4}})([-/.])(?P<m>\d{{1,2}})\3(?P<d>\d{{1,2}})", _iso),
    (rf"{_MAYBE_W}(?P<d>\d{{1,2}})([-/.])(?P<m>\d{{1,2}})\3{_Y}", _dmy),
    (rf"{_MAYBE_W}(?P<d>\d{{1,2}})/(?P<m>\d{{1,2}})", _dm),
    (rf"{_MAYBE_W}{_DAY}[ /-]?(?P<m>{MONTH})(?:[ /-]{_Y})?", _day_month),
    (rf"{_DAY}[ /-]?(?P<m>{MONTH})(?:[ /-](?P<y>\d{{4}}))? \(?{_W}\)?", _day_month),
    (rf"{_MAYBE_W}(?P<m>{MONTH})[ -]?{_DAY}(?: {_Y})?", _month_day),
    (rf"{_MAYBE_W}(?P<d>\d{{1,2}})(?:st|nd|rd|th)", _ordinal),
    (_W, _bare),
    (rf"(?:this )?coming {_W}", _coming_one),
    (rf"this {_W}", _this),
    (rf"{_W} this week", _this),
    (rf"this week (?:on )?{_W}", _this),
    (rf"next {_W}", _next),
    (rf"{_W} next week", _next),
    (rf"next week (?:on )?{_W}", _next),
    (rf"(?:last|previous) {WEEKDAY}|yesterday|{WEEKDAY} last week", _unclear(PAST)),
    (rf"{_COUNT} {_UNIT} ago", _unclear(PAST)),
    ("today|2day", _fixed(0)),
    (TOMORROW, _fixed(1)),
    (rf"day after {TOMORROW}|overmorrow", _fixed(2)),
    (rf"{_BASE} (?P<unit>week|fortnight)", _week_later),
    (rf"(?:in )?(?:{_COUNT} )?{_UNIT} (?:on |from |after |come )?{_BASE}", _week_later),
    (rf"(?:in|within) {_COUNT} {_UNIT}(?: time)?", _ahead),
    (rf"{_COUNT} {_UNIT} (?:time|from now|from today)", _ahead),
    (r"(?:in|within) .{1,20} (?:hour|hr|minute|min)s?(?: time)?", _unclear(_HOURS)),
    (rf"(?:in )?(?:a )?(?:few|several|some) {_UNIT}(?: time)?", _unclear(_VAGUE)),
    (rf"{_EDGE} (?P<later>this |next )?(?P<unit>week|wk|month|year)", _edge),
    (r"(?P<later>)(?P<unit>month|year)[ -](?P<edge>end)", _edge),
    (r"(?P<later>)(?P<edge>e)o(?P<unit>[mwy])", _edge),
    (rf"{_EDGE} (?P<m>{MONTH})(?: {_Y})?", _month_edge),
    (r"(?:end|close) (?:day|business|play)", _fixed(0)),
    (rf"{_PART}(?:in )?(?:this |next |last )?{_WHILE}(?: after next)?", _unclear(_WHOLE)),
)
