"""Our own rate limit for posts: one message a second in a channel after a short burst, in order.

[reference/methods/chat.postMessage] allows about one a second per channel with bursts; another
channel has its own queue and never waits for this one.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from time import monotonic

_MOST_QUEUES = 500


@dataclass(frozen=True)
class Timing:
    """All seconds. The defaults suit Slack; tests are quicker.

    `settle`: how long a post whose answer was lost may still show up. `grace`: the same for one
    that another, dead process may have sent. `patience`: how long one call to us goes on trying.
    `clocks_apart`: how much our clock may differ from Slack's; with five minutes the bot refuses what Slack sends.
    """

    gap: float = 1.05
    burst: int = 3
    update_gap: float = 1.0
    settle: float = 8.0
    grace: float = 3.0
    first_read_after: float = 0.3
    patience: float = 60.0
    clocks_apart: float = 360.0


class ChannelQueue:
    """One channel's posts, one after another. `pause` is what Slack's `Retry-After` asks for."""

    def __init__(self, timing: Timing) -> None:
        self.lock = asyncio.Lock()
        self.users = 0
        self._timing = timing
        self._full_at = monotonic()
        self.paused_until = 0.0

    async def wait_turn(self) -> None:
        """Waits until one more message may go out, and takes that place."""
        gap, burst = self._timing.gap, self._timing.burst
        now = monotonic()
        earliest = max(now, self._full_at - gap * (burst - 1), self.paused_until)
        self._full_at = max(self._full_at, earliest) + gap
        if earliest > now:
            await asyncio.sleep(earliest - now)

    def pause(self, seconds: float) -> None:
        self.paused_until = max(self.paused_until, monotonic() + seconds)

    @property
    def idle(self) -> bool:
        return self.users == 0 and max(self._full_at, self.paused_until) <= monotonic()


class ChannelQueues:
    """The queues of the channels posted to lately."""

    def __init__(self, timing: Timing) -> None:
        self._timing = timing
        self._queues: dict[str, ChannelQueue] = {}

    @property
    def waiting(self) -> int:
        """How many posts are sent just now, or wait for their turn."""
        return sum(each.users for each in self._queues.values())

    @contextlib.asynccontextmanager
    async def queue(self, channel: str) -> AsyncIterator[ChannelQueue]:
        """The channel's queue, for this caller alone until the block ends; first come, first served."""
        queue = self._queues.setdefault(channel, ChannelQueue(self._timing))
        queue.users += 1
        try:
            async with queue.lock:
                yield queue
        finally:
            queue.users -= 1
            if len(self._queues) > _MOST_QUEUES:
                self._queues = {name: each for name, each in self._queues.items() if not each.idle}
