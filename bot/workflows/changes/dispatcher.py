"""Starts the runs that are due: the write queue, one run at a time for a job.

Accepting a change only stores it; a burst of a thousand clicks therefore waits in the table, not in
memory. How many runs are at PropOps at once is decided by `load_shedding`, so that the answers to
Slack, which must come within three seconds, go first. Showing what a run did is no part of it: a run
gives its slot back as soon as its result is recorded.
"""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import structlog

from bot.engine.protocol import Engine
from bot.errors import BotError
from bot.jobs.change import Member
from bot.lru_dict import LruDict
from bot.store.changes import ChangeStore, Due
from bot.store.group_commit import MOST_DUE
from bot.supervision import supervised
from bot.workflows.changes.load_shedding import LoadShedding, LoopWatch

HELD_BACK = 5.0
"""Seconds between polls while more runs would be due than there may be."""
IDLE = 60.0
"""Seconds between polls when nothing falls due and nobody wakes the dispatcher.

For what another process makes due it is woken within seconds: see `bot.wiring.schedule`.
"""
MOST_RUNS = MOST_DUE
"""Runs at PropOps at once, at most."""
MOST_OF_ONE = 6
"""Of these, runs of one member: whoever has hundreds waiting delays nobody else's."""
RETRY_SECONDS = 1.0
"""Seconds after a failure to read or start what is due."""
RESTART_AFTER = 20.0
"""Seconds after which a run that was started but never entered is started under a new key."""

log = structlog.get_logger(__name__)


_REMEMBERED = 5_000


@dataclass
class Slot:
    """A run's place. `nothing_follows`: the change is not open any more, and none waits for it."""

    nothing_follows: bool = False


class Dispatcher:
    def __init__(
        self,
        store: ChangeStore,
        engine: Engine,
        workflow: str,
        clock: Callable[[], float],
        shedding: LoadShedding | None = None,
    ) -> None:
        self._store, self._engine, self._workflow = store, engine, workflow
        self._clock, self.shedding = clock, shedding or LoadShedding(MOST_RUNS)
        self._loop_watch = LoopWatch(self.shedding, lambda: bool(self._busy), self._beat)
        self._held_back = self._left_over = False
        self._offered: Sequence[Due] | None = None
        self._next_at: float | None = None
        self._begun: LruDict[str, int] = LruDict(_REMEMBERED)
        self._wake = asyncio.Event()
        self._busy: dict[str, int] = {}
        self._started: dict[str, tuple[int, float]] = {}
        self._members: dict[str, Member] = {}
        self._entered: set[str] = set()
        self._stopping = False
        self._task: asyncio.Task[None] | None = None

    def wake(self) -> None:
        """Something may be due: the table is read."""
        self._offered = None
        self._wake.set()

    def offer(self, due: Sequence[Due]) -> None:
        """Runs what was read as due with an accepted change: the table need not be read again.

        After a `wake` that was not served yet, or where others were left over, it is read all the
        same: nobody jumps the queue.
        """
        if self._left_over:
            self.wake()
        elif not self._wake.is_set():
            self._offered = due
            self._wake.set()
        elif self._offered is not None:
            self._offered = [*self._offered, *due]

    @property
    def busy(self) -> int:
        """The number of runs that have been started and have not ended."""
        return len(self._busy)

    def is_crowded(self) -> bool:
        """Whether many ask at once, or runs are held back while Slack's answers come late."""
        return self.shedding.is_crowded() or (self._held_back and self.shedding.is_late())

    @contextlib.contextmanager
    def running(self, change_id: str, run: int) -> "Iterator[Slot]":
        """The context of a run, until its result is recorded: it takes one of the slots."""
        self._busy[change_id] = run
        self._entered.add(change_id)
        slot = Slot()
        try:
            yield slot
        finally:
            self._busy.pop(change_id, None)
            self._started.pop(change_id, None)
            self._members.pop(change_id, None)
            self._entered.discard(change_id)
            if self._left_over or not slot.nothing_follows:
                self.wake()

    async def start(self) -> None:
        self._task = supervised("dispatcher", self._loop, ends=True)

    async def stop(self) -> None:
        """Starts no more runs; those that are running go on."""
        self._stopping = True
        self.wake()
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        await self._loop_watch.stop()

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
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), wait)

    async def _start_due(self) -> float:
        """Starts the runs that are due; returns the seconds until the next poll.

        The engine stores a run before the change's row counts it, so that none gets lost.
        """
        self._forget_unbegun()
        limit = self.shedding.adjust()
        free = limit - len(self._busy)
        offered, self._offered = self._offered, None
        self._left_over = free <= 0
        if free > 0:
            if offered is None:
                rows, self._next_at = await self._store.due_and_next(self._clock(), MOST_RUNS)
            else:  # everybody of a batch offers the same, and some of it may have run since
                rows = [
                    row
                    for row in {row.id: row for row in offered}.values()
                    if self._begun.get(row.id, 0) <= row.run
                ]
            rows = list(await self._with_others(rows))
            waiting = [row for row in rows if row.id not in self._busy]
            startable = self._in_turn(waiting)[:free]
            self._left_over = len(waiting) > len(startable) or len(rows) >= MOST_RUNS
            for row in startable:
                self._members[row.id] = row.member
                await self._start(row.id, row.run + 1)
        self._held_back = len(self._busy) >= limit
        if self._held_back:
            return HELD_BACK
        return (
            IDLE if self._next_at is None else min(IDLE, max(0.01, self._next_at - self._clock()))
        )

    def _forget_unbegun(self) -> None:
        """A run that has not begun here by now began in another process, or never will: its slot is free."""
        long_ago = self._clock() - RESTART_AFTER
        for change_id, (_, at) in list(self._started.items()):
            if change_id in self._entered:
                continue
            if at < long_ago:
                self._busy.pop(change_id, None)
                self._members.pop(change_id, None)
            if at < long_ago - 10 * RESTART_AFTER:
                del self._started[change_id]

    async def _with_others(self, oldest: Sequence[Due]) -> Sequence[Due]:
        """Where few members may fill the list, also the oldest that are due of the others."""
        if len(oldest) < MOST_RUNS:
            return oldest
        members = {row.member for row in oldest}
        return [*oldest, *await self._store.due(self._clock(), MOST_RUNS, but_not=members)]

    def _in_turn(self, rows: Sequence[Due]) -> list[Due]:
        """First of whoever has the fewest runs, and at most `MOST_OF_ONE` of each."""
        running = Counter(self._members[each] for each in self._busy if each in self._members)
        ranked = list[tuple[int, Due]]()
        for row in rows:
            if running[row.member] < MOST_OF_ONE:
                ranked.append((running[row.member], row))
                running[row.member] += 1
        return [row for _, row in sorted(ranked, key=lambda each: each[0])]

    def _beat(self) -> None:
        """The loop was measured: what was held back may go on now."""
        if self._held_back and self.shedding.adjust() > len(self._busy):
            self.wake()

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
        self._busy[change_id] = self._begun[change_id] = run
        self._started[change_id] = (run, self._clock())
        self._loop_watch.start()
        try:
            await self._engine.start(f"{change_id}.{run}", self._workflow, f"{change_id}.{run}")
        except BaseException:
            self._busy.pop(change_id, None)
            self._members.pop(change_id, None)
            raise
