"""First and last days: `3–5 June`, `Mon–Wed next week`, `1/6 to 3/6`, `from Monday for 3 days`."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeAlias

from bot import late_re as re
from bot.jobs.dates.vocabulary import (
    MONTH,
    NUMBERS,
    TOMORROW,
    WEEKDAY,
    FoundDay,
    Span,
    Unclear,
    full_date,
)
from bot.jobs.working_time import is_working_day

ReadDay: TypeAlias = Callable[[str, date], "FoundDay | Unclear | None"]

_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_TO = r" ?(?P<to>-|to|until|till|til|through|thru|and|&) ?"
_ONE_MONTH = (
    re.compile(
        rf"(?P<a>(?:{WEEKDAY} )?{_DAY}){_TO}"
        rf"(?P<b>(?:{WEEKDAY} )?{_DAY})(?P<m> ?{MONTH}(?: (?:\d{{4}}|\d{{2}}))?)"
    ),
    re.compile(rf"(?P<m>{MONTH}) (?P<a>{_DAY}){_TO}(?P<b>{_DAY})(?P<y> \d{{4}})?"),
    re.compile(
        rf"(?P<a>(?:{WEEKDAY} )?{_DAY})(?P<m> ?{MONTH}){_TO}(?P<b>(?:{WEEKDAY} )?{_DAY})(?P<y> \d{{4}})?"
    ),
    re.compile(rf"(?P<a>\d{{1,2}})(?P<m>/\d{{1,2}}){_TO}(?P<b>\d{{1,2}})"),
    re.compile(rf"(?P<a>\d{{1,2}}){_TO}(?P<b>\d{{1,2}})(?P<m>/\d{{1,2}}(?:/(?:\d{{4}}|\d{{2}}))?)"),
)
_ONE_OF = rf"(?:(?:next |this )?{WEEKDAY}|today|{TOMORROW})"
_LISTED = re.compile(rf"{_ONE_OF}(?:(?: ?(?:and/or|and|&|/|\+|or|then) ?| ){_ONE_OF})+")
_BETWEEN = re.compile(r" ?(?:and/or|and|&|/|\+|or|then) ?| (?=\S+$)")
_SEVERAL = "Those are several days: please give one, or the first and the last, e.g. 3–5 June."
_LASTING = re.compile(
    rf"(?P<start>.+?)(?:(?P<for> for) (?P<n>\d{{1,2}}|{'|'.join(NUMBERS)}) (?P<unit>day|week)s?| (?P<only>\d) days)"
)
_CUT = re.compile(r" (?:to|until|till|til|through|thru) |-| and ")
_BARE = re.compile(WEEKDAY)
_WEEK = re.compile(rf"{WEEKDAY} (?:(?:this|next) week)")
_WEEKEND = re.compile(r"(?:at )?(?P<which>this |next )?weekend")
_LONGEST = timedelta(days=200)
_BACKWARDS = "The last day is before the first: please check them, e.g. 3–5 June."


def read(phrase: str, today: date, read_day: ReadDay) -> Span | Unclear | None:
    """The span a plain phrase names; None when it names none, Unclear when it nearly does."""
    between = phrase.startswith("between ")
    phrase = re.sub(r"^(?:on |for )?(?:from |between |starting )?", "", phrase)
    if match := _WEEKEND.fullmatch(phrase):
        return _weekend(today, later=match["which"] == "next ")
    for pattern in _ONE_MONTH:
        if match := pattern.fullmatch(phrase):
            return _one_month(match, today, read_day, between=between)
    if match := _LASTING.fullmatch(phrase):
        return _lasting(match, today, read_day)
    if not between and _LISTED.fullmatch(phrase):
        return _listed(phrase, today, read_day)
    for cut in _CUT.finditer(phrase):
        if cut[0] == " and " and not between:
            continue
        first, last = phrase[: cut.start()].strip(), phrase[cut.end() :].strip()
        if first and last and (span := _from_to(first, last, today, read_day)) is not None:
            return span
    return None


def _weekend(today: date, *, later: bool) -> Span:
    saturday = today + timedelta(days=5 - today.weekday() + 7 * later)
    first = max(saturday, today)
    note = f"The weekend was read as {full_date(saturday)} and the day after."
    return Span(FoundDay(first, note=note), FoundDay(saturday + timedelta(days=1)))


def _one_month(
    match: re.Match[str], today: date, read_day: ReadDay, *, between: bool
) -> Span | Unclear | None:
    """`3–5 June`: one month and year for both days."""
    a, b, month = match["a"], match["b"], match["m"].strip()
    year = match.groupdict().get("y") or ""
    gap = "" if month.startswith("/") else " "
    last = read_day(f"{b}{gap}{month}{year}", today)
    if not isinstance(last, FoundDay):
        return last
    shared = re.sub(r"[ /](?:\d{4}|\d{2})$", "", month) if not last.floating else month
    first = read_day(f"{a}{gap}{shared}{'/' if gap == '' else ' '}{last.day.year}", today)
    if not isinstance(first, FoundDay):
        return first
    if match["to"] in {"and", "&"} and not between and last.day - first.day != timedelta(days=1):
        return Unclear(
            "Those are two days apart: please give the first and the last, e.g. 3–5 June."
        )
    if last.floating and first.day < today <= last.day:
        return _half_gone(first.day, last.day)
    return _span(replace(first, note=last.note), replace(last, note=""))


def _listed(phrase: str, today: date, read_day: ReadDay) -> Span | Unclear | None:
    """`mon & tues` is both days, when they are one after the other; any other list is asked about."""
    if read_day(phrase, today) is not None:
        return None
    parts = [part for part in _BETWEEN.split(phrase) if part]
    days = [read_day(part, today) for part in parts]
    if "or" in phrase.split() or "and/or" in phrase or len(days) != 2:
        return Unclear(_SEVERAL)
    match days:
        case [FoundDay() as first, FoundDay() as last] if last.day - first.day == timedelta(days=1):
            return Span(first, last)
        case _:
            return Unclear(_SEVERAL)


def _lasting(match: re.Match[str], today: date, read_day: ReadDay) -> Span | Unclear | None:
    start = read_day(match["start"], today)
    if not isinstance(start, FoundDay):
        return start
    count = int(match["only"]) if match["only"] else NUMBERS.get(match["n"]) or int(match["n"])
    days = count * (7 if match["unit"] == "week" else 1)
    end = start.day + timedelta(days=max(0, days - 1))
    found = Span(start, FoundDay(end, note=f"The last day was read as {full_date(end)}."))
    if match["unit"] == "week":
        return found
    worked = _worked_until(start.day, days)
    return found if match["for"] and worked == end else replace(found, ends=(end, worked))


def _worked_until(day: date, days: int) -> date:
    """The last of so many working days, of which this is the first whatever it is."""
    while days > 1:
        day += timedelta(days=1)
        days -= is_working_day(day)
    return day


def _from_to(first: str, last: str, today: date, read_day: ReadDay) -> Span | Unclear | None:
    if _BARE.fullmatch(first) and _WEEK.fullmatch(last):
        first = f"{first} {last.split(' ', 1)[1]}"
    a, b = read_day(first, today), read_day(last, today)
    if a is None or b is None:
        return None
    if isinstance(a, Unclear) or isinstance(b, Unclear):
        return a if isinstance(a, Unclear) else b if isinstance(b, Unclear) else None
    if b.floating:
        if a.floating and a.kind in _DATED and b.kind in _DATED and b.day < a.day:
            this_year = a.day.replace(year=a.day.year - 1) if a.day.year > today.year else a.day
            if this_year < today <= b.day:
                return _half_gone(this_year, b.day)
        b = _again(last, a.day, read_day) or b
        if b.day - a.day > _LONGEST:
            return Unclear(_BACKWARDS)
    elif a.floating and a.kind in _DATED and b.kind in {*_DATED, "iso", "dmy"}:
        a = _same_year(a, b.day)
    return _span(a, b)


_DATED = frozenset({"dm", "day month", "month day"})


def _again(last: str, start: date, read_day: ReadDay) -> FoundDay | None:
    """The last day seen from the first: the Friday after the Monday."""
    day = read_day(last, start)
    return replace(day, note="") if isinstance(day, FoundDay) else None


def _same_year(first: FoundDay, last: date) -> FoundDay:
    """A first day without a year, for a last day that has one."""
    try:
        day = first.day.replace(year=last.year)
        if day > last:
            day = day.replace(year=last.year - 1)
    except ValueError:  # 29 February
        return first
    return replace(first, day=day, note="", floating=False)


def _half_gone(first: date, last: date) -> Unclear:
    return Unclear(
        f"{full_date(first)} has gone and {full_date(last)} has not: please write both with the year."
    )


def _span(first: FoundDay, last: FoundDay) -> Span | Unclear:
    return Unclear(_BACKWARDS) if last.day < first.day else Span(first, last)
