"""The lists as one member sees them: all of one, what matches a typed text, the name of a number."""

import asyncio
import contextlib
import time
from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import structlog

from bot.errors import NotAllowed, NotFound, PropOpsError, Refused, TokenDead, Unreachable
from bot.jobs.model import Choice
from bot.jobs.name_index import NameIndex
from bot.propops.client import PropOpsClient
from bot.propops.lookups.cached_list import (
    CachedList,
    Clock,
    IndexedList,
    ListPool,
    Load,
    LoadedList,
    RecentlySeen,
)
from bot.propops.lookups.in_time import forgettable, in_time, result_or_fault
from bot.propops.lookups.loader import ListLoader

SHARED = ("priorities", "statuses", "job_types")
PERSONAL = ("agents", "contractors", "tenants", "addresses")
PATIENCE = 1.5
"""Seconds that somebody typing waits in all; Slack waits three."""
_RECENT_SECONDS = 30.0
"""Seconds in which a list that misses something is not loaded again."""
_MOST_RELOADED_PAGES = 5
"""Pages up to which a list is loaded again because it misses something."""
_REMEMBERED = 60.0
_MOST_REMEMBERED = 100
_PERMANENT = (TokenDead, NotAllowed, NotFound, Refused)
_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class SharedLists:
    """What all members share: how to load, equal lists interned, the operator's own lists."""

    lists: ListLoader
    pool: ListPool
    static: Mapping[str, IndexedList]
    clock: Clock


@dataclass
class MemberCache:
    """What is cached for one member; the lists of `SHARED` are the same for everybody."""

    lists: Mapping[str, CachedList]
    seen: Mapping[str, RecentlySeen]
    failed: dict[str, tuple[PropOpsError, float]] = field(default_factory=dict)
    live: "OrderedDict[tuple[str, str], tuple[list[Choice], float]]" = field(
        default_factory=OrderedDict
    )


