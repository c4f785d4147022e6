"""How much of PropOps's rate limit is left, for an operator's board: the least of any account."""

import math
import time
from collections.abc import Callable, Mapping

from bot.lru_dict import LruDict

_MOST_ACCOUNTS = 1_000
_LONGEST_WINDOW = 3600.0
"""Seconds after which a reading counts no more, whatever it said."""


class Headroom:
    """`clock`: Unix seconds. Accounts are told apart by a hash, and nobody is told which one it was."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._left: LruDict[str, tuple[float, float]] = LruDict(_MOST_ACCOUNTS)
        """By account: the part of its window that is left, until when that holds."""

    def note(self, account: str, headers: Mapping[str, str]) -> None:
        """Reads the headers that any answer may carry, and any may lack (api/overview)."""
        try:
            limit = float(headers["x-ratelimit-limit"])
            left = float(headers["x-ratelimit-remaining"])
        except (KeyError, ValueError):
            return
        part = left / limit if limit > 0 else math.nan
        if not math.isnan(part):
            self._left[account] = min(max(part, 0.0), 1.0), self._until(headers)

    def least(self) -> float:
        """1: all is left, or nothing is known; 0: some account has to wait."""
        now = self._clock()
        for account in [account for account, (_, until) in self._left.items() if until <= now]:
            del self._left[account]
        return min((part for part, _ in self._left.values()), default=1.0)

    def _until(self, headers: Mapping[str, str]) -> float:
        now = self._clock()
        try:
            reset = float(headers["x-ratelimit-reset"])
        except (KeyError, ValueError):
            return now + _LONGEST_WINDOW
        if reset > 1e11:  # milliseconds
            reset /= 1000
        until = reset if reset > 1e8 else now + reset
        return min(until, now + _LONGEST_WINDOW) if until > now else now
