"""Starts the runs that are due: at most `limit` at once, one at a time for a job.

Accepting a change only stores it; a burst of a thousand clicks therefore waits in the table, not in
memory. During a burst only `BURST_CONCURRENCY` runs are started at once (load shedding), so that the
answers to Slack, which must come within three seconds, go first.
"""

import asyncio
import collections
import contextlib
import time
from collections.abc import Callable, Iterator

import structlog

from bot.engine.protocol import Engine
from bot.errors import BotError
from bot.store.changes import ChangeStore

LEASE = 120.0
"""Seconds a run owns the change. After that the next run is started, if the engine has not resumed it."""
IDLE = 5.0
"""Seconds between polls when nothing wakes the dispatcher: another process may add changes."""
BURST, BURST_SECONDS = 8, 0.5
"""More changes than this, accepted within so many seconds, are a burst."""
BURST_CONCURRENCY = 1
"""Runs at once during a burst."""
RETRY_SECONDS = 1.0
"""Seconds after a failure to read or start what is due."""
RESTART_AFTER = 20.0
"""Seconds after which a run that was started but never entered is started under a new key."""

log = structlog.get_logger(__name__)


class Dispatcher:
    def __init__(
        self,
        store: ChangeStore,
        engine: Engine,
        workflow: str,
        clock: Callable[[], float],
        *,
        limit: int = 20,
    ) -> None:
        self._store, self._engine, self._workflow = store, engine, workflow
        self._clock, self._limit = clock, limit
        self._wake = asyncio.Event()
        self._busy: dict[str, int] = {}
        self._started: dict[str, tuple[int, float]] = {}
        self._accept_times: collections.deque[float] = collections.deque(maxlen=BURST + 1)
        self._stopping = False
        self._task: asyncio.Task[None] | None = None

    def wake(self) -> None:
        self._wake.set()

    def count_accepted(self) -> None:
        """Called before a change is stored, to notice a burst."""
        self._accept_times.append(time.monotonic())

    @property
    def under_burst(self) -> bool:
        return (
            len(self._accept_times) > BURST
            and time.monotonic() - self._accept_times[0] < BURST_SECONDS * 2
            and time.monotonic() - self._accept_times[-1] < BURST_SECONDS
        )

    @property
    def busy(self) -> int:
        """The number of runs that have been started and have not ended."""
        return len(self._busy)

    @contextlib.contextmanager
    def running(self, change_id: str, run: int) -> Iterator[None]:
        """The context of a run, from its first line to its last: it counts as running."""
        self._busy[change_id] = run
        try:
            yield
        finally:
            self._busy.pop(change_id, None)
            self._started.pop(change_id, None)
            self.wake()

    async def start(self) -> None:
        self._task = asyncio.create_task(self._loop(), name="dispatcher")

    async def stop(self) -> None:
        """Starts no more runs; those that are running go on."""
        self._stopping = True
        self.wake()
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def wait_until_idle(self, within: float) -> bool:
        """Waits until no run is left, at most `within` seconds. Whether that is so."""
        deadline = asyncio.get_running_loop().time() + within
        while self._busy and asyncio.get_running_loop().time() < deadline:
            await asyncio.sleep(0.02)
        return not self._busy

    async def _loop(self) -> None:
        while not self._stopping:
            self._wake.clear()
            try:
                wait = await self._start_due()
            except BotError as error:
                wait = RETRY_SECONDS
                log.error(
                    "due changes could not be read, retrying",
                    seconds=wait,
                    problem=type(error).__name__,
                )
            except Exception:
                wait = RETRY_SECONDS
                log.exception("dispatching due changes failed, retrying", seconds=wait)
            if self.under_burst:  # every accept wakes it; during a burst it polls instead
                await asyncio.sleep(BURST_SECONDS / 2)
                continue
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), wait)

    async def _start_due(self) -> float:
        """Starts the runs that are due; returns the seconds until the next poll.

        The engine stores a run before the change's row counts it, so that none gets lost.
        """
        free = (BURST_CONCURRENCY if self.under_burst else self._limit) - len(self._busy)
        if free > 0:
            rows = await self._store.due(self._clock(), self._limit)
            startable = [row for row in rows if row.id not in self._busy]
            for row in startable[:free]:
                await self._start(row.id, row.run + 1)
                if self.under_burst:
                    break
        if self.under_burst:
            return BURST_SECONDS
        if len(self._busy) >= self._limit:
            return IDLE
        next_due = await self._store.next_due(self._clock())
        return IDLE if next_due is None else min(IDLE, max(0.01, next_due - self._clock()))

    async def _start(self, change_id: str, run: int) -> None:
        last_start = self._started.get(change_id)
        if (
            last_start is not None
            and last_start[0] == run
            and self._clock() - last_start[1] > RESTART_AFTER
        ):
            log.warning(
                "a run did not begin in time, starting the next one", change=change_id, run=run
            )
            await self._store.put(
                change_id, run=run + 1
            )  # the skipped run ends as stale if it begins late
            run += 2
        self._busy[change_id] = run
        self._started[change_id] = (run, self._clock())
        try:
            await self._engine.start(f"{change_id}.{run}", self._workflow, f"{change_id}.{run}")
        except BaseException:
            self._busy.pop(change_id, None)
            raise
