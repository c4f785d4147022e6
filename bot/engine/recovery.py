"""Takes up again what is ours by the book while nothing of ours is at it.

That happens when the disk was full: the effect is there, but its record could not be written, and
the run would wait for the next restart.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Collection

import structlog

log = structlog.get_logger(__name__)


class StuckRunRecovery:
    """A run is resumed when two looks in a row find it pending and idle."""

    def __init__(
        self,
        pending: Callable[[], Awaitable[set[str]]],
        at_work: Callable[[], Collection[str]],
        resume: Callable[[list[str]], Awaitable[object]],
        every: float,
    ) -> None:
        """`every`: seconds between looks."""
        self._pending, self._at_work, self._resume = pending, at_work, resume
        self._every = every
        self._suspects: set[str] = set()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.create_task(self._loop(), name="engine janitor")

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
            self._task = None

    async def poll(self) -> None:
        idle = await self._pending() - set(self._at_work())
        stuck = idle & self._suspects
        if stuck:
            log.warning("resuming runs that nothing was at", runs=len(stuck))
            await self._resume(sorted(stuck))
        self._suspects = idle - stuck

    async def _loop(self) -> None:
        while True:
            await asyncio.sleep(self._every)
            try:
                await self.poll()
            except Exception as error:
                log.warning("the engine's janitor waits", kind=type(error).__name__)
