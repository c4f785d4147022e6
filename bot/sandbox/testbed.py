"""The whole bot in a test environment: a sandbox PropOps, a sandbox Slack, and the real program between them.

The bot is unmodified: it is served as always, over HTTP with signed requests or over a
WebSocket, with settings that name the sandboxes.
"""

import asyncio
import contextlib
import socket
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic_settings import BaseSettings, PydanticBaseSettingsSource

from bot.app import App
from bot.engine.protocol import Engine
from bot.jobs.change import Member
from bot.sandbox.propops import SandboxPropOps
from bot.sandbox.slack import Behaviour, SandboxSlack
from bot.sandbox.slack.sandbox import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET
from bot.serve import listen, serve
from bot.settings import Settings
from bot.wiring.waits import USUAL, Waits

CHANNEL = "maintenance"
READY_WITHIN = 20.0


class GivenSettings(Settings):
    """Only what is given: the environment may hold the settings of another bot."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        del settings_cls, env_settings, dotenv_settings, file_secret_settings
        return (init_settings,)


@dataclass
class Testbed:
    """The bot listens at `bot_url`, also after a restart: `listener` holds the port all the time."""

    propops: SandboxPropOps
    slack: SandboxSlack
    settings: Settings
    listener: socket.socket
    engine: Callable[[], Engine] | None = None
    clock: Callable[[], float] = time.time
    waits: Waits = USUAL
    app: App | None = None
    _stop: asyncio.Event = field(default_factory=asyncio.Event)
    _serving: asyncio.Task[None] | None = None

    @property
    def bot_url(self) -> str:
        return bot_address(self.listener)

    async def start_bot(self) -> None:
        """Serves the bot; returns when Slack's requests reach it."""
        self._stop = asyncio.Event()
        opened: asyncio.Future[int] = asyncio.get_running_loop().create_future()

        def build(settings: Settings) -> App:
            self.app = App(
                settings,
                clock=self.clock,
                engine=self.engine() if self.engine else None,
                waits=self.waits,
            )
            return self.app

        self._serving = asyncio.create_task(
            serve(
                self.settings,
                build,
                stop=self._stop,
                opened=opened.set_result,
                listener=self.listener.dup(),
            )
        )
        waiting: set[asyncio.Future[Any]] = {self._serving, opened}
        await asyncio.wait(waiting, timeout=READY_WITHIN, return_when=asyncio.FIRST_COMPLETED)
        if not opened.done():
            await self.stop_bot()
            raise TimeoutError("the bot did not start")
        self.slack.deliver_to(f"{self.bot_url}/slack/events")
        if self.settings.slack_app_token is not None:
            async with asyncio.timeout(READY_WITHIN):
                while not self.slack.connections:
                    await asyncio.sleep(0.02)

    async def stop_bot(self) -> None:
        """Ends the bot as SIGTERM does."""
        self._stop.set()
        if self._serving is not None:
            serving, self._serving = self._serving, None
            await serving

    async def restart_bot(self) -> None:
        await self.stop_bot()
        await self.start_bot()

    async def link(self, who: str, account: str) -> str:
        """Links a member to an `account`, as the link page does."""
        token, member = self.propops.token_for(account), self.member(who)
        email = self.propops.email_of(account)
        assert self.app is not None
        await self.app.stores.account_owners.record(member, [f"email:{email}"])
        await self.app.stores.tokens.put(member, token, None, {"name": account})
        return token

    def member(self, who: str) -> Member:
        person = self.slack.member(who).person
        identity = self.slack.workspace.identity
        return Member(identity.enterprise, identity.team, person.id)

    def channel(self, name: str = CHANNEL) -> str:
        return self.slack.channel(name).id


@contextlib.asynccontextmanager
async def open_testbed(
    data: Path,
    *,
    socket_mode: bool = False,
    link_page: bool = False,
    engine: Callable[[], Engine] | None = None,
    propops: SandboxPropOps | None = None,
    slack: SandboxSlack | None = None,
    clock: Callable[[], float] = time.time,
    waits: Waits = USUAL,
    **settings: Any,
) -> AsyncIterator[Testbed]:
    """Everything up and running while inside; the bot's database lies in the folder `data`.

    With `link_page` the bot knows its own address as PUBLIC_URL.
    """
    propops = propops or SandboxPropOps()
    slack = slack or SandboxSlack(behaviour=Behaviour(escape_commands=True))
    with contextlib.closing(listen("127.0.0.1", 0)) as listener:
        async with propops.serving() as propops_url, slack.serving() as slack_url:
            way_in = (
                {"slack_app_token": APP_TOKEN}
                if socket_mode
                else {"slack_signing_secret": SIGNING_SECRET}
            )
            given: dict[str, Any] = {
                "slack_bot_token": BOT_TOKEN,
                "slack_api_url": f"{slack_url}/api/",
                "propops_base_url": propops_url,
                "database_url": f"sqlite:///{data / 'propops-bot.db'}",
                "public_url": bot_address(listener) if link_page else None,
                "propops_settle_seconds": 2,
                "notify_quiet_hours": "off",  # a story is told at any hour
            }
            known = GivenSettings(_env_file=None, **(given | way_in | settings))
            slack.unfurls(*_unfurl_domains(known))
            play = Testbed(propops, slack, known, listener, engine, clock, waits)
            await play.start_bot()
            try:
                yield play
            finally:
                await play.stop_bot()


def _unfurl_domains(settings: Settings) -> list[str]:
    """As the manifest has them; Slack itself takes no address of a machine, the demo lives on one."""
    host = urlsplit(settings.propops_job_url or "").hostname
    return [host] if host else []


def bot_address(listener: socket.socket) -> str:
    return f"http://127.0.0.1:{listener.getsockname()[1]}"
