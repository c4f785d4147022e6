"""A payload for every listener the bot has, signed as Slack signs it."""

import asyncio
import json
import time
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

import httpx

import handlers
from bot.sandbox.slack.sandbox import SIGNING_SECRET
from bot.sandbox.testbed import Testbed
from bot.web.routes import Kind, Routes
from tests.web.signed_requests import signature

FORM = "application/x-www-form-urlencoded"


def listeners() -> Iterator[tuple[Kind, str]]:
    """Kind and name of each, those of events apart: they tell that the app was removed."""
    routes = Routes()
    handlers.register(routes)
    for kind, name, _ in routes:
        if kind != "event":
            yield kind, name


def payload(
    play: Testbed, kind: Kind, name: str, who: str = "priya", **more: Any
) -> dict[str, Any]:
    """What Slack would send. `more` replaces parts: `value`, `metadata`, `view`, `state`, `text`."""
    person = play.slack.member(who).person
    team = play.slack.workspace.identity.team
    hook = "http://127.0.0.1:1/hook"
    if kind == "command":
        return {
            "command": name,
            "text": more.get("text", "help"),
            "user_id": person.id,
            "team_id": person.team,
            "channel_id": play.channel(),
            "trigger_id": "1.2.3",
            "response_url": hook,
        }
    body: dict[str, Any] = {
        "user": {"id": person.id, "team_id": person.team},
        "team": {"id": team},
        "trigger_id": "1.2.3",
    }
    view = {
        "id": "V0000000001",
        "type": "modal",
        "callback_id": name,
        "title": {"type": "plain_text", "text": "Job"},
        "blocks": [
            {"type": "input", "block_id": "job_title", "element": {"action_id": "job_title"}}
        ],
        "state": {"values": more.get("state", {})},
        "private_metadata": more.get("metadata", "{}"),
    }
    match kind:
        case "action":
            action = {
                "type": "button",
                "action_id": name,
                "block_id": name,
                "value": more.get("value", "x"),
            }
            place = {"channel": {"id": play.channel()}, "container": {"message_ts": "1.2"}}
            return body | {"type": "block_actions", "actions": [action], "view": view} | place
        case "submission":
            return body | {"type": "view_submission", "view": more.get("view", view)}
        case "shortcut":
            return body | {"type": "shortcut", "callback_id": name}
        case "message_shortcut":
            message = {"type": "message", "ts": "1.2", "user": person.id, "text": "x"}
            where = {"channel": {"id": play.channel()}, "response_url": hook}
            said = where | {"message": more.get("message", message), "message_ts": "1.2"}
            return body | {"type": "message_action", "callback_id": name} | said
        case "closed":
            return body | {"type": "view_closed", "view": more.get("view", view)}
        case _:
            typed = {"action_id": name, "block_id": name, "value": more.get("value", "elm")}
            return body | {"type": "block_suggestion", "view": view} | typed


def request(body: Mapping[str, Any], stamp: int | None = None) -> tuple[bytes, dict[str, str]]:
    """The signed request: its raw body and its headers."""
    fields = body if "command" in body else {"payload": json.dumps(body)}
    raw = urlencode(fields).encode()
    now = str(stamp or int(time.time()))
    headers = {
        "content-type": FORM,
        "x-slack-request-timestamp": now,
        "x-slack-signature": signature(raw, now, SIGNING_SECRET),
    }
    return raw, headers


async def post(play: Testbed, *bodies: Mapping[str, Any]) -> list[httpx.Response]:
    """Sends them side by side."""
    url = f"{play.bot_url}/slack/events"
    async with httpx.AsyncClient(timeout=60) as http:
        return await asyncio.gather(
            *(http.post(url, content=raw, headers=headers) for raw, headers in map(request, bodies))
        )


async def idle(play: Testbed) -> None:
    """Waits for what listeners do after their ack."""
    assert play.app is not None
    await play.app.bolt.settle(within=60)
    await play.app._listeners.background.close(within=60)
