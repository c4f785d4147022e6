"""Working hours: Monday to Friday, nine to five, in London."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.jobs.working_time import end_of_working_day, working_hours_after

LONDON = ZoneInfo("Europe/London")


def at(text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON).timestamp()


@pytest.mark.parametrize(
    ("start", "hours", "then"),
    [
        ("2026-06-01 10:00", 1, "2026-06-01 11:00"),
        ("2026-06-01 16:30", 1, "2026-06-02 09:30"),
        ("2026-06-05 16:30", 1, "2026-06-08 09:30"),
        ("2026-06-06 12:00", 4, "2026-06-08 13:00"),
        ("2026-06-01 10:00", 24, "2026-06-04 10:00"),
        ("2026-06-01 06:00", 0.5, "2026-06-01 09:30"),
        ("2026-03-27 16:00", 2, "2026-03-30 10:00"),
        ("2026-12-24 16:00", 2, "2026-12-29 10:00"),
    ],
)
def test_working_hours_skip_nights_and_weekends(start: str, hours: float, then: str) -> None:
    assert working_hours_after(at(start), hours, LONDON) == at(then)


def test_three_working_days_end_at_the_close_of_the_third() -> None:
    assert end_of_working_day(at("2026-06-01 10:00"), 3, LONDON) == at("2026-06-04 17:00")
    assert end_of_working_day(at("2026-06-05 18:00"), 1, LONDON) == at("2026-06-09 17:00")


@given(st.floats(1.7e9, 1.9e9), st.floats(0.1, 60))
def test_time_always_goes_on_and_ends_within_working_hours(start: float, hours: float) -> None:
    then = working_hours_after(start, hours, LONDON)
    assert then >= start
    end = datetime.fromtimestamp(then, LONDON)
    assert end.weekday() < 5
    assert 9 <= end.hour <= 17
