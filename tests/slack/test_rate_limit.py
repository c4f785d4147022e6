"""Lanes and memories that don't grow for ever."""

import asyncio

import pytest

from bot.lru_dict import LruDict
from bot.slack import rate_limit
from bot.slack.rate_limit import ChannelQueue, ChannelQueues, Timing


def test_only_the_latest_are_remembered() -> None:
    memory: LruDict[str, int] = LruDict(3)
    for number, name in enumerate("abcad"):
        memory[name] = number
    assert dict(memory) == {"c": 2, "a": 3, "d": 4}


class Clock:
    """Time that passes where somebody sleeps, and nowhere else."""

    now = 1_000.0

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(rate_limit, "monotonic", lambda: clock.now)
    monkeypatch.setattr("bot.slack.rate_limit.asyncio.sleep", clock.sleep)
    return clock


async def _turn(queue: ChannelQueue, clock: Clock) -> float:
    """Seconds waited."""
    began = clock.now
    await queue.wait_turn()
    return clock.now - began


async def test_a_short_burst_then_one_a_gap(clock: Clock) -> None:
    queues = ChannelQueues(Timing(gap=1.0, burst=3))
    async with queues.queue("C1") as queue:
        waits = [await _turn(queue, clock) for _ in range(5)]
    assert waits == pytest.approx([0, 0, 0, 1, 1])


async def test_a_quiet_channel_earns_its_burst_again(clock: Clock) -> None:
    queues = ChannelQueues(Timing(gap=1.0, burst=2))
    for _ in range(2):
        async with queues.queue("C1") as queue:
            waits = [await _turn(queue, clock) for _ in range(3)]
        assert waits == pytest.approx([0, 0, 1])
        clock.now += 2


async def test_first_come_first_served() -> None:
    queues = ChannelQueues(Timing(gap=0.001))
    order = []

    async def speak(name: int) -> None:
        async with queues.queue("C1") as queue:
            await queue.wait_turn()
            order.append(name)

    await asyncio.gather(*(speak(number) for number in range(20)))
    assert order == list(range(20))


async def test_idle_lanes_are_forgotten_but_never_one_in_use() -> None:
    queues = ChannelQueues(Timing(gap=0.0))
    async with queues.queue("held") as held:
        for number in range(2 * rate_limit._MOST_QUEUES):
            async with queues.queue(f"C{number}") as queue:
                await queue.wait_turn()
        assert len(queues._queues) <= rate_limit._MOST_QUEUES + 1
        assert queues._queues["held"] is held
