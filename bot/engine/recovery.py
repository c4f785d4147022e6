"""Resumes stuck runs: recorded as running in this process, while no task of it is running them.

That happens when the disk was full: a step had its effect, but its record could not be written, and
the run would wait for the next restart.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Collection

import structlog

from bot.supervision import supervised

log = structlog.get_logger(__name__)


class StuckRunRecovery:
    """A run counts as stuck when two polls in a row find it pending and idle."""

    def __init__(
        self,
        pending: Callable[[], Awaitable[set[str]]],
        at_work: Callable[[], Collection[str]],
        resume: Callable[[list[str]], Awaitable[object]],
        every: float,
    ) -> None:
        """`every`: seconds between polls."""
        self._pending, self._at_work, self._resume = pending, at_work, resume
        self._every = every
        self._idle_before: set[str] = set()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = supervised("recovery of stuck runs", self._loop)

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
            self._task = None

    async def poll(self) -> None:
        idle = await self._pending() - set(self._at_work())
        stuck = idle & self._idle_before
        if stuck:
            log.warning("resuming stuck runs", runs=len(stuck))
            await self._resume(sorted(stuck))
        self._idle_before = idle - stuck

    async def _loop(self) -> None:
        while True:
            await asyncio.sleep(self._every)
            try:
                await self.poll()
            except Exception as error:
                log.warning(
                    "stuck runs could not be read, retrying",
                    seconds=self._every,
                    kind=type(error).__name__,
                )
