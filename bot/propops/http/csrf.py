"""CSRF tokens fetched in advance: in memory only, each for one write of the account it was issued to.

They are single-use and tied to the session (api/authentication, api/security-api).
"""

import asyncio
import time
from collections.abc import Awaitable, Callable

from bot.errors import PropOpsError
from bot.propops.http.bearer import Bearer

FRESH = 60.0
"""Seconds a prefetched token is used."""
_MOST = 2000
_Fetch = Callable[[Bearer], Awaitable[str]]


class CsrfTokenCache:
    """At most one prefetched token for each bearer."""

    def __init__(self, fetch: _Fetch, clock: Callable[[], float] = time.monotonic) -> None:
        self._fetch = fetch
        self._clock = clock
        self._prefetched: dict[str, tuple[str, float]] = {}
        self._fetching: dict[str, asyncio.Future[str | PropOpsError | None]] = {}

    async def prefetch(self, bearer: Bearer) -> None:
        """Fetches one in advance unless one is there or on its way. Never raises a PropOpsError."""
        if bearer.key in self._fetching or self._age(bearer.key) < FRESH / 2:
            return
        fetching = asyncio.get_running_loop().create_future()
        self._fetching[bearer.key] = fetching
        fetched: str | PropOpsError | None = None
        try:
            fetched = await self._fetch(bearer)
        except PropOpsError as error:
            fetched = error
        finally:
            if self._fetching.get(bearer.key) is fetching:
                del self._fetching[bearer.key]
                if isinstance(fetched, str):
                    self._keep(bearer.key, fetched)
            if not fetching.done():
                fetching.set_result(fetched)

    async def take(self, bearer: Bearer) -> str:
        """A token that nobody else has or will get. Raises what fetching one raises."""
        token, at = self._prefetched.pop(bearer.key, ("", 0.0))
        if token and self._clock() - at < FRESH:
            return token
        fetching = self._fetching.pop(bearer.key, None)
        claimed = await asyncio.shield(fetching) if fetching is not None else None
        if isinstance(claimed, PropOpsError):  # it was tried as often as ours would be
            raise claimed
        if claimed is not None:  # else its fetching was cancelled
            return claimed
        return await self._fetch(bearer)

    def _age(self, key: str) -> float:
        return self._clock() - self._prefetched[key][1] if key in self._prefetched else FRESH

    def _keep(self, key: str, token: str) -> None:
        now = self._clock()
        for old in [k for k, (_, at) in self._prefetched.items() if now - at >= FRESH]:
            del self._prefetched[old]
        while len(self._prefetched) >= _MOST:
            del self._prefetched[next(iter(self._prefetched))]
        self._prefetched[key] = (token, now)
