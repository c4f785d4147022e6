"""The crashes of the in-memory engine are those of a killed process."""

import asyncio
from collections import Counter

import pytest

from bot.jobs.change import Json
from bot.sandbox.in_memory_engine import InMemoryEngine, Memory, When
from bot.store.database import DatabaseDown


class Story:
    def __init__(self, memory: Memory) -> None:
        self.engine = InMemoryEngine(memory)
        self.engine.register("story", self.body)
        self.seen: list[str] = []

    async def body(self, arg: str) -> None:
        try:
            for step in ("one", "two", "three"):
                await self.engine.step(step, self.effect, arg, step)
        except Exception:  # a crash is not an exception a body could see
            self.seen.append("caught")
        self.seen.append(f"{arg} ended")

    async def effect(self, arg: str, step: str) -> Json:
        await asyncio.sleep(0)
        self.seen.append(f"{arg} {step}")
        return {}


@pytest.mark.parametrize(("when", "twos"), [("before", 1), ("after", 2)])
async def test_a_crash_at_a_step_is_gone_through_by_the_next_engine(when: When, twos: int) -> None:
    memory = Memory()
    first = Story(memory)
    first.engine.crash("two", when)
    await first.engine.launch()
    await first.engine.start("k", "story", "k")
    await first.engine.idle()
    assert first.engine.crashed.is_set()
    assert not first.engine.alive()
    with pytest.raises(DatabaseDown):
        await first.engine.start("other", "story", "x")

    second = Story(memory)
    await second.engine.launch()
    await second.engine.idle()
    total = Counter(first.seen + second.seen)
    assert total == {"k one": 2, "k two": twos, "k three": 1, "k ended": 1}
    assert await second.engine.unfinished() == 0


async def test_a_crash_takes_every_run_with_it() -> None:
    memory = Memory()
    first = Story(memory)
    first.engine.crash("three", "before", nth=2)
    await first.engine.launch()
    for key in ("a", "b", "c"):
        await first.engine.start(key, "story", key)
    await first.engine.idle()
    assert sum(line.endswith("ended") for line in first.seen) < 3

    second = Story(memory)
    await second.engine.launch()
    await second.engine.idle()
    ended = [line for line in first.seen + second.seen if line.endswith("ended")]
    assert sorted(ended) == ["a ended", "b ended", "c ended"]
