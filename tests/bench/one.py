"""One form at a time: how soon its card is there, with nobody else about."""

import asyncio
import contextlib
from collections.abc import Sequence
from statistics import median

from tests.bench import payloads
from tests.bench.rows import NAIVE_ONES, Figure, Setting, percentile
from tests.bench.stage import Stage, any_stage

_ROUNDS = 4
_PEOPLE = 4


async def one_at_a_time(setting: Setting) -> Sequence[Figure]:
    """All servers are up; they take turns, so that noise meets all alike."""
    async with contextlib.AsyncExitStack() as stack:
        stages = {
            kind: await stack.enter_async_context(any_stage(kind, url(), members=_PEOPLE))
            for kind, url in setting.with_engine.items()
        }
        figures = await quick(stages, setting.count(10, 1))
        figures += await far_away(stages, setting.count(4, 1))
        for stage in stages.values():
            stage.check_once(create=stage.propops.writes["create"])
    return figures


async def quick(stages: dict[str, Stage], forms: int) -> list[Figure]:
    cards: dict[str, list[float]] = {kind: [] for kind in stages}
    for stage in stages.values():
        await stage.send_form(payloads.user(1), "CWARM")
    for turn in range(_ROUNDS):
        for kind, stage in stages.items():
            for number in range(forms):
                sent = await stage.send_form(payloads.user(1), f"CQ{turn}X{number}")
                cards[kind].append(sent.card * 1000)
                await asyncio.sleep(0.01)
    return [
        Figure(f"PropOps 0 ms: card after, {name}", kind, percentile(waits, share), "ms")
        for name, share in (("p50", 0.5), ("p90", 0.9))
        for kind, waits in cards.items()
    ]


async def far_away(stages: dict[str, Stage], forms: int) -> list[Figure]:
    """Each call to PropOps takes 100 ms; people have opened their form a moment before."""
    cards: dict[str, list[float]] = {kind: [] for kind in stages}
    for stage in stages.values():
        stage.propops.http.latency = 0.1
    for turn in range(_ROUNDS - 1):
        for kind, stage in stages.items():
            for number in range(forms):
                who = payloads.user(number % _PEOPLE + 1)
                if kind not in NAIVE_ONES:
                    await stage.open_form(who)
                    await asyncio.sleep(0.25)  # nobody sends a form sooner
                sent = await stage.send_form(who, f"CF{turn}X{number}")
                cards[kind].append(sent.card * 1000)
    what = "PropOps 100 ms, form opened before: card after, p50"
    return [Figure(what, kind, median(waits), "ms") for kind, waits in cards.items()]
