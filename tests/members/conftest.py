"""A Slack, and access as it is found there."""

from collections.abc import AsyncIterator

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.members.access import Access, Organisation
from bot.sandbox.slack import SandboxSlack
from bot.slack.client import open_session
from tests.members.opened_access import living_in
from tests.members.payloads import TEAM
from tests.slack.samples import PATIENCE


@pytest.fixture
async def slack() -> AsyncIterator[SandboxSlack]:
    slack = SandboxSlack(team_id=TEAM)
    async with slack.serving():
        yield slack


@pytest.fixture
async def client(slack: SandboxSlack) -> AsyncIterator[AsyncWebClient]:
    async with open_session(timeout=PATIENCE) as session:
        url = slack.workspace.base_url + "/api/"
        yield AsyncWebClient(token="xoxb-sandbox", base_url=url, session=session)


@pytest.fixture
def access(client: AsyncWebClient) -> Access:
    return living_in(Organisation(TEAM, ""), client)
