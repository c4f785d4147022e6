"""Lookup lists, cached: priorities, statuses and types for all, the rest for each member.

What one member may see is not what another may, so agents, contractors, tenants and addresses are
kept by token.
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Mapping, Sequence

from bot.jobs.model import Choice
from bot.jobs.name_index import NameIndex
from bot.propops.client import PropOpsClient
from bot.propops.lookups.cached_list import CachedList, Clock, IndexedList, ListPool, RecentlySeen
from bot.propops.lookups.loader import ListLoader
from bot.propops.lookups.member_lookups import (
    PERSONAL,
    SHARED,
    MemberCache,
    PersonLookups,
    SharedLists,
)
from bot.propops_names import PropOpsNames

MOST_MEMBERS = 200
MOST_ROWS = 500_000
_EVICT_EVERY = 30.0


class LookupCache:
    """All lists of one PropOps. `static_lists` are the operator's own, by lookup name.

    Bounded: the member whose lists were not used for longest is dropped.
    """

    def __init__(
        self,
        names: PropOpsNames,
        static_lists: Mapping[str, Sequence[Choice]] | None = None,
        *,
        most_members: int = MOST_MEMBERS,
        most_rows: int = MOST_ROWS,
        clock: Clock = time.monotonic,
    ) -> None:
        self._most = (most_members, most_rows)
        self._clock = clock
        self._shared_lists = SharedLists(
            ListLoader(names.search_param, names.tenants_path, names.address_path),
            ListPool(),
            {
                name: IndexedList(tuple(rows), NameIndex(rows))
                for name, rows in (static_lists or {}).items()
            },
            clock,
        )
        self._shared = {name: CachedList(clock) for name in SHARED}
        self._members: OrderedDict[str, MemberCache] = OrderedDict()
        self._next_eviction = 0.0

    def of(self, propops: PropOpsClient) -> PersonLookups:
        """The lists as this client's member sees them; cheap, made anew whenever needed."""
        member = self._members.get(propops.key)
        if member is None:
            own = {name: CachedList(self._clock) for name in PERSONAL}
            member = MemberCache(
                {**self._shared, **own}, {name: RecentlySeen() for name in PERSONAL}
            )
            self._members[propops.key] = member
            self._next_eviction = 0.0
        self._members.move_to_end(propops.key)
        if self._clock() >= self._next_eviction:
            self._evict()
        return PersonLookups(self._shared_lists, propops, member)

    async def aclose(self) -> None:
        """Stops all loads under way."""
        lists = [*self._shared.values()]
        for member in self._members.values():
            lists += [member.lists[name] for name in PERSONAL]
        loads = [load for cached in lists if (load := cached.stop()) is not None]
        await asyncio.gather(*loads, return_exceptions=True)

    def _evict(self) -> None:
        self._next_eviction = self._clock() + _EVICT_EVERY
        most_members, most_rows = self._most
        while len(self._members) > 1 and (
            len(self._members) > most_members or self._rows() > most_rows
        ):
            self._members.popitem(last=False)

    def _rows(self) -> int:
        """Rows in memory, those of equal lists once."""
        loaded_lists = [
            loaded
            for member in self._members.values()
            for name in PERSONAL
            if (loaded := member.lists[name].current())
        ]
        parts = {id(part): part for t in loaded_lists for part in (t.indexed, t.addresses)}
        return sum(len(part.choices) for part in parts.values())
