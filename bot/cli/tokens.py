"""`propops-bot tokens`: who is linked to PropOps. A token goes in, and is never shown again."""

import sys
import time
from collections import Counter
from dataclasses import replace
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.names import Names, names_of
from bot.cli.of_workspace import OfTeam, checked, is_of
from bot.cli.output import FAILED, WRONG_USAGE, as_json, iso, say, stop, table
from bot.cli.settings import NO_DATABASE, in_loop, missing_file, opened, storage_settings
from bot.cli.token_accounts import TokenAccounts, accounts_of, shared_accounts
from bot.cli.token_import import Entry, end_of, read_csv, wrong_ids
from bot.jobs.change import Member
from bot.settings import Settings
from bot.store.account_owners import UNTOLD, AccountOwnerStore
from bot.store.audit_log import AuditEntry, AuditLog
from bot.store.database import DatabaseDown
from bot.store.keyed_digest import KeyedDigest
from bot.store.tokens import LinkedRow, TokenStore, valid_token

HERE = "command line"
"""Where it happened, in the audit."""
NO_ANSWER = "PropOps did not answer, so nobody can say yet whether the token of {} works."
NOT_STORED = (
    "Nothing was stored. Please try again once PropOps answers (propops-bot doctor tells), or store it "
    "unchecked with --offline."
)
app = typer.Typer(help="Manage who is linked to PropOps.", no_args_is_help=True)

Team = Annotated[str, typer.Argument(help="Workspace id: T…", metavar="TEAM_ID")]
User = Annotated[str, typer.Argument(help="Member id: U… or W…", metavar="USER_ID")]
Enterprise = Annotated[
    str, typer.Option(help="Organisation id on Enterprise Grid: E…", metavar="ENTERPRISE_ID")
]
Expires = Annotated[
    str | None, typer.Option(help="Last good day: 2026-12-31 or 31/12/2026", metavar="DATE")
]

Yes = Annotated[
    bool, typer.Option("--yes", help="Also accounts that are or were linked to somebody else")
]
Offline = Annotated[
    bool, typer.Option("--offline", help="Don't ask PropOps whether it works and whose it is")
]


@app.command("set")
def set_(
    team_id: Team,
    user_id: User,
    enterprise: Enterprise = "",
    expires: Expires = None,
    yes: Yes = False,
    offline: Offline = False,
) -> None:
    """Read a PropOps token from standard input, ask PropOps whose it is, keep it encrypted."""
    settings = storage_settings()
    wrong = wrong_ids(team_id, user_id, enterprise)
    expires_at, complaint = end_of(expires, settings.zone)
    if wrong or complaint:
        stop([*wrong, *([complaint] if complaint else [])], WRONG_USAGE)
    token = _typed_token()
    if not valid_token(token):
        stop(
            "That is not a PropOps token: it has 64 characters, 0-9 and a-f. Nothing was stored.",
            WRONG_USAGE,
        )
    entry = Entry(Member(enterprise, team_id, user_id), token, expires_at)
    made = missing_file(settings)
    found = in_loop(_store(settings, [entry], yes=yes, offline=offline))
    account = found.accounts.get(entry.member)
    known = f" to PropOps as {account.name}" if account and account.name else ""
    say(f"Linked {user_id} of {team_id}{known}. A running bot sees it within seconds.")
    _say_made(made)
    _say_missing(found)


@app.command("list")
def list_(
    team: OfTeam = "",
    json_: Annotated[bool, typer.Option("--json", help="For another program")] = False,
) -> None:
    """Who is linked, as whom, and whether the link still works. Never a token."""
    settings = storage_settings()
    if path := missing_file(settings):
        typer.echo(NO_DATABASE.format(path), err=True)
    only = checked(team)
    rows, names = ([], Names()) if path else in_loop(_all(settings, only))
    zone = settings.zone
    if json_:
        as_json(_row(row, names, zone) for row in rows)
        return
    if not rows:
        where = f" of {only}" if only else ""
        say(
            f"Nobody{where} is linked yet. Link someone with: propops-bot tokens set TEAM_ID USER_ID"
        )
        return
    table(
        ("TEAM", "USER", "ENTERPRISE", "LINKED", "EXPIRES", "STATE", "AS"),
        [
            (
                row.member.team,
                names.person(row.member),
                row.member.enterprise or "-",
                _day(row.linked_at, zone),
                ("" if row.expires_at is not None else "by ") + _day(row.ends_by - 1, zone),
                state(row),
                _account(row) or "-",
            )
            for row in rows
        ],
    )
    counts = Counter(state(row) for row in rows)
    say(", ".join(f"{count} {word}" for word, count in counts.most_common()))


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
    yes: Yes = False,
    offline: Offline = False,
) -> None:
    """Link everyone in a CSV file, or nobody when a line is wrong."""
    settings = storage_settings()
    entries, wrong = read_csv(file, settings.zone)
    if wrong:
        stop([*wrong, "Nothing was imported."], WRONG_USAGE)
    made = missing_file(settings)
    found = in_loop(_store(settings, entries, yes=yes, offline=offline))
    many = f"{len(entries)} member{'s' * (len(entries) != 1)}"
    say(f"Linked {many}. Please delete {file} now: its tokens are not encrypted.")
    _say_made(made)
    _say_missing(found)


