"""Working hours: Monday to Friday, nine to five, in London. Quiet hours: evenings, nights, bank holidays."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.jobs.working_time import at_work_from, end_of_working_day, quiet_hours, working_hours_after

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


@given(st.floats(min_value=0, max_value=8 * 3600 - 1))
def test_a_moment_at_work_is_not_put_off_by_a_bit(seconds: float) -> None:
    """A date has microseconds, a moment has more: rounded up, what is due would be due later for ever."""
    now = at("2026-06-01 09:00") + seconds
    assert at_work_from(now, LONDON) == now


def test_work_begins_with_the_next_opening() -> None:
    assert at_work_from(at("2026-06-05 17:00"), LONDON) == at("2026-06-08 09:00")
    assert at_work_from(at("2026-06-01 06:00"), LONDON) == at("2026-06-01 09:00")


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


@pytest.mark.parametrize(
    ("moment", "quiet"),
    [
        ("2026-06-10T19:59", False),
        ("2026-06-10T20:00", True),
        ("2026-06-11T00:30", True),
        ("2026-06-11T06:59", True),
        ("2026-06-11T07:00", False),
        ("2026-12-28T11:00", True),  # Boxing Day falls on a Saturday: the Monday instead
        ("2026-08-31T11:00", True),  # the summer bank holiday
        ("2026-08-03T11:00", False),  # Scotland's, not England's
        ("2026-12-29T11:00", False),
        ("2026-06-12T19:00", False),  # a Friday
        ("2026-06-13T11:00", True),
        ("2026-06-14T19:59", True),
        ("2026-06-15T07:00", False),
    ],
)
def test_the_night_and_weekends_and_bank_holidays_are_quiet(moment: str, *, quiet: bool) -> None:
    assert bool(quiet_hours("20:00-07:00", LONDON).why(at(moment))) is quiet


def test_the_hours_are_those_of_the_property() -> None:
    summer_evening = datetime(2026, 6, 10, 19, 30, tzinfo=UTC).timestamp()  # 20:30 in London
    assert "20:30" in quiet_hours("20-7", LONDON).why(summer_evening)
    assert quiet_hours("20-7", UTC).why(summer_evening) == ""


def test_hours_within_a_day_do_not_cross_midnight() -> None:
    hours = quiet_hours("12:00 – 13:30", LONDON)
    assert hours.why(at("2026-06-10T12:30"))
    assert not hours.why(at("2026-06-10T23:00"))


def test_off_is_never_quiet() -> None:
    assert quiet_hours("off", LONDON).why(at("2026-12-25T03:00")) == ""


@pytest.mark.parametrize(
    "wrong", ["", "evening", "25:00-07:00", "20:00-20:00", "20:00-07:60", "20"]
)
def test_what_is_no_span_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="off"):
        quiet_hours(wrong, LONDON)
