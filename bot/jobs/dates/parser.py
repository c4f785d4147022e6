"""Days as British coordinators write them: `next Tuesday`, `1/6`, `3–5 June`, `tomorrow pm`.

Our own rules (`rules`) come first; dateparser reads only phrases that name a month, and its
answer counts only when it adds nothing to the phrase. Nothing is guessed: what is not
clearly one day comes back as `Unclear`, with a sentence to show.
"""

from datetime import date, datetime, time, timedelta

from bot import late_re as re
from bot.jobs.dates import ranges, rules
from bot.jobs.dates.vocabulary import (  # fmt: skip
    MONTH,
    TIME,
    WEEKDAY,
    DateMatch,
    FoundDay,
    Span,
    Unclear,
    full_date,
    month,
    plain,
    weekday,
)

__all__ = ["FoundDay", "Span", "Unclear", "full_date", "read_day", "read_days"]

_LONGEST = 100
_EXAMPLE = "please write a day like 12/6, 12 June or “next Friday”."
_TAIL = re.compile(rf"(?P<rest>.+?)(?:[ -]|(?=@))(?P<time>{TIME})")
_HEAD = re.compile(rf"(?P<time>{TIME}) (?:on )?(?P<rest>.+)")
_LEAD = re.compile(
    r"^(?:on|for|from|starting|commencing|w/?[cb]|w\.[cb]\.?|(?:week|wk) (?:commencing|beginning|starting)"
    r"|(?:week|wk) (?=\d)) "
)
_BESIDE = re.compile(rf"(?:(?P<w>{WEEKDAY})|day) (?P<side>after|before|following) (?P<rest>.+)")
"""`the day after the 12th`, `Tuesday after 15 June`."""
_NAMED_DAYS = frozenset({"iso", "dmy", "dm", "day month", "month day", "ordinal"})
_TODAY = re.compile(r"tonight|(?:later )?this (?:morning|afternoon|evening)|later today")
_MONTH_WORD = re.compile(rf"\b{MONTH}\b")
_ONLY_A_DAY = re.compile(
    rf"(?:(?:{MONTH}|{WEEKDAY}|\d{{1,2}}(?:st|nd|rd|th)?|\d{{4}}|day|year)\b ?)+"
)


def read_day(text: str, today: date) -> FoundDay | Unclear:
    """The one day that `text` names, written on the day `today`."""
    if len(text) > _LONGEST:
        return Unclear(f"{_quote(text)} is not a day: {_EXAMPLE}", near=False)
    phrase = plain(text)
    if (day := _day(phrase, today)) is not None:
        return day
    if isinstance(ranges.read(phrase, today, _day), Span):
        return Unclear(f"{_quote(text)} is more than one day: {_EXAMPLE}")
    if not phrase:
        return Unclear("Please write a day, e.g. 12/6, 12 June or “next Friday”.", near=False)
    return Unclear(f"{_quote(text)} is not a day: {_EXAMPLE}", near=False)


_NUMBERED_DAYS = re.compile(
    rf"^({WEEKDAY} \d{{1,2}})( ?(?:-|–|to|until|till?) ?{WEEKDAY} \d{{1,2}})$", re.IGNORECASE
)
"""`mon 15 - wed 17`."""


def read_days(text: str, today: date) -> FoundDay | Span | Unclear:
    """One day or several, whichever it is."""
    text = _NUMBERED_DAYS.sub(r"\1th\2th", text)
    span = None if len(text) > _LONGEST else ranges.read(plain(text), today, _day)
    return read_day(text, today) if span is None else span


def _quote(text: str) -> str:
    short = " ".join(text.split())
    return f"“{short[:57]}…”" if len(short) > 60 else f"“{short}”"


def _day(phrase: str, today: date) -> FoundDay | Unclear | None:
    """A rule's answer for the phrase, for what is left of it without a time, or dateparser's."""
    phrase, time_ = _LEAD.sub("", phrase, count=1), ""
    if _TODAY.fullmatch(phrase):
        return FoundDay(today, phrase)
    for _ in range(3):
        match = rules.read(phrase, today)
        if match is not None:
            return _checked(match, time_, today)
        if (with_time := _TAIL.fullmatch(phrase)) or (with_time := _HEAD.fullmatch(phrase)):
            time_ = f"{with_time['time']} {time_}".strip()
        else:
            break
        phrase = with_time["rest"]
    if beside := _BESIDE.fullmatch(phrase):
        return _beside(beside, time_, today)
    match_ = _from_dateparser(phrase, today)
    return None if match_ is None else _checked(match_, time_, today)


def _beside(m: re.Match[str], time_: str, today: date) -> FoundDay | Unclear | None:
    match = rules.read(m["rest"], today)
    if match is None or isinstance(match, Unclear):
        return match
    if m["w"] and match.kind not in _NAMED_DAYS:
        return None
    step = timedelta(days=-1 if m["side"] == "before" else 1)
    day = match.day + step
    while m["w"] and day.weekday() != weekday(m["w"]):
        day += step
    note = f"Read as {full_date(day)}."
    return _checked(DateMatch(day, "relative", note, match.floating), time_, today)


def _checked(match: DateMatch | Unclear, time_: str, today: date) -> FoundDay | Unclear:
    """`Unclear` for a day more than a year ago or more than three years ahead."""
    if isinstance(match, Unclear):
        return match
    if not today - timedelta(days=366) <= match.day <= today + timedelta(days=3 * 366):
        which = "more than a year ago" if match.day < today else "more than three years ahead"
        return Unclear(f"{full_date(match.day)} is {which}: please check the year.")
    return FoundDay(match.day, time_, match.note, match.kind, match.floating)


def _from_dateparser(phrase: str, today: date) -> DateMatch | None:
    """Dateparser's answer to a phrase that names one month, when each number of it is used."""
    numbers = [int(each) for each in re.findall(r"\d+", phrase)]
    months = _MONTH_WORD.findall(phrase)
    if len(months) != 1 or not 1 <= len(numbers) <= 2 or not _ONLY_A_DAY.fullmatch(phrase):
        return None
    from dateparser import parse  # noqa: PLC0415  once a phrase needs it: 0.2 s and 9 MiB

    answer = parse(
        phrase,
        languages=["en"],
        settings={
            "DATE_ORDER": "DMY",
            "PREFER_DATES_FROM": "future",
            "RELATIVE_BASE": datetime.combine(today, time(12)),
            "REQUIRE_PARTS": ["day", "month"],
            "RETURN_AS_TIMEZONE_AWARE": False,
        },
    )
    if answer is None or answer.month != month(months[0]):
        return None
    day, years = answer.date(), [each for each in numbers if each > 31]
    if day.day not in numbers or any(year not in {day.year, day.year % 100} for year in years):
        return None
    if not years and (len(numbers) == 2 or not 0 <= (day - today).days <= 366):
        return None
    weekday_match = re.search(rf"\b{WEEKDAY}\b", phrase)
    if weekday_match and weekday(weekday_match[0]) != day.weekday():
        return None
    return DateMatch(day, "day month", f"Read as {full_date(day)}.", floating=not years)
