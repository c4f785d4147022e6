"""For a command that speaks with one workspace: which of many it is, and its client."""

import time
from dataclasses import dataclass

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.cli.output import WRONG_USAGE, stop
from bot.cli.settings import opened
from bot.jobs.workspace_policy import WorkspacePolicy
from bot.settings import Settings
from bot.slack.client import web_client
from bot.store.installations import Installation, InstallationStore
from bot.store.tokens import TokenStore

WHICH = (
    "Many workspaces have installed the app: say which one with --team TEAM_ID. See: propops-bot workspaces list. "
    "Of an organisation name the workspace (T…), in which somebody must have linked their account."
)


@dataclass(frozen=True)
class StoredToken:
    """Of one installation, as it stands in the table. `only_team`: of an organisation's workspaces."""

    row: Installation
    only_team: str = ""

    async def get(self) -> str:
        return self.row.token


def require_which(settings: Settings, team: str) -> None:
    """Ends the program where a workspace has to be named and is not, or is and there is but one."""
    if settings.many_workspaces and not team:
        stop(WHICH, WRONG_USAGE)
    if team and not settings.many_workspaces:
        stop("--team is for many workspaces; SLACK_BOT_TOKEN is of one.", WRONG_USAGE)


async def one_workspace(
    settings: Settings, session: aiohttp.ClientSession, team: str
) -> tuple[AsyncWebClient, WorkspacePolicy]:
    """The client and the rules of the workspace with this id, or of the only one there is.

    Of an organisation's workspaces: those that somebody linked is in, since Slack tells a bot of no others.

    Ends the program with a sentence where it is not named, or not installed. Raises `DatabaseDown`.
    """
    require_which(settings, team)
    if not settings.many_workspaces:
        return web_client(settings, session), settings.workspace_policy
    async with opened(settings) as (database, encryption):
        rows = await InstallationStore(database, encryption).all()
        linked = await TokenStore(database, encryption).all()
    live = [row for row in rows if row.works(time.time())]
    around = {row.member.enterprise for row in linked if team and row.member.team == team}
    found = [StoredToken(row) for row in live if team and team in {row.team, row.enterprise}]
    found += [StoredToken(row, team) for row in live if not row.team and row.enterprise in around]
    if not found:
        stop(WHICH, WRONG_USAGE)
    row = found[0].row
    policy = settings.workspace_policy.of((team, row.enterprise))
    return web_client(settings, session, found[0]), policy
