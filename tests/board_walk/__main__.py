"""`python -m tests.board_walk`: many walks, the shortest way to each fault that they find."""

import asyncio
import sys
import time
import traceback
from typing import Annotated

import typer

from bot import logs
from tests.board_walk.walk import planned, shortest, walked


def main(
    first: Annotated[int, typer.Option(help="The seed of the first walk")] = 1,
    walks: Annotated[int, typer.Option(min=1, help="How many")] = 200,
    steps: Annotated[int, typer.Option(min=1, help="Steps of each")] = 30,
    shorten: Annotated[bool, typer.Option(help="Look for the shortest way to a fault")] = False,
    most: Annotated[int, typer.Option(help="Faults after which it ends")] = 5,
) -> None:
    """Walks through the bot until a fault is found, or all is well."""
    logs.configure("CRITICAL")
    failed, began = 0, time.monotonic()
    for seed in range(first, first + walks):
        plan = planned(seed, steps)
        walk = asyncio.run(walked(plan, seed))
        if walk.failed is None:
            continue
        failed += 1
        if shorten:
            plan = shortest(plan, seed)
            walk = asyncio.run(walked(plan, seed))
        print(f"--- walk {seed}", *walk.story, sep="\n", flush=True)
        if walk.failed is not None:
            traceback.print_exception(walk.failed, limit=-3, file=sys.stdout)
        if failed >= most:
            break
    print(
        f"{seed - first + 1} walks, {failed} failed, {time.monotonic() - began:.0f} s", flush=True
    )
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    typer.run(main)
