"""Load shedding by measured lateness: while Slack's answers come late, fewer runs go at once.

Nothing is counted but lateness: of the acks, and of the event loop, on which every ack waits for its
turn. A burst that does no harm is hardly slowed down, and what was slowed down is let go within two seconds,
a few more at a time: so many more at once that all come late again would help nobody.

Lateness is known only once an answer was late. Before that, a run under way waits before each of its steps
while several requests have no answer yet.
"""

import asyncio
import contextlib
import itertools
import time
from collections.abc import Callable

from bot.supervision import supervised

LOOP_LATE, LOOP_VERY_LATE = 0.04, 0.25
"""Seconds by which the event loop may come late; an ack needs several turns of it."""
ACK_LATE, ACK_VERY_LATE = 0.1, 0.5
"""Seconds an ack may take."""
CROWD = 4
"""Requests without an answer while which runs wait before their next step: each would make all of them later."""
MOMENT = 0.5
"""Seconds within which a request is answered, unless what it waits for is not the bot."""
GIVES_WAY = 2.0
"""Seconds a run waits at most before one step."""
_LOOKS_AGAIN = 0.01
WINDOW = 0.25
"""Seconds for which a late ack, or a late turn of the loop, counts."""
STEP_SECONDS = 0.125
"""Seconds between two changes of the limit."""
HEARTBEAT = 0.025
"""Seconds between two measurements of the loop, while runs are under way."""
AT_FIRST = 4
"""The limit after a quiet time: whether a crowd follows is not known yet."""
MORE = 2
"""Runs that are added in one such step."""
SOME = 4
"""The limit does not fall below this while acks are only a little late, for a slow disk say."""


class LoadShedding:
    """How many runs may go at once, at most `most`. `clock`: monotonic seconds.

    `MORE` at each step while acks are in time, half as many while they are late, one while they are very late.
    """

    def __init__(self, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._clock = most, clock
        self.limit = min(AT_FIRST, most)
        self._late_at = self._very_late_at = -WINDOW
        self._changed_at = -STEP_SECONDS
        self._requests = itertools.count()
        self._unanswered: dict[int, float] = {}
        """When each request came that has no answer yet, the oldest first."""

    def begin_ack(self) -> Callable[[float], None]:
        """Slack asks something that must be answered at once. What is returned is called when it was answered,
        or can't be, with the seconds it took.
        """
        request = next(self._requests)
        self._unanswered[request] = self._clock()

        def end_ack(seconds: float) -> None:
            self._unanswered.pop(request, None)
            self.record_ack(seconds)

        return end_ack

    def record_ack(self, seconds: float) -> None:
        """An ack took this long."""
        self._record(late=seconds > ACK_LATE, very=seconds > ACK_VERY_LATE)

    def record_loop(self, seconds: float) -> None:
        """A turn of the event loop came this much late."""
        self._record(late=seconds > LOOP_LATE, very=seconds > LOOP_VERY_LATE)

    def is_late(self) -> bool:
        """Whether an ack or the loop came late just now."""
        return self._clock() - self._late_at < WINDOW

    def is_crowded(self) -> bool:
        """Whether so many requests of this moment have no answer yet that what can wait should. One that
        has waited for longer waits for somebody else, perhaps for what is to give way.
        """
        if len(self._unanswered) < CROWD:
            return False
        *_, oldest = itertools.islice(reversed(self._unanswered.values()), CROWD)
        return self._clock() - oldest < MOMENT

    async def give_way(self) -> None:
        """For a run, before a step: waits while several requests have no answer yet, `GIVES_WAY` at most."""
        ends = self._clock() + GIVES_WAY
        while self.is_crowded() and self._clock() < ends:
            await asyncio.sleep(_LOOKS_AGAIN)

    def rest(self) -> None:
        """No run is under way any more."""
        self.limit = min(self.limit, AT_FIRST)

    def adjust(self) -> int:
        """The limit as of now; a step nearer to what the lateness asks for, if one is due."""
        now = self._clock()
        if now - self._changed_at >= STEP_SECONDS:
            self._changed_at = now
            if now - self._very_late_at < WINDOW:
                self.limit = 1
            elif self.is_late():
                self.limit = max(min(SOME, self.limit), self.limit // 2)
            else:
                self.limit = min(self._most, self.limit + MORE)
        return self.limit

    def _record(self, *, late: bool, very: bool) -> None:
        if late:
            self._late_at = self._clock()
        if very:
            self._very_late_at = self._clock()


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
            self._task = supervised("loop watch", self._measure, ends=True)

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
        self._shedding.rest()
