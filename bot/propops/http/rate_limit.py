"""Our own rate limiter: few calls at once, accounts in turn, none while a rate limit is used up."""

import asyncio
import contextlib
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable

from bot.errors import RateLimited
from bot.propops.http.fair_slots import FairSlots
from bot.propops.http.headroom import Headroom
from bot.propops.http.response import Response, retry_after, until_reset
from bot.propops.http.spare_reads import SpareReads

CONCURRENT_CALLS = 32
"""Calls at once: one for each run."""
CONCURRENT_OF_ONE = 4
"""Of these, calls of one account: whoever asks for hundreds of things leaves the others as quick as before."""
CONCURRENT_TYPING = 4
"""Further calls, for people who are waiting for suggestions, or for their sign-in."""
TYPING_OF_ONE = 2
LONGEST_PAUSE = 30.0
"""Seconds that a call is delayed at most; PropOps decides about it after that."""


class RateLimiter:
    """`sleep` waits a number of seconds."""

    def __init__(self, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._sleep = sleep
        self._work = FairSlots(CONCURRENT_CALLS, CONCURRENT_OF_ONE)
        self._typing = FairSlots(CONCURRENT_TYPING, TYPING_OF_ONE)
        self._paused_until: dict[str, float] = {}
        self._given_up_until: dict[str, float] = {}
        """Pauses, by account, before which a read was answered 429 at every try: nobody waits for their end."""
        self.spare_reads = SpareReads()
        self.headroom = Headroom()

    @contextlib.asynccontextmanager
    async def slot(self, key: str, *, typing: bool = False) -> AsyncIterator[None]:
        """One call's slot. `key` names the account: its token, or the e-mail of a sign-in.

        A 429 may be about our address or about one account (api/overview), and does not say which.
        It stops the account that it answered: every other one asks PropOps itself.
        Raises RateLimited for a call with `typing` that would have to wait for a window to reset,
        and for every call in a pause that `give_up` was told of.
        """
        slots = self._typing if typing else self._work
        left = LONGEST_PAUSE
        while True:
            left -= await self._wait_for_window(key, left, typing=typing)
            await slots.acquire(key)
            if left <= 0 or not self.is_paused(key):  # the window may have closed meanwhile
                break
            slots.release(key)
        try:
            yield
        finally:
            slots.release(key)

    def is_paused(self, key: str) -> bool:
        """Whether the account's window is used up."""
        return self._paused_until.get(key, 0.0) > time.monotonic()

    def give_up(self, key: str) -> None:
        """A read of the account was refused at every try: what else it asks for in this pause fails at once.

        A question that takes several reads would otherwise wait that long for each of them.
        """
        if self.is_paused(key):
            self._given_up_until[key] = self._paused_until[key]

    def has_given_up(self, key: str) -> bool:
        """Whether `give_up` was told of the pause that the account is in."""
        return self._given_up_until.get(key, 0.0) > time.monotonic()

    def read_headers(self, key: str, response: Response) -> None:
        """Reads the rate-limit headers, which every answer may carry (api/overview)."""
        self.spare_reads.note(key, response.headers)
        self.headroom.note(key, response.headers)
        wait = (
            retry_after(response.headers)
            if response.status == 429
            else until_reset(response.headers)
        )
        if wait:
            self._drop_expired()
            self._paused_until[key] = time.monotonic() + min(wait, LONGEST_PAUSE)

    async def _wait_for_window(self, key: str, at_most: float, *, typing: bool) -> float:
        """How many seconds it waited."""
        wait = self._paused_until.get(key, 0.0) - time.monotonic()
        if wait <= 0:
            return 0.0
        if typing or self.has_given_up(key):
            raise RateLimited(wait)
        wait = min(wait, at_most)
        await self._sleep(wait + random.uniform(0, 0.2))  # noqa: S311 -- spreads the calls, no secret
        return wait

    def _drop_expired(self) -> None:
        now = time.monotonic()
        for pauses in (self._paused_until, self._given_up_until):
            for key in [key for key, until in pauses.items() if until <= now]:
                del pauses[key]
