"""The whole bot on a stage with several workspaces: each is a testbed of its own, over one bot."""

import contextlib
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from bot.engine.protocol import Engine
from bot.sandbox.propops import SandboxPropOps
from bot.sandbox.slack.sandbox import SIGNING_SECRET
from bot.sandbox.slack.sign_in import CLIENT_ID, CLIENT_SECRET
from bot.sandbox.slack.world_of_many import ManyWorkspaces
from bot.sandbox.testbed import Testbed, bot_address
from bot.serve import listen
from bot.settings import Settings
from bot.web.oauth import INSTALL, REDIRECT
from bot.wiring.waits import USUAL, Waits


@dataclass
class Browser:
    """A browser at the bot's pages: it keeps cookies, and follows no redirect by itself."""

    cookies: dict[str, str]

    async def get(self, url: str) -> tuple[int, str, str]:
        """Status, where it leads to, and the page."""
        kept = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": kept} if kept else {}
        async with (
            aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session,
            session.get(url, headers=headers, allow_redirects=False) as answer,
        ):
            for name, cookie in answer.cookies.items():
                self.cookies[name] = cookie.value
            return answer.status, answer.headers.get("Location", ""), await answer.text()


@dataclass
class ManyTestbeds:
    """`of(team)` is the testbed of one workspace; all share the bot, its database and PropOps."""

    world: ManyWorkspaces
    beds: dict[str, Testbed]

    def of(self, team: str) -> Testbed:
        return self.beds[team]

    @property
    def bot(self) -> Testbed:
        """Any of them, to start and stop the one bot."""
        return next(iter(self.beds.values()))

    async def start_bot(self) -> None:
        await self.bot.start_bot()
        self.world.deliver_to(f"{self.bot.bot_url}/slack/events")
        for bed in self.beds.values():
            bed.app = self.bot.app

    async def restart_bot(self) -> None:
        await self.bot.stop_bot()
        await self.start_bot()

    async def install(self, where: str, browser: Browser | None = None) -> tuple[int, str]:
        """Somebody signed in there (a workspace's or organisation's id) installs the app, in a browser.

        Status and text of the page at the end.
        """
        browser = browser or Browser({})
        self.world.oauth.signed_in = where
        _, slacks, _ = await browser.get(self.bot.bot_url + INSTALL)
        _, back, _ = await browser.get(slacks)
        status, _, page = await browser.get(back)
        return status, page


@contextlib.asynccontextmanager
async def open_many(
    data: Path,
    world: ManyWorkspaces,
    *,
    engine: Callable[[], Engine] | None = None,
    propops: SandboxPropOps | None = None,
    clock: Callable[[], float] = time.time,
    waits: Waits = USUAL,
    **settings: Any,
) -> AsyncIterator[ManyTestbeds]:
    """Everything up and running while inside; the app is installed nowhere yet."""
    propops = propops or SandboxPropOps()
    with contextlib.closing(listen("127.0.0.1", 0)) as listener:
        public_url = bot_address(listener)
        world.oauth.redirects = {public_url + REDIRECT}
        async with propops.serving() as propops_url, world.serving() as slack_url:
            given: dict[str, Any] = {
                "slack_client_id": CLIENT_ID,
                "slack_client_secret": CLIENT_SECRET,
                "slack_signing_secret": SIGNING_SECRET,
                "slack_api_url": f"{slack_url}/api/",
                "propops_base_url": propops_url,
                "database_url": f"sqlite:///{data / 'propops-bot.db'}",
                "public_url": public_url,
                "propops_settle_seconds": 2,
                "notify_quiet_hours": "off",
            }
            known = Settings(_env_file=None, **(given | settings))
            beds = {
                team: Testbed(propops, slack, known, listener, engine, clock, waits)
                for team, slack in world.workspaces.items()
            }
            many = ManyTestbeds(world, beds)
            await many.start_bot()
            try:
                yield many
            finally:
                await many.bot.stop_bot()
