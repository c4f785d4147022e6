"""Builds the workflows: members, cards, approvals, changes."""

from dataclasses import dataclass
from functools import cache

from pydantic import SecretStr

from bot.engine.protocol import Engine
from bot.jobs.workspace_policy import WorkspacePolicy
from bot.propops.http.transport import LEAVES_WITHIN
from bot.settings import Settings
from bot.slack.workspace import current, per_workspace
from bot.store.operator_decisions import OPERATOR_DECIDED
from bot.store.stores import Stores
from bot.web.metrics import Metrics
from bot.wiring.board import BoardParts, build_board
from bot.wiring.cards import Cards, build_cards
from bot.wiring.clients import PropOpsParts
from bot.wiring.members import Members, build_members
from bot.wiring.slack import SlackParts
from bot.wiring.stores import Clock
from bot.wiring.waits import Waits
from bot.workflows.approvals.cards import ApprovalCards
from bot.workflows.approvals.decisions import Approvals
from bot.workflows.approvals.gate import ApprovalGate
from bot.workflows.approvals.private_cards import PrivateCards
from bot.workflows.approvals.reminders import ApprovalReminders
from bot.workflows.approvals.rules import ApprovalRules
from bot.workflows.audit_witness import AuditWitness
from bot.workflows.card_channels import CardChannels
from bot.workflows.changes.apply import ApplyStep
from bot.workflows.changes.as_member import AsMember
from bot.workflows.changes.circuit_breaker import CircuitBreaker
from bot.workflows.changes.dispatcher import Dispatcher
from bot.workflows.changes.exactly_once import RECORDED_WITHIN, WriteExecutor
from bot.workflows.changes.journal import ChangeJournal
from bot.workflows.changes.late_duplicates import DuplicateCheck
from bot.workflows.changes.lifecycle import Changes
from bot.workflows.changes.operator_decisions import OperatorNews
from bot.workflows.changes.progress import ProgressReporter
from bot.workflows.changes.record import (
    ADD_FILES,
    CARD_OVER,
    CARD_WAITS,
    CHASE,
    CHECK_DUPLICATES,
    DELETION_OVER,
    DELETION_WAITS,
    JOB_MISSING,
    REMOVE_UNDO,
    Follows,
    OutcomeRecorder,
)
from bot.workflows.changes.retry_policy import RetryPolicy
from bot.workflows.changes.run import WORKFLOW, ChangeRun
from bot.workflows.changes.run_leases import RunLeases, lease_of
from bot.workflows.changes.to_member import ToMember
from bot.workflows.changes.undecryptable import UndecryptableChanges
from bot.workflows.changes.watchers import ChangeWatchers
from bot.workflows.deferred_tasks import DeferredTasks, TaskFunction
from bot.workflows.drafts.drafts import Drafts
from bot.workflows.drafts.reopened import ReopenedForms
from bot.workflows.drafts.unsent_forms import UnsentForms
from bot.workflows.promises import Promises
from bot.workflows.retention import Retention
from bot.workflows.uploads import Uploads
from bot.workflows.writes.create import CreateJob
from bot.workflows.writes.delete import DeleteJob
from bot.workflows.writes.table import Writes, write_table
from bot.workflows.writes.update import UpdateJob


@dataclass(frozen=True)
class Workflows:
    dispatcher: Dispatcher
    members: Members
    cards: Cards
    drafts: Drafts
    reopened: ReopenedForms
    unsent: UnsentForms
    approvals: Approvals
    reminders: ApprovalReminders
    changes: Changes
    watchers: ChangeWatchers
    uploads: Uploads
    deferred_tasks: DeferredTasks
    promises: Promises
    progress: ProgressReporter
    retention: Retention
    audit_witness: AuditWitness
    board: BoardParts


