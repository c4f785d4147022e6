"""A circuit breaker: while PropOps is unreachable, one change tries it and the others wait unsent."""

from collections.abc import Callable

FAILURES_TO_OPEN = 3
"""Failures in a row that open the circuit: PropOps counts as unreachable."""


class CircuitBreaker:
    """Closed: every call passes. Open: none until the pause is over, then one at a time.

    Each process has its own. `pause`: number of failures since it opened → seconds. `clock`: Unix
    seconds.
    """

    def __init__(self, pause: Callable[[int], float], clock: Callable[[], float]) -> None:
        self._pause, self._clock = pause, clock
        self._failures = 0
        self._next_try_at = 0.0

    @property
    def is_open(self) -> bool:
        return self._failures >= FAILURES_TO_OPEN

    def seconds_to_wait(self) -> float:
        """Seconds until the caller may try; 0: now, and while the circuit is open nobody else may."""
        if not self.is_open:
            return 0.0
        now = self._clock()
        if now < self._next_try_at:
            return self._next_try_at - now
        self._next_try_at = now + self._pause(1)  # the others wait for the result of this one
        return 0.0

    def record_failure(self) -> None:
        self._failures += 1
        if self.is_open:
            self._next_try_at = self._clock() + self._pause(self._failures - FAILURES_TO_OPEN + 1)

    def record_success(self) -> bool:
        """Closes the circuit. Whether it was open."""
        ended, self._failures = self.is_open, 0
        return ended
