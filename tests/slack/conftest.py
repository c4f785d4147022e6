from collections.abc import AsyncIterator

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack import SandboxSlack
from bot.settings import Settings
from bot.slack.client import open_session, web_client
from bot.slack.messenger import Messenger
from tests.slack.samples import PATIENCE, QUICK


@pytest.fixture
async def slack() -> AsyncIterator[SandboxSlack]:
    slack = SandboxSlack()
    async with slack.serving():
        yield slack


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with open_session(timeout=PATIENCE) as session:
        yield session


@pytest.fixture
def client(slack: SandboxSlack, session: aiohttp.ClientSession) -> AsyncWebClient:
    return web_client(settings(slack), session)


@pytest.fixture
def messenger(client: AsyncWebClient) -> Messenger:
    return Messenger(client, timing=QUICK)


def settings(slack: SandboxSlack) -> Settings:
    return Settings(
        _env_file=None,
        slack_bot_token="xoxb-sandbox",
        slack_signing_secret="secret",
        slack_api_url=slack.workspace.base_url + "/api/",
        propops_base_url="http://127.0.0.1:1",
    )
