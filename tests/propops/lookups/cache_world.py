"""A lookup cache in front of a sandbox."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from bot.jobs.model import Choice
from bot.propops.gateway import Gateway
from bot.propops.http.transport import Transport
from bot.propops.lookups.cache import LookupCache
from bot.propops.lookups.member_lookups import PersonLookups
from bot.sandbox.propops import SandboxPropOps
from tests.propops.scripted import NAMES, TOKEN, Script

ELM = Choice(501, "12 Elm Row, Leeds, LS6 2AB")


class CacheUnderTest:
    """A sandbox, a cache in front of it, and a clock that the test moves."""

    def __init__(
        self, sandbox: SandboxPropOps, gateway: Gateway, names: Any, **options: Any
    ) -> None:
        self.sandbox = sandbox
        self.now = 5000.0
        self.gateway = gateway
        self.cache = LookupCache(names, clock=lambda: self.now, **options)

    def person(self, who: str = "Priya Shah") -> PersonLookups:
        return self.cache.of(self.gateway.as_person(self.sandbox.token_for(who)))

    def asked(self, path: str) -> int:
        """How often a path was asked for so far."""
        return sum(row["path"] == path for row in self.sandbox.requests)


@asynccontextmanager
async def world(
    *, habits: Mapping[str, Any] | None = None, names: Any = NAMES, **options: Any
) -> AsyncIterator[CacheUnderTest]:
    sandbox = SandboxPropOps(**(habits or {}))
    async with sandbox.serving() as url:
        gateway = Gateway(Transport(url, 2), names)
        world = CacheUnderTest(sandbox, gateway, names, **options)
        try:
            yield world
        finally:
            await world.cache.aclose()
            await gateway.aclose()


def lookups_of(script: Script) -> PersonLookups:
    return LookupCache(NAMES).of(script.gateway().as_person(TOKEN))
