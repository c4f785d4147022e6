"""What PropOps's rate limit leaves: the least of all accounts, while its window lasts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.propops.http.headroom import Headroom

NOW = 1_700_000_000.0


def headers(limit: object, left: object, reset: object = NOW + 60) -> dict[str, str]:
    return {
        "x-ratelimit-limit": str(limit),
        "x-ratelimit-remaining": str(left),
        "x-ratelimit-reset": str(reset),
    }


def test_the_account_with_least_counts_until_its_window_ends() -> None:
    now = NOW
    headroom = Headroom(lambda: now)
    assert headroom.least() == 1
    headroom.note("a", headers(100, 80))
    headroom.note("b", headers(200, 20, NOW + 30))
    assert headroom.least() == 0.1
    now += 31
    assert headroom.least() == 0.8
    now += 30
    assert headroom.least() == 1


@pytest.mark.parametrize(
    "reset", [NOW + 10, (NOW + 10) * 1000, 10], ids=["Unix seconds", "milliseconds", "seconds"]
)
def test_the_end_of_a_window_is_understood_however_it_is_written(reset: float) -> None:
    now = NOW
    headroom = Headroom(lambda: now)
    headroom.note("a", headers(100, 0, reset))
    now += 9
    assert headroom.least() == 0
    now += 2
    assert headroom.least() == 1


@given(st.text(), st.text(), st.text())
def test_no_header_breaks_reading(limit: str, left: str, reset: str) -> None:
    headroom = Headroom(lambda: NOW)
    headroom.note("a", headers(limit, left, reset))
    headroom.note("a", {})
    assert 0 <= headroom.least() <= 1


@pytest.mark.parametrize("value", ["nan", "inf", "-1", "0", "many", ""])
def test_what_is_no_number_of_calls_tells_nothing_wrong(value: str) -> None:
    headroom = Headroom(lambda: NOW)
    headroom.note("a", headers(value, 5))
    headroom.note("b", headers(5, value, value))
    assert 0 <= headroom.least() <= 1
