"""An engine that closes, and what it leaves behind."""

import asyncio
import time

import pytest

from bot.engine.protocol import Engine
from bot.jobs.change import Json
from bot.store.database import DatabaseDown
from tests.engine.conftest import MakeEngine
from tests.engine.recorder import Recorder


async def test_an_engine_that_is_not_running_starts_nothing(engine: Engine) -> None:
    Recorder(engine)
    assert not engine.alive()
    with pytest.raises(DatabaseDown):
        await engine.start("k", "note.twice", "a")
    await engine.launch()
    await engine.close()
    assert not engine.alive()
    with pytest.raises(DatabaseDown):
        await engine.start("k", "note.twice", "a")


async def test_what_closing_cut_off_begins_anew(make_engine: MakeEngine) -> None:
    gate = asyncio.Event()
    seen: list[str] = []

    def workflow(engine: Engine) -> None:
        async def effect(n: int) -> Json:
            seen.append(f"effect {n}")
            if n == 2:
                await gate.wait()
                seen.append("through")
            return {"n": n}

        async def body(_: str) -> None:
            one = await engine.step("one", effect, 1)
            two = await engine.step("two", effect, 2)
            seen.append(f"ended {one['n']} {two['n']}")

        engine.register("gated", body)

    first = make_engine()
    workflow(first)
    await first.launch()
    await first.start("k", "gated", "")
    while "effect 2" not in seen:
        await asyncio.sleep(0.01)
    async with asyncio.timeout(60):
        await first.close(within=1)

    gate.set()
    second = make_engine()
    workflow(second)
    await second.launch()
    assert await second.unfinished() == 1
    await second.idle()
    assert seen == ["effect 1", "effect 2", "effect 1", "effect 2", "through", "ended 1 2"]


async def test_closing_waits_for_what_is_nearly_done(engine: Engine) -> None:
    ended: list[str] = []

    begun = asyncio.Event()

    async def nap() -> Json:
        begun.set()
        await asyncio.sleep(0.2)
        return {}

    async def body(_: str) -> None:
        await engine.step("nap", nap)
        ended.append("yes")

    engine.register("body", body)
    await engine.launch()
    await engine.start("k", "body", "")
    await begun.wait()
    await engine.close(within=60)
    assert ended == ["yes"]


async def test_old_runs_are_forgotten_and_new_ones_kept(engine: Engine) -> None:
    recorder = Recorder(engine)
    await engine.launch()
    for n in range(5):
        await engine.start(f"k{n}", "note.twice", "a")
    await engine.idle()
    assert await engine.purge(time.time() - 3600) == 0
    assert await engine.purge(time.time() + 5) == 5
    assert await engine.purge(time.time() + 5) == 0
    await engine.start("k0", "note.twice", "b")
    await engine.idle()
    assert recorder.seen[-2:] == ["b1", "b2"]


async def test_threads_of_the_loop_work_after_closing(engine: Engine) -> None:
    Recorder(engine)
    await engine.launch()
    await engine.start("k", "note.twice", "a")
    await engine.idle()
    await engine.close()
    assert await asyncio.to_thread(lambda: 1) == 1
