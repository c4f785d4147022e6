"""A workspace and a client of its Web API."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack import SandboxSlack

MAINTENANCE, APPROVALS, GENERAL = "C0MAINT001", "C0APPROV01", "C0GENERAL1"


PRIVATE, OLD = "C0PRIVATE1", "C0OLDJOBS1"


PRIYA, DANA, BOT = "U0PRIYA001", "U0DANA0001", "U0PROPBOT1"


class Clock:
    """Time that stands still until told."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


class Home:
    """A sandbox, its clock, its address and a client."""

    def __init__(self, slack: SandboxSlack, clock: Clock, url: str) -> None:
        self.slack, self.clock, self.url = slack, clock, url
        self.client = AsyncWebClient(token="xoxb-sandbox", base_url=f"{url}/api/", timeout=5)
        self.client.retry_handlers.clear()

    async def post(self, text: str = "Hello", channel: str = MAINTENANCE, **more: Any) -> str:
        answer = await self.client.chat_postMessage(channel=channel, text=text, **more)
        return str(answer["ts"])


def divider(block_id: str = "line") -> dict[str, Any]:
    return {"type": "divider", "block_id": block_id}


async def refused(call: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        await call
    assert caught.value.response.status_code == 200
    return str(caught.value.response["error"])
