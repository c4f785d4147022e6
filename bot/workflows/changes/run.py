"""One run of a change, which the engine begins anew after a crash: the steps `apply` and `show`.

Each step is harmless when repeated. A run ends in an ended state, or parks the change until
`due_at`; the dispatcher then starts the next run under a new key. The name of the workflow is kept
with every run and never changes.

Writing and showing are two queues. `apply` takes one of the dispatcher's slots; `show` takes none,
however long it waits for its turn in a channel or for Slack to answer, and what waits for a turn
holds no transaction and nobody's lease.
"""

import asyncio
from collections.abc import Callable
from dataclasses import replace

import structlog

from bot import tracing
from bot.concurrency import Turns
from bot.engine.protocol import Engine, StepFailed, error_fields
from bot.jobs.change import ENDED, Json
from bot.slack.web_api import SlackSilent
from bot.store.changes import ChangeStore
from bot.workflows.changes.apply import ApplyStep
from bot.workflows.changes.dispatcher import Dispatcher
from bot.workflows.changes.journal import LOGGED
from bot.workflows.changes.progress import ProgressReporter
from bot.workflows.changes.retry_policy import RetryPolicy

WORKFLOW = "change.move_on"
"""Never changes: runs under way are resumed by it."""
SHOW_CRASHES = 4
"""Tries after which a showing that raises is given up, and the member told privately."""
SHOW_TRIES = 120
"""How often showing a result in Slack is tried, at most a minute apart."""

log = structlog.get_logger(__name__)


class ChangeRun:
    """Registers itself with the engine."""

    def __init__(
        self,
        store: ChangeStore,
        engine: Engine,
        dispatcher: Dispatcher,
        apply: ApplyStep,
        progress: ProgressReporter,
        retry: RetryPolicy,
        clock: Callable[[], float],
    ) -> None:
        self._store, self._engine, self._dispatcher = store, engine, dispatcher
        self._apply, self._progress = apply, progress
        self._retry, self._clock = retry, clock
        self._showing = Turns()
        """By change: of two runs of one change, the earlier is shown first."""
        engine.register(WORKFLOW, self._run)

    async def _run(self, arg: str) -> None:
        """One run. Between the steps only plain decisions."""
        change_id, _, number = arg.rpartition(".")
        run = int(number)
        structlog.contextvars.bind_contextvars(change=change_id)
        try:
            with self._dispatcher.running(change_id, run) as slot:
                await self._dispatcher.shedding.give_way()
                applied = await self._engine.step("apply", self._apply, change_id, run)
                slot.nothing_follows = bool(applied.get("nothing_follows"))
            if applied["state"] != "stale" or await self._done_by_earlier(change_id, run):
                await self._show_until_shown(change_id, run)
        except Exception as error:
            log.error("run failed, starting the next one", **error_fields(error))
            self._apply.journal.crashed()
            await self._run_crashed(change_id, run)
        finally:
            structlog.contextvars.unbind_contextvars(*LOGGED)

    async def _done_by_earlier(self, change_id: str, run: int) -> bool:
        """A run that was taken up again after a crash recorded what this one, its successor, has to show."""
        change = await self._store.get(change_id)
        return change is not None and change.run == run and change.state == "done"

    async def _show_until_shown(self, change_id: str, run: int) -> None:
        for tries in range(1, SHOW_TRIES + 1):
            await self._dispatcher.shedding.give_way()
            try:
                async with self._showing.turn(change_id):
                    shown = await self._engine.step("show", self._show, change_id, run)
            except StepFailed as error:  # its kind is logged: the database may have failed just now
                if tries >= SHOW_CRASHES:
                    raise
                log.error("showing failed, retrying", **error_fields(error))
                shown = {"shown": False}
            if shown["shown"]:
                return
            await asyncio.sleep(self._retry.backoff(tries))  # only this run waits for Slack

    async def _show(self, change_id: str, run: int) -> Json:
        """Shows people the state of the change. `shown` false: Slack was unreachable, to be tried again."""
        recorded = self._apply.handover.take(change_id, run)
        fresh = recorded is not None and recorded.is_fresh
        change = recorded.change if recorded and fresh else await self._store.get(change_id)
        if change is None or change.run != run:
            return {"shown": True}
        try:
            with self._apply.journal.working(change, "show"):
                await self._progress.report(change, recorded)
        except SlackSilent as error:
            log.warning("Slack can't be reached, retrying", method=error.args[0])
            return {"shown": False}
        return {"shown": True}

    async def _run_crashed(self, change_id: str, run: int) -> None:
        """A bug or a broken database ended the run: the change goes on in the next one."""
        change = await self._store.get(change_id)
        if change is None or change.run != run:
            return
        crashes = change.outcome.crashes + 1
        outcome = replace(change.outcome, crashes=crashes)
        wait = self._retry.backoff(crashes)
        if change.state in ENDED:
            with self._apply.journal.working(change, "tell"):
                await self._progress.report_privately(change)
            return
        await self._store.put_in_run(
            change_id, run, due_at=self._clock() + wait, outcome=outcome, held=False
        )
        if crashes == 1:
            with self._apply.journal.working(change, "tell"):
                tracing.failed(change.id)
                await self._progress.report_crash(change)
        self._dispatcher.wake()
