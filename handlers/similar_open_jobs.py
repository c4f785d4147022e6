"""The search for open jobs that may be the one in a form."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.errors import BotError
from bot.jobs.model import Choice, Job
from bot.jobs.similar_jobs import similar_open_jobs
from bot.jobs.statuses import StatusNames
from bot.members.links import Links
from handlers.request import Request


class SimilarJobs:
    """`statuses`: which end a job (CLOSED_STATUSES); `clock`: Unix seconds."""

    def __init__(self, links: Links, statuses: StatusNames, clock: Callable[[], float]) -> None:
        self._links, self._statuses, self._clock = links, statuses, clock

    async def to_one(
        self, request: Request, values: Mapping[str, Any], within: float
    ) -> Sequence[Job]:
        """Open jobs similar to the one in the form; none when the search fails or takes longer than `within`
        seconds.
        """
        title, address = values.get("job_title"), values.get("address_id")
        if not isinstance(title, str) or not isinstance(address, Choice):
            return ()
        try:
            propops = await self._links.propops(request.member)
            nearby = await asyncio.wait_for(propops.near(title, address), within)
        except (BotError, TimeoutError):
            return ()
        return similar_open_jobs(title, address, nearby, self._clock(), self._statuses)
