"""Lanes and memories that don't grow for ever."""

import asyncio
import time

from bot.lru_dict import LruDict
from bot.slack import rate_limit
from bot.slack.rate_limit import ChannelQueues, Timing


def test_only_the_latest_are_remembered() -> None:
    memory: LruDict[str, int] = LruDict(3)
    for number, name in enumerate("abcad"):
        memory[name] = number
    assert dict(memory) == {"c": 2, "a": 3, "d": 4}


async def test_a_short_burst_then_one_a_gap() -> None:
    queues = ChannelQueues(Timing(gap=0.2, burst=3))
    taken = []
    async with queues.queue("C1") as queue:
        began = time.monotonic()
        for _ in range(5):
            await queue.wait_turn()
            taken.append(time.monotonic() - began)
    assert taken[2] < 0.15
    assert taken[3] >= 0.19
    assert taken[4] >= 0.39


async def test_a_quiet_channel_earns_its_burst_again() -> None:
    queues = ChannelQueues(Timing(gap=0.2, burst=2))
    for _ in range(2):
        async with queues.queue("C1") as queue:
            began = time.monotonic()
            await queue.wait_turn()
            await queue.wait_turn()
            assert time.monotonic() - began < 0.15
        await asyncio.sleep(0.45)


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
