"""The time of the bot, of PropOps and of Slack, which a test moves on: periodic tasks run when it does."""

import asyncio
import time
from datetime import UTC, datetime


class SteppedTime:
    """Unix seconds. They go by as everybody's do, and are moved on by `hop`."""

    def __init__(self, start: datetime) -> None:
        self._ahead = start.timestamp() - time.time()
        self._asleep: dict[asyncio.Future[None], float] = {}
        self._changed = asyncio.Event()

    def __call__(self) -> float:
        return time.time() + self._ahead

    def utc(self) -> datetime:
        return datetime.fromtimestamp(self(), UTC)

    async def sleep(self, seconds: float) -> None:
        """How periodic tasks wait: until `run_due` finds that their time has come."""
        waker: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._asleep[waker] = self() + seconds
        self._changed.set()
        try:
            await waker
        finally:
            self._asleep.pop(waker, None)

    def hop(self, to: float) -> None:
        """To that moment; never back."""
        self._ahead += max(0.0, to - self())

    async def run_due(self, tasks: int) -> None:
        """Each of so many periodic tasks whose time has come runs once; until all are asleep again."""
        await self._all_asleep(tasks)
        now = self()
        for waker, until in list(self._asleep.items()):
            if until <= now and not waker.done():
                del self._asleep[waker]
                waker.set_result(None)
        await self._all_asleep(tasks)

    async def _all_asleep(self, tasks: int) -> None:
        async with asyncio.timeout(60):
            while len(self._asleep) < tasks:
                self._changed.clear()
                await self._changed.wait()
