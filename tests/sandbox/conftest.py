"""The sandboxes over HTTP, and those who use them."""

from collections.abc import AsyncIterator

import httpx
import pytest

from bot.sandbox.propops import SandboxPropOps
from bot.sandbox.slack import Behaviour, SandboxSlack
from tests.sandbox.form_bot import SECRET, Bot, running
from tests.sandbox.one_person import OnePerson
from tests.sandbox.web_api import Clock, Home


@pytest.fixture
def propops() -> SandboxPropOps:
    return SandboxPropOps()


@pytest.fixture
def account() -> str:
    """Who `http` is signed in as: nobody where it is empty."""
    return "Priya Shah"


@pytest.fixture
async def http(propops: SandboxPropOps, account: str) -> AsyncIterator[httpx.AsyncClient]:
    headers = {"Authorization": f"Bearer {propops.token_for(account)}"} if account else {}
    async with (
        propops.serving() as url,
        httpx.AsyncClient(base_url=url, headers=headers, verify=False) as client,
    ):
        yield client


@pytest.fixture
async def bot() -> AsyncIterator[Bot]:
    slack = SandboxSlack(
        signing_secret=SECRET, behaviour=Behaviour(patience=60.0, retry_after=(0, 0, 0))
    )
    async with running(slack) as bot:
        yield bot


@pytest.fixture
async def person() -> AsyncIterator[OnePerson]:
    person = OnePerson()
    async with person.slack.serving() as url:
        person.client.base_url = f"{url}/api/"
        yield person


@pytest.fixture
async def home() -> AsyncIterator[Home]:
    clock = Clock()
    slack = SandboxSlack(clock=clock)
    async with slack.serving() as url:
        yield Home(slack, clock, url)
