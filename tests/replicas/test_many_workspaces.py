"""Two bots on one Postgres, each a process of its own, and several workspaces that have installed them."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.jobs.change import Member
from bot.sandbox.many import Browser
from bot.sandbox.propops import Fault, SandboxPropOps
from bot.sandbox.slack.sign_in import CLIENT_ID, CLIENT_SECRET
from bot.sandbox.slack.world_of_many import ManyWorkspaces
from bot.store.database import Database
from bot.store.encryption import Encryption
from bot.store.installations import InstallationStore
from bot.store.tokens import TokenStore
from bot.web.oauth import INSTALL, REDIRECT
from tests.stories.acting import SIX
from tests.stories.test_kill import environment_of, process
from tests.waiting import until

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(180)]

ELM, OAK = "T0ELM00001", "T0OAK00001"
GROUP, NORTH = "E0GROUP001", "T0NORTH001"
PUBLIC = "http://127.0.0.1:9"
"""The address of a load balancer of both; the tests choose where a request goes."""
_ENDS_SOON = 64
"""Seconds: four more than a token has when it is renewed by whoever needs it."""


@dataclass
class Replicas:
    """`ports`: of the two bots."""

    world: ManyWorkspaces
    propops: SandboxPropOps
    database: Database
    encryption: Encryption
    running: list[asyncio.subprocess.Process]
    ports: list[int]

    async def install(self, where: str, *ports: int) -> str:
        """Begun at the first, finished at the last; the page at the end."""
        browser = Browser({})
        self.world.oauth.signed_in = where
        _, slacks, _ = await browser.get(f"http://127.0.0.1:{ports[0]}{INSTALL}")
        _, back, _ = await browser.get(slacks)
        _, _, page = await browser.get(back.replace(PUBLIC, f"http://127.0.0.1:{ports[-1]}"))
        return page

    async def link(self, team: str, account: str) -> None:
        slack = self.world.workspaces[team]
        member = Member(slack.workspace.identity.enterprise, team, slack.member("priya").person.id)
        tokens = TokenStore(self.database, self.encryption)
        await tokens.put(member, self.propops.token_for(account), None, {})

    async def send(self, team: str, title: str, port: int) -> None:
        slack = self.world.workspaces[team]
        slack.deliver_to(f"http://127.0.0.1:{port}/slack/events")
        priya = slack.member("priya")
        await priya.command("/job new")
        form = await priya.modal(having="job_title")
        sent = await priya.submit(await priya.fill(form, **(SIX | {"job_title": title})))
        if not sent.accepted:  # asked whether it is one of those at the address
            await priya.submit(form)

    async def card(self, team: str, title: str) -> None:
        await self.world.workspaces[team].wait_for_message("maintenance", title, timeout=60)

    def told(self, team: str) -> str:
        slack = self.world.workspaces[team]
        return "\n".join(each.outline() for each in slack.messages("maintenance"))


@pytest.fixture
async def two(
    tmp_path: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Replicas]:
    monkeypatch.setattr("bot.sandbox.slack.oauth.TOKEN_SECONDS", _ENDS_SOON)
    async with _opened(tmp_path, postgres_url) as replicas:
        yield replicas


@asynccontextmanager
async def _opened(folder: Path, url: str) -> AsyncIterator[Replicas]:
    propops, world, key = SandboxPropOps(), ManyWorkspaces(rotates=True), Fernet.generate_key()
    world.add(ELM, "Elm Maintenance")
    world.add(OAK, "Oak Lettings")
    world.add(NORTH, "North", GROUP)
    world.oauth.redirects = {PUBLIC + REDIRECT}
    async with AsyncExitStack() as stack:
        propops_url = await stack.enter_async_context(propops.serving())
        slack_url = await stack.enter_async_context(world.serving())
        environment = environment_of(propops_url, slack_url, folder)
        del environment["SLACK_BOT_TOKEN"]
        environment |= {
            "DATABASE_URL": url,
            "TOKEN_KEYS": key.decode(),
            "SLACK_CLIENT_ID": CLIENT_ID,
            "SLACK_CLIENT_SECRET": CLIENT_SECRET,
            "PUBLIC_URL": PUBLIC,
            "PROPOPS_SETTLE_SECONDS": "5",  # longer than PropOps takes below
        }
        database = await Database.open(url)
        stack.push_async_callback(database.close)
        started = await asyncio.gather(
            *(stack.enter_async_context(process(environment, folder)) for _ in range(2))
        )
        running, ports = [each for each, _ in started], [port for _, port in started]
        encryption = Encryption.load(key.decode(), None)
        yield Replicas(world, propops, database, encryption, running, ports)


async def test_two_workspaces_and_an_organisation_over_two_bots(two: Replicas) -> None:
    first, second = two.ports
    for where in (ELM, OAK, GROUP):
        assert "Installed" in await two.install(where, first, second)
    people = {ELM: "Priya Shah", OAK: "Tom Reilly", NORTH: "Nia Lowe"}
    for team, account in people.items():
        await two.link(team, account)
    for number, (team, port) in enumerate([(ELM, first), (OAK, second), (NORTH, first)]):
        await two.send(team, f"Fault {number} of {team}", port)
        await two.card(team, f"Fault {number} of {team}")
    for team in people:
        others = [each for each in people if each != team and f"of {each}" in two.told(team)]
        assert others == []

    two.propops.fail(Fault("create", "slow", times=None, seconds=2.0))
    await two.send(OAK, "Under way in Oak", first)
    two.running[0].send_signal(signal.SIGKILL)
    await two.card(OAK, "Under way in Oak")
    two.propops.heal()

    two.world.deliver_to(f"http://127.0.0.1:{second}/slack/events")
    await two.world.uninstall(ELM)
    store = InstallationStore(two.database, two.encryption)
    await _until_ended(store)
    sent = len(two.world.workspaces[ELM].calls)
    answer = await two.world.workspaces[ELM].member("priya").command("/job help")
    assert "not installed" in str(answer.body)
    assert len(two.world.workspaces[ELM].calls) == sent

    titles = [each["job_title"] for each in two.propops.jobs if "Under way" in each["job_title"]]
    assert titles == ["Under way in Oak"]
    await until(lambda: sum(grant.refreshed for grant in two.world.oauth.grants), 150)
    assert [each.error for each in two.world.calls if each.error] == []


async def _until_ended(store: InstallationStore) -> None:
    async with asyncio.timeout(60):
        while not [each for each in await store.all() if each.team == ELM and each.ended_at]:
            await asyncio.sleep(0.1)