def build_workflows(
    stores: Stores,
    slack: SlackParts,
    propops: PropOpsParts,
    engine: Engine,
    settings: Settings,
    metrics: Metrics,
    clock: Clock,
    waits: Waits,
) -> Workflows:
    """Registers the workflow with the engine, which is launched afterwards."""
    store, messenger, journal = stores.changes, slack.messenger, ChangeJournal(metrics, clock)
    dispatcher = Dispatcher(store, engine, WORKFLOW, clock)
    promises = Promises(stores.promises, messenger, clock)
    members = build_members(stores, slack, propops, promises, dispatcher.wake, settings, clock)
    channels = _build_channels(stores, slack, members, settings)
    drafts = _build_drafts(stores, slack, channels, clock)
    access, links = members.access, members.links
    cards = build_cards(stores, slack, members, channels, settings, clock, waits)
    create = CreateJob(settings.propops_marker, stores.job_claims)
    writes = _build_writes(create, stores, slack, cards, settings)
    approvals = _build_approvals(stores, slack, members, channels, settings)
    reopened, retry = ReopenedForms(drafts, links), _retry_policy(settings, waits)
    shown_by = store, ToMember(messenger, clock, watchers := ChangeWatchers()), cards.jobs
    progress = ProgressReporter(*shown_by, approvals.cards, reopened, members.invitations, promises)
    board = build_board(stores, messenger, members, cards, approvals, settings, clock)
    progress.heard, progress.shown = board.changed.touched, journal.shown
    undecryptable = UndecryptableChanges(store, progress, journal)
    apply = ApplyStep(
        *(stores.runs, AsMember(access, links, clock, dispatcher.shedding.give_way)),
        _build_executor(stores, writes, retry, metrics, clock),
        ApprovalGate(approvals, store, access, writes, clock),
        _build_recorder(stores, retry, dispatcher, cards, journal, clock, board),
        *(undecryptable, RunLeases(stores.runs, clock, _lease(settings))),
    )
    ChangeRun(store, engine, dispatcher, apply, progress, retry, clock)
    uploads = Uploads(changes := Changes(stores, dispatcher, clock, journal, cards.undo))
    duplicates = DuplicateCheck(store, links, create, messenger)
    news = OperatorNews(messenger, progress, reopened, journal)
    works = _works_later(duplicates, cards, uploads, news, board)
    ends = dispatcher, undecryptable, clock
    return Workflows(
        dispatcher=dispatcher,
        members=members,
        cards=cards,
        drafts=drafts,
        reopened=reopened,
        unsent=UnsentForms(stores.drafts, messenger, clock),
        approvals=approvals,
        reminders=_build_reminders(approvals, stores, slack, members, *ends),
        changes=changes,
        watchers=watchers,
        uploads=uploads,
        promises=promises,
        progress=progress,
        deferred_tasks=DeferredTasks(stores.deferred_tasks, store, works, clock, journal),
        retention=Retention(stores, engine, settings.changes_keep_days, clock),
        audit_witness=AuditWitness(stores.audit, clock, _secret(settings.audit_key)),
        board=board,
    )


def _works_later(
    duplicates: DuplicateCheck,
    cards: Cards,
    uploads: Uploads,
    news: OperatorNews,
    board: BoardParts,
) -> dict[str, TaskFunction]:
    return {
        CHECK_DUPLICATES: duplicates,
        REMOVE_UNDO: cards.jobs.remove_undo,
        JOB_MISSING: cards.missing.after_change,
        DELETION_WAITS: cards.redraws.show,
        DELETION_OVER: cards.redraws.show,
        CARD_WAITS: cards.redraws.show,
        CARD_OVER: cards.redraws.show,
        ADD_FILES: uploads.after_create,
        OPERATOR_DECIDED: news.tell,
        CHASE: board.chasing.remind,
    }


def _build_writes(
    create: CreateJob, stores: Stores, slack: SlackParts, cards: Cards, settings: Settings
) -> Writes:
    update = UpdateJob(stores.history, settings.statuses)
    known = stores.changes, cards.notify_check, slack.files
    return write_table(create, DeleteJob(cards.undo), update, *known, settings.zone)


