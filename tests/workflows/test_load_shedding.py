"""Fewer runs while acks are late, ever more of them after it."""

import asyncio
from itertools import pairwise

import pytest

from bot.workflows.changes import load_shedding
from bot.workflows.changes.dispatcher import MOST_RUNS
from bot.workflows.changes.load_shedding import (
    ACK_LATE,
    ACK_VERY_LATE,
    AT_FIRST,
    CROWD,
    GIVES_WAY,
    LOOP_LATE,
    LOOP_VERY_LATE,
    MOMENT,
    MORE,
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
    """A shedding of `most` that is asked every step, as the dispatcher does."""

    def __init__(self, most: int = 20) -> None:
        self.clock = Clock()
        self.shedding = LoadShedding(most, clock=self.clock)

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


UP = 8
"""Steps until all go."""


def test_it_begins_with_a_few_and_all_go_within_a_second(beats: Beats) -> None:
    assert beats.shedding.limit == AT_FIRST
    assert beats.limits(UP + 1) == [6, 8, 10, 12, 14, 16, 18, 20, 20]
    assert UP * STEP_SECONDS <= 1
    beats.shedding.rest()
    assert beats.shedding.limit == AT_FIRST


def test_any_number_of_acks_in_time_slows_nothing_down(beats: Beats) -> None:
    beats.limits(UP)
    for _ in range(10_000):
        beats.shedding.record_ack(ACK_LATE)
        beats.shedding.record_loop(LOOP_LATE)
    assert beats.limits(5, ack=0.005) == [20] * 5


@pytest.mark.parametrize("late", [{"ack": ACK_LATE * 1.01}, {"loop": LOOP_LATE * 1.01}])
def test_while_acks_are_a_little_late_some_runs_go(beats: Beats, late: dict[str, float]) -> None:
    beats.limits(UP)
    assert beats.limits(6, **late) == [10, 5, SOME, SOME, SOME, SOME]


@pytest.mark.parametrize("late", [{"ack": ACK_VERY_LATE * 1.01}, {"loop": LOOP_VERY_LATE * 1.01}])
def test_while_acks_are_very_late_one_run_goes(beats: Beats, late: dict[str, float]) -> None:
    beats.limits(UP)
    assert beats.limits(3, **late) == [1, 1, 1]
    assert beats.limits(1, ack=ACK_LATE * 1.01) == [1]


def test_after_the_last_late_ack_more_go_at_each_step_and_all_within_two_seconds() -> None:
    beats = Beats(most=MOST_RUNS)
    beats.limits(30, ack=2.9)
    limits = beats.limits(round(2 / STEP_SECONDS) + 1)
    assert limits[0] == 1
    assert limits[-1] == MOST_RUNS
    assert all(after - before in {0, MORE} for before, after in pairwise(limits[:-1]))


def test_those_let_go_after_a_late_ack_are_few_enough_not_to_make_the_next_one_late(
    beats: Beats,
) -> None:
    """The core takes some ten runs here: with more of them each turn of the loop comes late."""
    limits = list[int]()
    for _ in range(60):
        late = bool(limits) and limits[-1] > 10
        limits += beats.limits(1, ack=ACK_LATE * 2 if late else 0.001)
    assert max(limits) <= 10 + MORE


def test_asking_more_often_changes_nothing(beats: Beats) -> None:
    beats.limits(UP)
    beats.limits(1, ack=ACK_LATE * 2)
    assert {beats.shedding.adjust() for _ in range(100)} == {10}


def test_a_late_ack_between_good_ones_counts(beats: Beats) -> None:
    beats.limits(UP)
    beats.shedding.record_ack(ACK_LATE * 2)
    for _ in range(100):
        beats.shedding.record_ack(0.001)
    assert beats.limits(1) == [10]


async def test_a_run_waits_while_several_requests_have_no_answer(beats: Beats) -> None:
    shedding = beats.shedding
    end_ack, *_ = [shedding.begin_ack() for _ in range(CROWD - 1)]
    await asyncio.wait_for(shedding.give_way(), 10)
    shedding.begin_ack()
    waiting = asyncio.create_task(shedding.give_way())
    await asyncio.sleep(load_shedding._LOOKS_AGAIN * 3)
    assert not waiting.done()
    assert shedding.is_crowded()
    end_ack(0.001)
    await asyncio.wait_for(waiting, 10)
    assert not shedding.is_crowded()


async def test_it_does_not_wait_for_ever(beats: Beats) -> None:
    for _ in range(CROWD):
        beats.shedding.begin_ack()
    waiting = asyncio.create_task(beats.shedding.give_way())
    await asyncio.sleep(0)
    beats.clock.now += GIVES_WAY
    await asyncio.wait_for(waiting, 10)


def test_what_has_waited_for_long_waits_for_somebody_else(beats: Beats) -> None:
    for _ in range(CROWD):
        beats.shedding.begin_ack()
    assert beats.shedding.is_crowded()
    beats.clock.now += MOMENT
    assert not beats.shedding.is_crowded()
    for _ in range(CROWD):
        assert not beats.shedding.is_crowded()
        beats.shedding.begin_ack()
    assert beats.shedding.is_crowded()


def test_an_answer_that_was_late_counts_when_it_is_given(beats: Beats) -> None:
    beats.limits(UP)
    end_ack = beats.shedding.begin_ack()
    assert not beats.shedding.is_late()
    end_ack(ACK_LATE * 2)
    assert beats.shedding.is_late()
