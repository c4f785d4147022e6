"""The whole bot: start, warm-up, health checks, close. `bot.wiring` builds its parts."""

import asyncio
import contextlib
import importlib
import os
import signal
import time
from collections.abc import Callable, Mapping, Sequence

import structlog
from starlette.routing import BaseRoute

from bot import late_re, memory
from bot.engine.dbos_engine import DurableEngine
from bot.engine.protocol import Engine
from bot.jobs import working_time
from bot.jobs.model import Choice
from bot.jobs.name_index import NameIndex
from bot.settings import Settings
from bot.slack.web_api import SlackSilent
from bot.store.database import DatabaseDown
from bot.store.stores import Stores
from bot.web.bolt import BotApp
from bot.web.http_app import Check
from bot.web.metrics import Metrics
from bot.wiring.clients import PropOpsParts, connect_propops
from bot.wiring.listeners import Listeners, build_listeners
from bot.wiring.schedule import build_schedule
from bot.wiring.slack import SlackParts, connect_slack
from bot.wiring.stores import open_stores
from bot.wiring.waits import USUAL, Waits
from bot.wiring.watched import tracer_of, watch
from bot.wiring.workflows import Workflows, build_workflows
from bot.workflows.scheduler import Scheduler

_INTRODUCED_WITHIN = 2.0
"""Seconds the start waits for Slack to say who the bot is."""
log = structlog.get_logger(__name__)


class App:
    """`start` builds and starts every part, `close` stops them in reverse order.

    The groups of parts (`stores`, `slack`, `propops`, `flows`) are there once it has started.
    """

    stores: Stores
    slack: SlackParts
    propops: PropOpsParts
    flows: Workflows
    engine: Engine
    bolt: BotApp
    _listeners: Listeners
    _scheduler: Scheduler

    def __init__(
        self,
        settings: Settings,
        *,
        clock: Callable[[], float] = time.time,
        engine: Engine | None = None,
        waits: Waits = USUAL,
    ) -> None:
        """`engine`: instead of the durable engine, for tests. `clock`: Unix seconds."""
        self._settings, self._clock, self._waits = settings, clock, waits
        self.engine = engine or DurableEngine(settings.database_url, on_lost=self._terminate)
        self.is_lost = False
        """Another process may have taken over what this one did."""
        self.metrics = Metrics(tracer_of(settings))
        self.pages: Sequence[BaseRoute] = ()
        self.checks: Mapping[str, Check] = {}

    async def start(self) -> None:
        """Raises `DatabaseDown`, `DatabaseTooNew`, `AlreadyRunning`, `BotTokenRefused`."""
        settings, metrics, clock = self._settings, self.metrics, self._clock
        waits = self._waits
        log.info("workspaces served", mode=settings.workspaces)
        if settings.signing_secret_doubt:
            log.warning("a setting looks wrong, going on", problem=settings.signing_secret_doubt)
        self.stores = await open_stores(settings, clock)
        self.slack = connect_slack(settings, metrics, clock, waits, self.stores)
        self.propops = connect_propops(settings, metrics)
        self.flows = build_workflows(
            self.stores, self.slack, self.propops, self.engine, settings, metrics, clock, waits
        )
        self._listeners = build_listeners(
            self.flows, self.stores, self.slack, settings, metrics, clock, waits
        )
        self._scheduler = build_schedule(
            *(self.flows, self.stores, self.slack, settings, clock, waits),
            take_up_presses=self._listeners.presses.take_up,
        )
        watch(metrics, self.flows, self.stores, self.slack, settings, self._clock)
        self.bolt, self.pages = self._listeners.bolt, self._listeners.pages
        self.checks = {
            "database": self._database_answers,
            "slack": self._slack_answers,
            "queue": self._queue_moves,
        }
        asked = asyncio.create_task(self._introduced())
        try:
            await self.engine.launch()
        finally:
            await asked
        await self.flows.dispatcher.start()
        self._scheduler.start()

    def warm_up(self) -> None:
        """Makes the slow first calls; to be called in a thread, once the port is open.

        Not dateparser's: hardly a day is so written that no rule of the bot's reads it, and it takes 9 MiB.
        """
        try:
            importlib.import_module("bot.jobs.quicktext.parser")
            late_re.compile_waiting()
            working_time.warm_up()
            NameIndex([Choice(1, "warm")]).find("wram")
        finally:
            memory.end_start()

    async def close(self, within: float = 15) -> None:
        """Accepts no new work, lets runs finish or stop at a step, then closes everything."""
        deadline = asyncio.get_running_loop().time() + within
        await self._scheduler.stop()
        await self.flows.deferred_tasks.stop()
        await self.flows.dispatcher.stop()
        await self._listeners.background.close(min(3, within / 3))
        await self._listeners.presses.offer_lines_back()
        await self.flows.unsent.write_all()
        await self.flows.dispatcher.wait_until_idle(within / 2)
        await self._close_audit()
        await self.slack.settled()
        await self.engine.close(max(1.0, deadline - asyncio.get_running_loop().time() - 1))
        await self.flows.cards.previews.close(1)
        await self.propops.lookups.aclose()
        await self.propops.gateway.aclose()
        await self.slack.session.close()
        await self.stores.database.close()
        await asyncio.to_thread(self.metrics.tracer.close, 2)

    async def _close_audit(self) -> None:
        try:
            await self.stores.refusals.close_all()
            await self.flows.audit_witness.tell()
        except DatabaseDown as error:
            log.warning("the audit could not be closed, going on", cause=error.cause)

    async def _database_answers(self) -> str | None:
        try:
            await self.stores.database.check()
        except DatabaseDown as error:
            return f"can't be written: {error.cause}"
        return None

    async def _introduced(self) -> None:
        """Who the bot is in Slack. Raises `BotTokenRefused`; a Slack that is away is asked later."""
        with contextlib.suppress(SlackSilent, TimeoutError):
            async with asyncio.timeout(_INTRODUCED_WITHIN):
                if self.slack.one is not None:
                    await self.slack.one.load()
                if self.slack.installations is not None:
                    await self.slack.installations.refresh()
                    live = [each for each in self.slack.installations.all() if not each.ended_at]
                    log.info("workspaces", installed=len(live))

    async def _slack_answers(self) -> str | None:
        if self.slack.installations is not None:
            return "; ".join(await self.slack.installations.problems()) or None
        installation = self.slack.one
        assert installation is not None
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(1.5):
                if error := await installation.refusal():
                    return f"Slack refuses the bot token ({error})"
        return None if installation.installed else "Slack has not accepted the bot token yet"

    async def _queue_moves(self) -> str | None:
        return None if self.engine.alive() else "the durable engine has stopped"

    def _terminate(self) -> None:
        """Ends the process: another replica may take over its runs, so it must start nothing more."""
        log.critical("lost the lock session: ending, so that no change is run twice")
        self.is_lost = True
        os.kill(os.getpid(), signal.SIGTERM)


def build(settings: Settings) -> App:
    return App(settings)
