"""Days and spans: a corpus of phrases, and days written in many British ways."""

import re
from datetime import date, timedelta
from typing import Any

import dateparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.jobs.dates.parser import (
    FoundDay,
    Span,
    Unclear,
    full_date,
    read_day,
    read_days,
)
from bot.jobs.dates.vocabulary import DAYS as NAMES
from bot.jobs.dates.vocabulary import MONTHS
from tests.corpus import corpus
from tests.jobs.dates.phrases import DAYS, SPANS
from tests.jobs.phrases import WEDNESDAY

_PHRASES = [(today, phrase, day) for today, table in DAYS.items() for phrase, day in table.items()]


def test_the_corpus_is_a_corpus() -> None:
    assert len(_PHRASES) + len(SPANS) >= 150


@corpus(("today", "phrase", "expected"), _PHRASES)
def test_a_phrase_is_read_as_its_day_or_asked_about(
    today: date, phrase: str, expected: str | None
) -> None:
    read = read_day(phrase, today)
    assert (read.day.isoformat() if isinstance(read, FoundDay) else None) == expected, read


@corpus(("phrase", "expected"), SPANS.items())
def test_a_range_is_read_as_its_first_and_last_day(
    phrase: str, expected: tuple[str, str] | None
) -> None:
    read = read_days(phrase, WEDNESDAY)
    got = (read.start.day.isoformat(), read.end.day.isoformat()) if isinstance(read, Span) else None
    assert got == expected, read


