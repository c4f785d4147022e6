"""When PropOps is away, one change tries the door; the others wait without knocking."""

from collections.abc import Callable

TROUBLE = 3
"""Failures in a row after which PropOps counts as away."""


class CircuitBreaker:
    """Closed: everything passes. Open: nothing for a while, then one at a time.

    Lives in one process; another finds out for itself. `pause`: failures so far → seconds.
    """

    def __init__(self, pause: Callable[[int], float], clock: Callable[[], float]) -> None:
        self._pause, self._clock = pause, clock
        self._failures = 0
        self._opens_at = 0.0

    @property
    def away(self) -> bool:
        return self._failures >= TROUBLE

    def wait(self) -> float:
        """Seconds until the next try may be made; 0 lets the caller through, and only the caller."""
        if not self.away:
            return 0.0
        now = self._clock()
        if now < self._opens_at:
            return self._opens_at - now
        self._opens_at = now + self._pause(1)  # the others wait for what this one finds
        return 0.0

    def failed(self) -> None:
        self._failures += 1
        if self.away:
            self._opens_at = self._clock() + self._pause(self._failures - TROUBLE + 1)

    def worked(self) -> bool:
        """Whether this ended an outage."""
        ended, self._failures = self.away, 0
        return ended
