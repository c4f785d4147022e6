"""Presses on cards: a thousand at once on as many cards, and sixty in one busy channel."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from statistics import median

from tests.bench import payloads
from tests.bench.history import card_row, insert
from tests.bench.propops_double import PropOpsDouble, Row
from tests.bench.rows import Figure, Setting, percentile
from tests.bench.slack_double import SlackDouble
from tests.bench.stage import Stage, bot_stage

Card = tuple[str, str, Row]
"""Channel, time stamp, job."""

_PEOPLE = 50
_WITHIN = 2.0
"""Seconds over which the thousand presses are spread."""


async def thousand_presses(setting: Setting) -> Sequence[Figure]:
    """Each card is in a channel of its own, and each call to PropOps takes 100 ms."""
    count = setting.count(1000, 5)
    figures = []
    for kind, url in setting.databases.items():
        async with with_cards(url(), [f"C{n}" for n in range(count)]) as (stage, cards):
            stage.propops.http.latency = 0.1
            acks, done = await press_all(stage, cards)
            stage.check_once(send_assignment_notification=count)
        figures += [
            Figure("1,000 presses in 2 s: ack p99", kind, percentile(acks, 0.99) * 1000, "ms"),
            Figure("1,000 presses in 2 s: all done after", kind, done, "s"),
        ]
    return figures


async def press_all(stage: Stage, cards: Sequence[Card]) -> tuple[list[float], float]:
    """Presses every card. Seconds to each ack, and until the last was shown to be done."""
    started = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        tasks = []
        for number, (channel, ts, job) in enumerate(cards):
            at = started + _WITHIN * number / 1000
            await asyncio.sleep(max(0.0, at - time.perf_counter()))
            raw = payloads.press(payloads.user(number % _PEOPLE + 1), channel, ts, job)
            tasks.append(group.create_task(_press(stage, channel, raw)))
    results = [task.result() for task in tasks]
    return [ack for ack, _ in results], max(at for _, at in results) - started


async def busy_channel(setting: Setting) -> Sequence[Figure]:
    """Sixty presses in one channel, where Slack takes a message a second; forms go to other channels."""
    presses, forms = setting.count(60, 3), setting.count(10, 2)
    figures = []
    for kind, url in setting.databases.items():
        channels = ["CBUSY"] * presses
        async with with_cards(url(), channels, per_second=True) as (stage, cards):
            await stage.send_form(payloads.user(1), "CWARM")
            quiet = await steadily(stage, "CQUIET", forms, 0.3)
            for number, (channel, ts, job) in enumerate(cards):
                raw = payloads.press(payloads.user(number % _PEOPLE + 1), channel, ts, job)
                await stage.accepted(raw)
            busy = await steadily(stage, "COTHER", forms, 1.0)
        figures += [
            Figure("card in another channel, all quiet, p50", kind, median(quiet), "ms"),
            Figure("card beside a busy channel, p50", kind, median(busy), "ms"),
            Figure("card beside a busy channel, the latest", kind, max(busy), "ms"),
        ]
    return figures


async def steadily(stage: Stage, channel: str, count: int, gap: float) -> list[float]:
    """Forms `gap` seconds apart, each in a new channel; milliseconds to the card."""

    async def one(number: int) -> float:
        await asyncio.sleep(number * gap)
        sent = await stage.send_form(payloads.user(number % _PEOPLE + 1), f"{channel}{number}")
        return sent.card * 1000

    return await asyncio.gather(*map(one, range(count)))


async def _press(stage: Stage, channel: str, raw: bytes) -> tuple[float, float]:
    """Seconds to the ack, and when the note of what was done came."""
    note = stage.slack.will_post(channel)
    ack = await stage.accepted(raw)
    return ack.seconds, await asyncio.wait_for(note, 180)


@contextlib.asynccontextmanager
async def with_cards(
    url: str,
    channels: Sequence[str],
    *,
    per_second: bool = False,
    module: str = "bot",
    more: Mapping[str, str] | None = None,
) -> AsyncIterator[tuple[Stage, list[Card]]]:
    """A bot that has posted a card in each of the channels. `module`, `more`: as for `bot_stage`."""
    slack, propops = SlackDouble(per_second=per_second), PropOpsDouble()
    cards = [
        (channel, f"1750000000.{n:06}", propops.add_job()) for n, channel in enumerate(channels)
    ]
    for channel, ts, _ in cards:
        slack.seed(channel, ts)

    def post(database_url: str) -> None:
        insert(database_url, "cards", [card_row(channel, ts, job) for channel, ts, job in cards])

    async with bot_stage(
        url, members=_PEOPLE, slack=slack, propops=propops, prepare=post, module=module, more=more
    ) as stage:
        await stage.open_form(payloads.user(1))  # as after any start: lists and profiles are known
        yield stage, cards
