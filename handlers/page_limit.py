"""How often pages that anybody can open are answered."""

import hashlib
import time
from collections import deque

from bot.lru_dict import LruDict

FORGED_PER_MINUTE, SIGNED_PER_MINUTE = 120, 40
"""Requests a minute: for all addresses the bot never signed together, and for each that it did."""
_MOST_SIGNED = 5_000


class Limit:
    """At most `most` in any `seconds`, for all callers together."""

    def __init__(self, most: int, seconds: float) -> None:
        self._most, self._seconds = most, seconds
        self._times: deque[float] = deque()

    def allows(self) -> bool:
        now = time.monotonic()
        while self._times and now - self._times[0] > self._seconds:
            self._times.popleft()
        if len(self._times) >= self._most:
            return False
        self._times.append(now)
        return True


class SecretLimits:
    """Each secret of an address that the bot signed by itself, and all forged ones together.

    So nobody without one can keep those who have one from going on.
    """

    def __init__(self) -> None:
        self._forged = Limit(FORGED_PER_MINUTE, 60)
        self._signed: LruDict[str, Limit] = LruDict(_MOST_SIGNED)

    def allow(self, secret: str, *, is_ours: bool) -> bool:
        if not is_ours:
            return self._forged.allows()
        key = hashlib.sha256(secret.encode()).hexdigest()
        if key not in self._signed:
            self._signed[key] = Limit(SIGNED_PER_MINUTE, 60)
        return self._signed[key].allows()
