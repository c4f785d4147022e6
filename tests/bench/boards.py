"""What fifty open boards over three hundred jobs cost: calls to PropOps, time, CPU."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from statistics import median

from tests.bench import payloads
from tests.bench.propops_double import PropOpsDouble
from tests.bench.rows import Figure, Setting
from tests.bench.stage import Stage, bot_stage

_JOBS, _PEOPLE = 300, 50
_QUIET = 1.5
"""Seconds without a call after which all is drawn: changes are gathered for a second."""
_WITHIN = 60.0


@dataclass(frozen=True)
class Cost:
    """`seconds`: until the last call, of Slack or PropOps. `cpu`: seconds of the bot."""

    calls: int
    seconds: float
    cpu: float


async def boards(setting: Setting) -> Sequence[Figure]:
    people = setting.count(_PEOPLE, 2)
    figures = []
    for kind, url in setting.databases.items():
        propops = PropOpsDouble()
        propops.lists_all = True
        jobs = [propops.add_job() for _ in range(_JOBS)]
        for job in jobs:
            job |= {"contractor_id": None, "contractor_name": None}
        # longer than it takes to open them all, so that the second refresh is of all
        more = {"CARDS_REFRESH_SECONDS": str(setting.seconds(6, 4))}
        async with bot_stage(url(), members=people, propops=propops, more=more) as stage:
            figures += await _measured(kind, stage, people)
    return figures


async def _measured(kind: str, stage: Stage, people: int) -> list[Figure]:
    opened = await open_homes(stage, people)
    await _cost(stage, lambda: _begun(stage))
    refresh = await _cost(stage, lambda: _begun(stage))

    async def change() -> float:
        began = time.perf_counter()
        await stage.send_form(payloads.user(1), "CB1")
        return began

    changed = await _cost(stage, change)
    name = f"{people} open boards"
    return [
        Figure("Home is there after, p50", kind, median(opened), "ms"),
        Figure(f"{name}: PropOps calls of a refresh, each", kind, refresh.calls / people),
        Figure(f"{name}: a refresh of all", kind, refresh.seconds * 1000, "ms"),
        Figure(f"{name}: CPU of a refresh of all", kind, refresh.cpu * 1000, "ms"),
        Figure(f"{name}: PropOps calls of a change, each", kind, changed.calls / people),
        Figure(f"{name}: a change on all", kind, changed.seconds * 1000, "ms"),
        Figure(f"{name}: CPU of a change on all", kind, changed.cpu * 1000, "ms"),
    ]


async def open_homes(stage: Stage, people: int) -> list[float]:
    """One after the other; milliseconds until each is there."""
    opened: list[float] = []
    for number in range(1, people + 1):
        began = time.perf_counter()
        await stage.accepted(payloads.home_opened(payloads.user(number)))
        await _until(lambda: stage.slack.calls["views.publish"] > len(opened))
        opened.append((time.perf_counter() - began) * 1000)
    return opened


async def _cost(stage: Stage, what: Callable[[], Awaitable[float]]) -> Cost:
    """Of something that says when it began, and of what follows, until nothing is asked any more."""
    await _quiet(stage)
    calls, cpu = _calls(stage), stage.cpu
    began = await what()
    last = await _quiet(stage)
    return Cost(_calls(stage) - calls, last - began, stage.cpu - cpu)


async def _begun(stage: Stage) -> float:
    """The next refresh."""
    calls = _calls(stage)
    await _until(lambda: _calls(stage) > calls)
    return time.perf_counter()


async def _quiet(stage: Stage) -> float:
    """When the last call came. Who people are, which Slack is asked at leisure, is no part of it."""
    last, seen, slack = time.perf_counter(), -1, stage.slack.calls
    while time.perf_counter() - last < _QUIET:
        if (now := _calls(stage) + sum(slack.values()) - slack["users.info"]) != seen:
            last, seen = time.perf_counter(), now
        await asyncio.sleep(0.01)
    return last


def _calls(stage: Stage) -> int:
    return sum(stage.propops.calls.values())


async def _until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(_WITHIN):
        while not true():
            await asyncio.sleep(0.002)
