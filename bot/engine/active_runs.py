"""The runs that this process is at, each a task."""

import asyncio
from collections.abc import Collection
from typing import Any


class ActiveRuns:
    def __init__(self) -> None:
        self._tasks: dict[str, asyncio.Task[Any]] = {}

    def __len__(self) -> int:
        return len(self._tasks)

    def ids(self) -> Collection[str]:
        return self._tasks.keys()

    def add_current(self, run: str) -> None:
        """The current task, until its outcome is recorded, which comes after the body."""
        task = asyncio.current_task()
        assert task is not None
        self._tasks[run] = task
        task.add_done_callback(lambda ended: self._remove(run, ended))

    async def wait(self, within: float) -> None:
        """At most `within` seconds, until none is left."""
        if self._tasks:
            await asyncio.wait(list(self._tasks.values()), timeout=within)

    def cancel(self) -> None:
        """Leaves them as a crash would, to be resumed later or elsewhere."""
        for task in list(self._tasks.values()):
            task.cancel()

    def _remove(self, run: str, task: asyncio.Task[Any]) -> None:
        if self._tasks.get(run) is task:
            del self._tasks[run]
