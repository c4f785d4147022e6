"""Load shedding by measured lateness: while Slack's answers come late, fewer runs go at once.

Nothing is counted but lateness: of the acks, and of the event loop, on which every ack waits for its
turn. A burst that does no harm is not slowed down, and what was slowed down is let go within a second.
"""

import asyncio
import contextlib
import time
from collections import deque
from collections.abc import Callable

LOOP_LATE = 0.04
"""Seconds by which the event loop may come late; an ack needs several turns of it."""
ACK_LATE = 0.1
"""Seconds an ack may take."""
WINDOW = 0.25
"""Seconds for which a late ack, or a late turn of the loop, counts."""
STEP_SECONDS = 0.125
"""Seconds between two changes of the limit: it is halved, or doubled."""
HEARTBEAT = 0.025
"""Seconds between two measurements of the loop, while runs are under way."""


class LoadShedding:
    """How many runs may go at once: between `least` and `most`. `clock`: monotonic seconds.

    Never fewer than `least`: what is late for another reason, a slow disk say, must not stop the work.
    """

    def __init__(
        self, most: int, least: int = 2, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.limit = self._most = most
        self._least, self._clock = min(least, most), clock
        self._late_at: deque[float] = deque(maxlen=1)
        self._changed_at = -STEP_SECONDS

    def record_ack(self, seconds: float) -> None:
        """An ack took this long."""
        if seconds > ACK_LATE:
            self._late_at.append(self._clock())

    def record_loop(self, seconds: float) -> None:
        """A turn of the event loop came this much late."""
        if seconds > LOOP_LATE:
            self._late_at.append(self._clock())

    @property
    def acks_are_late(self) -> bool:
        return bool(self._late_at) and self._clock() - self._late_at[0] < WINDOW

    def adjust(self) -> int:
        """The limit as of now; a step nearer to what the lateness asks for, if one is due."""
        if self._clock() - self._changed_at >= STEP_SECONDS:
            limit = self.limit // 2 if self.acks_are_late else self.limit * 2
            self.limit = max(self._least, min(self._most, limit))
            self._changed_at = self._clock()
        return self.limit


class LoopWatch:
    """Measures how late the event loop comes, as long as `needed` says so, and then tells `on_beat`."""

    def __init__(
        self, shedding: LoadShedding, needed: Callable[[], bool], on_beat: Callable[[], None]
    ) -> None:
        self._shedding, self._needed, self._on_beat = shedding, needed, on_beat
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Does nothing while it is measuring already."""
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._measure(), name="loop watch")

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def _measure(self) -> None:
        loop = asyncio.get_running_loop()
        while self._needed():
            due = loop.time() + HEARTBEAT
            await asyncio.sleep(HEARTBEAT)
            self._shedding.record_loop(loop.time() - due)
            self._on_beat()
