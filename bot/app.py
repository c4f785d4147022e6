"""The composition root: the one place where the parts meet."""

import asyncio
import ctypes
import gc
import os
import secrets
import signal
import sys
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

import structlog
from starlette.routing import BaseRoute

import handlers
from bot.engine.dbos_engine import DurableEngine
from bot.engine.protocol import Engine
from bot.jobs import working_time
from bot.jobs.dates import parser
from bot.jobs.model import Choice
from bot.jobs.name_index import NameIndex
from bot.members.access import People
from bot.propops.http.transport import Transport
from bot.propops.lookups.cache import LookupCache
from bot.settings import Settings
from bot.slack.client import open_session, web_client
from bot.slack.messenger import Messenger
from bot.store.approvals import ApprovalStore
from bot.store.audit_log import AuditLog as AuditTrail
from bot.store.cards import CardStore
from bot.store.change_history import ChangeHistory
from bot.store.changes import ChangeStore
from bot.store.database import Database, DatabaseDown
from bot.store.deferred_tasks import DeferredTaskStore
from bot.store.drafts import DraftStore
from bot.store.encryption import Encryption
from bot.store.job_claims import JobClaimStore
from bot.store.link_tickets import LinkTicketStore
from bot.store.tokens import TokenStore
from bot.web.bolt import BotApp, Routes, SlackInstallation, bolt_app
from bot.web.http_app import Check
from bot.web.metrics import Metrics
from bot.workflows.approvals.decisions import Approvals
from bot.workflows.approvals.reminders import ApprovalReminders
from bot.workflows.cards.job_cards import JobCards
from bot.workflows.cards.refresh import CardRefresher
from bot.workflows.changes.circuit_breaker import CircuitBreaker
from bot.workflows.changes.exactly_once import WriteExecutor
from bot.workflows.changes.late_duplicates import DuplicateCheck
from bot.workflows.changes.lifecycle import CHECK_DUPLICATES, REMOVE_UNDO, Changes
from bot.workflows.changes.progress import ProgressReporter
from bot.workflows.changes.retry_policy import RetryPolicy
from bot.workflows.deferred_tasks import DeferredTasks
from bot.workflows.drafts.drafts import Drafts
from bot.workflows.linking.linking import Linking
from bot.workflows.linking.permissions import PermissionCache
from bot.workflows.notify_check import NotifyCheck
from bot.workflows.retention import Retention
from bot.workflows.writes.create import CreateJob
from bot.workflows.writes.table import write_table
from handlers.background import Background
from handlers.change_buttons import ChangeAnswers
from handlers.errors import ErrorHandler
from handlers.job_form import JobForms
from handlers.job_form_submit import ConfirmedTotals, FormRefresher
from handlers.job_queries import JobQueries
from handlers.link_page import LinkPage
from handlers.linking import LinkCommands
from handlers.private import PrivateDetails

log = structlog.get_logger(__name__)
APPROVAL_LOOK = 5.0
WARN_LOOK = 1800.0
"""Seconds between looks for approvals that are due, and for links that end."""
LINK_LOOK = 3.0
"""Seconds between looks for members who have linked from outside while a change waited."""


