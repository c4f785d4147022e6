"""No sequence of clicks, redeliveries, faults, decisions and crashes makes two writes of one intent."""

import asyncio
from collections import Counter
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from bot.jobs.actions import Action
from bot.jobs.change import Change
from bot.workflows.changes.circuit_breaker import FAILURES_TO_OPEN, CircuitBreaker
from bot.workflows.changes.retry_policy import RetryPolicy
from tests.workflows.change_lifecycle import ChangeLifecycle
from tests.workflows.planned_faults import OUTCOMES

ACTIONS = ("create", "update", "delete", "send_assignment_notification")


class ChangeLifecycleMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.world = ChangeLifecycle()
        self.asked: dict[str, Change] = {}
        self.again: Counter[str] = Counter()
        self.withdrawn: set[str] = set()
        self.run(self.world.open())

    def run(self, work: Any) -> Any:
        return self.runner.run(work)

    @rule(number=st.integers(0, 3), action=st.sampled_from(ACTIONS))
    def click(self, number: int, action: str) -> None:
        """A new one, or the same press delivered again."""
        change = self.run(self.world.ask(number, cast("Action", action)))
        self.asked[change.id] = change

    @rule(number=st.integers(0, 3), action=st.sampled_from(ACTIONS), times=st.integers(2, 4))
    def double_click(self, number: int, action: str, times: int) -> None:
        async def many() -> list[Change]:
            asks = [self.world.ask(number, cast("Action", action)) for _ in range(times)]
            return list(await asyncio.gather(*asks))

        for change in self.run(many()):
            self.asked[change.id] = change

    @rule(outcomes=st.lists(st.sampled_from(OUTCOMES), min_size=1, max_size=3))
    def lie(self, outcomes: list[str]) -> None:
        self.world.propops.plan += outcomes

    @rule(away=st.booleans())
    def come_and_go(self, away: bool) -> None:
        self.world.propops.away = away

    @rule(
        step=st.sampled_from(("apply", "show")),
        when=st.sampled_from(("before", "after")),
    )
    def crash_at(self, step: str, when: Any) -> None:
        self.world.engine.crash(step, when)

    @rule()
    def crash_now(self) -> None:
        self.run(self.world.reboot())

    @rule(seconds=st.sampled_from((0, 3, 30, 95, 400)))
    def time_passes(self, seconds: int) -> None:
        self.world.now += seconds
        self.run(self.world.drain())

    @precondition(lambda self: self.asked)
    @rule(data=st.data(), times=st.integers(1, 3))
    def again_pressed(self, data: st.DataObject, times: int) -> None:
        change = self.run(self.world.store.get(data.draw(st.sampled_from(sorted(self.asked)))))
        attempt = 1 + change.outcome.times_again
        resolving = self.world.changes.resolution

        async def press() -> list[Change | None]:
            return await asyncio.gather(
                *(resolving.send_again(change, attempt) for _ in range(times))
            )

        counted = [each for each in self.run(press()) if each is not None]
        assert len(counted) <= 1
        self.again[change.id] += len(counted)

    @precondition(lambda self: self.asked)
    @rule(data=st.data())
    def withdraw_pressed(self, data: st.DataObject) -> None:
        change = self.run(self.world.store.get(data.draw(st.sampled_from(sorted(self.asked)))))
        if self.run(self.world.changes.resolution.withdraw(change)) is not None:
            self.withdrawn.add(change.id)

    @invariant()
    def nothing_twice(self) -> None:
        for change in self.asked.values():
            assert self.times(change) <= 1 + self.again[change.id] * (
                change.action == "send_assignment_notification"
            ), change

    def times(self, change: Change) -> int:
        name = change.fields["job_title"] if change.action == "create" else change.job_uuid
        return self.world.propops.done[f"{change.action} {name}"]

    def teardown(self) -> None:
        try:
            self.run(self.world.recover())
            self.nothing_twice()
            assert not self.world.progress.crashed
            for id_, asked in self.asked.items():
                change = self.run(self.world.store.get(id_))
                assert (change.state == "withdrawn") == (id_ in self.withdrawn)
                if change.state == "withdrawn":
                    assert self.times(asked) == 0, change
                elif change.state == "done" and not change.outcome.already:
                    assert self.times(asked) >= 1, change
                elif change.state == "failed":  # an update or notification of a deleted job
                    assert change.outcome.why == "gone", change
                assert self.world.progress.reports[f"{id_} {change.state}"] >= 1 or change.id in (
                    self.withdrawn
                ), change
        finally:
            self.run(self.world.close())
            self.runner.close()


def test_what_may_have_been_sent_is_not_withdrawn_when_it_is_sent_again() -> None:
    machine = ChangeLifecycleMachine()
    machine.lie(["lost after"])
    machine.click(0, "send_assignment_notification")
    machine.time_passes(0)
    machine.time_passes(95)
    [id_] = machine.asked
    resolution, store = machine.world.changes.resolution, machine.world.store
    assert machine.run(resolution.send_again(machine.run(store.get(id_)), 1)) is not None
    assert machine.run(resolution.withdraw(machine.run(store.get(id_)))) is None
    machine.again[id_] += 1
    machine.teardown()


TestLife = ChangeLifecycleMachine.TestCase
TestLife.settings = settings(
    max_examples=30,
    stateful_step_count=14,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def test_waits_grow_to_a_minute_and_no_two_are_alike() -> None:
    waits = [RetryPolicy(1).backoff(failures) for failures in (1, 2, 3, 4, 5, 9, 500)]
    assert all(
        low <= wait <= 60 for low, wait in zip((2, 4, 8, 16, 32, 60, 60), waits, strict=True)
    )
    assert len({RetryPolicy(1).backoff(2) for _ in range(20)}) > 1


@pytest.mark.parametrize("failures", [FAILURES_TO_OPEN, FAILURES_TO_OPEN + 3])
def test_with_an_open_circuit_one_change_tries_and_the_others_wait(failures: int) -> None:
    now = [100.0]
    circuit_breaker = CircuitBreaker(lambda _: 10.0, lambda: now[0])
    for _ in range(FAILURES_TO_OPEN - 1):
        circuit_breaker.record_failure()
    assert circuit_breaker.seconds_to_wait() == 0
    for _ in range(failures - FAILURES_TO_OPEN + 1):
        circuit_breaker.record_failure()
    assert circuit_breaker.seconds_to_wait() == 10
    now[0] = 111
    assert [circuit_breaker.seconds_to_wait() for _ in range(3)] == [0, 10, 10]
    assert circuit_breaker.record_success()
    assert [circuit_breaker.seconds_to_wait() for _ in range(3)] == [0, 0, 0]
    assert not circuit_breaker.record_success()
