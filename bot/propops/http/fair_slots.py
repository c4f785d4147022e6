"""A bounded number of slots that accounts take in turn, however much one of them asks for."""

import asyncio
from collections import Counter, OrderedDict, deque


class FairSlots:
    """`most` at once, and `most_of_one` of each key. Keys that wait are served one after the other."""

    def __init__(self, most: int, most_of_one: int) -> None:
        self._free, self._most_of_one = most, most_of_one
        self._held: Counter[str] = Counter()
        self._waiting: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()

    async def acquire(self, key: str) -> None:
        """Waits for a slot. While some are free, only keys that hold all they may are waiting."""
        if self._free and self._held[key] < self._most_of_one:
            self._take(key)
            return
        slot = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(key, deque()).append(slot)
        try:
            await slot
        except asyncio.CancelledError:
            if slot.done() and not slot.cancelled():
                self.release(key)
            else:
                self._forget(key, slot)
            raise

    def release(self, key: str) -> None:
        self._free += 1
        self._held[key] -= 1
        if not self._held[key]:
            del self._held[key]
        self._hand_on()

    def _take(self, key: str) -> None:
        self._free -= 1
        self._held[key] += 1

    def _hand_on(self) -> None:
        """Gives what is free to the keys that wait, and may hold more, in turn."""
        while self._free:
            allowed = (key for key in self._waiting if self._held[key] < self._most_of_one)
            key = next(allowed, None)
            if key is None:
                return
            slot = self._waiting[key][0]
            self._forget(key, slot)
            if slot.done():  # nobody waits for it any more
                continue
            if key in self._waiting:
                self._waiting.move_to_end(key)
            self._take(key)
            slot.set_result(None)

    def _forget(self, key: str, slot: asyncio.Future[None]) -> None:
        waiting = self._waiting.get(key, deque())
        if slot in waiting:
            waiting.remove(slot)
        if not waiting:
            self._waiting.pop(key, None)
