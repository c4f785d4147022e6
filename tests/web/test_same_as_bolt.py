"""A listener behind the endpoint sees what Bolt alone would show it."""

import json
import time
from typing import Any

import httpx
import pytest
from slack_bolt.adapter.asgi.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.web.bolt import Routes, bolt_app
from bot.web.slack_endpoint import SlackEndpoint
from tests.web.signed_requests import (
    FORM,
    SECRET,
    command,
    event,
    interactive,
    known_identity,
    press,
    signed,
    submission,
    typing,
)
from tests.web.test_slack_endpoint import JSON

PAYLOADS: list[tuple[bytes, str]] = [
    (command(), FORM),
    (command("new leak & “drip” at 12 Elm Row £250 <@U2> ünï 🔧 a+b=c%20d"), FORM),
    (command(""), FORM),
    (interactive(press()), FORM),
    (interactive(press() | {"team": None, "enterprise": {"id": "E1"}}), FORM),
    (interactive(submission()), FORM),
    (interactive(typing()), FORM),
    (json.dumps(event()).encode(), JSON),
    (json.dumps(event("message", text="é 🔧", channel="C1", thread_ts="1.2")).encode(), JSON),
    (
        json.dumps(
            event("message", bot_id="B2") | {"authorizations": [{"team_id": "T1"}]}
        ).encode(),
        JSON,
    ),
]


@pytest.mark.parametrize(("raw", "content_type"), PAYLOADS)
async def test_a_listener_sees_what_bolt_alone_would_show_it(raw: bytes, content_type: str) -> None:
    seen: list[dict[str, Any]] = []

    async def listen(
        ack: AsyncAck, body: Any, payload: Any, action: Any, command: Any, event: Any, view: Any,
        options: Any, message: Any, context: Any, client: Any, say: Any, respond: Any,
    ) -> None:  # fmt: skip
        keys = ("team_id", "enterprise_id", "user_id", "channel_id", "thread_ts", "response_url",
                "is_enterprise_install", "actor_user_id", "bot_user_id")  # fmt: skip
        seen.append(
            {
                "body": body,
                "payload": payload,
                "action": action,
                "command": command,
                "event": event,
                "view": view,
                "options": options,
                "message": message,
                "context": {key: context.get(key) for key in keys},
                "client": (client.token, client.base_url),
                "say": say.channel,
                "respond": respond.response_url,
            }
        )
        await (ack() if event else ack("heard"))

    def identity() -> Any:
        client = AsyncWebClient(token="xoxb-1", base_url="http://127.0.0.1:1/api/")
        return client, known_identity(client)

    client, auth = identity()
    client.token = None
    plain = AsyncApp(signing_secret=SECRET, client=client, authorize=auth)
    plain.command("/job")(listen)
    plain.action("card.restore")(listen)
    plain.view("job.create")(listen)
    plain.options("lookup.addresses")(listen)
    plain.event("app_home_opened")(listen)
    plain.event("message")(listen)

    client, auth = identity()
    routes = Routes()
    routes.command("/job")(listen)
    routes.action("card.restore")(listen)
    routes.submission("job.create")(listen)
    routes.options("lookup.addresses")(listen)
    routes.event("app_home_opened")(listen)
    routes.event("message")(listen)

    async def never(error: Exception) -> None:
        raise AssertionError from error

    ours = SlackEndpoint(
        bolt_app(routes, client=client, bot_auth=auth, parts={}, on_error=never), SECRET
    )
    headers = signed(raw, content_type, stamp=int(time.time()))
    answers = []
    for app in (AsyncSlackRequestHandler(plain), ours):
        transport = httpx.ASGITransport(app)  # type: ignore[arg-type]  # Bolt's narrower scope type
        async with httpx.AsyncClient(transport=transport, base_url="http://bot") as http:
            answers.append(await http.post("/slack/events", content=raw, headers=headers))

    assert len(seen) == 2
    assert seen[0] == seen[1]
    assert [each.status_code for each in answers] == [200, 200]
    assert answers[0].text == answers[1].text
    assert answers[0].headers["content-type"] == answers[1].headers["content-type"]