@pytest.mark.parametrize(
    ("phrase", "sentence"),
    [
        ("31/02", "There is no 31 February: February has 28 days in 2027. Please check the day."),
        ("31 June", "There is no 31 June: June has 30 days. Please check the day."),
        ("01/13/2025", "There is no month 13: days come first here. Did you mean 13/1/2025?"),
        (
            "2025-13-01",
            "There is no month 13: written like this the year comes first, then the month, e.g. 2026-06-10.",
        ),
        (
            "friday 14th june",
            (
                "14 June 2026 is a Sunday, not a Friday: "
                "please write Sunday 14 June 2026 or Friday 12 June 2026."
            ),
        ),
        ("asap", "“asap” is not a day: please write a day like 12/6, 12 June or “next Friday”."),
        ("next week", "That is not one day: please say which, e.g. 12/6 or “next Friday”."),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(phrase: str, sentence: str) -> None:
    read = read_day(phrase, WEDNESDAY)
    assert isinstance(read, Unclear)
    assert read.why == sentence


@pytest.mark.parametrize(
    ("phrase", "note"),
    [
        ("1 June", "No year was given, so 1 June was read as Tuesday 1 June 2027."),
        ("1/6/2026", "Monday 1 June 2026 is in the past: please check it."),
        ("next friday", "“next Friday” was read as the one of next week, Friday 19 June 2026."),
        (
            "wednesday",
            (
                "Today is Wednesday, so “Wednesday” was read as Wednesday 17 June 2026; "
                "write “today” to mean today."
            ),
        ),
        ("friday", ""),
        ("12 June", ""),
        ("tomorrow", ""),
    ],
)
def test_a_choice_that_was_made_is_repeated(phrase: str, note: str) -> None:
    read = read_day(phrase, WEDNESDAY)
    assert isinstance(read, FoundDay)
    assert read.note == note


@pytest.mark.parametrize(
    ("phrase", "time"),
    [
        ("friday at 9", "at 9"),
        ("tomorrow pm", "pm"),
        ("tomorrow morning at 9", "morning at 9"),
        ("9am friday", "9am"),
        ("friday between 9 and 11", "between 9 and 11"),
        ("tonight", "tonight"),
        ("friday", ""),
    ],
)
def test_a_time_is_kept_beside_the_day(phrase: str, time: str) -> None:
    read = read_day(phrase, WEDNESDAY)
    assert isinstance(read, FoundDay)
    assert read.time == time


def test_what_is_no_day_never_reaches_dateparser(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        pytest.fail("dateparser was asked")

    monkeypatch.setattr(dateparser, "parse", refuse)
    for phrase in ("asap", "9", "1042", "boiler not firing", "in due course", "2.5", "x" * 5000):
        assert isinstance(read_day(phrase, WEDNESDAY), Unclear)


def test_dateparser_reads_the_orders_no_rule_knows() -> None:
    read = read_day("the 1st day of June 2027", WEDNESDAY)
    assert isinstance(read, FoundDay)
    assert read.day == date(2027, 6, 1)


def _ordinal(day: int) -> str:
    ending = "th" if day in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{ending}"


_WITH_YEAR = (
    "{d}/{m}/{Y}", "{d:02}/{m:02}/{Y}", "{d}/{m}/{y:02}", "{d}.{m}.{Y}", "{d}-{m}-{Y}", "{iso}",
    "{d} {month} {Y}", "{nth} {month} {Y}", "{nth} of {month} {Y}", "the {nth} of {month}, {Y}",
    "{month} {d}, {Y}", "{month} {nth} {Y}", "{wday} {d} {month} {Y}", "{wday}, {nth} {month} {Y}",
    "{w} {d} {mon} {Y}", "{d} {mon} {y:02}", "{d}-{mon}-{Y}", "{w} {d}/{m}/{Y}", "{MONTH} {d} {Y}",
    "on {wday} {d} {month} {Y}", "{d}{mon} {Y}", "{wday} {d:02}/{m:02}/{y:02} at 9am",
)  # fmt: skip
_WITHOUT_YEAR = (
    "{d}/{m}", "{d:02}/{m:02}", "{d} {month}", "{nth} {month}", "{nth} of {month}", "{month} {nth}",
    "{d} {mon}", "{wday} {d} {month}", "{w} {nth} {mon}", "{wday} {d}/{m}", "{d} {month} at 14:30",
)  # fmt: skip


def _written(form: str, day: date) -> str:
    month, weekday = MONTHS[day.month - 1], NAMES[day.weekday()]
    return form.format(
        d=day.day, m=day.month, Y=day.year, y=day.year % 100, nth=_ordinal(day.day), month=month,
        mon=month[:3], MONTH=month.upper(), wday=weekday, w=weekday[:3].lower(), iso=day.isoformat(),
    )  # fmt: skip


_TODAYS = st.dates(date(2024, 1, 1), date(2040, 12, 31))


@given(_TODAYS, st.integers(-360, 1090), st.sampled_from(_WITH_YEAR))
def test_a_day_written_with_its_year_comes_back(today: date, ahead: int, form: str) -> None:
    day = today + timedelta(days=ahead)
    read = read_days(_written(form, day), today)
    assert isinstance(read, FoundDay)
    assert read.day == day
    assert (day < today) == ("in the past" in read.note)


@given(_TODAYS, st.integers(0, 364), st.sampled_from(_WITHOUT_YEAR))
def test_a_day_written_without_its_year_is_its_next_one(today: date, ahead: int, form: str) -> None:
    day = today + timedelta(days=ahead)
    read = read_days(_written(form, day), today)
    assert isinstance(read, FoundDay)
    assert read.day == day
    assert read.day.year == today.year or str(day.year) in read.note


@given(_TODAYS, st.integers(1, 7))
def test_a_weekday_is_within_a_week_and_never_today(today: date, ahead: int) -> None:
    day = today + timedelta(days=ahead)
    read = read_day(NAMES[day.weekday()], today)
    assert isinstance(read, FoundDay)
    assert read.day == day


@given(
    _TODAYS,
    st.integers(0, 90),
    st.integers(1, 60),
    st.sampled_from([" to ", "-", " – ", " until "]),
)
def test_a_range_with_years_comes_back(today: date, ahead: int, days: int, to: str) -> None:
    first = today + timedelta(days=ahead)
    last = first + timedelta(days=days)
    read = read_days(
        f"{_written('{d} {month} {Y}', first)}{to}{_written('{d} {month} {Y}', last)}", today
    )
    assert isinstance(read, Span)
    assert (read.start.day, read.end.day) == (first, last)


@given(st.text(max_size=80), _TODAYS)
def test_anything_at_all_is_answered(text: str, today: date) -> None:
    read = read_days(text, today)
    if isinstance(read, Unclear):
        assert read.why.endswith((".", "?"))
    else:
        first = read.start if isinstance(read, Span) else read
        assert abs((first.day - today).days) <= 3 * 366


_PIECES = st.sampled_from(
    [
        "1",
        "2",
        "12",
        "31",
        "99",
        "1st",
        "31st",
        "of",
        "the",
        "june",
        "may",
        "feb",
        "sat",
        "mon",
        "friday",
        "next",
        "this",
        "last",
        "week",
        "weeks",
        "in",
        "a",
        "day",
        "days",
        "/",
        "-",
        "–",
        "to",
        "until",
        "for",
        "at",
        "9",
        "am",
        "pm",
        "9am",
        "end",
        "start",
        "month",
        "year",
        "2026",
        "2027",
        "26",
        "30/6",
        "1.6",
        "and",
        "1/6/24",
        "tomorrow",
        "ago",
        "from",
        "on",
        "between",
        "fortnight",
        "time",
        "noon",
        ",",
        "13/13",
        "2026-06-31",
    ]
)


@given(st.lists(_PIECES, max_size=7), st.dates(date(2024, 1, 1), date(2040, 12, 31)))
def test_shuffled_date_words_never_make_a_day_with_other_numbers(
    pieces: list[str], today: date
) -> None:
    text = " ".join(pieces)
    read = read_days(text, today)
    if isinstance(read, FoundDay) and read.kind in {"iso", "dmy", "dm", "day month", "month day"}:
        numbers = {int(each) for each in re.findall(r"\d+", text)}
        assert read.day.day in numbers
        assert read.day.month in numbers or MONTHS[read.day.month - 1][:3].lower() in text


def test_a_day_is_said_in_full() -> None:
    assert full_date(date(2026, 6, 12)) == "Friday 12 June 2026"
