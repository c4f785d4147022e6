"""Fewer runs while acks are late, all of them within a second after it."""

import pytest

from bot.workflows.changes.load_shedding import (
    ACK_LATE,
    ACK_VERY_LATE,
    AT_FIRST,
    LOOP_LATE,
    LOOP_VERY_LATE,
    SOME,
    STEP_SECONDS,
    LoadShedding,
)


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Beats:
    """A shedding of 20 that is asked every step, as the dispatcher does."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.shedding = LoadShedding(20, clock=self.clock)

    def limits(self, steps: int, *, ack: float = 0.0, loop: float = 0.0) -> list[int]:
        limits = []
        for _ in range(steps):
            self.clock.now += STEP_SECONDS
            self.shedding.record_ack(ack)
            self.shedding.record_loop(loop)
            limits.append(self.shedding.adjust())
        return limits


@pytest.fixture
def beats() -> Beats:
    return Beats()


def test_it_begins_with_a_few_and_all_go_within_half_a_second(beats: Beats) -> None:
    assert beats.shedding.limit == AT_FIRST
    assert beats.limits(4) == [8, 16, 20, 20]
    beats.shedding.rest()
    assert beats.shedding.limit == AT_FIRST


def test_any_number_of_acks_in_time_slows_nothing_down(beats: Beats) -> None:
    beats.limits(4)
    for _ in range(10_000):
        beats.shedding.record_ack(ACK_LATE)
        beats.shedding.record_loop(LOOP_LATE)
    assert beats.limits(5, ack=0.005) == [20] * 5


@pytest.mark.parametrize("late", [{"ack": ACK_LATE * 1.01}, {"loop": LOOP_LATE * 1.01}])
def test_while_acks_are_a_little_late_some_runs_go(beats: Beats, late: dict[str, float]) -> None:
    beats.limits(4)
    assert beats.limits(6, **late) == [10, 5, SOME, SOME, SOME, SOME]


@pytest.mark.parametrize("late", [{"ack": ACK_VERY_LATE * 1.01}, {"loop": LOOP_VERY_LATE * 1.01}])
def test_while_acks_are_very_late_one_run_goes(beats: Beats, late: dict[str, float]) -> None:
    beats.limits(4)
    assert beats.limits(3, **late) == [1, 1, 1]
    assert beats.limits(1, ack=ACK_LATE * 1.01) == [1]


def test_within_a_second_after_the_last_late_ack_all_runs_go_again(beats: Beats) -> None:
    beats.limits(30, ack=2.9)
    seconds = 0.0
    while beats.limits(1) != [20]:
        seconds += STEP_SECONDS
    assert 0.2 < seconds < 1


def test_asking_more_often_changes_nothing(beats: Beats) -> None:
    beats.limits(4)
    beats.limits(1, ack=ACK_LATE * 2)
    assert {beats.shedding.adjust() for _ in range(100)} == {10}


def test_a_late_ack_between_good_ones_counts(beats: Beats) -> None:
    beats.limits(4)
    beats.shedding.record_ack(ACK_LATE * 2)
    for _ in range(100):
        beats.shedding.record_ack(0.001)
    assert beats.limits(1) == [10]
