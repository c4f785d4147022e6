"""CSRF tokens fetched ahead: in memory only, each for one write of the account it was issued to.

They are single-use and tied to the session (api/authentication, api/security-api).
"""

import asyncio
import time
from collections.abc import Awaitable, Callable

from bot.errors import PropOpsError
from bot.propops.http.bearer import Bearer

FRESH = 60.0
"""Seconds a token fetched ahead is kept."""
_MOST = 2000
_Fetch = Callable[[Bearer], Awaitable[str]]


class CsrfTokenCache:
    """At most one token ahead for each bearer."""

    def __init__(self, fetch: _Fetch, clock: Callable[[], float] = time.monotonic) -> None:
        self._fetch = fetch
        self._clock = clock
        self._ahead: dict[str, tuple[str, float]] = {}
        self._coming: dict[str, asyncio.Future[str | None]] = {}

    async def warm(self, bearer: Bearer) -> None:
        """Fetch one ahead unless one is there or on its way. Never raises a PropOpsError."""
        if bearer.key in self._coming or self._age(bearer.key) < FRESH / 2:
            return
        coming = asyncio.get_running_loop().create_future()
        self._coming[bearer.key] = coming
        token: str | None = None
        try:
            token = await self._fetch(bearer)
        except PropOpsError:
            pass
        finally:
            if self._coming.get(bearer.key) is coming:
                del self._coming[bearer.key]
                if token:
                    self._keep(bearer.key, token)
            if not coming.done():
                coming.set_result(token)

    async def take(self, bearer: Bearer) -> str:
        """A token that nobody else has or will get. Raises what fetching one raises."""
        token, at = self._ahead.pop(bearer.key, ("", 0.0))
        if token and self._clock() - at < FRESH:
            return token
        coming = self._coming.pop(bearer.key, None)
        if coming is not None and (claimed := await asyncio.shield(coming)):
            return claimed
        return await self._fetch(bearer)

    def _age(self, key: str) -> float:
        return self._clock() - self._ahead[key][1] if key in self._ahead else FRESH

    def _keep(self, key: str, token: str) -> None:
        now = self._clock()
        for old in [k for k, (_, at) in self._ahead.items() if now - at >= FRESH]:
            del self._ahead[old]
        while len(self._ahead) >= _MOST:
            del self._ahead[next(iter(self._ahead))]
        self._ahead[key] = (token, now)
