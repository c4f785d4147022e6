"""The lists as one member sees them: all of one, what matches a typed text, the name of a number."""

import asyncio
import contextlib
import time
from collections import OrderedDict
from collections.abc import Awaitable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import structlog

from bot.errors import NotAllowed, NotFound, PropOpsError, Refused, TokenDead
from bot.jobs.model import Choice, Job
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
from bot.propops.lookups.loader import ListLoader

SHARED = ("priorities", "statuses", "job_types")
PERSONAL = ("agents", "contractors", "tenants", "addresses")
PATIENCE = 1.5
"""Seconds that somebody typing waits in all; Slack waits three."""
_YOUNG = 30.0
"""Seconds in which a list that misses something is not loaded again."""
_SHORT = 5
"""Pages up to which a list is loaded again because it misses something."""
_REMEMBERED = 60.0
_MOST_REMEMBERED = 100
_LASTING = (TokenDead, NotAllowed, NotFound, Refused)
_T = TypeVar("_T")
_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class SharedLists:
    """What all members share: how to load, equal lists kept once, the operator's own lists."""

    lists: ListLoader
    pool: ListPool
    static: Mapping[str, IndexedList]
    clock: Clock


@dataclass
class MemberCache:
    """What is kept for one member; the shelves of `SHARED` are everybody's."""

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

    def __init__(self, common: SharedLists, propops: PropOpsClient, room: MemberCache) -> None:
        self._common = common
        self._propops = propops
        self._room = room

    async def options(self, lookup: str) -> Sequence[Choice]:
        """All of a list, in PropOps's order."""
        return (await self._held(lookup)).choices

    async def contacts(self, ids: Collection[int]) -> Sequence[str]:
        """Each of these tenants as a line with e-mail and telephone; read anew, never kept."""
        return await self._common.lists.contacts(self._propops, ids)

    async def find(self, lookup: str, text: str, limit: int = 100) -> Sequence[Choice]:
        """What matches `text`, best first, within 1.5 s; all of the list for no text."""
        deadline = time.monotonic() + PATIENCE
        held = self._now(lookup)
        if held is None:
            return await self._find_cold(lookup, text, limit, deadline)
        found = self._matches(held, lookup, text, limit)
        if found or not text.strip():
            return found
        if live := await _in_time(self._live(lookup, text), deadline, raising=TokenDead):
            return live[:limit]
        if again := await _in_time(self._missed(lookup), deadline):
            return self._matches(again, lookup, text, limit)
        return []

    async def name(self, lookup: str, id_: int) -> str | None:
        """What the thing with this number is called, within 1.5 s; None when nobody knows."""
        deadline = time.monotonic() + PATIENCE
        held = self._now(lookup) or await _in_time(self._held(lookup), deadline)
        if (known := self._by_id(held, lookup, id_)) is None and held is not None:
            known = self._by_id(await _in_time(self._missed(lookup), deadline), lookup, id_)
        return known.name if known else None

    def indexes(self) -> Mapping[str, NameIndex]:
        """The indexes that are ready now, by lookup name, without waiting for any."""
        names = dict.fromkeys([*SHARED, *PERSONAL, *self._common.static])
        ready = {name: self._now(name, refresh=False) for name in names}
        return {name: held.index for name, held in ready.items() if held is not None}

    async def warm(self, timeout: float = PATIENCE) -> None:  # noqa: ASYNC109 -- loads go on after it
        """Loads all lists at once, waits for them so many seconds; never raises."""
        loads = [asyncio.ensure_future(self._held(name)) for name in (*SHARED, *PERSONAL)]
        _, late = await asyncio.wait(loads, timeout=timeout)
        for each in late:
            each.cancel()
        for told in await asyncio.gather(*loads, return_exceptions=True):
            if isinstance(told, Exception) and not isinstance(told, PropOpsError):
                _log.error("lookups.warm", exc_info=told)

    def saw(self, jobs: Iterable[Job]) -> None:
        """Remembers the addresses of jobs that this member was shown."""
        self._room.seen["addresses"].add(
            Choice(job.address_id, job.full_address)
            for job in jobs
            if job.address_id is not None and job.full_address
        )

    def _now(self, lookup: str, *, refresh: bool = True) -> IndexedList | None:
        """What can be served at once; sets off a refresh of what is old."""
        cached = self._room.lists.get(lookup)
        table = cached.now() if cached else None
        if cached and table and refresh:
            cached.refresh_if_old(self._load(lookup))
        if table and (table.held.choices or lookup not in self._common.static):
            return table.held
        return self._common.static.get(lookup) if cached is None or self._fails(lookup) else None

    async def _held(self, lookup: str) -> IndexedList:
        """The list, loaded if need be; the operator's own where PropOps gives none."""
        static = self._common.static.get(lookup)
        cached = self._room.lists.get(lookup)
        if cached is None:
            return static or IndexedList((), NameIndex(()))
        try:
            if cached.now() is None and (error := self._fails(lookup)):
                raise type(error)(*error.args)
            table = await cached.get(self._load(lookup))
        except PropOpsError:
            if static:
                return static
            raise
        return static if static and not table.held.choices else table.held

    def _load(self, lookup: str) -> Load:
        """How this member loads a list, and what a failure means for what is there."""

        async def load() -> LoadedList:
            try:
                table = await self._loaded(lookup)
            except PropOpsError as error:
                if lookup in PERSONAL and isinstance(error, TokenDead | NotAllowed):
                    self._room.lists[lookup].clear()
                wait = 30.0 if isinstance(error, _LASTING) else 2.0
                self._room.failed[lookup] = (error, self._common.clock() + wait)
                raise
            self._room.failed.pop(lookup, None)
            return table

        return load

    async def _loaded(self, lookup: str) -> LoadedList:
        lists, pool = self._common.lists, self._common.pool
        if lookup == "addresses":
            of_tenants: tuple[Choice, ...] = ()
            with contextlib.suppress(PropOpsError):
                tenants = await self._room.lists["tenants"].get(self._load("tenants"))
                of_tenants = tenants.places.choices
            seen = self._room.seen["addresses"].all()
            found = await lists.addresses(self._propops, of_tenants)
            known = {each.id for each in found.choices}
            found.choices += [each for each in seen if each.id not in known]
        else:
            found = await lists.whole(self._propops, lookup)
        held, places = await pool.hold(found.choices), pool.places(found.places)
        return LoadedList(held, found.pages, self._common.clock(), places)

    async def _find_cold(
        self, lookup: str, text: str, limit: int, deadline: float
    ) -> Sequence[Choice]:
        """The list is not here yet: whichever comes first, the list or PropOps's own search."""
        loading = asyncio.ensure_future(self._held(lookup))
        live = asyncio.ensure_future(self._live(lookup, text))
        try:
            while not (loading.done() and live.done()):
                if (left := deadline - time.monotonic()) <= 0:
                    break
                pending = [each for each in (loading, live) if not each.done()]
                await asyncio.wait(pending, timeout=left, return_when=asyncio.FIRST_COMPLETED)
                listed = loading.done() and loading.exception() is None
                if listed and (found := self._matches(loading.result(), lookup, text, limit)):
                    return found
                if live.done() and (rows := live.result()):
                    return rows[:limit]
            if loading.done():
                loading.result()  # raises what went wrong
            return []
        finally:
            for each in (loading, live):
                each.cancel()

    async def _live(self, lookup: str, text: str) -> list[Choice]:
        """PropOps's own search for a text, remembered for a minute; empty when it fails.

        Raises TokenDead: that is the member's own token, and nothing more will be found with it.
        """
        wanted = " ".join(text.casefold().split())
        if lookup not in PERSONAL or len(wanted) < 2:
            return []
        kept, now = self._room.live, self._common.clock()
        rows, at = kept.get((lookup, wanted), ([], float("-inf")))
        if now - at < _REMEMBERED:
            return rows
        try:
            rows = await self._common.lists.live(self._propops, lookup, wanted)
        except TokenDead:
            raise
        except _LASTING:
            rows = []
        except PropOpsError:
            return []
        kept[lookup, wanted] = (rows, now)
        while len(kept) > _MOST_REMEMBERED:
            kept.popitem(last=False)
        self._room.seen[lookup].add(rows)
        return rows

    async def _missed(self, lookup: str) -> IndexedList | None:
        """The list loaded anew because it misses something, None if that makes no sense now."""
        cached = self._room.lists.get(lookup)
        table = cached.now() if cached else None
        if cached is None or table is None or self._fails(lookup):
            return None
        if cached.age() < _YOUNG or table.pages > _SHORT:
            return None
        return (await cached.refresh(self._load(lookup))).held

    def _matches(self, held: IndexedList, lookup: str, text: str, limit: int) -> list[Choice]:
        if not text.strip():
            return list(held.choices[:limit])
        found = held.index.find(text, limit)
        seen = self._room.seen.get(lookup)
        if seen is None or len(found) >= limit:
            return found
        extra = [each for each in seen.find(text, limit) if held.index.by_id(each.id) is None]
        return (found + extra)[:limit]

    def _by_id(self, held: IndexedList | None, lookup: str, id_: int) -> Choice | None:
        known = held.index.by_id(id_) if held else None
        seen = self._room.seen.get(lookup)
        return known or (seen.by_id(id_) if seen else None)

    def _fails(self, lookup: str) -> PropOpsError | None:
        """The error of a load that failed just now, so that it is not asked at every keystroke."""
        error, until = self._room.failed.get(lookup, (None, 0.0))
        return error if error is not None and self._common.clock() < until else None


async def _in_time(
    wanted: Awaitable[_T], deadline: float, raising: type[PropOpsError] | tuple[()] = ()
) -> _T | None:
    """The result if it comes before the deadline; None when it is late or PropOps fails.

    `raising`: the failure that is not swallowed.
    """
    try:
        async with asyncio.timeout(max(0.0, deadline - time.monotonic())):
            return await wanted
    except raising:
        raise
    except (TimeoutError, PropOpsError):
        return None
