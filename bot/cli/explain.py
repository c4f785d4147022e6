"""`propops-bot doctor --who U… [--channel C…]`: what this person may do there, and why."""

import time
from collections.abc import AsyncIterator, Iterator, Mapping

import typer

from bot.cli.finding import Finding
from bot.cli.one_workspace import one_workspace
from bot.cli.output import FAILED, WRONG_USAGE, clean, stop
from bot.cli.settings import in_loop, opened, whole_settings
from bot.errors import BotError, NotWelcome, PropOpsError
from bot.jobs import slack_ids
from bot.jobs.actions import WRITES
from bot.jobs.change import Member
from bot.jobs.policy import Policy
from bot.jobs.policy_file import BadPolicy
from bot.jobs.write import CASE_NOTES, LIST, MANAGE
from bot.logs import mask_text
from bot.members.access import Access
from bot.members.known_people import KnownPeople
from bot.members.links import Links
from bot.propops.gateway import Gateway
from bot.propops.http.transport import Transport
from bot.propops.lookups.cache import LookupCache
from bot.settings import Settings
from bot.slack.client import open_session
from bot.slack.user_directory import UserDirectory
from bot.slack.web_api import SlackSilent
from bot.store.slack_profiles import SlackProfileStore
from bot.store.tokens import TokenStore
from bot.web.installation import BotTokenRefused, SlackInstallation


def explain(user: str, channel: str, team: str = "") -> None:
    """Prints a line for each thing; ends with 1 when the person can change nothing at all."""
    if not slack_ids.MEMBER.fullmatch(user):
        stop(
            "--who: write the member's id, such as U0456EFGH: in Slack, open the profile, then ⋮ and Copy member ID.",
            WRONG_USAGE,
        )
    if channel and not slack_ids.CHANNEL.fullmatch(channel):
        stop(f"--channel: {slack_ids.CHANNEL_WANTED}.", WRONG_USAGE)
    if not in_loop(_tell(whole_settings(), user, channel, team)):
        raise typer.Exit(FAILED)


async def _tell(settings: Settings, user: str, channel: str, team: str) -> bool:
    well = True
    async for finding in explained(settings, user, channel, team):
        typer.echo(clean(mask_text(finding.line)))
        well = well and finding.ok is not False
    return well


async def explained(
    settings: Settings, user: str, channel: str, team: str = ""
) -> AsyncIterator[Finding]:
    """Slack first, then the link, then PropOps's rights, then the operator's rules."""
    session = open_session()
    gateway = Gateway(
        Transport(settings.propops_base_url, settings.propops_timeout_seconds), settings.names
    )
    try:
        client, rules = await one_workspace(settings, session, team)
        identity = SlackInstallation(client)
        try:
            home = await identity.load()
        except (BotTokenRefused, SlackSilent) as error:
            yield Finding(False, "Slack", error.advice)
            return
        async with opened(settings) as (database, encryption):
            tokens = TokenStore(database, encryption)
            lookups = LookupCache(settings.names, settings.static_lists)
            where = (
                team if team.startswith("T") else home.team
            )  # of an organisation Slack names no one workspace
            profiles = SlackProfileStore(database, time.time).of(
                where if settings.many_workspaces else ""
            )
            people = KnownPeople(UserDirectory(client), profiles)
            access = Access(people, identity, settings.zone)
            links = Links(tokens, gateway, lookups, time.time)
            member = Member(home.enterprise, where, user)
            well = True
            async for each in _person(access, links, gateway, member):
                yield each
                well = well and each.ok is not False
            if not well:
                yield Finding(None, "rules", "not looked at: what failed above comes first")
                return
            asked_in = rules.approvals_channel
            async for each in _rules(access, rules.policy, member, channel, asked_in):
                yield each
    except BadPolicy as error:
        yield Finding(False, "policy", str(error))
    except BotError as error:
        yield Finding(False, "database", error.advice)
    finally:
        await gateway.aclose()
        await session.close()


async def _person(
    access: Access, links: Links, gateway: Gateway, member: Member
) -> AsyncIterator[Finding]:
    try:
        await access.require_access(member)
    except NotWelcome as error:
        is_known = (await access.identity(member)).exists
        unknown = f"knows nobody with the id {member.user}: please copy it from their profile, ⋮, Copy member ID"
        yield Finding(False, "Slack", error.reason if is_known else unknown)
    else:
        yield Finding(True, "Slack", f"{await access.name(member)} is a full member")
    link = await links.link(member)
    if link is None:
        yield Finding(False, "link", "not linked to PropOps: they type /job link")
        return
    if await links.linked(member) is None:
        yield Finding(False, "link", "the token has run out or was refused: they type /job link")
        return
    name = str(link.linked_as.get("name") or "an account without a known name")
    yield Finding(True, "link", f"linked to PropOps as {name}")
    try:
        rights = await gateway.as_person(link.token).permissions()
    except PropOpsError as error:
        yield Finding(None, "PropOps rights", f"not told: {error.advice}")
        return
    for key in (LIST, MANAGE, CASE_NOTES):
        allowed = rights.allow(key)
        words = f"has {key}" if allowed else f"lacks {key}: ask the PropOps administrator"
        fails = bool(rights.keys) and key == MANAGE  # without it no job can be changed
        yield Finding(True if allowed else False if fails else None, "PropOps rights", words)


async def _rules(
    access: Access, policy: Policy, member: Member, channel: str, approvals_channel: str | None
) -> AsyncIterator[Finding]:
    asks = False
    mine = await access.membership(member, policy.members_named)
    for action, write in WRITES.items():
        no = policy.refusal(action, channel, mine)
        if no:
            yield Finding(None, write.title, f"not allowed by policy.toml: {no}")
            continue
        when = policy.may_need(action, channel, mine)
        if when == ["always"]:
            yield Finding(None, write.title, "allowed, always after approval")
        elif when:
            words = f"allowed; after approval {', or '.join(when)}"
            yield Finding(True, write.title, words)
        else:
            yield Finding(True, write.title, "allowed" + (" here" if channel else ""))
        asks = asks or bool(when)
    if asks:
        names = {id_: await _named(access, id_) for id_ in policy.all_approvers}
        for each in _approvers(policy, approvals_channel, names):
            yield each


async def _named(access: Access, id_: str) -> str:
    """`Dana Reid (U0DANA0001)`, `@approvers (S0APPROVER)`; the id alone where Slack names nobody."""
    if id_.startswith("S"):
        name = await access.directory.groups.name(id_)
    else:
        name = await access.name(Member("", "", id_))
    return f"{name} ({id_})" if name not in {"", id_} else id_


def _approvers(policy: Policy, channel: str | None, names: Mapping[str, str]) -> Iterator[Finding]:
    """Who approves what, and what is missing for anybody to be asked. `names`: by id."""
    below: float | None = None
    for tier in policy.file.approvers:
        who, named = policy.approvers_for(tier.up_to)
        yield Finding(True, "approvers", f"{named}: {', '.join(names[id_] for id_ in who)}")
        below = tier.up_to
    if policy.approvers and (below is not None or not policy.file.approvers):
        rest = policy.approvers_for(None)[1] if policy.file.approvers else "any change"
        yield Finding(
            True, "approvers", f"{rest}: {', '.join(names[id_] for id_ in policy.approvers)}"
        )
    elif below is not None or not policy.file.approvers:
        what = policy.approvers_for(None)[1] or "any change"
        yield Finding(False, "approvers", f"nobody may approve {what}: please set APPROVERS")
    if channel is None:
        yield Finding(False, "approvers", "nobody is asked: please set APPROVALS_CHANNEL")
