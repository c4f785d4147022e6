"""`make chaos`: kills the bot repeatedly, on SQLite and on a real Postgres, and prints a report."""

import asyncio
import logging
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from tests.chaos.bot_process import POINTS
from tests.chaos.report import Report
from tests.chaos.run import ChaosRun
from tests.postgres import NoPostgres, Postgres

_HEAD = (
    "database", "changes", "killed", "at points", "faults", "done once", "doubled", "lost",
    "cards once", "unknown", "seconds",
)  # fmt: skip


def main(
    changes: Annotated[int, typer.Option(min=6, help="How many changes, of every action")] = 200,
    kills: Annotated[int, typer.Option(min=0, help="Kills at random moments")] = 25,
    only: Annotated[str, typer.Option(help="sqlite or postgres; both without it")] = "",
) -> None:
    """Kills the bot at every named point and at random moments, with faults on both sides."""
    # killed clients make it log warnings, which are expected
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
    reports = []
    if only in {"", "sqlite"}:
        reports.append(_on_sqlite(changes, kills))
    if only in {"", "postgres"}:
        reports += _on_postgres(changes, kills)
    print(table(reports))
    for report in reports:
        if report.unknown:
            counts = ", ".join(
                f"{count} {action}" for action, count in report.unknown_of.most_common()
            )
            print(f"{report.database}: unknown: {counts}")
        if report.missed:
            print(f"{report.database}: did not come to: {', '.join(report.missed)}")
        for line in (*report.doubled, *report.lost, *report.cards_wrong):
            print(f"{report.database}: {line}")
    sys.exit(0 if all(report.passed for report in reports) else 1)


def table(reports: list[Report]) -> str:
    rows = [
        (
            report.database, report.changes, report.kills, f"{report.points}/{len(POINTS)}", report.faults,
            report.once, len(report.doubled), len(report.lost), report.cards_once, report.unknown,
            f"{report.seconds:.0f}",
        )
        for report in reports
    ]  # fmt: skip
    cells = [_HEAD, *[tuple(map(str, row)) for row in rows]]
    widths = [max(len(row[at]) for row in cells) for at in range(len(_HEAD))]
    return "\n".join(
        "  ".join(c.rjust(w) for c, w in zip(row, widths, strict=True)) for row in cells
    )


def _on_sqlite(changes: int, kills: int) -> Report:
    with tempfile.TemporaryDirectory(prefix="chaos-") as folder:
        return _run(Path(folder), f"sqlite:///{folder}/bot.db", changes, kills)


def _on_postgres(changes: int, kills: int) -> list[Report]:
    try:
        server = Postgres()
        server.start()
    except NoPostgres as error:
        print(f"no Postgres here: {error}")
        return []
    try:
        with tempfile.TemporaryDirectory(prefix="chaos-") as folder:
            return [_run(Path(folder), server.url(), changes, kills)]
    finally:
        server.stop()


def _run(folder: Path, url: str, changes: int, kills: int) -> Report:
    return asyncio.run(ChaosRun(folder, url, changes=changes, kills=kills, points=POINTS).run())


if __name__ == "__main__":
    typer.run(main)
