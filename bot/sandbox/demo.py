"""`propops-bot demo`: the whole bot against the sandboxes, in one process, until Ctrl-C."""

import asyncio
import contextlib
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console

from bot.sandbox.propops import SandboxPropOps
from bot.sandbox.stage import CHANNEL, Stage, stage
from bot.sandbox.tour import Tour

EXAMPLE = "/job new boiler not firing at 12 Elm Row tomorrow high £250"


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
    async with stage(folder, log_level="ERROR") as play:
        return await Tour(play, Console(highlight=False)).walk()


async def _demo(folder: Path, port: int, *, browser: bool) -> int:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(each, stop.set)
    propops = SandboxPropOps(data=folder / "propops.json")
    async with stage(folder, propops=propops, sandbox_ports=(0, port)) as play:
        for who, account in (("priya", "Priya Shah"), ("tom", "Tom Reilly")):
            await play.link(who, account)
        _told(play, browser=browser)
        await stop.wait()
    return 0


def _told(play: Stage, *, browser: bool) -> None:
    console = Console(highlight=False)
    console.print(f"\nThe sandbox Slack is at {play.slack.workspace.base_url}/sandbox/state")
    console.print(f"The bot listens at {play.bot_url}; press Ctrl-C to end.")
    console.print(f"Try, as Priya in #{CHANNEL}: [bold]{EXAMPLE}[/bold]")
    del browser


@contextlib.contextmanager
def _folder(data: Path | None) -> Iterator[Path]:
    if data is not None:
        data.mkdir(parents=True, exist_ok=True)
        yield data
        return
    with tempfile.TemporaryDirectory(prefix="propops-demo-") as folder:
        yield Path(folder)
