"""`propops-bot workspaces`: where the app is installed, and ending that."""

import time
from typing import Annotated

import typer

from bot.cli.names import Names, names_of
from bot.cli.output import as_json, iso, local, say, stop, table
from bot.cli.settings import in_loop, opened, storage_settings, whole_settings
from bot.jobs.change import Member
from bot.settings import Settings
from bot.slack.client import app_client, open_session
from bot.slack.web_api import Ok, call_once
from bot.store.audit_log import AuditLog
from bot.store.board_readers import BoardReaderStore
from bot.store.installations import Installation, InstallationStore
from bot.store.link_tickets import LinkTicketStore
from bot.store.slack_profiles import SlackProfileStore
from bot.store.tokens import TokenStore
from bot.store.workspace_data import WorkspaceData

WHY = "command line"
_NO_SUCH = "The app is not installed there. See: propops-bot workspaces list"
_SECONDS = 10.0

app = typer.Typer(help="See where the app is installed; end it.", no_args_is_help=True)


@app.command("list")
def list_(
    json_: Annotated[bool, typer.Option("--json", help="For another program")] = False,
) -> None:
    """Every workspace and organisation that has installed the app. Tokens are never shown."""
    settings = storage_settings()
    (rows, names), zone = in_loop(_all(settings)), settings.zone
    if json_:
        as_json(
            {
                "team": row.team,
                "enterprise": row.enterprise,
                "name": row.name,
                "installed_by": row.installed_by,
                "installed_by_name": names.name(_installer(row)),
                "installed_at": iso(row.installed_at, zone),
                "token_ends_at": None if row.expires_at is None else iso(row.expires_at, zone),
                "ended_at": None if row.ended_at is None else iso(row.ended_at, zone),
                "ended_why": row.ended_why,
                "state": state(row, time.time()),
            }
            for row in rows
        )
        return
    if not rows:
        say("No workspace has installed the app. SLACK_BOT_TOKEN's own one is not listed here.")
        return
    table(
        ("WORKSPACE", "NAME", "STATE", "INSTALLED", "BY"),
        [
            (
                row.team or f"{row.enterprise} (organisation)",
                row.name or "-",
                state(row, time.time()),
                local(row.installed_at, zone),
                names.person(_installer(row)) or "-",
            )
            for row in rows
        ],
    )


@app.command()
def end(
    where: Annotated[str, typer.Argument(metavar="TEAM_ID", help="T… or, of an organisation, E…")],
) -> None:
    """Uninstall the app there: its tokens and its people's links are deleted, changes are kept.

    A running bot sends nothing there from within seconds on.
    """
    settings = whole_settings()
    words = in_loop(_end(settings, where.strip()))
    if words is None:
        stop(_NO_SUCH)
    say(words)


def state(row: Installation, now: float) -> str:
    """In a few words."""
    if row.ended_at is not None:
        return f"ended ({row.ended_why})"
    wrong = row.trouble(now)
    return f"{wrong}: install it again" if wrong else "installed"


async def _all(settings: Settings) -> tuple[list[Installation], Names]:
    async with opened(settings, must_exist=True) as (database, encryption):
        rows = await InstallationStore(database, encryption).all()
        return rows, await names_of(database, map(_installer, rows))


def _installer(row: Installation) -> Member:
    return Member(row.enterprise, row.team, row.installed_by)


async def _end(settings: Settings, where: str) -> str | None:
    """What was done; None where it is not installed."""
    async with opened(settings, must_exist=True) as (database, encryption):
        store = InstallationStore(database, encryption)
        rows = await store.all()
        row = next((each for each in rows if where == (each.team or each.enterprise)), None)
        if row is None or row.ended_at is not None:
            return None
        uninstalled = await _uninstall(settings, row)
        await store.end(row, WHY)
        data = WorkspaceData(
            TokenStore(database, encryption),
            LinkTicketStore(database, encryption, time.time),
            SlackProfileStore(database, time.time),
            BoardReaderStore(database, time.time),
            AuditLog(database, time.time),
        )
        links = await data.forget(row.team, row.enterprise, WHY)
    told = f"{where} has ended; {links} link{'' if links == 1 else 's'} deleted."
    if uninstalled:
        return told
    return f"{told} Slack did not take the app away there: do that on its page of apps."


async def _uninstall(settings: Settings, row: Installation) -> bool:
    """Whether Slack took the app away [reference/methods/apps.uninstall]."""
    secret = settings.slack_client_secret
    if not row.token or settings.slack_client_id is None or secret is None:
        return False
    session = open_session(timeout=_SECONDS)
    try:
        client = app_client(settings, session)
        answer = await call_once(
            lambda: client.apps_uninstall(
                client_id=settings.slack_client_id or "",
                client_secret=secret.get_secret_value(),
                token=row.token,
            )
        )
    finally:
        await session.close()
    return isinstance(answer, Ok)
