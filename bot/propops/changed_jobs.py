"""Reading which jobs have changed: by the job list, since PropOps sends no events [api/jobs].

No order of the list is documented. Where it proves to be that of changes, reading ends at what is known;
else all of it is read, up to a number of pages. Each page begins with the last row of the one before: a
list that moves between two pages would hide rows, and is read once more.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.errors import Refused
from bot.jobs.follows import moment, newest_change_first
from bot.jobs.model import Job
from bot.propops.parse import jobs
from bot.propops.parse.paging import MOST_ROWS
from bot.propops.search import Pages

MOST_PAGES = 12
"""Pages of one reading."""


@dataclass(frozen=True)
class ChangedJobs:
    """`jobs`: as their rows in the list have them, which may lack fields. `sure`: the list did not move
    while it was read. `cut`: PropOps has more than was read; `missed`: among it may be changes, since the order
    is not proven. `pages`: what it cost.
    """

    jobs: Sequence[Job]
    sure: bool
    cut: bool
    pages: int
    missed: bool = False


async def changed_jobs(
    propops: Pages,
    filters: Sequence[Mapping[str, int]],
    since: float | None,
    most_pages: int = MOST_PAGES,
) -> ChangedJobs:
    """All that these lists hold and has changed since then (Unix seconds), and maybe older ones.

    `filters`: those of each list, as `Pages.page` takes them; where an instance refuses them, the list of
    all jobs is read. `since`: None for everything.
    """
    reading = _Reading(propops, since, most_pages)
    try:
        await reading.lists(filters)
    except Refused:
        if not any(filters):
            raise
        await reading.lists([{}])
    found = list(reading.found.values())
    return ChangedJobs(found, reading.sure, reading.cut, reading.pages, reading.missed)


class _Reading:
    def __init__(self, propops: Pages, since: float | None, most_pages: int) -> None:
        self._propops, self._since, self._most_pages = propops, since, most_pages
        self.found: dict[str, Job] = {}
        self.sure, self.cut, self.missed, self.pages = True, False, False, 0

    async def lists(self, filters: Sequence[Mapping[str, int]]) -> None:
        """Reads these; one that moved meanwhile once more."""
        for each in filters:
            if not await self.whole(each) and not await self.whole(each):
                self.sure = False

    async def whole(self, filters: Mapping[str, Any]) -> bool:
        """Reads one list; whether it stood still meanwhile."""
        offset, last, stood_still = 0, "", True
        here: dict[str, Job] = {}
        while True:
            if self.pages >= self._most_pages:
                self.cut = True
                self.missed = self.missed or not newest_change_first(list(here.values()))
                break
            self.pages += 1
            page = await self._propops.page(limit=MOST_ROWS, offset=offset, **filters)
            rows = jobs.jobs(page.rows)
            uuids = {job.uuid for job in rows}
            stood_still = stood_still and (not last or last in uuids)
            is_new = bool(uuids - here.keys())
            here |= {job.uuid: job for job in rows}
            if not page.more or self._is_known(list(here.values())):
                break
            if not is_new:  # the same page again, and yet there is more
                self.cut = self.missed = True
                break
            offset += max(1, len(page.rows) - 1)
            last = rows[-1].uuid if rows and len(page.rows) > 1 else ""
        self.found |= here
        return stood_still

    def _is_known(self, read: Sequence[Job]) -> bool:
        """Whether all that follows was known before."""
        if self._since is None or not read or not newest_change_first(read):
            return False
        oldest = moment(read[-1])
        return oldest is not None and oldest < self._since
