"""How often cards are compared with PropOps: what is promised, and what it costs."""

from collections.abc import Callable
from dataclasses import dataclass

READS = 2
"""Reads of PropOps for one card: the job and its case notes."""
READS_A_MINUTE = 60
"""At which `within_reach` is reckoned, and done where PropOps says nothing of its rate limit."""
CLOSED_LESS_OFTEN = 12
"""How many times less often a job that has ended is compared than an open one, at least."""
CLOSED_LOOKS = 24
"""Looks at such a job in the time for which nothing has happened to it: the older, the fewer."""
AGAIN, LONGEST_AGAIN = 5.0, 60.0
"""Seconds until a job is looked at again where PropOps could not be reached; and at most, as it goes on."""


def within_reach(interval: float) -> int:
    """How many cards are compared within so many seconds, at `READS_A_MINUTE`."""
    return int(interval * READS_A_MINUTE / 60 / READS)


@dataclass(frozen=True)
class Pace:
    """`interval`: seconds within which every open card is compared; `longest_gap`: between two of them at
    most. `clock`: Unix seconds.
    """

    interval: float
    longest_gap: float
    clock: Callable[[], float]

    @property
    def again(self) -> float:
        """Seconds until what could not be compared is tried again."""
        return min(AGAIN, self.interval)

    def closed(self, quiet_for: float) -> float:
        """Seconds between two looks at a job that has ended, to which nothing happened for so long."""
        return max(self.interval * CLOSED_LESS_OFTEN, quiet_for / CLOSED_LOOKS)
