"""`propops-bot tokens`: who is linked to PropOps. A token goes in, and is never shown again."""

import csv
import re
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.reading import in_loop, opened, storage_settings
from bot.cli.words import FAILED, WRONG_USAGE, say, stop, table
from bot.jobs.change import Member
from bot.settings import Settings
from bot.store.database import DatabaseDown
from bot.store.tokens import LinkedRow, TokenStore, valid_token

app = typer.Typer(help="Manage who is linked to PropOps.", no_args_is_help=True)

_TEAM = re.compile(r"[TE][A-Z0-9]{1,30}")
_USER = re.compile(r"[UW][A-Z0-9]{1,30}")
_ENTERPRISE = re.compile(r"E[A-Z0-9]{1,30}")
_COLUMNS = ("team_id", "user_id", "token")
_MORE = ("enterprise_id", "expires")

Team = Annotated[str, typer.Argument(help="Workspace id: T…", metavar="TEAM_ID")]
User = Annotated[str, typer.Argument(help="Member id: U… or W…", metavar="USER_ID")]
Enterprise = Annotated[
    str, typer.Option(help="Organisation id on Enterprise Grid: E…", metavar="ENTERPRISE_ID")
]
Expires = Annotated[
    str | None, typer.Option(help="Last good day: 2026-12-31 or 31/12/2026", metavar="DATE")
]


@dataclass(frozen=True)
class Entry:
    """One link to be made, checked."""

    member: Member
    token: str = field(repr=False)
    expires_at: float | None


@app.command("set")
def set_(
    team_id: Team, user_id: User, enterprise: Enterprise = "", expires: Expires = None
) -> None:
    """Read a PropOps token from standard input, check its form, keep it sealed."""
    settings = storage_settings()
    wrong = _wrong_ids(team_id, user_id, enterprise)
    expires_at, complaint = _end_of(expires, settings.zone)
    if wrong or complaint:
        stop([*wrong, *([complaint] if complaint else [])], WRONG_USAGE)
    token = _typed_token()
    if not valid_token(token):
        stop(
            "That is not a PropOps token: it has 64 characters, 0-9 and a-f. Nothing was stored.",
            WRONG_USAGE,
        )
    entry = Entry(Member(enterprise, team_id, user_id), token, expires_at)
    in_loop(_store(settings, [entry]))
    say(f"Linked {user_id} of {team_id}. A running bot sees it within seconds.")


@app.command("list")
def list_() -> None:
    """Who is linked, and whether the link still works. Never a token."""
    settings = storage_settings()
    rows = in_loop(_all(settings))
    if not rows:
        say("Nobody is linked yet. Link someone with: propops-bot tokens set TEAM_ID USER_ID")
        return
    zone = settings.zone
    table(
        ("TEAM", "USER", "ENTERPRISE", "LINKED", "EXPIRES", "STATE", "AS"),
        [
            (
                row.member.team,
                row.member.user,
                row.member.enterprise or "-",
                _day(row.linked_at, zone),
                _day(row.expires_at - 1, zone) if row.expires_at is not None else "-",
                state(row),
                str(row.linked_as.get("name") or row.linked_as.get("email") or "-"),
            )
            for row in rows
        ],
    )


@app.command()
def remove(team_id: Team, user_id: User, enterprise: Enterprise = "") -> None:
    """Forget a link."""
    if not in_loop(_remove(storage_settings(), Member(enterprise, team_id, user_id))):
        stop(f"{user_id} of {team_id} was not linked. See: propops-bot tokens list")
    say(f"Removed {user_id} of {team_id}.")


@app.command("import")
def import_(
    file: Annotated[
        Path, typer.Argument(help="CSV: team_id,user_id,token[,enterprise_id][,expires]")
    ],
) -> None:
    """Link everyone in a CSV file, or nobody when a line is wrong."""
    settings = storage_settings()
    entries, wrong = read_csv(file, settings.zone)
    if wrong:
        stop([*wrong, "Nothing was imported."], WRONG_USAGE)
    in_loop(_store(settings, entries))
    many = f"{len(entries)} member{'s' * (len(entries) != 1)}"
    say(f"Linked {many}. Please delete {file} now: its tokens are not sealed.")


@app.command()
def reseal() -> None:
    """After a new first key in TOKEN_KEYS: seal everything kept with it."""
    done, broken = in_loop(_reseal(storage_settings()))
    say(f"Sealed anew with the first key: {done}.")
    if broken:
        stop(f"{broken} can't be opened with any key: keep the older keys, or link again.", FAILED)
    say("Older keys can go from TOKEN_KEYS.")


def state(row: LinkedRow) -> str:
    """A word for a link: `ok`, `expired`, `refused` by PropOps, or `damaged`."""
    if row.broken:
        return "damaged"
    if row.dead_at is not None:
        return "refused"
    expired = row.expires_at is not None and row.expires_at <= time.time()
    return "expired" if expired else "ok"


