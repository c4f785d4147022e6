"""Two bots on one Postgres, each a process of its own, while one of them or the database is in trouble."""

import asyncio
import signal
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet

from bot.jobs.change import Member
from bot.sandbox.propops import Fault, SandboxPropOps
from bot.sandbox.slack import SandboxSlack
from bot.store.database import Database
from bot.store.encryption import Encryption
from bot.store.tokens import TokenStore
from tests.postgres import NoPostgres, Postgres
from tests.stories.acting import SIX
from tests.stories.test_kill import environment_of, process

pytestmark = pytest.mark.postgres

JOBS = 6
PRESSES = 5
"""Of *Send*: a bot beside one that is frozen may be too busy for the first ones, which loses nothing."""


@dataclass
class Pair:
    """`ports`: of the two bots, in the order in which they take requests."""

    propops: SandboxPropOps
    slack: SandboxSlack
    environment: dict[str, str]
    folder: Path
    stack: AsyncExitStack
    running: list[Any]
    ports: list[int]

    async def start(self) -> None:
        running, port = await self.stack.enter_async_context(process(self.environment, self.folder))
        self.running.append(running)
        self.ports.append(port)

    async def raise_job(self, number: int, port: int) -> None:
        priya = self.slack.member("priya")
        self.slack.deliver_to(f"http://127.0.0.1:{port}/slack/events")
        await priya.command(f"/job new job {number}")
        form = await priya.modal(having="job_title")
        title = f"Fault number {number}"
        await priya.fill(form, **(SIX | {"job_title": title}))
        for _ in range(PRESSES):
            if not form.is_open or (await priya.submit(form)).accepted:
                return
            # Asked whether it is one of those at the address, or *Busy*: what stands is sent again.
        pytest.fail(f"{title}: not taken by {PRESSES} presses")

    async def all_cards(self) -> float:
        """Seconds until each job has its card."""
        began = time.monotonic()
        await self.slack.until(
            lambda: len(self.slack.messages("maintenance")) >= JOBS or None,
            why=f"{JOBS} cards",
        )
        return time.monotonic() - began

    async def check(self, trouble: str) -> None:
        """Each job once, each card once, once all cards are there; says how long the last one took."""
        seconds = await self.all_cards()
        print(f"{trouble}: last card {seconds:.1f} s after the last form")  # noqa: T201 - the figure
        titles = Counter(each["job_title"] for each in self.propops.jobs)
        titles = Counter({title: n for title, n in titles.items() if title.startswith("Fault")})
        assert titles == {f"Fault number {number}": 1 for number in range(JOBS)}
        assert len(self.slack.messages("maintenance")) == JOBS


@asynccontextmanager
async def pair(url: str, folder: Path) -> AsyncIterator[Pair]:
    propops, slack = SandboxPropOps(), SandboxSlack()
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
        two = Pair(propops, slack, environment, folder, stack, [], [])
        await asyncio.gather(two.start(), two.start())
        yield two


async def half_way(two: Pair, trouble: Callable[[], Awaitable[None]]) -> None:
    """Half of the jobs with each bot; the trouble comes while PropOps takes its time over the first ones.

    Longer than a form waits for its outcome, so that all of them are under way.
    """
    two.propops.fail(Fault("create", "slow", times=None, seconds=3.0))
    for number in range(JOBS // 2):
        await two.raise_job(number, two.ports[0])
    await trouble()
    for number in range(JOBS // 2, JOBS):
        await two.raise_job(number, two.ports[-1])


async def test_one_is_stopped_and_a_newer_one_started_while_changes_are_at_work(
    tmp_path: Path, postgres_url: str
) -> None:
    async with pair(postgres_url, tmp_path) as two:

        async def upgrade() -> None:
            two.running[0].send_signal(signal.SIGTERM)
            await two.start()
            assert await two.running[0].wait() == 0

        await half_way(two, upgrade)
        await two.check("rolling upgrade")


async def test_one_is_killed(tmp_path: Path, postgres_url: str) -> None:
    async with pair(postgres_url, tmp_path) as two:

        async def kill() -> None:
            two.running[0].send_signal(signal.SIGKILL)

        await half_way(two, kill)
        await two.check("killed")


async def test_one_is_frozen_for_a_while(tmp_path: Path, postgres_url: str) -> None:
    async with pair(postgres_url, tmp_path) as two:

        async def freeze() -> None:
            two.running[0].send_signal(signal.SIGSTOP)

        await half_way(two, freeze)
        two.running[0].send_signal(signal.SIGCONT)
        await two.check("frozen")


@pytest.fixture
def own_postgres() -> Iterator[Postgres]:
    """One that may be halted: others use that of the session."""
    try:
        server = Postgres()
        server.start()
    except NoPostgres as error:
        pytest.skip(f"no Postgres: {error}")
    yield server
    server.stop()


async def test_the_database_is_started_anew_in_the_middle(
    tmp_path: Path, own_postgres: Postgres
) -> None:
    """Bots that lost it end, and are started again as their supervisor does."""
    async with pair(own_postgres.url(), tmp_path) as two:

        async def restart() -> None:
            await asyncio.to_thread(own_postgres.halt)
            await asyncio.to_thread(own_postgres.resume)
            codes = [await asyncio.wait_for(each.wait(), 60) for each in two.running]
            assert codes == [1, 1]  # so that a supervisor starts them again
            await two.start()

        await half_way(two, restart)
        await two.check("Postgres restarted")
