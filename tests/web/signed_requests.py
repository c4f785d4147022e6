"""Signed requests against the real endpoint, dispatch and Bolt."""

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from urllib.parse import urlencode

import httpx
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.web.bolt import Acks, BotApp, Routes, SlackInstallation, bolt_app
from bot.web.http_app import http_app
from bot.web.installation import Installed
from bot.web.metrics import Metrics
from bot.web.slack_endpoint import SlackEndpoint

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
NOW = 1_750_000_000
FORM = "application/x-www-form-urlencoded"
OURS = Installed(
    team="T1", enterprise="", bot_user="UBOT", bot="BBOT", url="https://t.example/", scopes=()
)


def known_identity(client: AsyncWebClient, installed: Installed = OURS) -> SlackInstallation:
    identity = SlackInstallation(client)
    identity.installed = installed
    identity._result = AuthorizeResult(
        enterprise_id=None, team_id=installed.team, bot_user_id="UBOT", bot_token=client.token
    )
    return identity


def signature(raw: bytes, stamp: str, secret: str = SECRET) -> str:
    base = b"v0:" + stamp.encode() + b":" + raw
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


def signed(raw: bytes, content_type: str = FORM, stamp: int = NOW) -> dict[str, str]:
    return {
        "content-type": content_type,
        "x-slack-request-timestamp": str(stamp),
        "x-slack-signature": signature(raw, str(stamp)),
    }


def command(text: str = "help", **more: str) -> bytes:
    fields = {
        "command": "/job",
        "text": text,
        "team_id": "T1",
        "user_id": "U1",
        "channel_id": "C1",
        "trigger_id": "1.2.3",
        "response_url": "http://127.0.0.1:1/hook",
        **more,
    }
    return urlencode(fields).encode()


def interactive(payload: dict[str, Any]) -> bytes:
    return urlencode({"payload": json.dumps(payload)}).encode()


def press(action_id: str = "card.restore", team: str = "T1") -> dict[str, Any]:
    return {
        "type": "block_actions",
        "team": {"id": team, "domain": "t"},
        "user": {"id": "U1", "team_id": team},
        "channel": {"id": "C1", "name": "jobs"},
        "container": {"type": "message", "message_ts": "1.000001", "channel_id": "C1"},
        "trigger_id": "1.2.3",
        "response_url": "http://127.0.0.1:1/hook",
        "actions": [{"action_id": action_id, "block_id": "b", "type": "button", "value": "v £"}],
    }


def submission(callback_id: str = "job.create") -> dict[str, Any]:
    return {
        "type": "view_submission",
        "team": {"id": "T1"},
        "user": {"id": "U1"},
        "view": {
            "id": "V1",
            "type": "modal",
            "callback_id": callback_id,
            "blocks": [
                {"type": "section", "block_id": "intro"},
                {"type": "input", "block_id": "job_title"},
            ],
            "state": {"values": {}},
        },
    }


def typing(action_id: str = "lookup.addresses", block_id: str = "address_id") -> dict[str, Any]:
    return {
        "type": "block_suggestion",
        "team": {"id": "T1"},
        "user": {"id": "U1"},
        "action_id": action_id,
        "block_id": block_id,
        "value": "elm",
        "view": {"id": "V1"},
    }


def event(type_: str = "app_home_opened", **more: Any) -> dict[str, Any]:
    return {
        "type": "event_callback",
        "team_id": "T1",
        "event_id": "Ev1",
        "event": {"type": type_, "user": "U1", **more},
    }


@dataclass
class Door:
    """The bot's HTTP side, with `routes` to fill before the first post."""

    routes: Routes = field(default_factory=Routes)
    installed: Installed = OURS
    parts: dict[str, Any] = field(default_factory=dict)
    read: dict[str, Callable[[Mapping[str, Any]], Any]] = field(default_factory=dict)
    errors: list[Exception] = field(default_factory=list)
    metrics: Metrics = field(default_factory=Metrics)
    on_error: Callable[..., Any] | None = None
    acks: Acks | None = None
    app: BotApp | None = None
    front: SlackEndpoint | None = None

    def open(self) -> httpx.AsyncClient:
        async def note(error: Exception) -> None:
            self.errors.append(error)

        client = AsyncWebClient(token="xoxb-1", base_url="http://127.0.0.1:1/api/")
        self.app = bolt_app(
            self.routes,
            client=client,
            bot_auth=known_identity(client, self.installed),
            parts=self.parts,
            read=self.read,
            on_error=self.on_error or note,
            acks=self.acks or (lambda kind: partial(self.metrics.acked, kind)),
        )
        self.front = SlackEndpoint(self.app, SECRET, clock=lambda: NOW)
        transport = httpx.ASGITransport(http_app(self.front, {}, self.metrics))
        return httpx.AsyncClient(transport=transport, base_url="http://bot")

    async def post(
        self, raw: bytes, content_type: str = FORM, headers: dict[str, str] | None = None
    ) -> httpx.Response:
        async with self.open() as http:
            return await http.post(
                "/slack/events",
                content=raw,
                headers=headers if headers is not None else signed(raw, content_type),
            )

    async def send(self, payload: dict[str, Any]) -> httpx.Response:
        """As Slack posts it: events as JSON, the rest in a form."""
        if payload["type"] in {"event_callback", "url_verification"}:
            return await self.post(json.dumps(payload).encode(), "application/json")
        return await self.post(interactive(payload))
