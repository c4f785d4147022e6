"""For how long a run owns its change: a short lease, renewed while the run is alive.

A process that dies lets go of its runs at once (`bot.engine.takeover`). One that is frozen keeps its session with
the database, so only the lapse of the lease shows it; the next run then goes to another replica. When the frozen one
wakes nothing is sent twice: its number is no longer the change's, and a write that it had already
written down does not leave any more (`bot.leave_by.LeaveBy`).
"""

import asyncio
import contextlib
from collections.abc import Callable, Iterator

import structlog

from bot.store.database import DatabaseDown
from bot.store.runs import RunStore

SHORT = 30.0
LONG = 120.0
"""Seconds. What a run may take in all; after it the lease is not renewed, for the run hangs."""
RENEW_EVERY = 10.0

log = structlog.get_logger(__name__)


class RunLeases:
    """`lease`: seconds. It costs nothing while no run takes longer than `renew_every`."""

    def __init__(
        self,
        runs: RunStore,
        clock: Callable[[], float],
        lease: float = SHORT,
        renew_every: float = RENEW_EVERY,
    ) -> None:
        self._runs, self._clock = runs, clock
        self._lease, self._renew_every = lease, renew_every
        self._renewals = set[asyncio.Task[None]]()

    def begin(self) -> float:
        """Until when a run that enters now owns its change, in Unix seconds."""
        return self._clock() + self._lease

    @contextlib.contextmanager
    def renewed(self, change_id: str, run: int, until: float) -> Iterator[None]:
        """While inside, the run's lease, which ends at `until`, is renewed; no longer than `LONG` in all."""
        loop, last = asyncio.get_running_loop(), until - self._lease + LONG
        timer: asyncio.TimerHandle | None = None
        held = [until]  # more than one after a renewal that may or may not have been stored

        def wait() -> None:
            nonlocal timer
            if until < last:
                timer = loop.call_later(self._renew_every, fire)

        def fire() -> None:
            task = loop.create_task(renew())
            self._renewals.add(task)
            task.add_done_callback(self._renewals.discard)

        async def renew() -> None:
            nonlocal until, held
            wanted = min(self._clock() + self._lease, last)
            before, held = held, [*held, wanted]
            try:
                if not await self._runs.renew(change_id, run, before, wanted):
                    return  # its result is stored, or it is somebody else's
                until, held = wanted, [wanted]
            except DatabaseDown as error:
                log.warning(
                    "the lease of a run could not be renewed", change=change_id, cause=error.cause
                )
            if timer is not None:
                wait()

        wait()
        try:
            yield
        finally:
            if timer is not None:
                timer.cancel()
            timer = None


def lease_of(settle: float, lands_within: float) -> float:
    """Seconds. `settle`: before a write that may have landed is sent again; `lands_within`: the longest
    that one of a frozen process may take. With a shorter `settle` only a long lease keeps them apart.
    """
    return SHORT if settle >= lands_within else LONG
