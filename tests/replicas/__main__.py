"""Measures how soon all cards are there after each trouble of one of two bots: `python -m tests.replicas`.

Changes are spread over channels, since Slack takes one message a second in each. One bot has taken half of them when the
trouble comes; the other one takes the rest once it is over.
"""

import argparse
import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from bot.sandbox.propops import Fault
from tests.postgres import Postgres
from tests.replicas import troubles
from tests.replicas.pair import SLOW, Pair, pair

Trouble = Callable[[Pair, Postgres], Awaitable[None]]
_HEAD = (
    "| trouble | it lasted | under way then | their last card, after its end | last card of the others, after the last form "
    "| jobs | cards |"
)


def _frost(seconds: float) -> Trouble:
    async def frost(two: Pair, _: Postgres) -> None:
        await troubles.freeze(two)
        await asyncio.sleep(seconds)
        troubles.thaw(two)

    return frost


TROUBLES: dict[str, Trouble] = {
    "rolling upgrade": lambda two, _: troubles.upgrade(two),
    "killed": lambda two, _: troubles.kill(two),
    "frozen for 15 s": _frost(15),
    "frozen for 45 s": _frost(45),
    "Postgres restarted": troubles.restart,
    "retried with the other": lambda two, _: troubles.retry(two),
}


async def _row(name: str, jobs: int, channels: int) -> str:
    postgres = Postgres()
    postgres.start()
    try:
        with tempfile.TemporaryDirectory() as folder:
            async with pair(postgres.url(), Path(folder), jobs, channels) as two:
                return await _measured(two, name, postgres)
    finally:
        postgres.stop()


async def _measured(two: Pair, name: str, postgres: Postgres) -> str:
    two.propops.fail(Fault("create", "slow", times=None, seconds=SLOW))
    half = two.jobs // 2
    for number in range(half):
        await two.raise_job(number, two.ports[0])
    waiting = set(range(half)) - two.shown().keys()
    began = time.time()
    await TROUBLES[name](two, postgres)
    ended = time.time()
    two.propops.heal()
    for number in range(half, two.jobs):
        await two.raise_job(number, two.ports[-1])
    last_form = time.time()
    await two.all_cards()
    shown = two.shown()
    first = max((shown[number] for number in waiting), default=ended) - ended
    rest = max(shown[number] for number in range(half, two.jobs)) - last_form
    jobs = sum(each["job_title"].startswith("Fault") for each in two.propops.jobs)
    return (
        f"| {name} | {ended - began:.1f} s | {len(waiting)} | {max(0.0, first):.1f} s | {max(0.0, rest):.1f} s "
        f"| {jobs} | {len(two.cards())} |"
    )


def main() -> None:
    arguments = argparse.ArgumentParser(prog="python -m tests.replicas", description=__doc__)
    arguments.add_argument("--jobs", type=int, default=40)
    arguments.add_argument("--channels", type=int, default=8)
    arguments.add_argument("--only", default="", help="part of a trouble's name")
    given = arguments.parse_args()
    print(_HEAD, "|---" * (_HEAD.count("|") - 1) + "|", sep="\n", flush=True)
    for name in TROUBLES:
        if given.only in name:
            print(asyncio.run(_row(name, given.jobs, given.channels)), flush=True)


if __name__ == "__main__":
    main()
