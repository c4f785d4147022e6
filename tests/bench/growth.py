"""How much slower the bot gets with what it has behind it: a thousand to a hundred thousand changes."""

import contextlib
import tempfile
from collections.abc import Sequence
from statistics import median

from tests.bench import payloads
from tests.bench.history import History, copied
from tests.bench.propops_double import PropOpsDouble
from tests.bench.rows import Figure, Setting
from tests.bench.stage import Stage, bot_stage

_FORMS, _PRESSES = 16, 4
_LENGTHS = (1_000, 10_000, 100_000)
_QUIET = {"CARDS_REFRESH_SECONDS": "0"}
"""The jobs of a history are nowhere: their cards are not compared."""


async def growth(setting: Setting) -> Sequence[Figure]:
    """Few changes are carried out, then copied in all tables that speak of them.

    A bot with the few alone stays up and takes turns, so that noise meets both alike.
    """
    figures = []
    for kind, url in setting.databases.items():
        async with contextlib.AsyncExitStack() as stack:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-"))
            where = url() or f"sqlite:///{folder}/bot.db"
            await _work(where)
            few = stack.enter_context(copied(where))
            history = History(where)
            short = await stack.enter_async_context(after(few))
            for length in _LENGTHS[: setting.count(len(_LENGTHS), 1)]:
                history.grow(length)
                async with after(where) as long:
                    figures += await _compare(kind, length, short, long, setting)
    return figures


async def _work(url: str) -> None:
    """The changes that the others are copies of."""
    async with bot_stage(url, members=_FORMS, more=_QUIET) as stage:
        for number in range(1, _FORMS + 1):
            await stage.send_form(payloads.user(number), f"CH{number}")
        jobs = list(stage.propops.jobs.values())[:_PRESSES]
        for number, job in enumerate(jobs, 1):
            channel = f"CH{number}"
            posted = next(m for m in stage.slack.messages if m.channel == channel)
            note = stage.slack.will_post(channel)
            await stage.accepted(payloads.press(payloads.user(number), channel, posted.ts, job))
            await note


def after(url: str) -> contextlib.AbstractAsyncContextManager[Stage]:
    """A bot with a history, whose PropOps numbers new jobs from far above."""
    return bot_stage(url, members=0, propops=PropOpsDouble(first_job=10_000_000), more=_QUIET)


async def _compare(
    kind: str, length: int, short: Stage, long: Stage, setting: Setting
) -> list[Figure]:
    cards: dict[int, list[float]] = {0: [], length: []}
    for turn in range(setting.count(4, 1)):
        for history, stage in ((0, short), (length, long)):
            for number in range(setting.count(10, 2)):
                channel = f"CG{length}X{turn}X{number}"
                sent = await stage.send_form(payloads.user(number % _FORMS + 1), channel)
                if turn or setting.short:  # the first turn warms both
                    cards[history].append(sent.card * 1000)
    few, many = median(cards[0]), median(cards[length])
    return [
        Figure(f"{length:,} ended changes: card after, p50", kind, many, "ms"),
        Figure(f"{length:,} ended changes: to that with 20", kind, many / few, "×"),
        Figure(f"{length:,} ended changes: ready after", kind, long.ready_after, "s"),
    ]
