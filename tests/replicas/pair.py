"""Two bots on one Postgres, each a process of its own, and one person who raises jobs now with the one, now with the other."""

import asyncio
import re
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet

from bot.jobs.change import Member
from bot.sandbox.propops import Fault, SandboxPropOps
from bot.sandbox.slack import SandboxSlack
from bot.sandbox.slack.courier import Delivery
from bot.sandbox.slack.messages import Message
from bot.sandbox.slack.world import BOT, Channel
from bot.store.database import Database
from bot.store.encryption import Encryption
from bot.store.tokens import TokenStore
from tests.stories.acting import SIX
from tests.stories.test_kill import environment_of, process

JOBS = 6
PRESSES = 5
"""Of *Send*: a bot beside one that is frozen may be too busy for the first ones, which loses nothing."""
SLOW = 3.0
"""Seconds that PropOps takes over a create: longer than a form waits for its outcome, so that all are under way."""


@dataclass
class Pair:
    """`ports`: of the two bots, in the order in which they take requests. `channels`: where the jobs are
    raised, in turn. `sent`: the last delivery of each form. `ended_at`: when the trouble was over.
    """

    propops: SandboxPropOps
    slack: SandboxSlack
    environment: dict[str, str]
    folder: Path
    stack: AsyncExitStack
    jobs: int = JOBS
    channels: Sequence[str] = ("maintenance",)
    running: list[Any] = field(default_factory=list)
    ports: list[int] = field(default_factory=list)
    sent: list[Delivery] = field(default_factory=list)
    ended_at: float = 0.0

    async def start(self) -> None:
        running, port = await self.stack.enter_async_context(process(self.environment, self.folder))
        self.running.append(running)
        self.ports.append(port)

    def to_bot(self, port: int) -> None:
        self.slack.deliver_to(f"http://127.0.0.1:{port}/slack/events")

    async def raise_job(self, number: int, port: int) -> None:
        priya = self.slack.member("priya")
        self.to_bot(port)
        channel = self.channels[number % len(self.channels)]
        await priya.command(f"/job new job {number}", channel=channel)
        form = await priya.modal(having="job_title")
        title = f"Fault number {number}"
        await priya.fill(form, **(SIX | {"job_title": title}))
        for _ in range(PRESSES):
            if not form.is_open:
                return
            outcome = await priya.submit(form)
            if outcome.accepted:
                self.sent.append(outcome.delivery)
                return
            # Asked whether it is one of those at the address, or *Busy*: what stands is sent again.
        pytest.fail(f"{title}: not taken by {PRESSES} presses")

    def cards(self) -> list[Message]:
        return [card for name in self.channels for card in self.slack.messages(name)]

    def shown(self) -> dict[int, float]:
        """Number of a job -> when its card was posted (Unix seconds)."""
        found = ((re.search(r"Fault number (\d+)", card.text), card.ts) for card in self.cards())
        return {int(number[1]): float(ts) for number, ts in found if number is not None}

    async def all_cards(self) -> float:
        """Seconds until each job has its card."""
        began = time.monotonic()
        await self.slack.until(
            lambda: len(self.cards()) >= self.jobs or None, why=f"{self.jobs} cards"
        )
        return time.monotonic() - began

    async def check(self, trouble: str) -> float:
        """Each job once, each card once, once all cards are there. Seconds from the end of the trouble, or
        from the last form if that came later, to the last card.
        """
        asked_at = time.time()
        await self.all_cards()
        last_card = max(float(card.ts) for card in self.cards())
        seconds = max(0.0, last_card - max(self.ended_at, asked_at))
        print(f"{trouble}: last card {seconds:.1f} s after the last form")
        titles = Counter(each["job_title"] for each in self.propops.jobs)
        titles = Counter({title: n for title, n in titles.items() if title.startswith("Fault")})
        assert titles == {f"Fault number {number}": 1 for number in range(self.jobs)}
        assert len(self.cards()) == self.jobs
        return seconds


@asynccontextmanager
async def pair(url: str, folder: Path, jobs: int = JOBS, channels: int = 1) -> AsyncIterator[Pair]:
    propops, slack = SandboxPropOps(), SandboxSlack()
    names = ["maintenance"]
    for number in range(1, channels):
        names.append(f"area-{number}")
        members = {slack.member("priya").person.id, BOT}
        channel = Channel(f"C0AREA{number:04}", names[-1], members=members)
        slack.workspace.channels[channel.id] = channel
    async with AsyncExitStack() as stack:
        propops_url = await stack.enter_async_context(propops.serving())
        slack_url = await stack.enter_async_context(slack.serving())
        key = Fernet.generate_key().decode()
        environment = environment_of(propops_url, slack_url, folder)
        environment |= {"DATABASE_URL": url, "TOKEN_KEYS": key, "PROPOPS_SETTLE_SECONDS": "10"}
        member = Member("", slack.workspace.identity.team, slack.member("priya").person.id)
        database = await Database.open(url)
        tokens = TokenStore(database, Encryption.load(key, None))
        await tokens.put(member, propops.token_for("Priya Shah"), None, {})
        await database.close()
        two = Pair(propops, slack, environment, folder, stack, jobs, names)
        await asyncio.gather(two.start(), two.start())
        yield two


async def half_way(two: Pair, trouble: Callable[[], Awaitable[None]]) -> None:
    """Half of the jobs with each bot; the trouble comes while PropOps takes its time over the first ones."""
    two.propops.fail(Fault("create", "slow", times=None, seconds=SLOW))
    for number in range(two.jobs // 2):
        await two.raise_job(number, two.ports[0])
    await trouble()
    two.ended_at = time.time()
    for number in range(two.jobs // 2, two.jobs):
        await two.raise_job(number, two.ports[-1])
