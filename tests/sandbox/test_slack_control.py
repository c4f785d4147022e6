"""The sandbox over HTTP, for a bot and a test in different processes."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack import Behaviour, SandboxSlack


class Remote:
    """The control surface, seen from outside."""

    def __init__(self, url: str, session: aiohttp.ClientSession) -> None:
        self.url, self.session = url, session

    async def get(self, path: str, status: int = 200) -> Any:
        async with self.session.get(f"{self.url}/sandbox/{path}") as answer:
            assert answer.status == status
            return await answer.json()

    async def post(self, path: str, body: Any = None, status: int = 200) -> Any:
        async with self.session.post(f"{self.url}/sandbox/{path}", json=body) as answer:
            said = await answer.json()
            assert answer.status == status, said
            return said


@pytest.fixture
async def slack() -> SandboxSlack:
    return SandboxSlack(behaviour=Behaviour(patience=60.0))


@pytest.fixture
async def remote(slack: SandboxSlack) -> AsyncIterator[Remote]:
    async with slack.serving() as url, aiohttp.ClientSession() as session:
        yield Remote(url, session)


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


FORM: dict[str, Any] = {
    "type": "modal",
    "title": plain("New job"),
    "submit": plain("Create"),
    "blocks": [
        {
            "type": "input",
            "block_id": "job_title",
            "label": plain("Title"),
            "element": {"type": "plain_text_input", "action_id": "value"},
        }
    ],
}
CARD = [
    {
        "type": "actions",
        "elements": [{"type": "button", "action_id": "go", "text": plain("Go"), "value": "1"}],
    }
]


@pytest.fixture
async def bot(slack: SandboxSlack, remote: Remote) -> AsyncIterator[list[str]]:
    """Acks everything; gives what it got."""
    got: list[str] = []

    async def take(request: web.Request) -> web.Response:
        got.append((await request.read()).decode())
        return web.Response()

    app = web.Application()
    app.router.add_post("/", take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    await remote.post("deliver-to", {"url": f"http://127.0.0.1:{runner.addresses[0][1]}/"})
    yield got
    await runner.cleanup()


async def test_a_member_acts_over_http(slack: SandboxSlack, remote: Remote, bot: list[str]) -> None:
    sent = await remote.post("members/priya/command", {"text": "/job new"})
    assert sent["status"] == 200
    client = AsyncWebClient(token="xoxb-sandbox", base_url=f"{remote.url}/api/")
    trigger = slack.workspace.triggers.issue("U0PRIYA001")
    await client.views_open(trigger_id=trigger, view=FORM)
    filled = await remote.post("members/priya/fill", {"values": {"job_title": "Leak"}})
    assert "Title*: [Leak]" in filled["modal"]["outline"]
    assert (await remote.get("members/priya"))["modal"]["view"]["title"]["text"] == "New job"
    outcome = await remote.post("members/priya/submit")
    assert (outcome["action"], outcome["modal"]) == ("closed", None)

    posted = await client.chat_postMessage(channel="C0MAINT001", text="Card", blocks=CARD)
    [message] = await remote.get("messages?channel=maintenance")
    assert message["outline"] == "[Go]"
    pressed = await remote.post(
        "members/tom/press", {"label": "Go", "channel": "maintenance", "ts": posted["ts"]}
    )
    assert pressed["status"] == 200
    assert (await remote.post("members/priya/home"))["status"] == 200
    assert len(bot) == 4
    [call] = await remote.get("calls?method=chat.postMessage")
    assert (call["ok"], call["args"]["text"]) == (True, "Card")
    state = await remote.get("state")
    assert state["team"]["name"] == "Elm Maintenance"


async def test_a_modal_can_be_pressed_and_closed(
    slack: SandboxSlack, remote: Remote, bot: list[str]
) -> None:
    client = AsyncWebClient(token="xoxb-sandbox", base_url=f"{remote.url}/api/")
    trigger = slack.workspace.triggers.issue("U0PRIYA001")
    await client.views_open(trigger_id=trigger, view={**FORM, "blocks": CARD})
    assert (await remote.post("members/priya/press", {"label": "Go"}))["status"] == 200
    await remote.post("members/priya/close")
    assert (await remote.get("members/priya"))["modal"] is None
    assert len(bot) == 1


async def test_troubles_have_their_statuses(remote: Remote) -> None:
    said = await remote.post("members/zed/command", {"text": "/job"}, status=409)
    assert said == {"error": "nobody here is called 'zed'"}
    await remote.post("members/priya/command", {"text": "/job new"}, status=502)
    await remote.post("members/priya/command", {}, status=400)
    await remote.post("members/priya/dance", {}, status=409)
    await remote.post(
        "members/priya/press", {"label": "x", "channel": "maintenance", "ts": "1.0"}, status=409
    )
    await remote.get("messages?channel=nowhere", status=409)


async def test_faults_are_ordered_and_healed(remote: Remote) -> None:
    client = AsyncWebClient(token="xoxb-sandbox", base_url=f"{remote.url}/api/")
    await remote.post("fail", {"method": "auth.test", "error": "fatal_error", "times": 5})
    assert len((await remote.get("state"))["faults"]) == 1
    await remote.post("heal")
    await client.auth_test()


async def test_it_runs_by_itself() -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.sandbox.slack", "--port", "0"),
        stdout=asyncio.subprocess.PIPE,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout is not None
    line = (await asyncio.wait_for(process.stdout.readline(), 60)).decode().strip()
    name, _, base_url = line.partition("=")
    assert name == "SLACK_API_URL"
    answer = await AsyncWebClient(token="xoxb-sandbox", base_url=base_url).auth_test()
    assert answer["ok"] is True
    process.terminate()
    assert await asyncio.wait_for(process.wait(), 60) == 0
