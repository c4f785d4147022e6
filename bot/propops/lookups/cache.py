"""Lists to choose from, cached: priorities, statuses and types for all, the rest for each member.

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
from bot.settings import PropOpsNames

MOST_MEMBERS = 200
MOST_ROWS = 500_000
_LOOK_SECONDS = 30.0


class LookupCache:
    """All lists of one PropOps. `static_lists` are the operator's own, by lookup name.

    Bounded: the member whose lists were not used for longest makes room.
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
        self._common = SharedLists(
            ListLoader(names.search_param, names.tenants_path, names.address_path),
            ListPool(),
            {
                name: IndexedList(tuple(rows), NameIndex(rows))
                for name, rows in (static_lists or {}).items()
            },
            clock,
        )
        self._shared = {name: CachedList(clock) for name in SHARED}
        self._rooms: OrderedDict[str, MemberCache] = OrderedDict()
        self._look_again = 0.0

    def of(self, propops: PropOpsClient) -> PersonLookups:
        """The lists as this client's member sees them; cheap, made anew whenever needed."""
        room = self._rooms.get(propops.key)
        if room is None:
            own = {name: CachedList(self._clock) for name in PERSONAL}
            room = MemberCache({**self._shared, **own}, {name: RecentlySeen() for name in PERSONAL})
            self._rooms[propops.key] = room
            self._look_again = 0.0
        self._rooms.move_to_end(propops.key)
        if self._clock() >= self._look_again:
            self._make_room()
        return PersonLookups(self._common, propops, room)

    async def aclose(self) -> None:
        """Stops all loads under way."""
        lists = [*self._shared.values()]
        for room in self._rooms.values():
            lists += [room.lists[name] for name in PERSONAL]
        flights = [flight for cached in lists if (flight := cached.stop()) is not None]
        await asyncio.gather(*flights, return_exceptions=True)

    def _make_room(self) -> None:
        self._look_again = self._clock() + _LOOK_SECONDS
        most_members, most_rows = self._most
        while len(self._rooms) > 1 and (
            len(self._rooms) > most_members or self._rows() > most_rows
        ):
            self._rooms.popitem(last=False)

    def _rows(self) -> int:
        """Rows in memory, those of equal lists once."""
        tables = [
            table
            for room in self._rooms.values()
            for name in PERSONAL
            if (table := room.lists[name].now())
        ]
        parts = {id(part): part for t in tables for part in (t.held, t.places)}
        return sum(len(part.choices) for part in parts.values())
