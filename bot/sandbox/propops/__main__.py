"""`python -m bot.sandbox.propops --port N --data FILE [--seed N]`: prints its URL and serves."""

import argparse
import asyncio
import signal
import sys
from pathlib import Path

from bot.sandbox.propops.sandbox import SandboxPropOps


async def _serve(seed: int, data: Path | None, port: int) -> None:
    enough = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, enough.set)
    async with SandboxPropOps(seed, data).serving(port) as url:
        sys.stdout.write(f"{url}\n")
        sys.stdout.flush()
        await enough.wait()


def main() -> None:
    parser = argparse.ArgumentParser(prog="bot.sandbox.propops", description="A made-up PropOps.")
    parser.add_argument("--port", type=int, default=0, help="on 127.0.0.1; 0 takes a free one")
    parser.add_argument("--data", type=Path, help="a JSON file to keep everything in")
    parser.add_argument("--seed", type=int, default=1, help="which made-up data")
    words = parser.parse_args()
    try:
        asyncio.run(_serve(words.seed, words.data, words.port))
    except OSError as problem:
        sys.exit(f"PropOps sandbox: {problem}")


if __name__ == "__main__":
    main()
