"""What happens, as it happens, for whoever watches."""

import asyncio
from typing import Self

from bot.sandbox.propops.call import Row

MOST_WAITING = 1000


class Subscription:
    """An endless async iterator of events, `{"type": ...}` each; a slow reader loses the oldest."""

    def __init__(self, feed: "Feed") -> None:
        self._feed = feed
        self.queue: asyncio.Queue[Row] = asyncio.Queue(MOST_WAITING)

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Row:
        return await self.queue.get()

    def close(self) -> None:
        """Hear no more."""
        self._feed.listeners.discard(self)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Feed:
    """Hands each event to every subscription."""

    def __init__(self) -> None:
        self.listeners: set[Subscription] = set()

    def subscribe(self) -> Subscription:
        subscription = Subscription(self)
        self.listeners.add(subscription)
        return subscription

    def publish(self, event: Row) -> None:
        for listener in self.listeners:
            if listener.queue.full():
                listener.queue.get_nowait()
            listener.queue.put_nowait(event)
