"""A clock that the tests move, and work to be done."""

import asyncio
import heapq
import itertools
from collections.abc import Awaitable, Callable
from datetime import datetime, time
from zoneinfo import ZoneInfo

from bot.errors import Busy
from bot.workflows.scheduler import Scheduler

LONDON = ZoneInfo("Europe/London")


EIGHT = time(8)


DAY = 86_400.0


def at(text: str) -> float:
    """Unix seconds of a local time in London."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON).timestamp()


class Clock:
    """Time stands still until `advance`, which wakes sleepers in the order of their hour.

    `loops`: how many sleep when all is quiet.
    """

    def __init__(self, now: float) -> None:
        self.now, self.loops = now, 0
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._number = itertools.count()

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        woken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self.now + seconds, next(self._number), woken))
        await woken

    async def quiet(self) -> None:
        """Until every loop sleeps."""
        for turn in range(5_000):
            self._sleepers = [each for each in self._sleepers if not each[2].done()]
            if len(self._sleepers) >= self.loops:
                return
            await asyncio.sleep(0 if turn < 20 else 0.001)  # a thread may be at it
        raise AssertionError("a loop never sleeps")

    async def until(self, moment: float) -> None:
        await self.quiet()
        heapq.heapify(self._sleepers)
        while self._sleepers and self._sleepers[0][0] <= moment:
            when, _, woken = heapq.heappop(self._sleepers)
            self.now = max(self.now, when)
            woken.set_result(None)
            await self.quiet()
            heapq.heapify(self._sleepers)
        self.now = moment

    async def advance(self, seconds: float) -> None:
        await self.until(self.now + seconds)


class Work:
    """Remembers when it was done; fails as often as told."""

    def __init__(
        self, clock: Clock, failures: int = 0, error: Exception | type[Exception] = Busy
    ) -> None:
        self.times: list[float] = []
        self._clock, self._failures, self._error = clock, failures, error

    async def __call__(self) -> None:
        self.times.append(self._clock.now)
        if len(self.times) <= self._failures:
            raise self._error

    @property
    def moments(self) -> list[str]:
        """Local times."""
        return [f"{datetime.fromtimestamp(each, LONDON):%a %d %b %H:%M}" for each in self.times]


Start = Callable[..., Awaitable[Scheduler]]


async def stop(scheduler: Scheduler, clock: Clock, tasks: int = 1) -> None:
    clock.loops -= tasks
    await scheduler.stop()
