"""Twenty forms a second for half a minute, each in a channel of its own."""

import asyncio
import time
from collections.abc import Sequence

from tests.bench import payloads
from tests.bench.rows import Figure, Setting, percentile
from tests.bench.stage import Stage, Timed, any_stage

A_SECOND = 20
_PEOPLE = 50


async def steady_rate(setting: Setting) -> Sequence[Figure]:
    """Forms are sent at their time, whether or not the ones before are done."""
    figures = []
    for kind, url in setting.servers.items():
        async with any_stage(kind, url(), members=_PEOPLE) as stage:
            await stage.send_form(payloads.user(1), "CWARM")
            sent = await send_at_rate(stage, int(setting.seconds(30) * A_SECOND))
            stage.check_once(create=1 + len(sent))
        acks, cards = [s.ack * 1000 for s in sent], [s.card * 1000 for s in sent]
        figures += [
            Figure("20 forms a second: ack p99", kind, percentile(acks, 0.99), "ms"),
            Figure("20 forms a second: card after, p50", kind, percentile(cards, 0.5), "ms"),
            Figure("20 forms a second: card after, p99", kind, percentile(cards, 0.99), "ms"),
        ]
    return figures


async def send_at_rate(stage: Stage, count: int) -> list[Timed]:
    started = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        tasks = []
        for number in range(count):
            await asyncio.sleep(max(0.0, started + number / A_SECOND - time.perf_counter()))
            who = payloads.user(number % _PEOPLE + 1)
            tasks.append(group.create_task(stage.send_form(who, f"CR{number}")))
    return [task.result() for task in tasks]
