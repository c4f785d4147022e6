"""`propops-bot audit`: who did what, as whom, from where; and whether the record is whole."""

import csv
import hmac
import io
import json
import re
from collections.abc import AsyncIterator
from datetime import datetime, tzinfo
from typing import Annotated

import typer

from bot.cli.of_workspace import OfTeam, checked, is_of
from bot.cli.output import WRONG_USAGE, clean, say, stop
from bot.cli.settings import in_loop, opened, storage_settings
from bot.cli.since import HELP as SINCE
from bot.cli.since import moment
from bot.settings import Settings
from bot.store.audit_gaps import Gaps, gaps
from bot.store.audit_log import START, AuditLog, StoredEntry, Verified, signature

_FORMULA = re.compile(r"[\s]*[=+\-@＝＋－＠]")
"""How a cell begins that a spreadsheet would run, after white space and in full width too."""
_HASH = re.compile(r"[0-9a-f]{64}")
app = typer.Typer(
    help="Export the audit, and check that nobody has changed it.", no_args_is_help=True
)

NO_HEAD = (
    "Lines cut off at the end together with all that they tell of can't be seen: give --head a hash "
    "from the log (audit head), or one that an earlier verify printed."
)
COLUMNS = (
    *("seq", "at", "what", "enterprise", "team", "user", "as_whom", "place", "subject"),
    *("outcome", "detail", "previous", "hash"),
)


@app.command()
def export(
    since: Annotated[str | None, typer.Option(help=SINCE, metavar="WHEN")] = None,
    form: Annotated[str, typer.Option("--format", help="csv or jsonl")] = "csv",
    team: OfTeam = "",
) -> None:
    """Every line since then, to standard output, as CSV or JSON lines."""
    settings = storage_settings()
    if form not in {"csv", "jsonl"}:
        stop("--format must be csv or jsonl.", WRONG_USAGE)
    in_loop(_export(settings, moment(since, settings.zone), form, checked(team)))


@app.command()
def verify(
    head: Annotated[
        str | None,
        typer.Option(
            help="A hash of the log (audit head) or an earlier verify: is it still there?"
        ),
    ] = None,
    signed: Annotated[
        str | None, typer.Option(help="What the log says beside that head, with AUDIT_KEY set")
    ] = None,
) -> None:
    """Check the chain from its first line. Keep the hash it prints somewhere else.

    Also that each change, decision and link still in the database has its line.
    """
    wanted = None if head is None else head.strip().replace("-", "").lower()
    if wanted is not None and not _HASH.fullmatch(wanted):
        stop(
            "--head must be a whole hash: 64 letters and digits, with or without hyphens.",
            WRONG_USAGE,
        )
    settings = storage_settings()
    _check_signature(settings, wanted, signed)
    verified, there, missing = in_loop(_verify(settings, wanted))
    if verified.broken is not None:
        stop(
            f"The audit is broken at line {verified.broken}: {verified.why}. "
            f"{verified.entries} lines are whole."
        )
    if not there:
        stop(
            "The audit is whole, but the line with that hash is gone: lines were cut off or rewritten."
        )
    if missing.number:
        are = "is" if missing.number == 1 else "are"
        stop(
            f"The {verified.entries} lines fit together, but {missing.number} {are} missing, such as: "
            f"{missing.example}. Lines were cut off or taken out."
        )
    if head is None:
        typer.echo(NO_HEAD, err=True)
    say(f"{verified.entries} lines, all whole. Last hash: {verified.head}")


def _check_signature(settings: Settings, head: str | None, signed: str | None) -> None:
    """Ends the program where a line of the log was not written by who has the key."""
    if signed is None:
        return
    if head is None or settings.audit_key is None:
        stop("--signed needs --head, and AUDIT_KEY as the bot has it.", WRONG_USAGE)
    right = signature(settings.audit_key.get_secret_value(), head)
    if not hmac.compare_digest(right, signed.strip().replace("-", "").lower()):
        stop("That head was not signed with AUDIT_KEY: the line of the log is forged.")


async def _export(settings: Settings, since: float, form: str, team: str) -> None:
    async with opened(settings, must_exist=True) as (database, _):
        head = await AuditLog(database).head()
        if form == "csv":
            typer.echo(_csv(COLUMNS), nl=False)
        async for stored in _all(AuditLog(database), since):
            if not is_of(stored.entry.member, team):
                continue
            row = _row(stored, settings.zone)
            line = _csv(tuple(row.values())) if form == "csv" else json.dumps(row) + "\n"
            typer.echo(line, nl=False)
    key = settings.audit_key
    signed = f" Signed: {signature(key.get_secret_value(), head.hash)}" if key else ""
    typer.echo(f"The audit has {head.number} lines. Last hash: {head.hash}{signed}", err=True)


async def _verify(settings: Settings, head: str | None) -> tuple[Verified, bool, Gaps]:
    async with opened(settings, must_exist=True) as (database, _):
        audit = AuditLog(database)
        verified = await audit.verify()
        if verified.broken is not None:
            return verified, True, Gaps(0)
        there = head in {None, START} or any(
            [stored.hash == head async for stored in _all(audit, 0)]
        )
        return verified, there, await gaps(database)


async def _all(audit: AuditLog, since: float) -> AsyncIterator[StoredEntry]:
    after = 0
    while page := await audit.entries(since, after):
        for stored in page:
            yield stored
        after = page[-1].seq


def _row(stored: StoredEntry, zone: tzinfo) -> dict[str, str | int]:
    entry = stored.entry
    at = datetime.fromtimestamp(stored.at, zone).isoformat(timespec="milliseconds")
    words = (entry.what, *entry.member, entry.as_whom, entry.place, entry.subject, entry.outcome)
    detail = json.dumps(dict(entry.detail), ensure_ascii=False) if entry.detail else ""
    values: tuple[str | int, ...] = (
        stored.seq,
        at,
        *map(clean, words),
        clean(detail),
        stored.previous,
        stored.hash,
    )
    return dict(zip(COLUMNS, values, strict=True))


def _csv(values: tuple[object, ...]) -> str:
    """A cell that a spreadsheet would take for a formula is quoted with an apostrophe."""
    out = io.StringIO()
    safe = [f"'{each}" if _FORMULA.match(str(each)) else each for each in values]
    csv.writer(out, lineterminator="\n").writerow(safe)
    return out.getvalue()
