"""Turns by key, and work side by side in which one failure stops nothing else."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Coroutine, Hashable
from typing import Any, TypeVar

T = TypeVar("T")
A = TypeVar("A")
B = TypeVar("B")


class Turns:
    """For each key one at a time, in the order they came; other keys never wait.

    Only keys that somebody holds or waits for are remembered.
    """

    def __init__(self) -> None:
        self._locks: dict[Hashable, asyncio.Lock] = {}
        self._users: dict[Hashable, int] = {}

    def __len__(self) -> int:
        return len(self._locks)

    @contextlib.asynccontextmanager
    async def turn(self, key: Hashable) -> AsyncIterator[None]:
        lock = self._locks.setdefault(key, asyncio.Lock())
        self._users[key] = self._users.get(key, 0) + 1
        try:
            async with lock:
                yield
        finally:
            self._users[key] -= 1
            if not self._users[key]:
                del self._users[key], self._locks[key]


async def side_by_side(*works: Coroutine[Any, Any, T]) -> list[T]:
    """What each returns, once all have ended. Raises what the first of them raised."""
    results = await asyncio.gather(*works, return_exceptions=True)
    returned: list[T] = []
    for result in results:
        if isinstance(result, BaseException):
            raise result
        returned.append(result)
    return returned


@contextlib.asynccontextmanager
async def meanwhile(work: Coroutine[Any, Any, T]) -> AsyncIterator[asyncio.Task[T]]:
    """Does `work` while the body runs. It is cancelled at the end, and over when this is left.

    What it raises is for whoever awaits it; where nobody does, it is forgotten.
    """
    task = asyncio.create_task(work)
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.wait([task])
        if not task.cancelled():
            task.exception()  # else asyncio would complain that nobody asked for it


async def both(first: Coroutine[Any, Any, A], second: Coroutine[Any, Any, B]) -> tuple[A, B]:
    """What the two return, done at once. What `first` raises goes before what `second` raises.

    Neither is under way any more when this returns or raises.
    """
    async with meanwhile(second) as other:
        return await first, await other
