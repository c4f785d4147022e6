"""When PropOps is away, one change tries the door; the others wait without knocking."""

from collections.abc import Callable

FAILURES_TO_OPEN = 3
"""Failures in a row after which PropOps counts as away."""


class CircuitBreaker:
    """Closed: everything passes. Open: nothing for a while, then one at a time.

    Lives in one process; another finds out for itself. `pause`: failures so far → seconds.
    """

    def __init__(self, pause: Callable[[int], float], clock: Callable[[], float]) -> None:
        self._pause, self._clock = pause, clock
        self._failures = 0
        self._next_try_at = 0.0

    @property
    def is_open(self) -> bool:
        return self._failures >= FAILURES_TO_OPEN

    def seconds_to_wait(self) -> float:
        """Seconds until the next try may be made; 0 lets the caller through, and only the caller."""
        if not self.is_open:
            return 0.0
        now = self._clock()
        if now < self._next_try_at:
            return self._next_try_at - now
        self._next_try_at = now + self._pause(1)  # the others wait for what this one finds
        return 0.0

    def record_failure(self) -> None:
        self._failures += 1
        if self.is_open:
            self._next_try_at = self._clock() + self._pause(self._failures - FAILURES_TO_OPEN + 1)

    def record_success(self) -> bool:
        """Whether this ended an outage."""
        ended, self._failures = self.is_open, 0
        return ended
