"""What happens in the sandbox, as it happens: for a live page, and for a test that waits."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Any, Self, TypeVar

Event = dict[str, Any]
T = TypeVar("T")

LOOK_EVERY = 0.05
PATIENCE = 60.0
"""Seconds that a test waits for what should be there at once: a machine may be busy."""


class Subscription:
    """Events from the moment of subscribing on: `async for event in slack.subscribe()`."""

    def __init__(self, feed: "Feed") -> None:
        self._feed = feed
        self._queue: asyncio.Queue[Event | None] = asyncio.Queue()

    def push(self, event: Event | None) -> None:
        self._queue.put_nowait(event)

    async def next(self) -> Event:
        """The next event; raises `StopAsyncIteration` once closed."""
        event = await self._queue.get()
        if event is None:
            raise StopAsyncIteration
        return event

    def close(self) -> None:
        self._feed.forget(self)
        self.push(None)

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Event:
        return await self.next()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class Feed:
    """One list of listeners; every change of the workspace is published once."""

    def __init__(self) -> None:
        self._listeners: list[Subscription] = []

    @property
    def is_heard(self) -> bool:
        """Whether anyone listens; spares drawing what nobody sees."""
        return bool(self._listeners)

    def publish(self, kind: str, /, **what: Any) -> None:
        """Tell every listener; `what` is plain JSON."""
        for listener in tuple(self._listeners):
            listener.push({"type": kind, **what})

    def subscribe(self) -> Subscription:
        listener = Subscription(self)
        self._listeners.append(listener)
        return listener

    def forget(self, listener: Subscription) -> None:
        if listener in self._listeners:
            self._listeners.remove(listener)

    async def until(self, look: Callable[[], T | None], timeout: float, why: str) -> T:  # noqa: ASYNC109 - the caller's own patience
        """What `look` finds, asked at each event and every 50 ms. Raises `TimeoutError` with `why`."""
        with self.subscribe() as events:
            try:
                async with asyncio.timeout(timeout):
                    while (found := look()) is None:
                        with suppress(TimeoutError):
                            await asyncio.wait_for(events.next(), LOOK_EVERY)
            except TimeoutError:
                raise TimeoutError(f"{why} (waited {timeout:g} s)") from None
            return found
