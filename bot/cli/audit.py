"""`propops-bot audit`: who did what, as whom, from where; and whether the record is whole."""

import csv
import io
import json
import re
from collections.abc import AsyncIterator
from datetime import datetime, tzinfo
from typing import Annotated

import typer

from bot.cli.output import WRONG_USAGE, clean, say, stop
from bot.cli.settings import in_loop, opened, storage_settings
from bot.settings import Settings
from bot.store.audit_log import AuditLog, StoredEntry, Verified

_FORMULA = re.compile(r"[\s]*[=+\-@＝＋－＠]")
"""How a cell begins that a spreadsheet would run, after white space and in full width too."""
app = typer.Typer(
    help="Export the audit, and check that nobody has changed it.", no_args_is_help=True
)

COLUMNS = (
    *("seq", "at", "what", "enterprise", "team", "user", "as_whom", "place", "subject"),
    *("outcome", "detail", "previous", "hash"),
)


@app.command()
def export(
    since: Annotated[str | None, typer.Option(help="First day: 2026-12-31", metavar="DATE")] = None,
    form: Annotated[str, typer.Option("--format", help="csv or jsonl")] = "csv",
) -> None:
    """Every line since a day, to standard output, as CSV or JSON lines."""
    settings = storage_settings()
    if form not in {"csv", "jsonl"}:
        stop("--format must be csv or jsonl.", WRONG_USAGE)
    start = 0.0
    if since is not None:
        try:
            start = datetime.fromisoformat(since).replace(tzinfo=settings.zone).timestamp()
        except ValueError:
            stop("--since must be a day such as 2026-12-31.", WRONG_USAGE)
    in_loop(_export(settings, start, form))


@app.command()
def verify(
    head: Annotated[
        str | None, typer.Option(help="The hash an earlier verify printed: is it still there?")
    ] = None,
) -> None:
    """Check the chain from its first line. Keep the hash it prints somewhere else."""
    said, there = in_loop(_verify(storage_settings(), head))
    if said.broken is not None:
        stop(
            f"The audit is broken at line {said.broken}: {said.why}. {said.lines} lines are whole."
        )
    if not there:
        stop("The audit is whole, but the line with that hash is gone: lines were cut off.")
    say(f"{said.lines} lines, all whole. Last hash: {said.head}")


async def _export(settings: Settings, since: float, form: str) -> None:
    async with opened(settings) as (database, _):
        if form == "csv":
            typer.echo(_csv(COLUMNS), nl=False)
        async for kept in _all(AuditLog(database), since):
            row = _row(kept, settings.zone)
            line = _csv(tuple(row.values())) if form == "csv" else json.dumps(row) + "\n"
            typer.echo(line, nl=False)


async def _verify(settings: Settings, head: str | None) -> tuple[Verified, bool]:
    async with opened(settings) as (database, _):
        audit = AuditLog(database)
        said = await audit.verify()
        if head is None or said.broken is not None:
            return said, True
        return said, any([kept.hash == head async for kept in _all(audit, 0)])


async def _all(audit: AuditLog, since: float) -> AsyncIterator[StoredEntry]:
    after = 0
    while page := await audit.entries(since, after):
        for kept in page:
            yield kept
        after = page[-1].seq


def _row(kept: StoredEntry, zone: tzinfo) -> dict[str, str | int]:
    line = kept.entry
    at = datetime.fromtimestamp(kept.at, zone).isoformat(timespec="milliseconds")
    words = (line.what, *line.member, line.as_whom, line.place, line.subject, line.outcome)
    detail = json.dumps(dict(line.detail), ensure_ascii=False) if line.detail else ""
    values: tuple[str | int, ...] = (
        kept.seq,
        at,
        *map(clean, words),
        clean(detail),
        kept.previous,
        kept.hash,
    )
    return dict(zip(COLUMNS, values, strict=True))


def _csv(values: tuple[object, ...]) -> str:
    """A cell that a spreadsheet would take for a formula is quoted with an apostrophe."""
    out = io.StringIO()
    safe = [f"'{each}" if _FORMULA.match(str(each)) else each for each in values]
    csv.writer(out, lineterminator="\n").writerow(safe)
    return out.getvalue()
