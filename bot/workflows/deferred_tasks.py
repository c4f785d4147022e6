"""Runs tasks that are due some time after a change has ended: the duplicate check, the end of *Undo*.

They run side by side: one that waits for Slack or PropOps holds up no other.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping

import structlog

from bot.errors import BotError
from bot.jobs.change import Change
from bot.store.changes import ChangeStore
from bot.store.database import DatabaseDown
from bot.store.deferred_tasks import DeferredTask, DeferredTaskStore
from bot.workflows.changes.journal import ChangeJournal

LEASE = 60.0
"""Seconds after which a task that did not end is run again, maybe by another process."""
MOST_TRIES = 100
"""Then a task is given up, unless it was an outage that it last met."""
MOST_AT_ONCE = 50

log = structlog.get_logger(__name__)

TaskFunction = Callable[[Change], Awaitable[bool | float]]
"""Idempotent. False: to be retried later; a moment in Unix seconds: not before then."""


class DeferredTasks:
    def __init__(
        self,
        deferred_tasks: DeferredTaskStore,
        store: ChangeStore,
        functions: Mapping[str, TaskFunction],
        clock: Callable[[], float],
        journal: ChangeJournal,
    ) -> None:
        """`functions`: kind of task → what is run."""
        self._deferred_tasks, self._store, self.functions, self._clock = (
            deferred_tasks,
            store,
            functions,
            clock,
        )
        self._journal = journal
        self._running: set[asyncio.Task[None]] = set()

    async def start_due(self) -> int:
        """Starts the tasks that are due now; their number."""
        free = MOST_AT_ONCE - len(self._running)
        due = await self._deferred_tasks.take(self._clock(), LEASE, free) if free else []
        for task in due:
            running = asyncio.create_task(self._run_one(task), name=f"deferred {task.kind}")
            self._running.add(running)
            running.add_done_callback(self._running.discard)
        return len(due)

    async def stop(self) -> None:
        """Those that have not ended are run again once their lease is over."""
        running = list(self._running)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    async def _run_one(self, task: DeferredTask) -> None:
        try:
            change = await self._store.get(task.change_id)
            work = self.functions.get(task.kind)
            done: bool | float = True
            if change is not None and work is not None:
                with self._journal.working(change, task.kind):
                    done = await work(change)
            if isinstance(done, float):
                await self._deferred_tasks.postpone(task, done)
            elif done or task.tries >= MOST_TRIES:
                await self._deferred_tasks.drop(task)
        except Exception as error:
            await self._failed(task, error)

    async def _failed(self, task: DeferredTask, error: Exception) -> None:
        failed: dict[str, object] = {"kind": task.kind, "error": type(error).__name__}
        passing = isinstance(error, BotError) and error.retryable
        if passing or task.tries < MOST_TRIES:
            log.warning("deferred task failed, retrying", **failed, next_try_seconds=LEASE)
            return
        log.error("deferred task given up", **failed, tries=task.tries)
        with contextlib.suppress(DatabaseDown):  # it is run, and given up, once more
            await self._deferred_tasks.drop(task)
