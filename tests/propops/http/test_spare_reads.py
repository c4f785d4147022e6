"""What nobody waits for leaves people their half of each rate-limit window."""

import time
from typing import Any

import pytest

from bot.propops.http.spare_reads import SpareReads


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def headers(limit: Any, left: Any, reset: Any) -> dict[str, str]:
    names = ("x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset")
    return {name: str(value) for name, value in zip(names, (limit, left, reset), strict=True)}


def test_without_headers_sixty_a_minute() -> None:
    spare = SpareReads()
    assert spare.pause("a", 2) == 2.0
    assert spare.blocked("a") == 0.0


def test_what_is_spare_is_spread_over_the_rest_of_the_window() -> None:
    clock = Clock()
    spare = SpareReads(clock)
    spare.note("a", headers(60, 50, 30))
    assert spare.pause("a", 2) == pytest.approx(2 * 30 / 20)
    clock.now += 15
    spare.note("a", headers(60, 31, 15))
    assert spare.pause("a", 1) == pytest.approx(15)


def test_the_half_of_people_is_not_touched_until_the_window_ends() -> None:
    clock = Clock()
    spare = SpareReads(clock)
    spare.note("a", headers(60, 30, 20))
    assert spare.blocked("a") == pytest.approx(20)
    assert spare.blocked("b") == 0.0
    clock.now += 21
    assert spare.blocked("a") == 0.0


@pytest.mark.parametrize("spelt", ["seconds", "Unix seconds", "Unix milliseconds"])
def test_a_reset_is_read_in_each_of_its_spellings(spelt: str) -> None:
    at = int(time.time()) + 20
    reset = {"seconds": 20, "Unix seconds": at, "Unix milliseconds": at * 1000}[spelt]
    spare = SpareReads(Clock())
    spare.note("a", headers(10, 5, reset))
    assert 5 < spare.blocked("a") <= 20


@pytest.mark.parametrize(
    "bad",
    [headers("x", 1, 1), headers(10, "nan", 1), headers(10, 1, "inf"), {}, headers("", "", "")],
)
def test_malformed_headers_say_nothing(bad: dict[str, str]) -> None:
    spare = SpareReads()
    spare.note("a", bad)
    assert spare.pause("a", 1) == 1.0
    assert spare.blocked("a") == 0.0