class App:
    """The whole bot. `start` makes and wakes every part, `close` ends them in reverse."""

    bolt: BotApp

    def __init__(
        self,
        settings: Settings,
        *,
        clock: Callable[[], float] = time.time,
        engine: Engine | None = None,
    ) -> None:
        self._settings, self._clock, self._engine = settings, clock, engine
        self.metrics = Metrics()
        self.pages: Sequence[BaseRoute] = ()
        self.checks: Mapping[str, Check] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        settings, clock = self._settings, self._clock
        boot = secrets.token_hex(6)
        encryption = Encryption.load(
            settings.token_keys.get_secret_value() if settings.token_keys else None,
            settings.sqlite_path,
        )
        self.engine = self._engine or DurableEngine(settings.database_url, on_lost=_end)
        self.database = await Database.open(settings.database_url)
        self.store = ChangeStore(self.database, encryption, clock)
        self.tokens = TokenStore(self.database, encryption, clock)
        self.cards = CardStore(self.database)
        self.forms = DraftStore(self.database, encryption)
        self._session = open_session(self.metrics.slack_call)
        self.client = web_client(settings, self._session)
        self.transport = Transport(
            settings.propops_base_url,
            settings.names,
            settings.propops_timeout_seconds,
            on_call=lambda method, action, status, seconds: self.metrics.propops_call(
                f"{method} {action}", str(status), seconds
            ),
        )
        self._identity = identity = SlackInstallation(self.client)
        self.lookups = LookupCache(self.transport, settings.static_lists)
        self.people = People(
            self.tokens, self.transport, self.lookups, self.client, identity, settings.zone, clock
        )
        self.messenger = Messenger(self.client, clock=clock)
        drafts = Drafts(self.forms, clock)
        past = ChangeHistory(self.database)
        notify_check = NotifyCheck(past, settings.quiet_hours, clock)
        cards = JobCards(
            self.cards,
            self.messenger,
            clock,
            notify_check=notify_check,
            jobs_channel=settings.jobs_channel,
            job_url=settings.propops_job_url,
        )
        rules = RetryPolicy(settings.propops_settle_seconds)
        claims, deferred_tasks = (
            JobClaimStore(self.database, clock),
            DeferredTaskStore(self.database),
        )
        create = CreateJob(settings.propops_marker, claims)
        writes = write_table(create, self.store, notify_check)
        circuit_breaker = CircuitBreaker(rules.backoff, clock)
        effects = WriteExecutor(self.store, writes, rules, circuit_breaker, boot, clock)
        self.audit = AuditTrail(self.database, clock)
        rights = PermissionCache(self.people, self.transport)
        self.linking = Linking(
            self.tokens,
            LinkTicketStore(self.database, encryption, clock),
            self.forms,
            self.people,
            self.transport,
            self.messenger,
            self.audit,
            rights,
            clock,
            public_url=settings.public_url,
            in_slack=settings.link_in_slack,
            zone=settings.zone,
        )
        self.approvals = approvals = Approvals(
            ApprovalStore(self.database, clock),
            self.store,
            self.people,
            self.messenger,
            settings.policy,
            settings,
            clock,
            writes,
        )
        progress = ProgressReporter(
            self.store, self.messenger, cards, drafts, self.people, clock, approvals, self.linking
        )
        self.changes = Changes(
            self.store,
            self.engine,
            self.people,
            effects,
            progress,
            claims,
            deferred_tasks,
            clock,
            approvals,
            on_state=self.metrics.change,
        )
        self.linking.on_linked = self.changes.resume_after_link
        self.linking.waits_for = self.changes.waits_for_link_of
        self.pages = LinkPage(self.linking, self.people, self.audit).routes()
        self.approval_clock = ApprovalReminders(
            approvals,
            self.store,
            self.people,
            self.messenger,
            clock,
            reminders=len(settings.approval_reminders),
            escalate_to=settings.approval_escalate_to,
            wake=self.changes.dispatcher.wake,
            unopened=self.changes.fail_undecryptable,
        )
        self.after = Background(self.messenger, self.linking, self.audit, drafts)
        self.deferred_tasks = DeferredTasks(
            deferred_tasks,
            self.store,
            {
                CHECK_DUPLICATES: DuplicateCheck(self.store, self.people, create, self.messenger),
                REMOVE_UNDO: cards.remove_undo,
            },
            clock,
        )
        self.retention = Retention(
            self.store, self.forms, self.engine, settings.changes_keep_days, clock
        )
        opening = JobForms(self.people, drafts, self.messenger, self.after, cards, rights, clock)
        jobs = JobQueries(
            self.people,
            self.messenger,
            self.after,
            cards,
            notify_check,
            past,
            rights,
            delete_blindly=settings.propops_delete_without_preview,
        )
        private = PrivateDetails(self.people, self.messenger, self.audit)
        opening.starts |= jobs.starts | {"private": private.show}
        parts: dict[str, Any] = {
            "people": self.people,
            "changes": self.changes,
            "drafts": drafts,
            "messenger": self.messenger,
            "after": self.after,
            "answers": ChangeAnswers(self.messenger),
            "questions": ConfirmedTotals(),
            "redrawing": FormRefresher(),
            "approvals": approvals,
            "linking": self.linking,
            "link_commands": LinkCommands(self.linking, self.people, self.messenger),
            "audit": self.audit,
            "opening": opening,
            "rights": rights,
            "jobs": jobs,
            "store": self.store,
        }
        routes = Routes()
        handlers.register(routes)
        self.bolt = bolt_app(
            routes,
            client=self.client,
            bot_auth=identity,
            parts=parts,
            on_error=ErrorHandler(self.people, self.messenger, self.after),
            acks=self.metrics,
        )
        self.checks = {
            "database": self._database_answers,
            "slack": self._slack_answers,
            "queue": self._queue_moves,
        }
        await self.engine.launch()
        await self.changes.dispatcher.start()
        watch = CardRefresher(past, self.people, cards, settings.cards_refresh_seconds, clock)
        self._keep(watch.go_on())
        self._keep(self._tend())
        self._keep(self._regularly(APPROVAL_LOOK, self.approval_clock.poll))
        self._keep(self._regularly(WARN_LOOK, self.linking.warn))
        self._keep(self._learn())
        self._keep(self.deferred_tasks.run())
        self._keep(self.retention.run())

    def warm(self) -> None:
        """Slow first uses, in a thread, once the port is open."""
        parser.warm()
        working_time.warm()
        NameIndex([Choice(1, "warm")]).find("wram")
        gc.collect()
        _give_back_memory()

    async def close(self, within: float = 15) -> None:
        """No new work; what runs is finished or parked; everything is closed."""
        ends = asyncio.get_running_loop().time() + within
        for task in self._tasks:
            task.cancel()
        await self.changes.dispatcher.stop()
        await self.after.close(min(3, within / 3))
        await self.changes.dispatcher.settled(within / 2)
        await self.engine.close(max(1.0, ends - asyncio.get_running_loop().time() - 1))
        await self.lookups.aclose()
        await self.transport.aclose()
        await self._session.close()
        await self.database.close()

    async def _tend(self) -> None:
        """A token set from outside takes up what waited for it; the queue is counted."""
        mark = -1
        while True:
            try:
                linked = True
                if mark < 0:
                    mark = await self.tokens.newest_version()
                else:
                    mark, members = await self.tokens.linked_since(mark)
                    linked = bool(members)
                if linked:
                    await self.changes.resume_after_link()
                self.metrics.queued(await self.store.count())
            except Exception as error:
                log.warning("tending failed", problem=type(error).__name__)
            await asyncio.sleep(LINK_LOOK)

    async def _regularly(self, every: float, look: Callable[[], Awaitable[int]]) -> None:
        """Looks again and again, whatever happens to one look."""
        while True:
            try:
                await look()
            except Exception as error:
                log.warning("a regular look failed", look=look.__name__, kind=type(error).__name__)
            await asyncio.sleep(every)

    async def _learn(self) -> None:
        while True:
            try:
                await self._identity.learn()
                return
            except Exception as error:
                log.warning("Slack did not say who I am", problem=type(error).__name__)
                await asyncio.sleep(5)

    async def _database_answers(self) -> str | None:
        try:
            await self.database.check()
        except DatabaseDown as error:
            return f"can't be written: {error.cause}"
        return None

    async def _slack_answers(self) -> str | None:
        installed = await self._identity.known(within=1.5)
        return None if installed is not None else "Slack has not accepted the bot token yet"

    async def _queue_moves(self) -> str | None:
        return None if self.engine.alive() else "the durable engine has stopped"

    def _keep(self, work: Any) -> None:
        self._tasks.add(asyncio.create_task(work))


def _end() -> None:
    """Another replica may take our runs over: nothing must be started here any more."""
    log.critical("lost the lock session: ending, so that no change is run twice")
    os.kill(os.getpid(), signal.SIGTERM)


def _give_back_memory() -> None:
    """Hands what start-up (migrations above all) no longer needs back to the system, on glibc."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    if trim is not None:
        trim(0)


def build(settings: Settings) -> App:
    return App(settings)
