"""How much of what happens to jobs in PropOps is told to a whole channel: where many change at once, the first few.

The rest is in the threads of their cards alone, which the channel is told once. All processes share the count.
"""

from collections import Counter
from collections.abc import Callable

from bot.store.sent_notices import SentNoticeStore

MOST = 10
"""Replies shown in their channel too, of one `SPAN`."""
SPAN = 600.0
"""Seconds."""


class ChannelBursts:
    """`clock`: Unix seconds."""

    def __init__(self, notices: SentNoticeStore, clock: Callable[[], float]) -> None:
        self._notices, self._clock = notices, clock
        self._taken: Counter[str] = Counter()
        """Places of the current span that are known to be taken, by channel."""
        self._span = 0

    async def has_room(self, channel: str) -> bool:
        """Whether one more reply may be shown there; counts it. Raises `DatabaseDown`."""
        span = self.span
        if span != self._span:
            self._taken.clear()
            self._span = span
        while self._taken[channel] < MOST:
            self._taken[channel] += 1
            if await self._notices.claim_place(f"{channel}:{span}", self._taken[channel]):
                return True
        return False

    @property
    def span(self) -> int:
        """The number of the current one, the same for every process."""
        return int(self._clock() // SPAN)
