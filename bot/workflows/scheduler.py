"""Runs periodic tasks: every so many seconds, or once a day.

Each task has a loop of its own, so that a slow one delays no other; whatever one run raises, the next
one follows. A daily task is done once among all processes on one database: its lease, its
tries and the days that are done are kept beside the deferred tasks (`bot.store.deferred_tasks`).
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from datetime import date, datetime, time, tzinfo
from typing import Any, TypeAlias

import structlog

from bot.errors import BotError
from bot.jobs.working_time import is_working_day
from bot.store.deferred_tasks import DeferredTaskStore
from bot.supervision import supervised

Work: TypeAlias = Callable[[], Awaitable[object]]

LEASE = 900.0
"""Seconds after which a daily run that did not end is done again, maybe by another process."""
LIMIT = LEASE - 60
"""Seconds after which a daily run is cancelled, so that no other process runs it at the same time."""
HANGS_AFTER = 600.0
"""Seconds after which a run of a task that is done every few seconds counts as hanging."""
RETRY = 60.0
"""Seconds after which a daily run that failed is tried again, on the same day."""
MOST_TRIES = 20
"""Tries of one daily run in one day."""
FIRST_POLL = 1.0
"""Seconds until a daily task's first check of the clock: it loads the calendar, and the bot is to be ready first."""
POLL_SECONDS = 30.0
"""Seconds between checks of the clock, at most: it may be set, or the machine suspended."""

log = structlog.get_logger(__name__)


class Scheduler:
    """`clock`: Unix seconds. `zone`: the time zone of daily tasks."""

    def __init__(
        self,
        runs: DeferredTaskStore,
        zone: tzinfo,
        clock: Callable[[], float],
        *,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._runs, self._zone, self._clock, self._sleep = runs, zone, clock, sleep
        self._loops: dict[str, Callable[[], Coroutine[Any, Any, None]]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def every(
        self,
        seconds: float,
        work: Work,
        *,
        name: str = "",
        at_start: bool = True,
        limit: float = HANGS_AFTER,
    ) -> None:
        """Call before `start`. In every process, `seconds` after the previous run has ended.

        `at_start`: the first run comes at once. `limit`: seconds after which a run is cut off, and the
        next one follows as ever. Raises ValueError for a name that is taken.
        """
        name = self._free(name, work)

        async def bounded() -> None:
            async with asyncio.timeout(limit):
                await work()

        async def loop() -> None:
            if not at_start:
                await self._sleep(seconds)
            while True:
                await _attempt(name, bounded, next_try=seconds)
                await self._sleep(seconds)

        self._loops[name] = loop

    def daily(self, at: time, work: Work, *, name: str = "", once: bool = True) -> None:
        """Call before `start`. On every working day, at this local time or as soon after it as possible.

        A missed run is made up for on the same day: after the process was down, and after a failure,
        up to `MOST_TRIES` times. It may be repeated only where its end could not be recorded.
        Without `once` every process does it, and again after a restart. The name is kept in the
        database: a task that is renamed is a new one. Raises ValueError for a name that is taken.
        """
        name = self._free(name, work)
        runs = self._runs if once else None
        task = _DailyTask(name, at, work, runs, self._zone, self._clock)

        async def loop() -> None:
            await self._sleep(FIRST_POLL)
            while True:
                await _attempt(name, task.poll, next_try=POLL_SECONDS)
                await self._sleep(task.seconds_to_next_poll())

        self._loops[name] = loop

    def start(self) -> None:
        """On the running loop."""
        for name, loop in self._loops.items():
            self._tasks.add(supervised(name, loop))

    async def stop(self, within: float = 1.0) -> None:
        """Cancels every loop and its run; waits for that at most `within` seconds."""
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=within)
        self._tasks.clear()

    def _free(self, name: str, work: Work) -> str:
        name = name or getattr(work, "__qualname__", type(work).__qualname__)
        if name in self._loops:
            raise ValueError(f"two scheduled tasks are called {name}")
        return name


class _DailyTask:
    """`runs`: where the days that are done are recorded; None: each process runs it."""

    def __init__(
        self,
        name: str,
        at: time,
        work: Work,
        runs: DeferredTaskStore | None,
        zone: tzinfo,
        clock: Callable[[], float],
    ) -> None:
        self._name, self._at, self._work, self._runs = name, at, work, runs
        self._zone, self._clock = zone, clock
        self._finished_on: date | None = None
        """The last day on which this process has nothing more to do."""

    async def poll(self) -> None:
        """Runs today's task if it is due and no other process has run it or is running it."""
        today = self._today()
        if today == self._finished_on or self._clock() < self._due(today):
            return
        if not await asyncio.to_thread(is_working_day, today):
            self._finished_on = today
        elif self._runs is None:
            await self._bounded()
            self._finished_on = today
        else:
            await self._claim(self._runs, today)

    def seconds_to_next_poll(self) -> float:
        """Seconds."""
        left = self._due(self._today()) - self._clock()
        return min(POLL_SECONDS, left) if left > 0 else POLL_SECONDS

    async def _claim(self, runs: DeferredTaskStore, today: date) -> None:
        claim = await runs.claim_day(self._name, today, self._clock(), LEASE, MOST_TRIES)
        if claim == "ours":
            if not await _attempt(self._name, self._bounded, next_try=RETRY):
                await runs.retry_day(self._name, today, self._clock() + RETRY)
                return
            self._finished_on = today
            await runs.finish_day(self._name, today)
        elif claim == "over":
            self._finished_on = today

    async def _bounded(self) -> None:
        async with asyncio.timeout(LIMIT):
            await self._work()

    def _today(self) -> date:
        return datetime.fromtimestamp(self._clock(), self._zone).date()

    def _due(self, day: date) -> float:
        """Unix seconds. Where the clocks change: the first of a repeated hour; a skipped one an hour later."""
        return datetime.combine(day, self._at, self._zone).timestamp()


async def _attempt(name: str, work: Work, *, next_try: float) -> bool:
    """Whether the run succeeded. A failure is logged, with its traceback if it is a bug."""
    try:
        await work()
    except Exception as error:
        bug = not isinstance(error, BotError | TimeoutError)
        cause = getattr(error, "cause", "") or getattr(error, "error", "")
        log.warning(
            "scheduled task failed, retrying",
            task=name,
            error=type(error).__name__,
            next_try_seconds=next_try,
            exc_info=bug,
            **({"cause": cause} if cause and not bug else {}),
        )
        return False
    return True
