"""`python -m tests.board_walk`: many walks, the shortest way to each fault that they find."""

import asyncio
import contextlib
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from bot import logs
from bot.store.database import Database as BotDatabase
from tests.board_walk.opening import Database
from tests.board_walk.walk import Databases, planned, shortest, walked
from tests.postgres import Postgres


@contextlib.contextmanager
def _databases(*, postgres: bool) -> Iterator[Databases]:
    """A Postgres without rows, or a SQLite file; their tables are made once."""
    if postgres:
        server = Postgres()
        server.start()
        try:
            yield lambda: Database(url=server.with_tables())
        finally:
            server.stop()
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "new.db"

        async def make() -> None:
            await (await BotDatabase.open(f"sqlite:///{path}")).close()

        asyncio.run(make())
        file = path.read_bytes()
    yield lambda: Database(file=file)


def main(
    first: Annotated[int, typer.Option(help="The seed of the first walk")] = 1,
    walks: Annotated[int, typer.Option(min=1, help="How many")] = 200,
    steps: Annotated[int, typer.Option(min=1, help="Steps of each")] = 30,
    postgres: Annotated[bool, typer.Option(help="On Postgres instead of SQLite")] = False,
    shorten: Annotated[bool, typer.Option(help="Look for the shortest way to a fault")] = False,
    most: Annotated[int, typer.Option(help="Faults after which it ends")] = 5,
) -> None:
    """Walks through the bot until a fault is found, or all is well."""
    logs.configure("CRITICAL")
    failed, done, began = 0, 0, time.monotonic()
    with _databases(postgres=postgres) as databases:
        for seed in range(first, first + walks):
            plan = planned(seed, steps)
            walk = asyncio.run(walked(plan, seed, databases()))
            done += len(walk.story)
            if walk.failed is None:
                continue
            failed += 1
            if shorten:
                plan = shortest(plan, seed, databases)
                walk = asyncio.run(walked(plan, seed, databases()))
            print(f"--- walk {seed}", *walk.story, sep="\n", flush=True)
            if walk.failed is not None:
                traceback.print_exception(walk.failed, limit=-3, file=sys.stdout)
            if failed >= most:
                break
    seconds = time.monotonic() - began
    print(f"{seed - first + 1} walks, {done} steps, {failed} failed, {seconds:.0f} s", flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    typer.run(main)
