"""Socket Mode, with Bolt's own handler and with a bare WebSocket."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack import Behaviour, NotAcked, SandboxSlack


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


FORM: dict[str, Any] = {
    "type": "modal",
    "callback_id": "form",
    "title": plain("Form"),
    "submit": plain("Send"),
    "blocks": [
        {
            "type": "input",
            "block_id": "street",
            "label": plain("Street"),
            "element": {"type": "external_select", "action_id": "value", "min_query_length": 1},
        }
    ],
}


@asynccontextmanager
async def bolt(slack: SandboxSlack) -> AsyncIterator[list[dict[str, Any]]]:
    """A Bolt app in Socket Mode; gives the events it heard."""
    heard: list[dict[str, Any]] = []
    async with slack.serving() as url:
        quiet = logging.getLogger("quiet")
        quiet.setLevel(logging.CRITICAL)
        client = AsyncWebClient(token="xoxb-sandbox", base_url=f"{url}/api/")
        app = AsyncApp(client=client, logger=quiet)

        @app.command("/job")
        async def command(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
            if body["text"] == "help":
                await ack("Some help")
                return
            await ack()
            await client.views_open(trigger_id=body["trigger_id"], view=FORM)

        @app.options("value")
        async def streets(ack: Any) -> None:
            await ack(options=[{"text": plain("12 Elm Row"), "value": "12"}])

        @app.view("form")
        async def send(ack: Any) -> None:
            await ack(response_action="errors", errors={"street": "Too long"})

        @app.event("app_home_opened")
        async def home(body: dict[str, Any], request: Any) -> None:
            heard.append({**body, "headers": request.headers})

        @app.event("app_mention")
        async def mention() -> None:
            pass

        handler = AsyncSocketModeHandler(app, "xapp-sandbox", ping_interval=0.1)
        await handler.connect_async()  # type: ignore[no-untyped-call]  # so is Bolt
        await slack.until(lambda: slack.connections or None)
        try:
            yield heard
        finally:
            await handler.client.close()  # type: ignore[no-untyped-call]  # so is slack_sdk


async def test_the_whole_story_runs_over_a_socket() -> None:
    slack = SandboxSlack()
    async with bolt(slack):
        priya = slack.member("priya")
        await priya.command("/job new")
        view = await priya.modal()
        await priya.fill(view, street=("elm", "12 Elm Row"))
        outcome = await priya.submit(view)
        assert outcome.errors == {"street": "Too long"}
        await priya.close(view)
        await priya.command("/job help")
        assert [each.text for each in priya.ephemerals] == ["Some help"]
    assert slack.complaints == []


async def test_events_arrive_with_their_retry_headers() -> None:
    slack = SandboxSlack()
    async with bolt(slack) as heard:
        delivery = await slack.member("priya").open_home()
        assert delivery.status == 200
        await slack.redeliver(delivery)
        await slack.until(lambda: len(heard) == 2 or None)
    assert heard[0]["event_id"] == heard[1]["event_id"]
    assert heard[1]["headers"]["x-slack-retry-num"] == ["1"]


async def test_a_refreshed_connection_is_replaced() -> None:
    slack = SandboxSlack()
    async with bolt(slack):
        await slack.refresh_sockets()
        assert slack.connections == 0
        await slack.until(lambda: slack.connections or None)
        await slack.member("priya").command("/job help")
    opened = [call for call in slack.calls if call.method == "apps.connections.open"]
    assert len(opened) == 2


async def test_a_cut_connection_is_opened_again() -> None:
    slack = SandboxSlack()
    async with bolt(slack):
        await slack.cut_sockets()
        await slack.until(lambda: slack.connections or None)
        await slack.member("priya").command("/job help")


class Bare:
    """A WebSocket whose acks the test sends."""

    def __init__(self, slack: SandboxSlack, session: aiohttp.ClientSession, url: str) -> None:
        self.slack, self.session, self.url = slack, session, url

    async def address(self) -> str:
        client = AsyncWebClient(base_url=f"{self.url}/api/")
        opened = await client.apps_connections_open(app_token="xapp-sandbox")
        return str(opened["url"])

    async def open(self) -> aiohttp.ClientWebSocketResponse:
        stream = await self.session.ws_connect(await self.address())
        await stream.receive_json(timeout=60)
        return stream


@pytest.fixture
async def bare() -> AsyncIterator[Bare]:
    slack = SandboxSlack(behaviour=Behaviour(patience=60.0, retry_after=()))
    async with slack.serving() as url, aiohttp.ClientSession() as session:
        yield Bare(slack, session, url)


async def test_hello_comes_first_and_a_ticket_opens_once(bare: Bare) -> None:
    address = await bare.address()
    stream = await bare.session.ws_connect(address)
    hello = await stream.receive_json(timeout=60)
    assert (hello["type"], hello["num_connections"]) == ("hello", 1)
    assert hello["connection_info"] == {"app_id": "A0PROPOPS1"}
    with pytest.raises(aiohttp.WSServerHandshakeError):
        await bare.session.ws_connect(address)


async def test_envelopes_say_whether_they_take_a_payload(bare: Bare) -> None:
    stream = await bare.open()
    priya = bare.slack.member("priya")
    sending = asyncio.create_task(priya.command("/job help"))
    envelope = await stream.receive_json(timeout=60)
    assert (envelope["type"], envelope["accepts_response_payload"]) == ("slash_commands", True)
    assert envelope["payload"]["command"] == "/job"
    await stream.send_json({"envelope_id": envelope["envelope_id"], "payload": {"text": "Hi"}})
    assert (await sending).body == {"text": "Hi"}

    opening = asyncio.create_task(priya.open_home())
    envelope = await stream.receive_json(timeout=60)
    assert (envelope["type"], envelope["accepts_response_payload"]) == ("events_api", False)
    assert (envelope["retry_attempt"], envelope["retry_reason"]) == (0, "")
    await stream.send_json({"envelope_id": envelope["envelope_id"], "payload": {"text": "no"}})
    assert (await opening).status == 200
    assert bare.slack.complaints == ["an ack has a payload where none is accepted"]


async def test_bad_frames_are_noted(bare: Bare) -> None:
    stream = await bare.open()
    await stream.send_str("{")
    await stream.send_str(json.dumps({"payload": {}}))
    await stream.send_str(json.dumps({"envelope_id": "who?"}))
    await bare.slack.until(lambda: len(bare.slack.complaints) == 3 or None)
    assert bare.slack.complaints[2] == "an ack came too late, twice, or for an unknown envelope"


async def test_an_envelope_without_ack_fails(bare: Bare) -> None:
    stream = await bare.open()
    bare.slack._courier.patience = 0.1
    with pytest.raises(NotAcked, match="http_timeout"):
        await bare.slack.member("priya").command("/job help")
    assert not stream.closed


async def test_a_connection_that_ends_fails_its_envelopes(bare: Bare) -> None:
    stream = await bare.open()
    sending = asyncio.create_task(bare.slack.member("priya").command("/job help"))
    await stream.receive_json(timeout=60)
    await stream.close()
    with pytest.raises(NotAcked, match="connection_failed"):
        await sending


async def test_connections_take_turns_and_ten_are_the_most(bare: Bare) -> None:
    streams = [await bare.open() for _ in range(10)]
    assert bare.slack.connections == 10
    extra = await bare.session.ws_connect(await bare.address())
    assert await extra.receive_json(timeout=60) == {
        "type": "disconnect",
        "reason": "too_many_websockets",
    }
    deliveries = [asyncio.create_task(bare.slack.member("priya").open_home()) for _ in range(10)]
    for stream in streams:
        envelope = await stream.receive_json(timeout=60)
        await stream.send_json({"envelope_id": envelope["envelope_id"]})
    assert [(await each).status for each in deliveries] == [200] * 10


async def test_while_a_socket_is_open_nothing_goes_to_http(bare: Bare) -> None:
    bare.slack.deliver_to("http://127.0.0.1:9/slack/events")
    stream = await bare.open()
    sending = asyncio.create_task(bare.slack.member("priya").command("/job help"))
    envelope = await stream.receive_json(timeout=60)
    await stream.send_json({"envelope_id": envelope["envelope_id"]})
    assert (await sending).status == 200
