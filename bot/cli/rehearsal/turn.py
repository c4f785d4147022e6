"""One rehearsal at a time in a workspace: a second one would delete what the first has just posted."""

import asyncio
import contextlib
import math
from collections.abc import AsyncIterator

from bot.errors import BotError
from bot.store.database import DatabaseDown
from bot.store.rehearsals import RehearsalStore

LEASE = 30.0
"""Seconds after which a rehearsal that was killed is in nobody's way."""
_RENEW_EVERY = 5.0


class AnotherRehearses(BotError):
    """`seconds`: until it ends, unless it goes on."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self._seconds = math.ceil(seconds)

    @property
    def advice(self) -> str:
        return (
            "Another rehearsal is under way in this workspace, or was broken off just now. "
            f"Please wait for its end, or try again in {self._seconds} s."
        )


@contextlib.asynccontextmanager
async def turn(store: RehearsalStore, team: str) -> AsyncIterator[None]:
    """Alone while inside. Raises `AnotherRehearses`, `DatabaseDown`."""
    until, is_mine = await store.take(team, LEASE)
    if not is_mine:
        raise AnotherRehearses(until - store.now())
    renewing = asyncio.create_task(_renewed(store, team, until), name="turn of the rehearsal")
    try:
        yield
    finally:
        renewing.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await renewing
        await store.forget(team, "running")


async def _renewed(store: RehearsalStore, team: str, until: float) -> None:
    """Ends where the turn was lost, as after a long sleep of the machine."""
    while until:
        await asyncio.sleep(_RENEW_EVERY)
        with contextlib.suppress(DatabaseDown):
            until = await store.renew(team, until, LEASE)
