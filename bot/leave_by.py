"""Until when a write that is written down may still be sent."""

import time


class LeaveBy:
    """Until when a write may leave: a process that was frozen meanwhile must not send it, for by then
    another one may have looked whether it took effect, and sent it itself.
    """

    def __init__(self, seconds: float) -> None:
        self._wall, self._steady = time.time() + seconds, time.monotonic() + seconds

    @property
    def has_passed(self) -> bool:
        """By either clock: the steady one stands still in a machine that is suspended."""
        return time.time() > self._wall or time.monotonic() > self._steady
