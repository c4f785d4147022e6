"""Runs tasks that are due some time after a change has ended: the duplicate check, the end of *Undo*."""

import contextlib
from collections.abc import Awaitable, Callable, Mapping

import structlog

from bot.jobs.change import Change
from bot.store.changes import ChangeStore
from bot.store.deferred_tasks import DeferredTask, DeferredTaskStore

LEASE = 60.0
"""Seconds after which a task that did not end is run again, maybe by another process."""
MOST_TRIES = 100

log = structlog.get_logger(__name__)

TaskFunction = Callable[[Change], Awaitable[bool]]
"""Idempotent. False: to be retried later."""


class DeferredTasks:
    def __init__(
        self,
        deferred_tasks: DeferredTaskStore,
        store: ChangeStore,
        works: Mapping[str, TaskFunction],
        clock: Callable[[], float],
    ) -> None:
        """`functions`: kind of task → what is run."""
        self._deferred_tasks, self._store, self.functions, self._clock = (
            deferred_tasks,
            store,
            works,
            clock,
        )

    async def run_due(self) -> int:
        """Runs the tasks that are due now; their number."""
        due = await self._deferred_tasks.take(self._clock(), LEASE)
        for task in due:
            with contextlib.suppress(Exception):
                await self._run_one(task)
        return len(due)

    async def _run_one(self, task: DeferredTask) -> None:
        change = await self._store.get(task.change_id)
        work = self.functions.get(task.kind)
        done = True
        if change is not None and work is not None:
            try:
                done = await work(change)
            except Exception as error:
                done = False
                log.warning(
                    "deferred task failed, retrying",
                    kind=task.kind,
                    error=type(error).__name__,
                    next_try_seconds=LEASE,
                )
        if done or task.tries >= MOST_TRIES:
            await self._deferred_tasks.drop(task.kind, task.change_id)
