"""How much slower the bot gets with what it has behind it: from twenty to a hundred thousand changes."""

import tempfile
from collections.abc import Sequence
from statistics import median

from tests.bench import payloads
from tests.bench.history import History
from tests.bench.propops_double import PropOpsDouble
from tests.bench.rows import Figure, Setting
from tests.bench.stage import bot_stage

_FORMS, _PRESSES = 16, 4
_LENGTHS = (20, 1_000, 10_000, 100_000)


async def growth(setting: Setting) -> Sequence[Figure]:
    """Few changes are carried out, then copied in all tables that speak of them."""
    figures = []
    for kind, url in setting.databases.items():
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            where = url() or f"sqlite:///{folder}/bot.db"
            await _work(where)
            history = History(where)
            for length in _LENGTHS[: setting.count(len(_LENGTHS), 2)]:
                history.grow(length)
                figures += await with_history(kind, where, f"{length:,} ended changes", setting)
    return figures


async def _work(url: str) -> None:
    """The changes that the others are copies of."""
    async with bot_stage(url, members=_FORMS) as stage:
        for number in range(1, _FORMS + 1):
            await stage.send_form(payloads.user(number), f"CH{number}")
        jobs = list(stage.propops.jobs.values())[:_PRESSES]
        for number, job in enumerate(jobs, 1):
            channel = f"CH{number}"
            posted = next(m for m in stage.slack.messages if m.channel == channel)
            note = stage.slack.will_post(channel)
            await stage.accepted(payloads.press(payloads.user(number), channel, posted.ts, job))
            await note


async def with_history(kind: str, url: str, row: str, setting: Setting) -> list[Figure]:
    propops = PropOpsDouble(first_job=10_000_000)
    async with bot_stage(url, members=0, propops=propops) as stage:
        for number in range(setting.count(5, 1)):
            await stage.send_form(payloads.user(number + 1), f"CWARM{number}")
        cards = []
        for number in range(setting.count(40, 2)):
            sent = await stage.send_form(payloads.user(number % _FORMS + 1), f"CG{number}")
            cards.append(sent.card * 1000)
        ready = stage.ready_after
    figures = [Figure(f"{row}: card after, p50", kind, median(cards), "ms")]
    if row.startswith(f"{_LENGTHS[-1]:,}"):
        figures.append(Figure(f"{row}: ready after", kind, ready, "s"))
    return figures
