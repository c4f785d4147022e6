"""Reading the open jobs: PropOps has no filter for *open*, so its statuses are asked one by one.

An instance in use has thousands of closed jobs and a few hundred open ones. Where everything fits on
the first page nothing more is asked.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from bot.jobs.model import Choice, Job, SearchResult
from bot.jobs.statuses import StatusNames
from bot.propops.parse import jobs
from bot.propops.parse.paging import MOST_ROWS
from bot.propops.search import Pages, newest

MOST_PAGES = 12
"""Pages of one reading; what lies beyond is told as not read."""


async def open_jobs(
    propops: Pages, names: StatusNames, statuses: Sequence[Choice], **filters: Any
) -> SearchResult:
    """The jobs that no status of `names` has closed, the last changed first.

    `statuses`: those of the instance, as far as they are known. `filters`: as `page` takes them.
    """
    reading = _Reading(propops, names, filters)
    still_open = names.open_among(statuses)
    if await reading.whole(most=1) or not still_open:
        await reading.whole()
    else:
        for status in still_open:
            await reading.whole(status_id=status.id)
    words = f"Only the first {len(reading.found):,} that PropOps lists." if reading.cut else ""
    return SearchResult(newest(reading.found.values()), words)


class _Reading:
    """`found`: open jobs by uuid. `cut`: PropOps has more than was read."""

    def __init__(self, propops: Pages, names: StatusNames, filters: dict[str, Any]) -> None:
        self._propops, self._names, self._filters = propops, names, filters
        self.found: dict[str, Job] = {}
        self.cut = False
        self._left = MOST_PAGES

    async def whole(self, most: int = MOST_PAGES, **more: Any) -> bool:
        """Reads a list to its end, at most so many pages; whether it came there."""
        offset, seen = 0, set[str]()
        for _ in range(most):
            if not self._left:
                self.cut = True
                return False
            self._left -= 1
            page = await self._propops.page(limit=MOST_ROWS, offset=offset, **self._filters, **more)
            read = jobs.jobs(page.rows)
            fresh = [job for job in read if job.uuid not in seen]
            seen.update(job.uuid for job in fresh)
            self._take(fresh)
            offset += len(page.rows)
            if not (fresh and page.more):
                return True
        return False

    def _take(self, read: Iterable[Job]) -> None:
        self.found |= {job.uuid: job for job in read if self._names.is_open(job)}
