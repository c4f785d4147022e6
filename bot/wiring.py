"""Builds the parts of the bot in groups: stores, Slack, PropOps, workflows, handlers.

Each group is a frozen record that knows the groups before it only. Nothing here runs by itself:
`bot.app` starts and stops what was built.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient
from starlette.routing import BaseRoute

import handlers
from bot.engine.protocol import Engine
from bot.members.access import Access
from bot.members.links import Links
from bot.propops.gateway import Gateway
from bot.propops.http.transport import Transport
from bot.propops.lookups.cache import LookupCache
from bot.settings import Settings
from bot.slack.client import open_session, web_client
from bot.slack.messenger import Messenger
from bot.store.approvals import ApprovalStore
from bot.store.audit_log import AuditLog
from bot.store.cards import CardStore
from bot.store.change_history import ChangeHistory
from bot.store.changes import ChangeStore
from bot.store.database import Database
from bot.store.deferred_tasks import DeferredTaskStore
from bot.store.drafts import DraftStore
from bot.store.encryption import Encryption
from bot.store.job_claims import JobClaimStore
from bot.store.link_tickets import LinkTicketStore
from bot.store.sent_notices import SentNoticeStore
from bot.store.stores import Stores
from bot.store.tokens import TokenStore
from bot.web.bolt import BotApp, Routes, SlackInstallation, bolt_app
from bot.web.metrics import Metrics
from bot.workflows.approvals.cards import ApprovalCards
from bot.workflows.approvals.check import ApprovalCheck
from bot.workflows.approvals.decisions import Approvals
from bot.workflows.approvals.reminders import ApprovalReminders
from bot.workflows.approvals.rules import ApprovalRules
from bot.workflows.cards.job_cards import JobCards
from bot.workflows.cards.refresh import CardRefresher
from bot.workflows.changes.apply import ApplyStep
from bot.workflows.changes.as_member import AsMember
from bot.workflows.changes.circuit_breaker import CircuitBreaker
from bot.workflows.changes.dispatcher import Dispatcher
from bot.workflows.changes.exactly_once import WriteExecutor
from bot.workflows.changes.late_duplicates import DuplicateCheck
from bot.workflows.changes.lifecycle import Changes
from bot.workflows.changes.progress import ProgressReporter
from bot.workflows.changes.record import CHECK_DUPLICATES, REMOVE_UNDO, OutcomeRecorder
from bot.workflows.changes.retry_policy import RetryPolicy
from bot.workflows.changes.run import WORKFLOW, ChangeRun
from bot.workflows.changes.undecryptable import Undecryptable
from bot.workflows.deferred_tasks import DeferredTasks, Work
from bot.workflows.drafts.drafts import Drafts
from bot.workflows.drafts.reopened import ReopenedForms
from bot.workflows.linking.linking import Linking
from bot.workflows.linking.permissions import PermissionCache
from bot.workflows.linking.waiting import WaitingForLink
from bot.workflows.notify_check import NotifyCheck
from bot.workflows.retention import Retention
from bot.workflows.writes.create import CreateJob
from bot.workflows.writes.table import Writes, write_table
from handlers import request
from handlers.approvals import Decisions
from handlers.background import Background
from handlers.change_buttons import PendingChanges
from handlers.errors import ErrorHandler
from handlers.job_form import JobForms
from handlers.job_form_submit import ConfirmedTotals, FormRefresher
from handlers.link_page import LinkPage
from handlers.named_job import NamedJobs
from handlers.submit import Submissions

Clock = Callable[[], float]
"""Unix seconds."""


@dataclass(frozen=True)
class Slack:
    session: aiohttp.ClientSession
    client: AsyncWebClient
    installation: SlackInstallation
    messenger: Messenger


@dataclass(frozen=True)
class PropOps:
    gateway: Gateway
    lookups: LookupCache


@dataclass(frozen=True)
class Members:
    access: Access
    links: Links
    permissions: PermissionCache
    waiting: WaitingForLink
    linking: Linking


@dataclass(frozen=True)
class Cards:
    notify_check: NotifyCheck
    jobs: JobCards
    refresher: CardRefresher


@dataclass(frozen=True)
class Workflows:
    """What happens, in order, once."""

    dispatcher: Dispatcher
    members: Members
    cards: Cards
    drafts: Drafts
    approvals: Approvals
    reminders: ApprovalReminders
    changes: Changes
    deferred_tasks: DeferredTasks
    retention: Retention


@dataclass(frozen=True)
class Listeners:
    bolt: BotApp
    pages: Sequence[BaseRoute]
    background: Background


async def open_stores(settings: Settings, clock: Clock) -> Stores:
    """Opens the database, migrated. Raises `DatabaseDown`, `DatabaseTooNew`."""
    encryption = Encryption.load(
        settings.token_keys.get_secret_value() if settings.token_keys else None,
        settings.sqlite_path,
    )
    database = await Database.open(settings.database_url)
    return Stores(
        database=database,
        changes=ChangeStore(database, encryption, clock),
        history=ChangeHistory(database),
        job_claims=JobClaimStore(database, clock),
        deferred_tasks=DeferredTaskStore(database),
        drafts=DraftStore(database, encryption),
        approvals=ApprovalStore(database, clock),
        cards=CardStore(database),
        tokens=TokenStore(database, encryption, clock),
        link_tickets=LinkTicketStore(database, encryption, clock),
        sent_notices=SentNoticeStore(database, clock),
        audit=AuditLog(database, clock),
    )


def connect_slack(settings: Settings, metrics: Metrics, clock: Clock) -> Slack:
    session = open_session(metrics.slack_call)
    client = web_client(settings, session)
    return Slack(session, client, SlackInstallation(client), Messenger(client, clock=clock))


def connect_propops(settings: Settings, metrics: Metrics) -> PropOps:
    transport = Transport(
        settings.propops_base_url,
        settings.propops_timeout_seconds,
        on_call=lambda method, action, status, seconds: metrics.propops_call(
            f"{method} {action}", str(status), seconds
        ),
    )
    names = settings.names
    return PropOps(Gateway(transport, names), LookupCache(names, settings.static_lists))


def build_workflows(
    stores: Stores,
    slack: Slack,
    propops: PropOps,
    engine: Engine,
    settings: Settings,
    metrics: Metrics,
    clock: Clock,
) -> Workflows:
    """Registers the workflow with the engine, which is launched afterwards."""
    dispatcher = Dispatcher(stores.changes, engine, WORKFLOW, clock)
    members = _build_members(stores, slack, propops, dispatcher, settings, clock)
    access, links = members.access, members.links
    drafts = Drafts(stores.drafts, clock)
    cards = _build_cards(stores, slack, links, settings, clock)
    create = CreateJob(settings.propops_marker, stores.job_claims)
    writes = write_table(create, stores.changes, cards.notify_check)
    approvals = _build_approvals(stores, slack, access, settings)
    progress = ProgressReporter(
        stores.changes,
        slack.messenger,
        cards.jobs,
        approvals.cards,
        ReopenedForms(drafts, links),
        members.linking,
        clock,
    )
    undecryptable = Undecryptable(stores.changes, progress, metrics.change)
    retry = RetryPolicy(settings.propops_settle_seconds)
    breaker = CircuitBreaker(retry.backoff, clock)
    apply = ApplyStep(
        stores.changes,
        AsMember(access, links, clock),
        WriteExecutor(stores.changes, writes, retry, breaker, clock),
        _build_approval_check(stores, approvals, access, writes, clock),
        OutcomeRecorder(stores, links, retry, dispatcher.wake, clock, metrics.change),
        undecryptable,
        clock,
    )
    ChangeRun(stores.changes, engine, dispatcher, apply, progress, clock)
    duplicates = DuplicateCheck(stores.changes, links, create, slack.messenger)
    deferred: dict[str, Work] = {CHECK_DUPLICATES: duplicates, REMOVE_UNDO: cards.jobs.remove_undo}
    return Workflows(
        dispatcher=dispatcher,
        members=members,
        cards=cards,
        drafts=drafts,
        approvals=approvals,
        reminders=ApprovalReminders(
            approvals,
            stores.changes,
            access,
            slack.messenger,
            dispatcher.wake,
            clock,
            undecryptable.fail,
        ),
        changes=Changes(stores, dispatcher, clock, on_state=metrics.change),
        deferred_tasks=DeferredTasks(stores.deferred_tasks, stores.changes, deferred, clock),
        retention=Retention(
            stores.changes, stores.drafts, engine, settings.changes_keep_days, clock
        ),
    )


def _build_members(
    stores: Stores,
    slack: Slack,
    propops: PropOps,
    dispatcher: Dispatcher,
    settings: Settings,
    clock: Clock,
) -> Members:
    access = Access(slack.client, slack.installation, settings.zone)
    links = Links(stores.tokens, propops.gateway, propops.lookups, clock)
    permissions = PermissionCache(links, propops.gateway)
    waiting = WaitingForLink(stores.changes, stores.tokens, links, dispatcher.wake, clock)
    linking = Linking(
        stores.tokens,
        stores.link_tickets,
        stores.sent_notices,
        stores.drafts,
        links,
        propops.gateway,
        slack.messenger,
        stores.audit,
        permissions,
        waiting,
        clock,
        public_url=settings.public_url,
        in_slack=settings.link_in_slack,
        zone=settings.zone,
    )
    return Members(access, links, permissions, waiting, linking)


def _build_cards(
    stores: Stores, slack: Slack, links: Links, settings: Settings, clock: Clock
) -> Cards:
    notify_check = NotifyCheck(stores.history, settings.quiet_hours, clock)
    jobs = JobCards(
        stores.cards,
        slack.messenger,
        clock,
        notify_check=notify_check,
        jobs_channel=settings.jobs_channel,
        job_url=settings.propops_job_url,
    )
    refresher = CardRefresher(stores.history, links, jobs, settings.cards_refresh_seconds, clock)
    return Cards(notify_check, jobs, refresher)


def _build_approvals(stores: Stores, slack: Slack, access: Access, settings: Settings) -> Approvals:
    rules = ApprovalRules(
        policy=settings.policy,
        channel=settings.approvals_channel,
        expiry_days=settings.approval_expiry_days,
        reminders=settings.approval_reminders,
        escalate_to=settings.approval_escalate_to,
        zone=settings.zone,
    )
    cards = ApprovalCards(stores.approvals, access, slack.messenger, rules)
    return Approvals(stores.approvals, stores.changes, access, cards, rules)


def _build_approval_check(
    stores: Stores, approvals: Approvals, access: Access, writes: Writes, clock: Clock
) -> ApprovalCheck:
    cards, rules = approvals.cards, approvals.rules
    return ApprovalCheck(stores.approvals, stores.changes, access, cards, rules, writes, clock)


def build_handlers(
    flows: Workflows,
    stores: Stores,
    slack: Slack,
    settings: Settings,
    metrics: Metrics,
    clock: Clock,
) -> Listeners:
    members, cards = flows.members, flows.cards
    access, links, linking = members.access, members.links, members.linking
    background = Background(slack.messenger, linking, stores.audit, flows.drafts)
    jobs = NamedJobs(access, links, background, cards.jobs)
    parts: dict[str, Any] = {
        "access": access,
        "links": links,
        "permissions": members.permissions,
        "linking": linking,
        "changes": flows.changes,
        "submissions": Submissions(flows.changes),
        "pending": PendingChanges(flows.changes, slack.messenger, background),
        "approvals": flows.approvals,
        "decisions": Decisions(flows.approvals, flows.changes, background),
        "drafts": flows.drafts,
        "jobs": jobs,
        "forms": JobForms(
            access, links, flows.drafts, jobs, members.permissions, background, clock
        ),
        "confirmed_totals": ConfirmedTotals(),
        "refresher": FormRefresher(),
        "notify_check": cards.notify_check,
        "delete_without_preview": settings.propops_delete_without_preview,
        "change_history": stores.history,
        "store": stores.changes,
        "audit": stores.audit,
        "messenger": slack.messenger,
        "background": background,
    }
    parts["commands"] = handlers.command_table(parts)
    routes = Routes()
    handlers.register(routes)
    bolt = bolt_app(
        routes,
        client=slack.client,
        bot_auth=slack.installation,
        parts=parts,
        read=request.parts(access),
        on_error=ErrorHandler(access, background),
        acks=metrics,
    )
    return Listeners(bolt, LinkPage(linking, access, stores.audit).routes(), background)
