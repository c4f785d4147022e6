"""Runs every bench, prints the rows and writes tests/bench/results.md. A new row: add it to BENCHES."""

import asyncio
import platform
import sys
import time
from pathlib import Path

import uvloop

from tests.bench.acks import acks, listeners
from tests.bench.rows import Bench, Row, table

BENCHES: tuple[Bench, ...] = (acks, listeners)
_MOST_SECONDS = 60
RESULTS = Path(__file__).parent / "results.md"


async def measure() -> list[Row]:
    rows: list[Row] = []
    for bench in BENCHES:
        print(f"… {(bench.__doc__ or bench.__name__).strip().splitlines()[0]}", file=sys.stderr)
        async with asyncio.timeout(_MOST_SECONDS):
            rows += await bench()
    return rows


def main() -> int:
    started = time.monotonic()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        rows = runner.run(measure())
    text = table(rows)
    print(text)
    RESULTS.write_text(
        "# Benchmark\n\n"
        "Written by `make bench`. Ratios and differences of one run, medians of rounds: read them, "
        "not the absolute numbers.\n\n"
        f"{text}\n\nPython {platform.python_version()}, {platform.machine()}, "
        f"{time.monotonic() - started:.0f} s.\n",
        "utf-8",
    )
    return 0 if all(row.met for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
