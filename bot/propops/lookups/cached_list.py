"""Lists kept in memory: each loaded once at a time, and served old while it is refreshed."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from weakref import WeakValueDictionary

from bot.errors import NotAllowed, TokenDead
from bot.jobs.model import Choice
from bot.jobs.name_index import NameIndex

FRESH = 300.0
"""Seconds a list counts as new."""
STALE = 86_400.0
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
    """Gives members who see the very same list the same one: lists are large."""

    def __init__(self) -> None:
        self._held: WeakValueDictionary[int, IndexedList] = WeakValueDictionary()
        self._places: WeakValueDictionary[int, AddressList] = WeakValueDictionary()

    def places(self, choices: Iterable[Choice]) -> AddressList:
        wanted = tuple(choices)
        digest = hash(wanted)
        known = self._places.get(digest)
        if known is None or known.choices != wanted:
            known = self._places[digest] = AddressList(wanted)
        return known

    async def hold(self, choices: Iterable[Choice]) -> IndexedList:
        wanted = tuple(choices)
        if len(wanted) > IN_A_THREAD:
            return await asyncio.to_thread(self._hold, wanted)
        return self._hold(wanted)

    def _hold(self, wanted: tuple[Choice, ...]) -> IndexedList:
        digest = hash(wanted)
        known = self._held.get(digest)
        if known is not None and known.choices == wanted:
            return known
        held = self._held[digest] = IndexedList(wanted, NameIndex(wanted))
        return held


@dataclass(frozen=True)
class LoadedList:
    """A list as it was loaded, over so many `pages`, `at` a moment of the shelf's clock."""

    held: IndexedList
    pages: int
    at: float
    places: AddressList

    @property
    def fresh_seconds(self) -> float:
        return max(FRESH, SECONDS_A_PAGE * self.pages)


Load = Callable[[], Awaitable[LoadedList]]


class CachedList:
    """Where one list stands."""

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._clock = clock
        self._table: LoadedList | None = None
        self._flight: asyncio.Task[LoadedList] | None = None

    def now(self) -> LoadedList | None:
        """What is here, without waiting; None when there is nothing or it is too old."""
        return self._table if self.age() < STALE else None

    def age(self) -> float:
        """Seconds since the last load, infinite without one."""
        return self._clock() - self._table.at if self._table else float("inf")

    async def get(self, load: Load) -> LoadedList:
        """The list; loaded first if there is none, refreshed behind the scenes if it is old.

        Raises what `load` raises when there is nothing to serve.
        """
        table = self.now()
        if table is None:
            return await self.refresh(load)
        self.refresh_if_old(load)
        return table

    def refresh_if_old(self, load: Load) -> None:
        """Starts a load behind the scenes when the list is no longer fresh."""
        if self._table is not None and self.age() >= self._table.fresh_seconds:
            self._start(load)

    async def refresh(self, load: Load) -> LoadedList:
        """Load now, or wait for the load under way, which goes on when the caller gives up.

        What another member was not allowed to load is tried again as this one.
        """
        joined = self._flight is not None
        try:
            return await asyncio.shield(self._start(load))
        except (TokenDead, NotAllowed):
            if not joined:
                raise
            return await asyncio.shield(self._start(load))

    def clear(self) -> None:
        self._table = None

    def stop(self) -> "asyncio.Task[LoadedList] | None":
        """Cancels the load under way; to be awaited by whoever stops it."""
        if self._flight is not None:
            self._flight.cancel()
        return self._flight

    def _start(self, load: Load) -> "asyncio.Task[LoadedList]":
        if self._flight is None:
            self._flight = asyncio.create_task(self._load(load))
            self._flight.add_done_callback(self._landed)
        return self._flight

    def _landed(self, flight: "asyncio.Task[LoadedList]") -> None:
        self._flight = None
        if not flight.cancelled():
            flight.exception()  # taken note of: nobody need be waiting for it

    async def _load(self, load: Load) -> LoadedList:
        self._table = await load()
        return self._table


class RecentlySeen:
    """A few choices met outside the lists, the last ones met."""

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
