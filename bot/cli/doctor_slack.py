"""Of `propops-bot doctor`: whether Slack takes the bot, in its workspace or in each of many."""

import time
from collections.abc import AsyncIterator, Mapping, Sequence
from email.utils import parsedate_to_datetime

import aiohttp
from pydantic import SecretStr
from slack_sdk.web.async_client import AsyncWebClient

from bot.cli.finding import Finding
from bot.cli.of_workspace import is_of
from bot.cli.one_workspace import StoredToken
from bot.cli.settings import opened
from bot.cli.workspaces import state
from bot.errors import BotError
from bot.jobs.change import Member
from bot.jobs.workspace_policy import WorkspacePolicy
from bot.manifest import INSTALL_PATH, SCOPES, WITHOUT
from bot.settings import Settings
from bot.slack.channel_directory import sharing_of
from bot.slack.client import web_client
from bot.slack.web_api import Ok, SlackRefusal, SlackSilent, call_once
from bot.store.installations import Installation, InstallationStore
from bot.store.tokens import TokenStore
from bot.web.installation import BotTokenRefused, Installed, SlackInstallation

_EMAIL = "users:read.email"
_NO_SOCKET = (
    "On the app's page: is Socket Mode on, and has the token connections:write (Basic Information)?"
)
_CLOCK_OFF, _SIGNED_FOR = 30.0, 300.0
"""Seconds: of a difference worth telling, and for which a signature of Slack's is good."""


async def slack(
    settings: Settings, session: aiohttp.ClientSession, team: str = ""
) -> AsyncIterator[Finding]:
    """Of many workspaces each line says of which it is; `team`: of this one alone."""
    usual = settings.workspace_policy
    if not settings.many_workspaces:
        client, app_token = web_client(settings, session), settings.slack_app_token
        async for each in _workspace(client, usual, app_token):
            yield each
        return
    try:
        async with opened(settings) as (database, encryption):
            rows = await InstallationStore(database, encryption).all()
            members = [each.member for each in await TokenStore(database, encryption).all()]
    except BotError as error:
        yield Finding(False, "workspaces", f"can't be read: {error.advice}")
        return
    live = [row for row in rows if row.ended_at is None and _serves(row, team, members)]
    if team and not live:
        yield Finding(False, f"workspace {team}", "the app is not installed there")
    elif not live:
        words = f"nobody has installed the app yet: open {settings.public_url}{INSTALL_PATH}"
        yield Finding(None, "workspaces", words)
    for row in live:
        where = row.team or row.enterprise
        if (wrong := state(row, time.time())) != "installed":
            yield Finding(False, f"workspace {where}", wrong)
        if not row.works(time.time()):
            continue
        inside = {each.team for each in members if not row.team and each.enterprise == where}
        client = web_client(settings, session, StoredToken(row, min(inside, default="")))
        asks_more = bool(row.team or inside)
        policy = usual.of((row.team, row.enterprise))
        page = f"{settings.public_url}{INSTALL_PATH}"
        async for each in _workspace(client, policy, asks_more=asks_more, install_page=page):
            yield Finding(each.ok, f"{where}: {each.about}", each.words)


def _serves(row: Installation, team: str, members: Sequence[Member]) -> bool:
    """Whether it is this workspace's, or of its organisation, as far as somebody has linked there."""
    if is_of(row.workspace, team):
        return True
    around = {each.enterprise for each in members if each.team == team}
    return not row.team and row.enterprise in around


async def _workspace(
    client: AsyncWebClient,
    policy: WorkspacePolicy,
    app_token: SecretStr | None = None,
    *,
    asks_more: bool = True,
    install_page: str = "",
) -> AsyncIterator[Finding]:
    """`asks_more`: False of an organisation of which no workspace is known, which most calls have to name.
    `install_page`: of an app that many install.
    """
    try:
        here = await SlackInstallation(client).load()
    except BotTokenRefused as error:
        anew = f"Slack refuses its token ({error.error}): an admin of it opens {install_page}"
        yield Finding(False, "Slack sign-in", anew if install_page else error.advice)
        return
    except SlackSilent as error:
        yield Finding(False, "Slack sign-in", _away(error))
        return
    yield Finding(True, "Slack sign-in", f"I am {here.bot_user} in {here.team}")
    yield _scopes(here)
    if not asks_more:
        words = "not asked: nobody has linked their account in a workspace of this organisation"
        yield Finding.unchecked("Slack profiles", words)
        return
    async for each in _profiles(client, here, is_signed=app_token is None):
        yield each
    for name, channel in (
        ("JOBS_CHANNEL", policy.jobs_channel),
        ("APPROVALS_CHANNEL", policy.approvals_channel),
    ):
        if channel is not None:
            yield await channel_finding(client, name, channel)
    if app_token is not None:
        yield await _socket(client, app_token.get_secret_value())


