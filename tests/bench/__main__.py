"""`make bench`: measures the bot beside naive ones, on SQLite and on a real Postgres."""

import asyncio
import contextlib
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer
import uvloop

from tests.bench import machine, page, results
from tests.bench.groups import APART, GROUPS
from tests.bench.rows import POSTGRES, SQLITE, Figure, Result, Setting, collected
from tests.postgres import NoPostgres, Postgres

_MOST_SECONDS = 300
_ALL = {**GROUPS, **APART}


def main(
    only: Annotated[str, typer.Option(help="Groups, with commas between; all without it")] = "",
    database: Annotated[str, typer.Option(help="sqlite or postgres; both without it")] = "",
    runs: Annotated[int, typer.Option(min=1, help="How often everything is measured")] = 1,
    out: Annotated[Path | None, typer.Option(help="The figures as a file, for comparing")] = None,
) -> None:
    """Measures, prints tables, and writes docs/performance.md when everything was measured."""
    names = only.split(",") if only else list(GROUPS)
    if unknown := set(names) - set(_ALL):
        sys.exit(f"There is no {', '.join(unknown)}. There are: {', '.join(_ALL)}.")
    machine.take_other_cores()
    with databases(database) as choices:
        result, failed = measured(names, Setting(choices), runs)
    for name, figures in result.groups.items():
        print(f"\n{page.SECTIONS[name].title}\n\n{results.table(figures)}")
    if out is not None:
        results.write(result, out)
    if not (only or database or failed):
        page.write(result)
        print(f"\nWritten to {page.PAGE.relative_to(machine.ROOT)}.")
    for name, why in failed:
        print(f"\n{name} failed: {why}")
    sys.exit(1 if failed else 0)


def measured(
    names: Sequence[str], setting: Setting, runs: int
) -> tuple[Result, list[tuple[str, str]]]:
    """The result, and which groups failed and why."""
    started = time.monotonic()
    figures: dict[str, list[Sequence[Figure]]] = {name: [] for name in names}
    failed: list[tuple[str, str]] = []
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        for run in range(runs):
            for name in names:
                told = f"… {name}" + (f", run {run + 1} of {runs}" if runs > 1 else "")
                print(told, end="", file=sys.stderr, flush=True)
                begun = time.monotonic()
                try:
                    figures[name].append(runner.run(_within_time(name, setting)))
                except Exception as error:  # the other groups are worth having
                    failed.append((name, _cause(error)))
                print(f": {time.monotonic() - begun:.0f} s", file=sys.stderr, flush=True)
    result = Result(
        commit=machine.commit(),
        machine=machine.described(),
        versions=machine.versions(),
        seconds=time.monotonic() - started,
        runs=runs,
        groups={name: collected(each) for name, each in figures.items() if each},
    )
    return result, failed


@contextlib.contextmanager
def databases(only: str) -> Iterator[dict[str, Callable[[], str]]]:
    """Name → a function that gives the URL of an empty one; for SQLite empty, for a file of its own."""
    choices: dict[str, Callable[[], str]] = {}
    if only in {"", "sqlite"}:
        choices[SQLITE] = str
    if only in {"", "postgres"}:
        try:
            server = Postgres()
            server.start()
        except NoPostgres as error:
            print(f"no Postgres here: {error}")
        else:
            choices[POSTGRES] = server.empty
    try:
        yield choices
    finally:
        if POSTGRES in choices:
            server.stop()


def _cause(error: BaseException) -> str:
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return f"{type(error).__name__}: {error}"


async def _within_time(name: str, setting: Setting) -> Sequence[Figure]:
    async with asyncio.timeout(_MOST_SECONDS):
        return await _ALL[name](setting)


if __name__ == "__main__":
    typer.run(main)
