"""Measures how soon all cards are there after each trouble of one of two bots: `python -m tests.replicas`.

All forms are accepted, by turns by both bots, when the trouble comes: while each call to PropOps takes a
second, so that all are at work. Their cards go to so many channels, since Slack takes one message a second in each.
"""

import argparse
import asyncio
import contextlib
import os
import signal
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from pathlib import Path

from tests.bench import payloads
from tests.bench.stage import Stage, bot_stage, replica
from tests.postgres import Postgres

_LATENCY = 1.0
"""Seconds of each call to PropOps until the trouble is over."""
_PRESSES = 20
_HEAD = "| trouble | it lasted | cards still to come | last card after its end | jobs, cards |"


class Two:
    """`stages`: both bots, and those that are started later."""

    def __init__(self, stack: AsyncExitStack, postgres: Postgres) -> None:
        self.stack, self.postgres = stack, postgres
        self.stages: list[Stage] = []

    async def begin(self, forms: int) -> None:
        first = await self.stack.enter_async_context(bot_stage(self.postgres.url(), members=forms))
        self.stages.append(first)
        await self.start()

    async def start(self) -> None:
        self.stages.append(await self.stack.enter_async_context(replica(self.stages[0])))

    def signal(self, sent: signal.Signals) -> None:
        os.kill(self.stages[0].pid, sent)


async def _gone(pid: int) -> None:
    async with asyncio.timeout(60):
        while await asyncio.to_thread(Path(f"/proc/{pid}").exists):
            await asyncio.sleep(0.05)


async def _upgrade(two: Two) -> None:
    two.signal(signal.SIGTERM)
    await asyncio.gather(two.start(), _gone(two.stages[0].pid))


async def _kill(two: Two) -> None:
    two.signal(signal.SIGKILL)


def _frost(seconds: float) -> Callable[[Two], Awaitable[None]]:
    async def frost(two: Two) -> None:
        two.signal(signal.SIGSTOP)
        await asyncio.sleep(seconds)
        two.signal(signal.SIGCONT)

    return frost


async def _restart(two: Two) -> None:
    await asyncio.to_thread(two.postgres.halt)
    await asyncio.to_thread(two.postgres.resume)
    await asyncio.gather(*(_gone(each.pid) for each in two.stages))
    await asyncio.gather(two.start(), two.start())


TROUBLES: dict[str, Callable[[Two], Awaitable[None]]] = {
    "rolling upgrade": _upgrade,
    "killed": _kill,
    "frozen for 15 s": _frost(15),
    "frozen for 45 s": _frost(45),
    "Postgres restarted": _restart,
}
RETRIED = "the same forms sent to the other one"
NAMES = (*TROUBLES, RETRIED)


async def _measured(name: str, forms: int, channels: int) -> str:
    postgres = Postgres()
    postgres.start()
    try:
        async with AsyncExitStack() as stack:
            two = Two(stack, postgres)
            await two.begin(forms)
            return await _row(two, name, forms, channels)
    finally:
        postgres.stop()


async def _row(two: Two, name: str, forms: int, channels: int) -> str:
    first = two.stages[0]
    for number, stage in enumerate(two.stages):
        await stage.send_form(payloads.user(1), f"CWARM{number}")
    first.propops.http.latency = _LATENCY
    sent = [
        first.filled_form(payloads.user(number + 1), f"C{number % channels}")
        for number in range(forms)
    ]
    async with asyncio.TaskGroup() as group:
        for number, form in enumerate(sent):
            group.create_task(_taken(two.stages[number % 2], form))
    shown = _shown(first)
    began = time.perf_counter()
    if name == RETRIED:
        await _retry(two, sent)
    else:
        await TROUBLES[name](two)
    ended = time.perf_counter()
    first.propops.http.latency = 0.0
    async with asyncio.timeout(180):
        while len(_shown(first)) < forms:
            await asyncio.sleep(0.01)
    first.check_once(create=forms + 2)
    late = max(_shown(first)) - ended
    return (
        f"| {name} | {ended - began:.1f} s | {forms - len(shown)} | {max(0.0, late):.1f} s "
        f"| {sum(first.propops.writes.values()) - 2}, {len(_shown(first))} |"
    )


async def _retry(two: Two, sent: Sequence[bytes]) -> None:
    async with asyncio.TaskGroup() as group:
        for number, form in enumerate(sent):
            group.create_task(_taken(two.stages[1 - number % 2], form))


async def _taken(stage: Stage, form: bytes) -> None:
    """Pressed again while the bot says that it is busy, as a person does."""
    for _ in range(_PRESSES):
        with contextlib.suppress(ValueError):
            await stage.accepted(form)
            return
        await asyncio.sleep(0.5)
    raise ValueError("a form was not taken")


def _shown(stage: Stage) -> list[float]:
    """When each card was posted, in threads nothing."""
    return [
        each.posted_at
        for each in stage.slack.messages
        if not each.thread and each.channel[:1] == "C" and not each.channel.startswith("CWARM")
    ]


def main(words: Sequence[str] | None = None) -> None:
    arguments = argparse.ArgumentParser(prog="python -m tests.replicas", description=__doc__)
    arguments.add_argument("--forms", type=int, default=40)
    arguments.add_argument("--channels", type=int, default=8)
    arguments.add_argument(
        "--only", default="", help="part of the name of one of: " + ", ".join(NAMES)
    )
    given = arguments.parse_args(words)
    wanted = [name for name in NAMES if given.only in name]
    if not wanted:
        arguments.error(f"no trouble is called {given.only}: one of {', '.join(NAMES)}")
    print(_HEAD, "|---" * (_HEAD.count("|") - 1) + "|", sep="\n", flush=True)
    for name in wanted:
        print(asyncio.run(_measured(name, given.forms, given.channels)), flush=True)


if __name__ == "__main__":
    main()
