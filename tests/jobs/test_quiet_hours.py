"""Quiet hours: evenings, nights, English bank holidays."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.jobs.working_time import quiet_hours

LONDON = ZoneInfo("Europe/London")


def at(text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON).timestamp()


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
    ],
)
def test_the_night_and_bank_holidays_are_quiet(moment: str, *, quiet: bool) -> None:
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
