"""How much of what happens to jobs in PropOps is told to a whole channel: where many change at once, the first few.

The rest is in the threads of their cards alone, which the channel is told once.
"""

from collections import Counter
from collections.abc import Callable

MOST = 10
"""Replies shown in their channel too, of one `SPAN`."""
SPAN = 600.0
"""Seconds."""


class ChannelBursts:
    """`clock`: Unix seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._told: Counter[str] = Counter()
        self._span = 0

    def has_room(self, channel: str) -> bool:
        """Whether one more reply may be shown there; counts it."""
        if self.span != self._span:
            self._told.clear()
            self._span = self.span
        self._told[channel] += 1
        return self._told[channel] <= MOST

    @property
    def span(self) -> int:
        """The number of the current one, the same for every process."""
        return int(self._clock() // SPAN)
