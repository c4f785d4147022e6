"""`propops-bot demo`: the whole bot against the sandboxes, in one process, until Ctrl-C."""

import asyncio
import contextlib
import signal
import socket
import tempfile
import webbrowser
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

from rich.console import Console

from bot import logs
from bot.sandbox.playground import Playground, new_secret, tenants
from bot.sandbox.playground.clock import TurnedClock
from bot.sandbox.playground.panel import ACCOUNTS
from bot.sandbox.propops import SandboxPropOps
from bot.sandbox.propops.serving import bound
from bot.sandbox.slack import Behaviour, SandboxSlack
from bot.sandbox.testbed import CHANNEL, Testbed, open_testbed
from bot.sandbox.tour import Tour
from bot.wiring.waits import Waits

EXAMPLE = "/job new boiler not firing at 12 Elm Row tomorrow high £250"
PORT = 8765
REFRESH_SECONDS = 5.0
"""What others do in PropOps is seen this soon, so that nobody has to wait for it."""


def run(
    *, port: int = 0, browser: bool = True, tour: bool = False, data: Path | None = None
) -> int:
    """Runs until Ctrl-C, or until the tour is over; the exit code."""
    with _folder(data) as folder:
        try:
            return asyncio.run(_tour(folder) if tour else _demo(folder, port, browser=browser))
        except KeyboardInterrupt:
            return 0


async def _tour(folder: Path) -> int:
    logs.configure("ERROR")
    async with open_testbed(folder, log_level="ERROR") as play:
        return await Tour(play, Console(highlight=False)).walk()


async def _demo(folder: Path, port: int, *, browser: bool) -> int:
    logs.configure("WARNING")
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(each, stop.set)
    listener, secret = _listener(port or PORT), new_secret()
    jobs = f"http://127.0.0.1:{listener.getsockname()[1]}/{secret}/#job={{uuid}}"
    async with (
        setting(folder, propops_job_url=jobs) as play,
        Playground(play, secret).serving(listener) as url,
    ):
        tenants.write(play.slack)
        _told(url, asked=port)
        if browser:
            await asyncio.to_thread(_open, url)
        await stop.wait()
    return 0


@contextlib.asynccontextmanager
async def setting(folder: Path, **settings: Any) -> AsyncIterator[Testbed]:
    """The stage of the demo: people linked, an approvals channel, PropOps kept in the folder."""
    clock = TurnedClock(folder / "clock")
    propops = SandboxPropOps(data=folder / "propops.json", clock=clock.utc)
    slack = SandboxSlack(behaviour=Behaviour(escape_commands=True), clock=clock)
    async with open_testbed(
        folder,
        propops=propops,
        slack=slack,
        clock=clock,
        waits=Waits(sleep=clock.sleep),
        link_page=True,
        log_level="WARNING",
        approvals_channel="C0APPROV01",
        approvers="U0DANA0001",
        approval_budget_over=500,
        **({"cards_refresh_seconds": REFRESH_SECONDS} | settings),
    ) as play:
        for who, account in ACCOUNTS.items():
            await play.link(who, account)
        yield play


def _listener(wanted: int) -> socket.socket:
    """Bound to the port that is wanted, or to another where it is taken."""
    try:
        return bound(wanted)
    except OSError:
        return bound()


def _open(url: str) -> None:
    """In a browser with windows; one that lives in the terminal would take it over."""
    with contextlib.suppress(webbrowser.Error):
        found = webbrowser.get()
        if type(found) is not webbrowser.GenericBrowser:
            found.open(url)


def _told(url: str, *, asked: int) -> None:
    console = Console(highlight=False, soft_wrap=True)
    if asked and f":{asked}/" not in url:
        console.print(f"Port {asked} is taken, so the page has another one.")
    console.print(f"\nOpen [bold]{url}[/bold]")
    console.print(f"\nYou are Priya, in #{CHANNEL}. Type: [bold]{EXAMPLE}[/bold]")
    console.print("Press Ctrl-C to end.\n")


@contextlib.contextmanager
def _folder(data: Path | None) -> Iterator[Path]:
    if data is not None:
        data.mkdir(parents=True, exist_ok=True)
        yield data
        return
    with tempfile.TemporaryDirectory(prefix="propops-demo-") as folder:
        yield Path(folder)
