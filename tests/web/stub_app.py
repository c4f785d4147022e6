"""The smallest app that `bot.serve` can run, and a program that runs it."""

import asyncio
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient
from starlette.routing import BaseRoute

from bot import logs
from bot.serve import run
from bot.settings import Settings
from bot.web.bolt import Routes, bolt_app
from bot.web.http_app import Check
from bot.web.metrics import Metrics
from tests.web.signed_requests import SECRET, known_identity


class StubApp:
    """`slow` is heard and stays inside until it `may_go_on`."""

    def __init__(self, settings: Settings, close_seconds: float = 0) -> None:
        self.settings, self.close_seconds = settings, close_seconds
        self.metrics = Metrics()
        self.checks: Mapping[str, Check] = {}
        self.pages: Sequence[BaseRoute] = ()
        self.life: list[str] = []
        self.heard: list[str] = []
        self.is_inside, self.may_go_on = asyncio.Event(), asyncio.Event()
        routes = Routes()

        @routes.command("/job")
        async def listen(ack: AsyncAck, command: dict[str, Any]) -> None:
            if command["text"] == "slow":
                self.is_inside.set()
                await self.may_go_on.wait()
            self.heard.append(command["text"])
            await ack("heard " + command["text"])

        async def on_error(error: Exception) -> None:
            raise AssertionError from error

        client = AsyncWebClient(token="xoxb-1", base_url=settings.slack_api_url)
        self.bolt = bolt_app(
            routes, client=client, bot_auth=known_identity(client), parts={}, on_error=on_error
        )

    is_lost = False

    async def start(self) -> None:
        self.life.append("start")

    def warm_up(self) -> None:
        self.life.append("warm")

    async def close(self, within: float) -> None:
        self.life.append("close")
        await asyncio.sleep(self.close_seconds)


def settings(**more: Any) -> Settings:
    given = {
        "slack_bot_token": "xoxb-1",
        "propops_base_url": "http://127.0.0.1:1",
        "port": 0,
        **more,
    }
    if "slack_app_token" not in given:
        given["slack_signing_secret"] = SECRET
    return Settings(_env_file=None, **given)


if __name__ == "__main__":
    logs.configure("INFO", "json")
    run(settings(), lambda given: StubApp(given, close_seconds=float(sys.argv[1])))
