"""One person who has opened a modal."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack import SandboxSlack, View

PRIYA = "U0PRIYA001"


class OnePerson:
    """A sandbox, a client, and a clock that the test moves."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0
        self.slack = SandboxSlack(clock=lambda: self.now)
        self.client = AsyncWebClient(token="xoxb-sandbox")

    def trigger(self, view: View | None = None) -> str:
        return self.slack.workspace.triggers.issue(PRIYA, view.id if view else None)

    async def open(self, view: dict[str, Any] | None = None) -> View:
        await self.client.views_open(trigger_id=self.trigger(), view=view or form())
        return self.top()

    def top(self) -> View:
        view = self.slack.member("priya").top
        assert view is not None
        return view

    def enter(self, view: View, text: str) -> None:
        view.state["title"]["value"]["value"] = text


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def form(title: str = "Form", **more: Any) -> dict[str, Any]:
    return {
        "type": "modal",
        "title": plain(title),
        "submit": plain("Send"),
        "blocks": [
            {
                "type": "input",
                "block_id": "title",
                "label": plain("Title"),
                "element": {"type": "plain_text_input", "action_id": "value"},
            }
        ],
        **more,
    }


def choice(*names: str, block_id: str = "choice", **more: Any) -> dict[str, Any]:
    options = [{"text": plain(name), "value": name} for name in names]
    return {
        **form(),
        "blocks": [
            {
                "type": "input",
                "block_id": block_id,
                "label": plain("Choice"),
                "element": {
                    "type": "static_select",
                    "action_id": "value",
                    "options": options,
                    **more,
                },
            }
        ],
    }


async def refused(call: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        await call
    return str(caught.value.response["error"])
