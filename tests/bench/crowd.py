"""Fifty people who send the next form as soon as the card of the last one is there."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Sequence

from tests.bench import payloads
from tests.bench.counters import CounterFile, Counters
from tests.bench.rows import Figure, Setting
from tests.bench.stage import Stage, any_stage, counted_stage

PEOPLE = 50
_SETTLED_AFTER = 0.5
_MOST_SETTLING = 15.0
"""Seconds."""
_CHANNELS = 4
"""In which each person sends forms by turns: Slack takes a message a second in one, and in two minutes with
fifty people hardly any form comes from a channel that was not seen before.
"""


async def closed_loop(setting: Setting) -> Sequence[Figure]:
    """Changes a second and what each costs; transactions are counted apart, one change at a time."""
    figures = []
    for kind, url in setting.with_engine.items():
        async with any_stage(kind, url(), members=PEOPLE) as stage:
            figures += await throughput(kind, stage, setting)
            stage.check_once(create=stage.slack.posts)
    for kind, url in setting.databases.items():
        async with counted_stage(url()) as (stage, counters):
            figures += await transactions(kind, stage, counters, setting)
    return figures


async def throughput(kind: str, stage: Stage, setting: Setting) -> list[Figure]:
    async with crowd(stage, setting.count(PEOPLE, 3)):
        await asyncio.sleep(setting.seconds(2))
        before, cpu, started = stage.slack.posts, stage.cpu, time.perf_counter()
        await asyncio.sleep(setting.seconds(8))
        done = stage.slack.posts - before
        used, seconds = stage.cpu - cpu, time.perf_counter() - started
    return [
        Figure("50 people: changes a second", kind, done / seconds, "1/s"),
        Figure("CPU a change", kind, used / max(1, done) * 1000, "ms"),
    ]


@contextlib.asynccontextmanager
async def crowd(stage: Stage, people: int = PEOPLE) -> AsyncIterator[None]:
    """The people are at it inside; at the end each waits for their last card."""
    leaving = asyncio.Event()

    async def person(number: int) -> None:
        turn = 0
        while not leaving.is_set():
            turn += 1
            await stage.send_form(payloads.user(number), f"CP{number}X{turn % _CHANNELS}")

    async with asyncio.TaskGroup() as group:
        for number in range(1, people + 1):
            group.create_task(person(number))
        yield
        leaving.set()


async def transactions(
    kind: str, stage: Stage, counters: CounterFile, setting: Setting
) -> list[Figure]:
    """With what the bot does anyway, over the same time, taken off."""
    forms = setting.count(200, 2)
    await stage.send_form(payloads.user(1), "CWARM")
    await _settled(counters)
    quiet, started = counters.read(), time.perf_counter()
    await asyncio.sleep(setting.seconds(3))
    background = counters.read().less(quiet).each(time.perf_counter() - started)
    before, started = counters.read(), time.perf_counter()
    for number in range(forms):
        await stage.send_form(payloads.user(1), f"CT{number}")
    await _settled(counters)
    seconds = time.perf_counter() - started
    counted = counters.read().less(before)
    each = counted.less(Counters(*(value * seconds for value in background))).each(forms)
    return [
        Figure("transactions a change, own", kind, each.own),
        Figure("transactions a change, of the engine", kind, each.engine),
        Figure("transactions a change, all", kind, each.own + each.engine),
    ]


async def _settled(counters: CounterFile) -> None:
    """Until what followed from the forms is done: half a second without a transaction of the bot's own."""
    own, since, began = counters.read().own, time.perf_counter(), time.perf_counter()
    while since - began < _MOST_SETTLING and time.perf_counter() - since < _SETTLED_AFTER:
        await asyncio.sleep(0.05)
        if counters.read().own != own:
            own, since = counters.read().own, time.perf_counter()
