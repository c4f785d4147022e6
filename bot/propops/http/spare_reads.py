"""How fast an account may read what nobody waits for: half of each rate-limit window is left to people."""

import math
import time
from collections.abc import Callable, Mapping
from typing import NamedTuple

from bot.lru_dict import LruDict
from bot.propops.http.response import server_time

FOR_PEOPLE = 0.5
"""The part of a window that is left to people, who go first."""
WITHOUT_HEADERS = 1.0
"""Seconds between two such reads where PropOps says nothing of its limits: 60 a minute."""
_MOST_ACCOUNTS = 1_000
_LONGEST_WINDOW = 3_600.0


class _Window(NamedTuple):
    """Requests that are left beyond those kept for people, until `ends_at` (monotonic seconds)."""

    spare: float
    ends_at: float


class SpareReads:
    """`clock`: monotonic seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._windows: LruDict[str, _Window] = LruDict(_MOST_ACCOUNTS)

    def note(self, account: str, headers: Mapping[str, str]) -> None:
        """Reads the headers that every answer may carry; any may be missing or malformed (api/overview)."""
        try:
            limit = float(headers["x-ratelimit-limit"])
            left = float(headers["x-ratelimit-remaining"])
            reset = float(headers["x-ratelimit-reset"])
        except (KeyError, ValueError):
            return
        if reset > 1e11:
            reset /= 1000
        seconds = reset - server_time(headers) if reset > 1e8 else reset
        if not all(map(math.isfinite, (limit, left, seconds))):
            return
        ends_at = self._clock() + min(max(seconds, 0.0), _LONGEST_WINDOW)
        self._windows[account] = _Window(left - limit * FOR_PEOPLE, ends_at)

    def pause(self, account: str, reads: int) -> float:
        """Seconds from `reads` such reads to the next, so that they last for the window."""
        window = self._current(account)
        if window is None:
            return reads * WITHOUT_HEADERS
        return reads * (window.ends_at - self._clock()) / window.spare if window.spare >= 1 else 0.0

    def blocked(self, account: str) -> float:
        """Seconds for which what is left of the window is people's; 0: it may read."""
        window = self._current(account)
        return window.ends_at - self._clock() if window is not None and window.spare < 1 else 0.0

    def _current(self, account: str) -> _Window | None:
        window = self._windows.get(account)
        return window if window is not None and window.ends_at > self._clock() else None
