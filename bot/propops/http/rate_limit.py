"""Our own rate limiter: few calls at once, and none while PropOps's rate limit is used up."""

import asyncio
import contextlib
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable

from bot.errors import RateLimited
from bot.propops.http.response import Response, retry_after, until_reset

CONCURRENT_CALLS = 20
"""Calls at once: httpx spends ever more on each beyond about this many."""
CONCURRENT_TYPING = 4
"""Further calls, for people who are waiting for suggestions."""
LONGEST_PAUSE = 30.0
"""Seconds that a call is delayed at most; PropOps decides about it after that."""


class RateLimiter:
    """`sleep` waits a number of seconds."""

    def __init__(self, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._sleep = sleep
        self._work = asyncio.Semaphore(CONCURRENT_CALLS)
        self._typing = asyncio.Semaphore(CONCURRENT_TYPING)
        self._paused_until: dict[str, float] = {}

    @contextlib.asynccontextmanager
    async def slot(self, key: str, *, typing: bool = False) -> AsyncIterator[None]:
        """One call's slot. `key` names the account.

        Raises RateLimited for a call with `typing` that would have to wait for a window to reset.
        """
        slots = self._typing if typing else self._work
        for last in (False, False, True):
            await self._wait_for_window(key, typing=typing)
            await slots.acquire()
            if last or not self.is_paused(key):  # the window may have closed while this call queued
                break
            slots.release()
        try:
            yield
        finally:
            slots.release()

    def is_paused(self, key: str) -> bool:
        """Whether the account's window is used up."""
        return self._paused_until.get(key, 0.0) > time.monotonic()

    def read_headers(self, key: str, response: Response) -> None:
        """Reads the rate-limit headers, which every answer may carry (api/overview)."""
        wait = (
            retry_after(response.headers)
            if response.status == 429
            else until_reset(response.headers)
        )
        if wait:
            self._drop_expired()
            self._paused_until[key] = time.monotonic() + min(wait, LONGEST_PAUSE)

    async def _wait_for_window(self, key: str, *, typing: bool) -> None:
        wait = self._paused_until.get(key, 0.0) - time.monotonic()
        if wait <= 0:
            return
        if typing:
            raise RateLimited(wait)
        await self._sleep(wait + random.uniform(0, 0.2))  # noqa: S311 -- spreads the calls, no secret

    def _drop_expired(self) -> None:
        now = time.monotonic()
        for key in [key for key, until in self._paused_until.items() if until <= now]:
            del self._paused_until[key]
