"""Lists cached in memory, stale-while-revalidate: loaded once at a time, served old while refreshed."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from weakref import WeakValueDictionary

from bot.errors import NotAllowed, TokenDead
from bot.jobs.model import Choice
from bot.jobs.name_index import NameIndex

FRESH_SECONDS = 300.0
"""Seconds a list counts as new."""
STALE_SECONDS = 86_400.0
"""Seconds after which an old list is no longer served."""
SECONDS_A_PAGE = 30.0
"""A long list stays new for longer, so that paging through it is a small part of the traffic."""
IN_A_THREAD = 5_000
"""Rows from which an index is built beside the event loop."""
Clock = Callable[[], float]


class IndexedList:
    """Choices and their index."""

    __slots__ = ("__weakref__", "choices", "index")

    def __init__(self, choices: tuple[Choice, ...], index: NameIndex) -> None:
        self.choices = choices
        self.index = index


class AddressList:
    """Addresses that the rows of another list carry."""

    __slots__ = ("__weakref__", "choices")

    def __init__(self, choices: tuple[Choice, ...] = ()) -> None:
        self.choices = choices


class ListPool:
    """Interns lists: members who see the very same one share it, since lists are large."""

    def __init__(self) -> None:
        self._lists: WeakValueDictionary[int, IndexedList] = WeakValueDictionary()
        self._address_lists: WeakValueDictionary[int, AddressList] = WeakValueDictionary()

    def intern_addresses(self, choices: Iterable[Choice]) -> AddressList:
        wanted = tuple(choices)
        digest = hash(wanted)
        interned = self._address_lists.get(digest)
        if interned is None or interned.choices != wanted:
            interned = self._address_lists[digest] = AddressList(wanted)
        return interned

    async def intern(self, choices: Iterable[Choice]) -> IndexedList:
        wanted = tuple(choices)
        if len(wanted) > IN_A_THREAD:
            return await asyncio.to_thread(self._intern, wanted)
        return self._intern(wanted)

    def _intern(self, wanted: tuple[Choice, ...]) -> IndexedList:
        digest = hash(wanted)
        interned = self._lists.get(digest)
        if interned is not None and interned.choices == wanted:
            return interned
        indexed = self._lists[digest] = IndexedList(wanted, NameIndex(wanted))
        return indexed


@dataclass(frozen=True)
class LoadedList:
    """A list as it was loaded, over so many `pages`, `at` by the clock of its `CachedList`."""

    indexed: IndexedList
    pages: int
    at: float
    addresses: AddressList

    @property
    def fresh_seconds(self) -> float:
        return max(FRESH_SECONDS, SECONDS_A_PAGE * self.pages)


Load = Callable[[], Awaitable[LoadedList]]


class CachedList:
    """One list: what is loaded of it, and the load under way."""

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._clock = clock
        self._loaded: LoadedList | None = None
        self._load_task: asyncio.Task[LoadedList] | None = None

    def current(self) -> LoadedList | None:
        """What is loaded, without waiting; None when there is nothing or it is too old."""
        return self._loaded if self.age() < STALE_SECONDS else None

    def age(self) -> float:
        """Seconds since the last load, infinite without one."""
        return self._clock() - self._loaded.at if self._loaded else float("inf")

    async def get(self, load: Load) -> LoadedList:
        """The list; loaded first if there is none, refreshed in the background if it is old.

        Raises what `load` raises when there is nothing to serve.
        """
        loaded = self.current()
        if loaded is None:
            return await self.refresh(load)
        self.refresh_if_old(load)
        return loaded

    def refresh_if_old(self, load: Load) -> None:
        """Starts a load in the background when the list is no longer fresh."""
        if self._loaded is not None and self.age() >= self._loaded.fresh_seconds:
            self._start(load)

    async def refresh(self, load: Load) -> LoadedList:
        """Load now, or wait for the load under way, which goes on when the caller gives up.

        What another member was not allowed to load is tried again as this one.
        """
        joined = self._load_task is not None
        try:
            return await asyncio.shield(self._start(load))
        except (TokenDead, NotAllowed):
            if not joined:
                raise
            return await asyncio.shield(self._start(load))

    def clear(self) -> None:
        self._loaded = None

    def stop(self) -> "asyncio.Task[LoadedList] | None":
        """Cancels the load under way; to be awaited by whoever stops it."""
        if self._load_task is not None:
            self._load_task.cancel()
        return self._load_task

    def _start(self, load: Load) -> "asyncio.Task[LoadedList]":
        if self._load_task is None:
            self._load_task = asyncio.create_task(self._load(load))
            self._load_task.add_done_callback(self._load_ended)
        return self._load_task

    def _load_ended(self, task: "asyncio.Task[LoadedList]") -> None:
        self._load_task = None
        if not task.cancelled():
            task.exception()  # retrieved, since nobody may be waiting for it

    async def _load(self, load: Load) -> LoadedList:
        self._loaded = await load()
        return self._loaded


class RecentlySeen:
    """A few choices found outside the lists, the last ones found."""

    MOST = 500

    def __init__(self) -> None:
        self._choices: dict[int, Choice] = {}
        self._index: NameIndex | None = None

    def add(self, choices: Iterable[Choice]) -> None:
        for each in choices:
            if self._choices.get(each.id) != each:
                self._choices.pop(each.id, None)
                self._choices[each.id] = each
                self._index = None
        while len(self._choices) > self.MOST:
            del self._choices[next(iter(self._choices))]

    def all(self) -> list[Choice]:
        return list(self._choices.values())

    def by_id(self, id_: int) -> Choice | None:
        return self._choices.get(id_)

    def find(self, text: str, limit: int) -> list[Choice]:
        if not self._choices:
            return []
        if self._index is None:
            self._index = NameIndex(self._choices.values())
        return self._index.find(text, limit)