def _scopes(here: Installed) -> Finding:
    if not here.scopes:
        return Finding(None, "Slack scopes", "Slack did not say which ones the token has")
    missing = [scope for scope in SCOPES if scope not in here.scopes]
    if any(scope not in WITHOUT for scope in missing):
        return Finding(
            False,
            "Slack scopes",
            f"missing {', '.join(missing)}. Update the app with propops-bot manifest, reinstall it.",
        )
    if missing:
        told = "; ".join(f"without {scope}, {WITHOUT[scope]}" for scope in missing)
        return Finding(None, "Slack scopes", f"all that are needed; {told}")
    if _EMAIL not in here.scopes:
        words = f"all there; with {_EMAIL} also e-mails are compared when somebody links"
        return Finding(True, "Slack scopes", words)
    return Finding(True, "Slack scopes", "all there")


async def _profiles(
    client: AsyncWebClient, here: Installed, *, is_signed: bool
) -> AsyncIterator[Finding]:
    """Without `users:read` nobody could be told from a guest, so nobody new would be let in."""
    answer = await call_once(lambda: client.users_info(user=here.bot_user))
    if isinstance(answer, SlackRefusal):
        hint = "Nobody new is let in: add users:read with propops-bot manifest, reinstall the app."
        yield Finding(False, "Slack profiles", f"can't be read ({answer.error}). {hint}")
    elif not isinstance(answer, Ok) or not answer.thing("user"):
        yield Finding(False, "Slack profiles", _away(answer))
    else:
        yield Finding(True, "Slack profiles", "can be read")
        yield clock(answer.headers, time.time(), is_signed=is_signed)


def clock(headers: Mapping[str, str], now: float, *, is_signed: bool) -> Finding:
    """Whether this machine's clock (`now`: Unix seconds) agrees with Slack's, by an answer's `Date`.

    `is_signed`: over HTTP, where Slack signs what it sends, with the time.
    """
    told = next((value for name, value in headers.items() if name.lower() == "date"), "")
    try:
        off = now - parsedate_to_datetime(told).timestamp()
    except ValueError:
        return Finding.unchecked("clock", "can't be compared: Slack's answer says no time")
    if abs(off) < _CLOCK_OFF:
        return Finding(True, "clock", "agrees with Slack's")
    way = "ahead of" if off > 0 else "behind"
    words = f"{abs(off):.0f} s {way} Slack's."
    if abs(off) < _SIGNED_FOR or not is_signed:
        return Finding(None, "clock", f"{words} Please set it by NTP.")
    hint = "Whatever Slack sends is refused: please set it by NTP."
    return Finding(False, "clock", f"{words} {hint}")


async def channel_finding(client: AsyncWebClient, name: str, channel: str) -> Finding:
    answer = await call_once(lambda: client.conversations_info(channel=channel))
    if isinstance(answer, SlackRefusal):
        return Finding(False, name, f"{channel}: {answer.error}. {_hint(answer.error)}")
    if not isinstance(answer, Ok) or not answer.thing("channel"):
        return Finding(False, name, f"{channel}: {_away(answer)}")
    about = answer.thing("channel")
    if named := str(about.get("name") or ""):
        channel = f"#{named} ({channel})"
    if about.get("is_archived"):
        return Finding(False, name, f"{channel} is archived. Please choose another one.")
    if about.get("is_private") and not about.get("is_member"):
        return Finding(False, name, f"{channel} is private: please /invite the bot.")
    if sharing_of(answer) == "shared":
        words = f"{channel} is shared with another company: cards there show no amounts"
        return Finding(None, name, words)
    return Finding(True, name, f"{channel} can be posted to")


async def _socket(client: AsyncWebClient, app_token: str) -> Finding:
    answer = await call_once(lambda: client.apps_connections_open(app_token=app_token))
    if isinstance(answer, SlackRefusal):
        words = f"Slack refuses SLACK_APP_TOKEN ({answer.error}). {_NO_SOCKET}"
        return Finding(False, "Socket Mode", words)
    if not isinstance(answer, Ok):
        return Finding(False, "Socket Mode", _away(answer))
    return Finding(True, "Socket Mode", "Slack gives a socket")


def _away(answer: object) -> str:
    missing = "half an answer" if isinstance(answer, Ok) else "it asks to wait"
    cause = getattr(answer, "cause", missing)
    if isinstance(answer, Ok) or cause.startswith(("status 4", "unreadable")):
        return (
            f"what answers is not Slack ({cause}). Check SLACK_API_URL, and whether a proxy stands "
            "in between."
        )
    return f"Slack can't be reached ({cause})."


def _hint(error: str) -> str:
    """What to do about a channel that Slack does not tell of."""
    if error == "missing_scope":
        return "Update the app with propops-bot manifest, reinstall it."
    if error in {"channel_not_found", "invalid_channel"}:
        return "Give its id, and /invite the bot if it is private."
    return "Please check SLACK_API_URL, and try again."
