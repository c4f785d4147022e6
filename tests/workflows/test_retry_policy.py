"""When a write whose answer was lost is read for."""

import pytest

from bot.workflows.changes.retry_policy import RetryPolicy


def looks(settle: float, answered_after: float = 0.0, uploads: float = 0.0) -> list[float]:
    """Seconds after the write was sent at which it is read for; the last look decides."""
    policy, now, found = RetryPolicy(settle), answered_after, list[float]()
    while wait := policy.read_again_in(0.0, now, uploads):
        now += wait
        found.append(round(now, 3))
    return found


@pytest.mark.parametrize(
    ("settle", "answered_after", "expected"),
    [
        (90, 0, [2, 4, 8, 16, 32, 64, 90]),
        (90, 20, [40, 80, 90]),
        (10, 0, [2, 4, 8, 10]),
        (1, 0, [1]),
    ],
)
def test_it_is_looked_for_ever_more_seldom_and_last_when_it_can_no_longer_land(
    settle: float, answered_after: float, expected: list[float]
) -> None:
    assert looks(settle, answered_after) == expected


def test_one_with_a_large_file_may_land_later() -> None:
    assert looks(10, uploads=30)[-1] == 40


def test_at_once_after_the_answer_was_lost_it_is_looked_for_soon() -> None:
    assert RetryPolicy(90).read_again_in(1000.0, 1000.0) == 2