@app.command()
def reseal() -> None:
    """After a new first key in TOKEN_KEYS: seal everything kept with it."""
    done, broken = in_loop(_reencrypt(storage_settings()))
    say(f"Encrypted with the first key: {done}.")
    if broken:
        stop(f"{broken} can't be opened with any key: keep the older keys, or link again.", FAILED)
    say("Older keys can go from TOKEN_KEYS.")


def state(row: LinkedRow) -> str:
    """A word for a link: `ok`, `ends soon`, `expired`, `refused` by PropOps, or `damaged`."""
    now = time.time()
    if row.broken:
        return "damaged"
    if row.dead_at is not None:
        return "refused"
    if row.expires_at is not None and row.expires_at <= now:
        return "expired"
    return "ends soon" if row.ends_soon(now) else "ok"


def _row(row: LinkedRow, names: Names, zone: tzinfo) -> dict[str, Any]:
    """Of `--json`. The names never change."""
    return {
        "user": row.member.user,
        "user_name": names.name(row.member),
        "team": row.member.team,
        "enterprise": row.member.enterprise,
        "account": _account(row),
        "role": str(row.linked_as.get("role") or ""),
        "state": state(row),
        "linked_at": iso(row.linked_at, zone),
        "expires_at": iso(row.expires_at, zone),
        "ends_by": iso(row.ends_by, zone),
    }


def _account(row: LinkedRow) -> str:
    return str(row.linked_as.get("name") or row.linked_as.get("email") or "")


def _typed_token() -> str:
    if sys.stdin.isatty():
        typed: str = typer.prompt("PropOps token (not shown)", hide_input=True, err=True)
        return typed.strip()
    return sys.stdin.read(10_000).strip()


def _day(at: float, zone: tzinfo) -> str:
    return datetime.fromtimestamp(at, zone).strftime("%d/%m/%Y")


def _say_made(path: Path | None) -> None:
    if path is not None:
        say(f"This made a new database, {path}. If the bot has one already, check DATABASE_URL.")


def _say_missing(found: TokenAccounts) -> None:
    for member, keys in found.missing.items():
        if keys:
            typer.echo(
                f"The account of {member.user} lacks {' and '.join(keys)}: "
                "please ask the PropOps administrator.",
                err=True,
            )


async def _store(
    settings: Settings, entries: list[Entry], *, yes: bool, offline: bool
) -> TokenAccounts:
    accounts = await accounts_of(entries, offline=offline)
    if accounts.refused:
        stop([*accounts.complaints, "Nothing was stored."])
    if accounts.unanswered:
        who = " and ".join(member.user for member in accounts.unanswered[:3])
        stop([NO_ANSWER.format(who), NOT_STORED])
    if unread := len(entries) - len(accounts.accounts):
        note = "PropOps did not say" if accounts.asked else "PropOps was not asked"
        if not (accounts.asked or offline):
            note += ", since its settings are not complete here,"
        words = f"{note} whose {unread} of {len(entries)} tokens are"
        typer.echo(f"{words}: not checked, and not compared with those of others.", err=True)
    async with opened(settings) as (database, encryption):
        tokens = TokenStore(database, encryption)
        digest = KeyedDigest(database, encryption)
        owners = AccountOwnerStore(database, digest, time.time)
        shared = await shared_accounts(entries, accounts, owners)
        if shared and not yes:
            stop(
                [*shared, "Nothing was stored. If it is meant so, do it again with --yes."], FAILED
            )
        for done, entry in enumerate(entries):
            try:
                made = AuditEntry("link.made", entry.member, place=HERE)
                account = accounts.accounts.get(entry.member)
                name = account.name if account else ""
                shown = account.shown | UNTOLD if account and name else None
                made = replace(made, as_whom=name)
                await tokens.put(entry.member, entry.token, entry.expires_at, shown, entry=made)
                await owners.record(entry.member, accounts.identities(entry))
            except DatabaseDown as error:
                stop(
                    f"The database failed ({error.cause}) after {done} of {len(entries)}. "
                    "Please run the same once more: it does no harm."
                )
        return accounts


async def _all(settings: Settings, team: str) -> tuple[list[LinkedRow], Names]:
    async with opened(settings, must_exist=True) as (database, encryption):
        every = await TokenStore(database, encryption).all()
        rows = [row for row in every if is_of(row.member, team)]
        return rows, await names_of(database, {row.member for row in rows})


async def _remove(settings: Settings, member: Member) -> bool:
    async with opened(settings, must_exist=True) as (database, encryption):
        gone = await TokenStore(database, encryption).remove(member)
        if gone:
            await AuditLog(database).record(AuditEntry("link.removed", member, place=HERE))
        return gone


async def _reencrypt(settings: Settings) -> tuple[str, int]:
    from bot.store.key_rotation import reencrypt  # noqa: PLC0415 - for this command only

    async with opened(settings, must_exist=True) as (database, encryption):
        done = await reencrypt(database, encryption)
        await AuditLog(database).record(AuditEntry("tokens.resealed", place=HERE))
    told = f"{done.tokens} tokens, {done.drafts} drafts, {done.changes} changes"
    return f"{told}, {done.reasons} reasons of decisions", done.broken
