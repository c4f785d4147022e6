"""`propops-bot rehearse CHANNEL`: what works in this workspace and with this PropOps, a line for each feature.

Safe to break off and to run again: it remembers what it has made, and clears up at its end and at the
next start.
"""

import time
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass

import typer

from bot import logs
from bot.cli import doctor
from bot.cli.doctor_slack import channel_finding
from bot.cli.finding import Finding
from bot.cli.of_workspace import checked
from bot.cli.one_workspace import WHICH, one_workspace, require_which
from bot.cli.output import FAILED, WRONG_USAGE, clean, stop
from bot.cli.rehearsal import presses
from bot.cli.rehearsal.accounts import Accounts
from bot.cli.rehearsal.channel_posts import ChannelPosts
from bot.cli.rehearsal.job_walk import JobWalk
from bot.cli.rehearsal.report import RehearsalLine, Report
from bot.cli.rehearsal.turn import turn
from bot.cli.rehearsal.validation import validate
from bot.cli.settings import in_loop, opened, whole_settings
from bot.errors import BotError
from bot.jobs import slack_ids
from bot.manifest import EVENTS, REDIRECTS
from bot.propops.gateway import Gateway
from bot.propops.http.transport import Transport
from bot.settings import Settings
from bot.slack.client import open_session, without_retries
from bot.slack.web_api import SlackSilent
from bot.store.board_readers import BoardReaderStore
from bot.store.rehearsals import RehearsalStore
from bot.store.tokens import TokenStore
from bot.web.installation import BotTokenRefused, SlackInstallation

_UNREADABLE = (
    "a bot token can't read them: compare the app's page App Manifest with propops-bot manifest. Its events are "
    + ", ".join(EVENTS)
)
_REDIRECTS = "a bot token can't read them: the app's page OAuth & Permissions must name {}"
_UNREAD_CHANNEL = (
    "While nobody knows whether it is shared with another company, its cards show no amounts."
)
_WHOLE_JOB, _CSRF = "raise, change and delete a job", "PropOps CSRF protection"
PRESSES_WITHIN = 180.0
"""Seconds somebody has for the five presses."""


@dataclass(frozen=True)
class Wanted:
    """`channel`: Slack's id. `team`: of many workspaces, which. `within`: seconds for the presses, 0 for none."""

    channel: str
    within: float = PRESSES_WITHIN
    with_job: bool = False
    team: str = ""


def rehearse(channel: str, *, team: str, with_presses: bool, with_job: bool) -> None:
    """Prints a line for each feature; ends with 1 when anything fails that has no fallback."""
    logs.configure("ERROR")
    settings = whole_settings()
    if not slack_ids.CHANNEL.fullmatch(channel):
        stop(f"That is no channel: {slack_ids.CHANNEL_WANTED}.", WRONG_USAGE)
    wanted = Wanted(channel, PRESSES_WITHIN if with_presses else 0.0, with_job, checked(team))
    report = Report(_show)
    try:
        in_loop(run(settings, wanted, report, typer.echo))
    except BotError as error:
        stop(f"{error.advice} {getattr(error, 'cause', '')}".strip())
    for line in report.summary():
        typer.echo(clean(logs.mask_text(line)))
    if not report.is_well:
        raise typer.Exit(FAILED)


async def run(
    settings: Settings, wanted: Wanted, report: Report, tell: Callable[[str], None]
) -> None:
    """All of it. Raises `AnotherRehearses`, `DatabaseDown`, `DatabaseTooNew`, `BadKeys`."""
    require_which(settings, wanted.team)
    async for finding in doctor.findings(settings, wanted.team):
        report.take(finding)
    report.add("events and features of the app", "unknown", _UNREADABLE)
    if redirects := _redirects(settings):
        report.add(
            "redirect URLs of the app", "unknown", _REDIRECTS.format(" and ".join(redirects))
        )
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(open_session())
        of_workspace, _ = await one_workspace(settings, session, wanted.team)
        client = without_retries(of_workspace)
        try:
            here = await SlackInstallation(client).load()
        except (BotTokenRefused, SlackSilent):
            report.add("cards, presses, jobs", "unknown", "not tried: see Slack sign-in above")
            return
        team = wanted.team if wanted.team.startswith("T") else here.team
        if team.startswith("E"):
            stop(WHICH, WRONG_USAGE)
        database, encryption = await stack.enter_async_context(opened(settings))
        store = RehearsalStore(database, time.time)
        await stack.enter_async_context(turn(store, team))
        await validate(client, report)
        channel = await channel_finding(client, "channel", wanted.channel)
        posts = ChannelPosts(client, store, team, wanted.channel, report)
        await posts.clear_up()
        await store.forget(team, "press")
        stack.push_async_callback(posts.clear_up)
        can_post = await posts.cards()
        _take_channel(channel, report, can_post=can_post)
        if not wanted.within:
            report.add("what Slack sends to the bot", "unknown", "left out by --no-presses")
        elif report.fails("Socket Mode"):
            report.add("what Slack sends to the bot", "unknown", "not asked: see Socket Mode above")
        elif can_post:
            readers = BoardReaderStore(database, time.time)
            stack.push_async_callback(store.forget, team, "press")
            await presses.ask(posts, store, readers, team, report, within=wanted.within, tell=tell)
        gateway = Gateway(
            Transport(settings.propops_base_url, settings.propops_timeout_seconds), settings.names
        )
        stack.push_async_callback(gateway.aclose)
        accounts = Accounts(TokenStore(database, encryption), gateway, team)
        account = await accounts.first()
        if account is None:
            report.add("jobs", "unknown", "nobody is linked to PropOps: type /job link in Slack")
            return
        walk = JobWalk(accounts, account, settings, store, team, report)
        await walk.clear_up()
        if not wanted.with_job:
            report.add(_WHOLE_JOB, "unknown", "tried only with --with-job")
        elif report.fails(_CSRF):
            report.add(_WHOLE_JOB, "unknown", f"not tried: see {_CSRF} above")
        else:
            await walk.walk()


def _take_channel(channel: Finding, report: Report, *, can_post: bool) -> None:
    """What is wrong with it is said of the cards, unless they can be posted there."""
    if channel.ok is not False:
        report.take(channel)
    elif can_post:
        report.take(Finding(None, channel.about, f"{channel.words} {_UNREAD_CHANNEL}"))


def _redirects(settings: Settings) -> Sequence[str]:
    """Where Slack must be allowed to lead browsers back to: after installing in a workspace, after a sign-in."""
    if settings.slack_client_id is None or settings.public_url is None:
        return ()
    paths = REDIRECTS if settings.many_workspaces else REDIRECTS[1:]
    return [settings.public_url + path for path in paths]


def _show(line: RehearsalLine) -> None:
    typer.echo(clean(logs.mask_text(str(line))))
