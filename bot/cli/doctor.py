"""`propops-bot doctor`: is everything there that the bot needs? A line each."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence

import typer
from pydantic import ValidationError

from bot import logs
from bot.cli.doctor_address import address
from bot.cli.doctor_cards import cards
from bot.cli.doctor_previews import previews
from bot.cli.doctor_reads import reads
from bot.cli.doctor_slack import slack
from bot.cli.doctor_statuses import accepted_before_told, statuses
from bot.cli.finding import Finding
from bot.cli.of_workspace import checked, is_of
from bot.cli.output import FAILED, clean
from bot.cli.propops_answers import elsewhere, saw
from bot.cli.settings import in_loop, opened
from bot.cli.tokens import state
from bot.errors import NO_ANSWER_NOW, BotError, PropOpsError, TokenDead
from bot.jobs.write import LIST, MANAGE
from bot.propops.gateway import Gateway
from bot.propops.http.transport import Transport
from bot.setting_problems import misspelt, names_given, names_in_file, problems
from bot.settings import Settings
from bot.slack.client import open_session
from bot.store.changes import ChangeStore
from bot.store.key_proof import KeyProof
from bot.store.tokens import Link, LinkedRow, TokenStore
from bot.store.watched_jobs import WatchedJobStore

_AT_ONCE = 5


def examine(team: str = "") -> None:
    """Prints every finding as it comes; ends with 1 when any failed. `team`: what is told of workspaces and
    links is of this one alone.
    """
    logs.configure("ERROR")
    if not in_loop(_examine(_show, checked(team))):
        raise typer.Exit(FAILED)


async def findings(settings: Settings, team: str = "") -> AsyncIterator[Finding]:
    """Everything after the settings themselves."""
    for note in _notes(settings):
        yield note
    session = open_session()
    gateway = Gateway(
        Transport(settings.propops_base_url, settings.propops_timeout_seconds), settings.names
    )
    try:
        async for each in slack(settings, session, team):
            yield each
        heartbeat = await _heartbeat(gateway)
        yield heartbeat
        async for each in _storage(settings, gateway, team, heard=bool(heartbeat.ok)):
            yield each
    finally:
        await gateway.aclose()
        await session.close()


def _show(finding: Finding) -> None:
    typer.echo(clean(logs.mask_text(finding.line)))


async def _examine(report: Callable[[Finding], None], team: str = "") -> bool:
    try:
        settings = Settings()
    except ValidationError as error:
        for sentence in problems(error):
            report(Finding(False, "settings", sentence))
        return False
    wrong = misspelt(names_given(), names_in_file())
    for sentence in wrong:
        report(Finding(False, "settings", sentence))
    if not wrong:
        report(Finding(True, "settings", "complete"))
    report(Finding(None, "workspaces", settings.workspaces))
    report(Finding(None, "policy", _rules_read(settings)))
    well = not wrong
    async for finding in findings(settings, team):
        report(finding)
        well = well and finding.ok is not False
    return well


def _rules_read(settings: Settings) -> str:
    rules = settings.policy.file
    counts = [(len(getattr(rules, name)), name) for name in type(rules).model_fields]
    told = ", ".join(f"{count} [[{name}]]" for count, name in counts if count)
    if told:
        return f"{settings.policy_file}: {told}"
    exists = settings.policy_file.exists()
    return (
        f"{settings.policy_file} has no rules" if exists else f"no {settings.policy_file}: no rules"
    )


def _notes(settings: Settings) -> list[Finding]:
    notes = [settings.signing_secret_doubt] if settings.signing_secret_doubt else []
    needs = settings.approval_actions or settings.approval_budget_over is not None
    if needs and not (settings.approvers and settings.approvals_channel):
        notes.append(
            "changes that need approval are refused until APPROVERS and APPROVALS_CHANNEL are set"
        )
    if settings.public_url is None:
        notes.append("PUBLIC_URL is not set: link members with propops-bot tokens set")
    if settings.jobs_channel is None:
        notes.append("JOBS_CHANNEL is not set: cards go to the channel the command was typed in")
    return [Finding(None, "settings", words) for words in notes]


async def _heartbeat(gateway: Gateway) -> Finding:
    try:
        seconds = await gateway.heartbeat()
    except PropOpsError as error:
        return Finding(False, "PropOps", elsewhere(error))
    return Finding(True, "PropOps", f"answers in {seconds * 1000:.0f} ms")


async def _storage(
    settings: Settings, gateway: Gateway, team: str, *, heard: bool
) -> AsyncIterator[Finding]:
    try:
        async with opened(settings) as (database, encryption):
            yield Finding(True, "database", f"{database.dialect} answers")
            async for finding in previews(database, settings, team):
                yield finding
            async for finding in address(settings, KeyProof(encryption)):
                yield finding
            tokens = TokenStore(database, encryption)
            rows = [row for row in await tokens.all() if is_of(row.member, team)]
            if not rows:
                yield Finding(None, "links", "nobody is linked to PropOps yet")
            at_once = asyncio.Semaphore(_AT_ONCE)
            for finding in await asyncio.gather(
                *(_link(tokens, gateway, row, at_once) for row in rows)
            ):
                yield finding
            async for finding in _reads(tokens, gateway, rows, settings, heard=heard):
                yield finding
            store = ChangeStore(database, encryption, time.time)
            if (note := await accepted_before_told(store, settings, team)) is not None:
                yield note
            yield await cards(WatchedJobStore(database, encryption, time.time), settings)
    except BotError as error:
        cause = getattr(error, "cause", "")
        yield Finding(False, "database", f"{error.advice} {cause}".strip())


async def _reads(
    tokens: TokenStore,
    gateway: Gateway,
    rows: Sequence[LinkedRow],
    settings: Settings,
    *,
    heard: bool,
) -> AsyncIterator[Finding]:
    """As the first member whose link works: what the API leaves open differs from instance to instance.

    `heard`: whether PropOps answered the health call.
    """
    for row in rows:
        link = await tokens.get(row.member) if state(row) in {"ok", "ends soon"} else None
        if link is None:
            continue
        propops = gateway.as_person(link.token)
        try:
            await propops.search("", limit=1)
        except TokenDead:
            continue
        except NO_ANSWER_NOW:
            if not heard:  # each setting would be named that can make up for a missing read
                words = (
                    "not asked: what answers at PROPOPS_BASE_URL is not PropOps, or nothing does"
                )
                yield Finding.unchecked("reads of PropOps", words)
                return
        except PropOpsError:
            pass
        async for finding in reads(propops, settings):
            yield finding
        for finding in await statuses(propops, settings):
            yield finding
        return
    words = "not asked: nobody is linked whose token PropOps takes"
    yield Finding.unchecked("reads of PropOps", words)


async def _link(
    tokens: TokenStore, gateway: Gateway, row: LinkedRow, at_once: asyncio.Semaphore
) -> Finding:
    about = f"link of {row.member.user} in {row.member.team}"
    link_state = state(row)
    if link_state != "ok":
        return Finding(False, about, f"{link_state}: please link them again")
    linked = await tokens.get(row.member)
    if linked is None:
        return Finding(None, about, "removed just now")
    async with at_once:
        try:
            return Finding(*await _rights(gateway, linked, about))
        except TokenDead:
            words = "PropOps no longer accepts the token: please link them again"
        except NO_ANSWER_NOW as error:
            words = f"can't be checked: {saw(error)}"
        except PropOpsError as error:
            words = error.advice
    return Finding(False, about, words)


async def _rights(gateway: Gateway, linked: Link, about: str) -> tuple[bool | None, str, str]:
    """What the account may do. Only PropOps's 403 is certain; its list is undocumented, and may be absent."""
    propops = gateway.as_person(linked.token)
    try:
        rights = await propops.permissions()
    except TokenDead:
        raise
    except PropOpsError:
        rights = None
    if rights is not None and rights.keys:
        if rights.allow(MANAGE):
            return True, about, "may read and write jobs"
        if rights.allow(LIST):
            return False, about, f"may only read jobs: {MANAGE} is missing"
    await propops.search("", limit=1)
    return None, about, "may read jobs; PropOps does not say whether it may write them"