def _build_recorder(
    stores: Stores,
    retry: RetryPolicy,
    dispatcher: Dispatcher,
    cards: Cards,
    journal: ChangeJournal,
    clock: Clock,
    board: BoardParts,
) -> OutcomeRecorder:
    show = cards.jobs
    follows = Follows(show.channel, show.expect, board.chasing.first_due, cards.undo)
    return OutcomeRecorder(stores, retry, dispatcher.wake, clock, journal, follows)


def _build_executor(
    stores: Stores, writes: Writes, retry: RetryPolicy, metrics: Metrics, clock: Clock
) -> WriteExecutor:
    breaker = CircuitBreaker(retry.backoff, clock)
    metrics.gauges.circuit.set_function(lambda: breaker.is_open)
    known = stores.changes, stores.runs, stores.history
    return WriteExecutor(*known, writes, retry, breaker, clock)


def _build_reminders(
    approvals: Approvals,
    stores: Stores,
    slack: SlackParts,
    members: Members,
    dispatcher: Dispatcher,
    undecryptable: UndecryptableChanges,
    clock: Clock,
) -> ApprovalReminders:
    changes, fail = stores.changes, undecryptable.fail
    told = members.access, slack.messenger, dispatcher.wake, clock, fail
    return ApprovalReminders(approvals, changes, *told)


def _build_channels(
    stores: Stores, slack: SlackParts, members: Members, settings: Settings
) -> CardChannels:
    people, settings_of = members.access.people, stores.channel_settings.of

    async def name_of(user: str) -> str:
        profile = await people.profile(user)
        return profile.name if profile is not None else ""

    usual = settings.workspace_policy

    def jobs_channel() -> str | None:
        where = current() if settings.many_workspaces else None
        here = usual if where is None else usual.of((where.team, where.enterprise))
        return here.jobs_channel

    channels = CardChannels(slack.channels, jobs_channel, settings_of, name_of)
    channels.last_raised_in = stores.history.last_raised_in
    return channels


def _build_drafts(
    stores: Stores, slack: SlackParts, channels: CardChannels, clock: Clock
) -> Drafts:
    def takes_files() -> bool:
        return slack.identity.takes_files

    return Drafts(stores.drafts, clock, channels, takes_files)


def _secret(value: SecretStr | None) -> str:
    return value.get_secret_value() if value is not None else ""


def _retry_policy(settings: Settings, waits: Waits) -> RetryPolicy:
    return RetryPolicy(
        settings.propops_settle_seconds,
        duplicate_check_after=waits.duplicate_check,
        first_wait=waits.first_retry,
    )


def _lease(settings: Settings) -> float:
    lands_within = RECORDED_WITHIN + LEAVES_WITHIN + settings.propops_timeout_seconds
    return lease_of(settings.propops_settle_seconds, lands_within)


def _build_approvals(
    stores: Stores,
    slack: SlackParts,
    members: Members,
    channels: CardChannels,
    settings: Settings,
) -> Approvals:
    def rules_of(here: WorkspacePolicy) -> ApprovalRules:
        return ApprovalRules(
            policy=here.policy,
            channel=here.approvals_channel,
            expiry_days=settings.approval_expiry_days,
            reminders=settings.approval_reminders,
            escalate_to=here.escalate_to,
            zone=settings.zone,
        )

    usual = settings.workspace_policy
    rules = rules_of(usual)
    if settings.many_workspaces:
        rules = per_workspace(
            cache(lambda where: rules_of(usual.of((where.team, where.enterprise))))
        )
    private = PrivateCards(stores.promises, members.access, slack.messenger, stores.sent_notices)
    cards = ApprovalCards(stores, members.access, slack.messenger, rules, channels, private)
    return Approvals(stores.approvals, stores.changes, members.access, cards, rules)
