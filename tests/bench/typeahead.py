"""Typing into a field with 100,000 addresses: the search itself, and over HTTP as Slack asks."""

import asyncio
import random
import time
from collections.abc import Sequence

from bot.jobs.model import Choice
from bot.jobs.name_index import NameIndex
from tests.bench import payloads
from tests.bench.propops_double import PropOpsDouble, address
from tests.bench.rows import BOT, Figure, Setting, percentile
from tests.bench.stage import Stage, bot_stage

_ADDRESSES = 100_000
_MOST = 100


async def typeahead(setting: Setting) -> Sequence[Figure]:
    """Beginnings of words, whole addresses, and words with one letter wrong."""
    count = setting.count(_ADDRESSES, 200)
    typed = typed_texts(count, setting.count(400, 10))
    figures = inside(count, typed)
    async with bot_stage("", propops=PropOpsDouble(addresses=count)) as stage:
        waits, found = await over_http(stage, count, typed)
    return [
        *figures,
        Figure("over HTTP, p50", BOT, percentile(waits, 0.5), "ms"),
        Figure("over HTTP, p99", BOT, percentile(waits, 0.99), "ms"),
        Figure("over HTTP, found", BOT, found / len(typed) * 100, "%"),
    ]


def inside(count: int, typed: list[tuple[str, str]]) -> list[Figure]:
    index = NameIndex(Choice(n, address(n)) for n in range(1, count + 1))
    index.find("wram")
    waits, found = [], 0
    for text, wanted in typed:
        started = time.perf_counter()
        matches = index.find(text, _MOST)
        waits.append((time.perf_counter() - started) * 1000)
        found += any(wanted in match.name for match in matches)
    return [
        Figure("the search itself, p50", BOT, percentile(waits, 0.5), "ms"),
        Figure("the search itself, p99", BOT, percentile(waits, 0.99), "ms"),
        Figure("the search itself, found", BOT, found / len(typed) * 100, "%"),
    ]


async def over_http(
    stage: Stage, count: int, typed: list[tuple[str, str]]
) -> tuple[list[float], int]:
    who = payloads.user(1)
    form = await stage.open_form(who)

    async def ask(text: str) -> tuple[float, list[str]]:
        ack = await stage.accepted(payloads.suggestion(form, who, "address_id", text))
        return ack.seconds * 1000, [each["text"]["text"] for each in ack.json()["options"]]

    last = address(count)
    async with asyncio.timeout(60):  # until the list is there
        while last not in (await ask(last))[1]:
            await asyncio.sleep(0.2)
    waits, found = [], 0
    for text, wanted in typed:
        wait, names = await ask(text)
        waits.append(wait)
        found += any(wanted in name for name in names)
    return waits, found


def typed_texts(count: int, many: int) -> list[tuple[str, str]]:
    """What is typed, and what has to be in one of the answers."""
    chance = random.Random(1)
    typed = []
    for number in range(many):
        whole = address(chance.randint(1, count))
        street = whole.partition(",")[0]
        house, name, kind = street.split(" ")
        match number % 4:
            case 0:
                typed.append((whole[: chance.randint(3, 12)], house))
            case 1:
                typed.append((f"{name[:3]} {kind[:2]}".lower(), f"{name} {kind}"))
            case 2:
                typed.append((whole, whole))
            case _:
                typed.append((f"{house} {name[:-2]}{name[-1]}{name[-2]} {kind}".lower(), name))
    return typed
