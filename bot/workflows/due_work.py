"""Runs what waits for a time or for a link, once the agenda says that there is something to do."""

from collections.abc import Awaitable, Callable

from bot.store.agenda import Agenda, NextDue


class DueWork:
    """Makes polls of runs. `clock`: Unix seconds."""

    def __init__(self, agenda: Agenda, clock: Callable[[], float]) -> None:
        self._agenda, self._clock = agenda, clock

    def when_due(
        self, due_at: Callable[[NextDue], float | None], run: Callable[[], Awaitable[object]]
    ) -> Callable[[], Awaitable[None]]:
        """A poll that calls `run` if the time that `due_at` picks has come."""

        async def poll() -> None:
            at = due_at(await self._agenda.read())
            if at is not None and at <= self._clock():
                await run()

        return poll

    def when_linked(
        self, run: Callable[[], Awaitable[object]], or_when: Callable[[], bool]
    ) -> Callable[[], Awaitable[None]]:
        """A poll that calls `run` at first, and after somebody was linked, by whatever process.

        A run that raises is repeated at the next poll.
        """
        seen: int | None = None

        async def poll() -> None:
            nonlocal seen
            version = (await self._agenda.read()).link_version
            if version != seen or or_when():
                await run()
                seen = version

        return poll

    def when_written(
        self, run: Callable[[], Awaitable[object]], *, or_after: float
    ) -> Callable[[], Awaitable[None]]:
        """A poll that calls `run` if anything was written since, or after `or_after` seconds."""
        seen: tuple[object, float] | None = None

        async def poll() -> None:
            nonlocal seen
            now, written = self._clock(), await self._agenda.written()
            if seen is None or written != seen[0] or now >= seen[1] + or_after:
                await run()
                seen = written, now

        return poll

    def while_any(
        self, run: Callable[[], Awaitable[object]], found: Callable[[], bool]
    ) -> Callable[[], Awaitable[None]]:
        """A poll that calls `run`; where that found nothing to look at, again once anything was written."""
        seen: tuple[object] | None = None

        async def poll() -> None:
            nonlocal seen
            written = await self._agenda.written()
            if seen is None or found() or seen != (written,):
                await run()
                seen = (written,)

        return poll