def read_csv(file: Path, zone: tzinfo) -> tuple[list[Entry], list[str]]:
    """The links in the file, and a sentence for each thing that is wrong, with its line."""
    try:
        text = file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        said = getattr(error, "strerror", None) or "it is not UTF-8 text"
        return [], [f"{file} can't be read: {said}."]
    rows = csv.DictReader(text.splitlines(), strict=True, skipinitialspace=True)
    try:
        titles = [title.strip().lower() for title in rows.fieldnames or ()]
        rows.fieldnames = titles
        wrong = _wrong_titles(titles)
        if wrong:
            return [], wrong
        return _entries(rows, zone)
    except csv.Error:
        return [], [f"Line {rows.line_num}: this is not CSV. Check its quotes."]


def _entries(rows: "csv.DictReader[str]", zone: tzinfo) -> tuple[list[Entry], list[str]]:
    entries: list[Entry] = []
    wrong: list[str] = []
    seen: dict[Member, int] = {}
    for row in rows:
        line = rows.line_num
        if None in row or any(value is None for value in row.values()):
            wrong.append(f"Line {line}: it has not as many values as the first line has names.")
            continue
        cell = {name: value.strip() for name, value in row.items()}
        enterprise = cell.get("enterprise_id", "")
        member = Member(enterprise, cell["team_id"], cell["user_id"])
        expires_at, complaint = _end_of(cell.get("expires") or None, zone)
        here = _wrong_ids(member.team, member.user, enterprise)
        if complaint:
            here.append(complaint)
        if not valid_token(cell["token"]):
            here.append("The token must have 64 characters, 0-9 and a-f.")
        if member in seen:
            here.append(f"The same member as on line {seen[member]}.")
        seen.setdefault(member, line)
        wrong += [f"Line {line}: {each}" for each in here]
        entries.append(Entry(member, cell["token"], expires_at))
    if not entries and not wrong:
        wrong.append("There is nobody in the file.")
    return entries, wrong


def _wrong_titles(titles: Iterable[str]) -> list[str]:
    titles = list(titles)
    missing = [name for name in _COLUMNS if name not in titles]
    unknown = [name for name in titles if name not in (*_COLUMNS, *_MORE)]
    if missing or unknown or len(set(titles)) != len(titles):
        return ["Line 1: it must name team_id,user_id,token and may name enterprise_id,expires."]
    return []


def _wrong_ids(team: str, user: str, enterprise: str) -> list[str]:
    wrong = []
    if not _TEAM.fullmatch(team):
        wrong.append("TEAM_ID must be a Slack workspace id, such as T01ABCDEF.")
    if not _USER.fullmatch(user):
        wrong.append("USER_ID must be a Slack member id, such as U01ABCDEF.")
    if enterprise and not _ENTERPRISE.fullmatch(enterprise):
        wrong.append("The enterprise must be a Slack organisation id, such as E01ABCDEF.")
    return wrong


def _end_of(text: str | None, zone: tzinfo) -> tuple[float | None, str]:
    """The end of that day in the property time zone, in Unix seconds, and a complaint or nothing."""
    if text is None:
        return None, ""
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            day: date = datetime.strptime(text.strip(), form).date()  # noqa: DTZ007 - a plain day
        except ValueError:
            continue
        end = datetime.combine(day + timedelta(days=1), datetime.min.time(), zone).timestamp()
        return (end, "") if end > time.time() else (None, "The expiry date has passed.")
    return None, "The expiry date must look like 2026-12-31 or 31/12/2026."


def _typed_token() -> str:
    if sys.stdin.isatty():
        typed: str = typer.prompt("PropOps token (not shown)", hide_input=True, err=True)
        return typed.strip()
    return sys.stdin.read(10_000).strip()


def _day(at: float, zone: tzinfo) -> str:
    return datetime.fromtimestamp(at, zone).strftime("%d/%m/%Y")


async def _store(settings: Settings, entries: list[Entry]) -> None:
    async with opened(settings) as (database, seals):
        tokens = TokenStore(database, seals)
        for done, entry in enumerate(entries):
            try:
                await tokens.put(entry.member, entry.token, entry.expires_at)
            except DatabaseDown as error:
                stop(
                    f"The database failed ({error.cause}) after {done} of {len(entries)}. "
                    "Please run the same once more: it does no harm."
                )


async def _all(settings: Settings) -> list[LinkedRow]:
    async with opened(settings) as (database, seals):
        return await TokenStore(database, seals).all()


async def _remove(settings: Settings, member: Member) -> bool:
    async with opened(settings) as (database, seals):
        return await TokenStore(database, seals).remove(member)


async def _reseal(settings: Settings) -> tuple[str, int]:
    from bot.store.reseal import reseal as sealed_anew  # noqa: PLC0415 - for this command only

    async with opened(settings) as (database, seals):
        done = await sealed_anew(database, seals)
    return f"{done.tokens} tokens, {done.forms} drafts, {done.changes} changes", done.broken
