"""Days in running text: a longer phrase is read whole or left open, never by the weekday inside it."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.jobs.dates.vocabulary import DAYS
from bot.jobs.quicktext.parser import QuickText, parse, parse_update
from bot.jobs.working_time import is_working_day
from tests.corpus import corpus
from tests.jobs.phrases import WEDNESDAY
from tests.jobs.quicktext.days_in_lines import DAYS_IN_LINES
from tests.jobs.quicktext.test_parser import NAMES


@corpus(("text", "meant"), DAYS_IN_LINES.items())
def test_a_day_is_read_with_all_its_words_or_left_open(
    text: str, meant: tuple[str, str | None, str | None, str]
) -> None:
    values = parse(text, WEDNESDAY, NAMES).values
    start, end = values.get("date_works_start_date"), values.get("date_works_end_date")
    time = f"Time asked for: {meant[3]}." if meant[3] else ""

    assert values["job_title"] == meant[0]
    assert (start and start.isoformat(), end and end.isoformat()) == meant[1:3]
    assert values.get("job_description", "").endswith(time)


_CHANGED = st.sampled_from(
    ["every {w}", "every other {w}", "every second {w}", "each {w}", "alternate {w}", "weekly on {w}", "{w} after next",
     "{w} before last", "{w} or {v}", "{w} or the {v} after", "{w} next month", "{w} in july", "any {w}", "most {w}s",
     "{w} after the bank holiday", "the {w} before christmas", "2nd {w} of each month", "first {w} after 20 june", "last {w}",
     "{w} before the 20th or so", "not {w}", "{w} 3 weeks", "{w} following", "the {w} after", "Mr {W}", "Mrs {W}",
     "since {w}", "fortnightly from {w}", "{w} weeks", "monthly, last {w}", "{w} every week", "one {w}", "{w} or earlier in july"]
)  # fmt: skip
_AROUND = st.sampled_from(
    [
        "service {}",
        "{} service",
        "boiler {} please",
        "leak, {}, ring first",
        "leak at 12 Elm Row {}",
        "leak {}. Ring",
        "leak ({})",
    ]
)


@given(_CHANGED, _AROUND, st.integers(0, 6), st.integers(0, 6))
def test_a_weekday_with_words_that_change_it_is_never_the_coming_one(
    phrase: str, around: str, one: int, other: int
) -> None:
    name, second = DAYS[one], DAYS[other]
    text = around.format(phrase.format(w=name.lower(), W=name, v=second.lower()))
    coming = WEDNESDAY + timedelta(days=(one - WEDNESDAY.weekday()) % 7 or 7)

    for quick in (parse(text, WEDNESDAY, NAMES), parse_update(text, WEDNESDAY, NAMES)):
        read = {quick.values.get("date_works_start_date"), quick.values.get("date_works_end_date")}
        if phrase == "{w} before the 20th or so":
            assert read <= {None, date(2026, 6, 13 + one if one < 5 else 6 + one + 7)}
        else:
            assert coming not in read or phrase.startswith("last"), (text, quick.values)


@given(st.dates(date(2024, 1, 1), date(2032, 12, 31)), st.integers(1, 30))
def test_working_days_leave_out_weekends_and_bank_holidays(today: date, count: int) -> None:
    start = parse(f"service in {count} working days", today, {}).values["date_works_start_date"]
    end = parse(f"service within {count} working days", today, {}).values["date_works_end_date"]
    between = [today + timedelta(days=day) for day in range(1, (start - today).days + 1)]

    assert start == end
    assert is_working_day(start)
    assert sum(map(is_working_day, between)) == count


@pytest.mark.parametrize(
    ("text", "field", "day"),
    [
        ("service in 2 working days", "date_works_start_date", date(2026, 12, 29)),
        ("service within 2 working days", "date_works_end_date", date(2026, 12, 29)),
        ("service next working day", "date_works_start_date", date(2026, 12, 24)),
        ("service in 3 business days", "date_works_start_date", date(2026, 12, 30)),
    ],
)
def test_christmas_is_no_working_day(text: str, field: str, day: date) -> None:
    assert parse(text, date(2026, 12, 23), {}).values[field] == day


@pytest.mark.parametrize("text", ["first monday in july", "start: first monday in july"])
def test_an_update_reads_them_alike(text: str) -> None:
    assert parse_update(text, WEDNESDAY, NAMES).values == {
        "date_works_start_date": date(2026, 7, 6)
    }


@pytest.mark.parametrize("read", [parse, parse_update])
@corpus(
    ("text", "start", "ends"),
    [
        ("start mon 2 days", "2026-06-15", ["2026-06-16"]), ("start fri for 2 days", "2026-06-12", ["2026-06-13", "2026-06-15"]),
        ("from thurs for 3 days", "2026-06-11", ["2026-06-13", "2026-06-15"]), ("start 22/6 3 days", "2026-06-22", ["2026-06-24"]),
        ("start: fri for 2 days", "2026-06-12", ["2026-06-13", "2026-06-15"]), ("start tomorrow for 5 days", "2026-06-11", ["2026-06-15", "2026-06-17"]),
    ],
)  # fmt: skip
def test_a_last_day_that_is_counted_is_offered(
    read: Callable[..., QuickText], text: str, start: str, ends: list[str]
) -> None:
    quick = read(text, WEDNESDAY, NAMES)
    assert str(quick.values["date_works_start_date"]) == start
    assert "date_works_end_date" not in quick.values
    [note] = [each for each in quick.notes if each.field == "date_works_end_date"]
    assert [str(each) for each in note.choices] == ends


@corpus(
    "text",
    ["fri 2 days after she moves", "mon 2 days notice needed, tap", "leak since mon 2 days now", "no heating mon 2 days ago"],
)  # fmt: skip
def test_days_that_are_of_something_else_give_no_start(text: str) -> None:
    assert "date_works_start_date" not in parse(text, WEDNESDAY, NAMES).values
