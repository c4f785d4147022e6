"""How fast PropOps is asked: few calls at once, and none while its rate limit is used up."""

import asyncio
import contextlib
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable

from bot.errors import RateLimited
from bot.propops.http.response import Response, retry_after, until_reset

AT_WORK = 20
"""Calls at once: httpx spends ever more on each beyond about this many."""
TYPING = 4
"""Calls more, kept for people who are waiting for suggestions."""
LONGEST_PAUSE = 30.0
"""Seconds that a call is held back at most; PropOps decides about it after that."""


class RateLimiter:
    """`sleep` waits a number of seconds."""

    def __init__(self, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._sleep = sleep
        self._work = asyncio.Semaphore(AT_WORK)
        self._typing = asyncio.Semaphore(TYPING)
        self._opens: dict[str, float] = {}

    @contextlib.asynccontextmanager
    async def slot(self, key: str, *, typing: bool = False) -> AsyncIterator[None]:
        """One call's turn. `key` names the account.

        Raises RateLimited for a call with `typing` that would have to wait for a window to reset.
        """
        slots = self._typing if typing else self._work
        for last in (False, False, True):
            await self._window(key, typing=typing)
            await slots.acquire()
            if last or not self.is_held(key):  # the window may have closed while this call queued
                break
            slots.release()
        try:
            yield
        finally:
            slots.release()

    def is_held(self, key: str) -> bool:
        """Whether the account's window is used up."""
        return self._opens.get(key, 0.0) > time.monotonic()

    def learn(self, key: str, answer: Response) -> None:
        """Reads the rate-limit headers, which every answer may carry (api/overview)."""
        wait = retry_after(answer.headers) if answer.status == 429 else until_reset(answer.headers)
        if wait:
            self._forget_the_past()
            self._opens[key] = time.monotonic() + min(wait, LONGEST_PAUSE)

    async def _window(self, key: str, *, typing: bool) -> None:
        wait = self._opens.get(key, 0.0) - time.monotonic()
        if wait <= 0:
            return
        if typing:
            raise RateLimited(wait)
        await self._sleep(wait + random.uniform(0, 0.2))  # noqa: S311 -- spreads a crowd, no secret

    def _forget_the_past(self) -> None:
        now = time.monotonic()
        for key in [key for key, opens in self._opens.items() if opens <= now]:
            del self._opens[key]
