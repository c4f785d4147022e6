"""The bot while nobody wants anything of it, and how soon it is there."""

import asyncio
import contextlib
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median

from tests.bench import payloads
from tests.bench.counters import CounterFile
from tests.bench.rows import NAIVE, NAIVE_ENGINE, Figure, Setting
from tests.bench.stage import Stage, bot_stage, counted_stage, naive_stage

_NAIVE = (NAIVE, NAIVE_ENGINE)
_STARTS = 2
_QUIET = 20
"""Seconds until nothing follows from the forms any more, and the bot looks no oftener than at rest."""


async def idle(setting: Setting) -> Sequence[Figure]:
    """All are watched at the same time, after a few forms; a start is one on a database in use."""
    async with contextlib.AsyncExitStack() as stack:
        stages = {kind: await stack.enter_async_context(naive_stage(kind)) for kind in _NAIVE}
        counters = {}
        for kind, url in setting.databases.items():
            stages[kind], counters[kind] = await stack.enter_async_context(counted_stage(url()))
        for stage in stages.values():
            for number in range(3):
                await stage.send_form(payloads.user(1), f"CI{number}")
        await asyncio.sleep(setting.seconds(_QUIET))
        figures = await watch(stages, counters, setting.seconds(15))
    return [*figures, *await _starts(setting)]


async def watch(
    stages: Mapping[str, Stage], counters: Mapping[str, CounterFile], seconds: float
) -> list[Figure]:
    """What each uses while nothing is sent to it."""
    cpu = {kind: stage.cpu for kind, stage in stages.items()}
    before = {kind: counter.read() for kind, counter in counters.items()}
    started = time.perf_counter()
    await asyncio.sleep(seconds)
    passed = time.perf_counter() - started
    figures = []
    for kind, stage in stages.items():
        used = (stage.cpu - cpu[kind]) / passed * 100
        figures += [
            Figure("idle: memory", kind, stage.memory, "MiB"),
            Figure("idle: CPU", kind, used, "%"),
        ]
    for kind, counter in counters.items():
        each = counter.read().less(before[kind]).each(passed)
        figures += [
            Figure("idle: commits a second, own", kind, each.own_commits, "1/s"),
            Figure("idle: commits a second, of the engine", kind, each.engine_commits, "1/s"),
        ]
    return figures


async def _starts(setting: Setting) -> list[Figure]:
    """In turns; the first start of each makes the tables and is not counted."""
    count = setting.count(_STARTS, 1)
    waits: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        urls = {
            kind: url() or f"sqlite:///{folder}/bot.db" for kind, url in setting.databases.items()
        }
        for turn in range(count + 1):
            for kind in _NAIVE:
                async with naive_stage(kind, Path(folder) / "naive.db") as stage:
                    waits.setdefault(kind, []).append(stage.ready_after)
            for kind, url in urls.items():
                async with bot_stage(url, members=0 if turn else 1) as stage:
                    waits.setdefault(kind, []).append(stage.ready_after)
    return [Figure("ready after", kind, median(each[1:]), "s") for kind, each in waits.items()]
