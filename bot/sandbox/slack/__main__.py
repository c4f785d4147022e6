"""The sandbox Slack by itself: `python -m bot.sandbox.slack --port 3900 --deliver-to URL`."""

import argparse
import asyncio
import signal
from contextlib import suppress

from bot.sandbox.slack.sandbox import SIGNING_SECRET, SandboxSlack


async def _serve(port: int, deliver_to: str | None, signing_secret: str) -> None:
    slack = SandboxSlack(signing_secret=signing_secret)
    if deliver_to:
        slack.deliver_to(deliver_to)
    over = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # Windows: Ctrl-C alone, which ends asyncio.run
            asyncio.get_running_loop().add_signal_handler(number, over.set)
    async with slack.serving(port) as url:
        print(f"SLACK_API_URL={url}/api/", flush=True)  # noqa: T201 - a program's output
        await over.wait()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bot.sandbox.slack", description=__doc__)
    parser.add_argument("--port", type=int, default=3900, help="where to listen on 127.0.0.1")
    parser.add_argument("--deliver-to", help="the bot's URL for commands, interactions and events")
    parser.add_argument("--signing-secret", default=SIGNING_SECRET)
    given = parser.parse_args()
    asyncio.run(_serve(given.port, given.deliver_to, given.signing_secret))


if __name__ == "__main__":
    main()