class PersonLookups:
    """Implements `bot.jobs.ports.Lookups` for one member.

    Raises `PropOpsError` kinds where there is nothing to serve, not even a list of the operator's.
    """

    def __init__(self, shared: SharedLists, propops: PropOpsClient, cache: MemberCache) -> None:
        self._shared = shared
        self._propops = propops
        self._cache = cache

    async def options(self, lookup: str) -> Sequence[Choice]:
        """All of a list, in PropOps's order."""
        return (await self._list(lookup)).choices

    async def contacts(self, ids: Collection[int]) -> Sequence[str]:
        """Each of these tenants as a line with e-mail and telephone; read anew, never cached."""
        return await self._shared.lists.contacts(self._propops, ids)

    async def find(self, lookup: str, text: str, limit: int = 100) -> Sequence[Choice]:
        """What matches `text`, best first, within 1.5 s; all of the list for no text.

        Where nothing does, and PropOps's own search failed or was late, that is raised: nobody knows then.
        """
        deadline = time.monotonic() + PATIENCE
        indexed = self._current(lookup)
        if indexed is None:
            return await self._find_cold(lookup, text, limit, deadline)
        matches = self._matches(indexed, lookup, text, limit)
        if matches or not text.strip():
            return matches
        live = await result_or_fault(self._live(lookup, text), deadline)
        if isinstance(live, TokenDead):
            raise live
        if not isinstance(live, PropOpsError) and live:
            return live[:limit]
        again = await in_time(self._reloaded(lookup), deadline)
        if again and (matches := self._matches(again, lookup, text, limit)):
            return matches
        if isinstance(live, PropOpsError):
            raise live
        return []

    async def name(self, lookup: str, id_: int) -> str | None:
        """What the thing with this number is called, within 1.5 s; None when nobody knows."""
        deadline = time.monotonic() + PATIENCE
        indexed = self._current(lookup) or await in_time(self._list(lookup), deadline)
        if (choice := self._by_id(indexed, lookup, id_)) is None and indexed is not None:
            choice = self._by_id(await in_time(self._reloaded(lookup), deadline), lookup, id_)
        return choice.name if choice else None

    def indexes(self) -> Mapping[str, NameIndex]:
        """The indexes that are ready now, by lookup name, without waiting for any."""
        names = dict.fromkeys([*SHARED, *PERSONAL, *self._shared.static])
        ready = {name: self._current(name, refresh=False) for name in names}
        return {name: indexed.index for name, indexed in ready.items() if indexed is not None}

    async def warm_up(self, timeout: float = PATIENCE) -> None:  # noqa: ASYNC109 -- loads go on after it
        """Loads all lists at once, waits for them so many seconds; never raises."""
        loads = [forgettable(self._list(name)) for name in (*SHARED, *PERSONAL)]
        _, late = await asyncio.wait(loads, timeout=timeout)
        for each in late:
            each.cancel()
        for result in await asyncio.gather(*loads, return_exceptions=True):
            if isinstance(result, Exception) and not isinstance(result, PropOpsError):
                _log.error(
                    "prefetching a lookup list failed, loading it when it is needed",
                    exc_info=result,
                )

    def _current(self, lookup: str, *, refresh: bool = True) -> IndexedList | None:
        """What can be served at once; starts a refresh of what is old."""
        cached = self._cache.lists.get(lookup)
        loaded = cached.current() if cached else None
        if cached and loaded and refresh:
            cached.refresh_if_old(self._load(lookup))
        if loaded and (loaded.indexed.choices or lookup not in self._shared.static):
            return loaded.indexed
        return (
            self._shared.static.get(lookup)
            if cached is None or self._recent_error(lookup)
            else None
        )

    async def _list(self, lookup: str) -> IndexedList:
        """The list, loaded if need be; the operator's own where PropOps gives none."""
        static = self._shared.static.get(lookup)
        cached = self._cache.lists.get(lookup)
        if cached is None:
            return static or IndexedList((), NameIndex(()))
        try:
            if cached.current() is None and (error := self._recent_error(lookup)):
                raise type(error)(*error.args)
            loaded = await cached.get(self._load(lookup))
        except PropOpsError:
            if static:
                return static
            raise
        return static if static and not loaded.indexed.choices else loaded.indexed

    def _load(self, lookup: str) -> Load:
        """How this member loads a list, and what a failure means for what is there."""

        async def load() -> LoadedList:
            try:
                loaded = await self._loaded(lookup)
            except PropOpsError as error:
                if lookup in PERSONAL and isinstance(error, TokenDead | NotAllowed):
                    self._cache.lists[lookup].clear()
                wait = 30.0 if isinstance(error, _PERMANENT) else 2.0
                self._cache.failed[lookup] = (error, self._shared.clock() + wait)
                raise
            self._cache.failed.pop(lookup, None)
            return loaded

        return load

    async def _loaded(self, lookup: str) -> LoadedList:
        lists, pool = self._shared.lists, self._shared.pool
        if lookup == "addresses":
            of_tenants: tuple[Choice, ...] = ()
            with contextlib.suppress(PropOpsError):
                tenants = await self._cache.lists["tenants"].get(self._load("tenants"))
                of_tenants = tenants.addresses.choices
            seen = self._cache.seen["addresses"].all()
            rows = await lists.addresses(self._propops, of_tenants)
            ids = {each.id for each in rows.choices}
            rows.choices += [each for each in seen if each.id not in ids]
        else:
            rows = await lists.whole(self._propops, lookup)
        indexed = await pool.intern(rows.choices)
        addresses = pool.intern_addresses(rows.addresses)
        return LoadedList(indexed, rows.pages, self._shared.clock(), addresses)

    async def _find_cold(
        self, lookup: str, text: str, limit: int, deadline: float
    ) -> Sequence[Choice]:
        """The list is not here yet: whichever comes first, the list or PropOps's own search."""
        loading = forgettable(self._list(lookup))
        live = forgettable(self._live(lookup, text))
        try:
            while not (loading.done() and live.done()):
                if (left := deadline - time.monotonic()) <= 0:
                    raise Unreachable
                pending = [each for each in (loading, live) if not each.done()]
                await asyncio.wait(pending, timeout=left, return_when=asyncio.FIRST_COMPLETED)
                listed = loading.done() and loading.exception() is None
                if listed and (matches := self._matches(loading.result(), lookup, text, limit)):
                    return matches
                if live.done() and isinstance(live.exception(), TokenDead):
                    break
                if live.done() and live.exception() is None and (rows := live.result()):
                    return rows[:limit]
            live.result()  # raises what went wrong
            loading.result()
            return []
        finally:
            for each in (loading, live):
                each.cancel()

    async def _live(self, lookup: str, text: str) -> list[Choice]:
        """PropOps's own search for a text, remembered for a minute.

        Raises `TokenDead`, and kinds of `PropOpsError` that another try may not meet.
        """
        wanted = " ".join(text.casefold().split())
        if lookup not in PERSONAL or len(wanted) < 2:
            return []
        remembered, now = self._cache.live, self._shared.clock()
        rows, at = remembered.get((lookup, wanted), ([], float("-inf")))
        if now - at < _REMEMBERED:
            return rows
        try:
            rows = await self._shared.lists.live(self._propops, lookup, wanted)
        except TokenDead:
            raise
        except _PERMANENT:
            rows = []
        remembered[lookup, wanted] = (rows, now)
        while len(remembered) > _MOST_REMEMBERED:
            remembered.popitem(last=False)
        self._cache.seen[lookup].add(rows)
        return rows

    async def _reloaded(self, lookup: str) -> IndexedList | None:
        """The list loaded anew because it misses something, None if that makes no sense now."""
        cached = self._cache.lists.get(lookup)
        loaded = cached.current() if cached else None
        if cached is None or loaded is None or self._recent_error(lookup):
            return None
        if cached.age() < _RECENT_SECONDS or loaded.pages > _MOST_RELOADED_PAGES:
            return None
        return (await cached.refresh(self._load(lookup))).indexed

    def _matches(self, indexed: IndexedList, lookup: str, text: str, limit: int) -> list[Choice]:
        if not text.strip():
            return list(indexed.choices[:limit])
        matches = indexed.index.find(text, limit)
        seen = self._cache.seen.get(lookup)
        if seen is None or len(matches) >= limit:
            return matches
        extra = [each for each in seen.find(text, limit) if indexed.index.by_id(each.id) is None]
        return (matches + extra)[:limit]

    def _by_id(self, indexed: IndexedList | None, lookup: str, id_: int) -> Choice | None:
        choice = indexed.index.by_id(id_) if indexed else None
        seen = self._cache.seen.get(lookup)
        return choice or (seen.by_id(id_) if seen else None)

    def _recent_error(self, lookup: str) -> PropOpsError | None:
        """The error of a load that failed just now, so that it is not asked at every keystroke."""
        error, until = self._cache.failed.get(lookup, (None, 0.0))
        return error if error is not None and self._shared.clock() < until else None
