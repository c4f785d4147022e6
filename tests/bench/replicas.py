"""Two bots on one Postgres, one of which is killed in the middle of its work."""

import asyncio
import os
import signal
import time
from collections.abc import Sequence

from tests.bench import payloads
from tests.bench.rows import POSTGRES, Figure, Setting
from tests.bench.stage import Stage, bot_stage, replica

_FORMS = 40
_SETTLE = 2.0
"""Seconds a lost write may still land: the row is about the takeover, not about this setting."""


async def one_of_two_killed(setting: Setting) -> Sequence[Figure]:
    """Forty forms, by turns to both; once all are accepted one bot is killed. On Postgres alone."""
    if POSTGRES not in setting.databases:
        return []
    count = setting.count(_FORMS, 4)
    more = {"PROPOPS_SETTLE_SECONDS": str(_SETTLE)}
    url = setting.databases[POSTGRES]()
    async with bot_stage(url, members=count, more=more) as first, replica(first) as second:
        for number, stage in enumerate((first, second)):
            await stage.send_form(payloads.user(1), f"CWARM{number}")
        first.propops.http.latency = 0.1
        cards = [first.slack.will_post(f"C{number}") for number in range(count)]
        async with asyncio.TaskGroup() as group:
            for number in range(count):
                group.create_task(_send((first, second)[number % 2], number))
        os.kill(first.pid, signal.SIGKILL)
        killed_at = time.perf_counter()
        shown = await asyncio.gather(*cards)
        first.check_once(create=count + 2)
    late = [at for at in shown if at > killed_at]
    last = max(shown) - killed_at
    return [
        Figure("two replicas, one killed: cards still to come", POSTGRES, len(late)),
        Figure("two replicas, one killed: last card after", POSTGRES, max(0.0, last), "s"),
    ]


async def _send(stage: Stage, number: int) -> None:
    await stage.accepted(stage.filled_form(payloads.user(number + 1), f"C{number}"))
