"""Accounts take their slots in turn, and nobody takes all."""

import asyncio
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from bot.propops.http.fair_slots import FairSlots

MOST, OF_ONE = 5, 2


async def test_one_with_hundreds_leaves_a_slot_free_for_everybody_else() -> None:
    slots = FairSlots(MOST, OF_ONE)
    flood = [asyncio.create_task(slots.acquire("tom")) for _ in range(300)]
    await asyncio.sleep(0)
    assert sum(task.done() for task in flood) == OF_ONE
    async with asyncio.timeout(60):
        await slots.acquire("priya")
    for task in flood:
        task.cancel()


async def test_when_all_are_taken_whoever_waits_is_served_in_turn() -> None:
    slots, order = FairSlots(2, 2), list[str]()

    async def call(key: str) -> None:
        await slots.acquire(key)
        order.append(key)
        await asyncio.sleep(0)
        slots.release(key)

    flood = [call("tom") for _ in range(50)]
    await asyncio.gather(*flood, call("priya"), call("dana"), call("priya"))
    assert order.index("priya") <= 4
    assert order.index("dana") <= 4
    assert Counter(order) == {"tom": 50, "priya": 2, "dana": 1}


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.booleans()), max_size=60))
def test_slots_are_never_lost_nor_too_many_whoever_gives_up(calls: list[tuple[str, bool]]) -> None:
    """Each call may be given up while it waits, or at the very moment it is given its slot."""

    async def play() -> None:
        slots, held = FairSlots(MOST, OF_ONE), Counter[str]()

        async def call(key: str) -> None:
            await slots.acquire(key)
            held[key] += 1
            assert held[key] <= OF_ONE
            assert held.total() <= MOST
            try:
                await asyncio.sleep(0)
            finally:
                held[key] -= 1
                slots.release(key)

        tasks = [asyncio.create_task(call(key)) for key, _ in calls]
        for turn in range(8):
            await asyncio.sleep(0)
            for task, (_, gives_up) in zip(tasks[turn::8], calls[turn::8], strict=True):
                if gives_up:
                    task.cancel()
        results = await asyncio.gather(*tasks, return_exceptions=True)
        assert not [
            r for r in results if r is not None and not isinstance(r, asyncio.CancelledError)
        ]
        async with asyncio.timeout(60):  # all slots are there again
            for key in ("v", "w", "x", "y", "z"):
                await slots.acquire(key)

    asyncio.run(play())
