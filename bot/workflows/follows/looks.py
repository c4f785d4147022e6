"""Looks for jobs that channels follow, with the account of whoever set each follow up.

One look at a time, when its time has come, by whatever process takes it; how often follows from how
many lists PropOps had to be asked for. Nothing is asked while no channel follows anything.
"""

import asyncio
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import structlog

from bot.errors import (
    BotError,
    CannotPost,
    NotAllowed,
    NotLinked,
    NotWelcome,
    RateLimited,
    TokenDead,
    Unverified,
)
from bot.jobs.follows import (
    MOST_AT_ONCE,
    OVERLAP,
    WEEK,
    Criteria,
    Rest,
    facts_of,
    moment,
    next_watermark,
    untold,
)
from bot.jobs.model import Job
from bot.members.access import Access
from bot.members.links import Links
from bot.propops.changed_jobs import MOST_PAGES, ChangedJobs, changed_jobs
from bot.propops.client import PropOpsClient
from bot.propops.parse.paging import MOST_ROWS
from bot.propops.search import newest
from bot.slack.workspace import working_for
from bot.store.follow_rows import Follow
from bot.store.follows import LEASE, FollowStore
from bot.workflows.follows.notices import LOOK_AGAIN, FollowNotices
from bot.workflows.follows.posts import FollowPosts, NotOurs

AT_ONCE = 5
"""Looks of one poll, one after another."""
PAGE_SECONDS = 3.0
"""Seconds between two lists read for one follow, on the average."""
_QUIET_AGAIN = 300.0
"""Seconds after which a channel's quiet hours are looked at again, at most."""
_SPREAD = 0.2
"""Of the interval: looks that were set up together do not stay together."""
PREVIEW_PAGES = 3

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Preview:
    """What a follow would have told of the last week, the newest change first. `cut`: not all was read."""

    jobs: Sequence[Job]
    cut: bool


class FollowLooks:
    """`seconds`: between two looks, at least. `clock`: Unix seconds."""

    def __init__(
        self,
        follows: FollowStore,
        links: Links,
        access: Access,
        posts: FollowPosts,
        notices: FollowNotices,
        seconds: float,
        clock: Callable[[], float],
    ) -> None:
        self._follows, self._links, self._access = follows, links, access
        self._posts, self._notices = posts, notices
        self._seconds, self._clock = seconds, clock

    async def look_due(self) -> None:
        """Those whose time has come, or whose person has to be told that they rest."""
        for each in (await self._follows.due())[:AT_ONCE]:
            follow = await self._follows.take(each)
            if follow is not None:
                with working_for(follow.member):
                    await self._guarded(follow)

    async def resume_linked(self) -> None:
        """Somebody was linked: what waits for their link goes on."""
        for follow in await self._follows.all():
            if follow.paused == "link" and await self._links.linked(follow.member):
                await self._follows.resume(follow)

    async def preview(self, propops: PropOpsClient, criteria: Criteria) -> Preview:
        """Raises what reading a list raises."""
        since = self._clock() - WEEK
        read = await changed_jobs(propops, criteria.filters(), since, PREVIEW_PAGES)
        recent = [
            job
            for job in read.jobs
            if criteria.match(job) and ((at := moment(job)) is None or at >= since)
        ]
        return Preview(newest(recent), read.cut)

    async def _guarded(self, follow: Follow) -> None:
        """A failure is what the next look is for; what a person has to mend makes it rest."""
        try:
            async with asyncio.timeout(LEASE - 30):
                await self._look(follow)
        except NotOurs:
            pass
        except (NotLinked, TokenDead) as error:
            if isinstance(error, TokenDead):
                await self._links.mark_token_dead(follow.member, error.key)
            await self._pause(follow, "link")
        except NotAllowed:
            await self._pause(follow, "right")
        except CannotPost:
            await self._pause(follow, "channel")
        except Unverified as error:
            await self._later(follow, error)
        except NotWelcome:
            await self._pause(follow, "person")
        except (BotError, TimeoutError) as error:
            await self._later(follow, error)

    async def _pause(self, follow: Follow, why: Rest) -> None:
        if follow.paused == why:  # tried again, to no avail: its person knows
            await self._follows.rest(follow, self._clock() + LOOK_AGAIN)
        else:
            await self._follows.pause(follow, why)

    async def _later(self, follow: Follow, error: Exception) -> None:
        after = error.after if isinstance(error, RateLimited) else 0.0
        log.info(
            "a look at followed jobs failed, looking again later", problem=type(error).__name__
        )
        await self._follows.end_look(follow, self._clock() + max(self._seconds, 30.0, after))

    async def _look(self, follow: Follow) -> None:
        if follow.paused and not await self._notices.is_over(follow):
            return
        if await self._posts.is_quiet(follow, self._clock()):
            again = min(self._seconds, _QUIET_AGAIN)
            await self._follows.end_look(follow, self._clock() + again)
            return
        await self._access.require_access(follow.member)
        propops = (await self._links.propops(follow.member)).in_background()
        if seconds := propops.spare_reads.blocked(propops.key):  # what is left is for people
            await self._follows.end_look(follow, self._clock() + seconds + 1)
            return
        since = None if follow.watermark is None else follow.watermark - OVERLAP
        read = await changed_jobs(propops, follow.criteria.filters(), since)
        if read.missed:
            await self._notices.too_many(follow, MOST_PAGES * MOST_ROWS)
        jobs = [job for job in read.jobs if follow.criteria.match(job)]
        if follow.watermark is None:  # what there is already is told to nobody
            whole = read.sure and await self._begin(follow, jobs)
        else:
            whole = await self._tell(follow, propops, jobs) and read.sure
        reads = propops.spare_reads.pause(propops.key, read.pages)
        await self._end(follow, read, reads, whole=whole)

    async def _begin(self, follow: Follow, jobs: Sequence[Job]) -> bool:
        if not await self._follows.know(follow, {job.uuid: facts_of(job) for job in jobs}):
            raise NotOurs
        return True

    async def _tell(self, follow: Follow, propops: PropOpsClient, jobs: Sequence[Job]) -> bool:
        """Whether all that is new was told."""
        recent = untold(jobs, follow.watermark or 0.0, {})
        if not (recent or follow.pending):
            return True
        known = await self._follows.known(follow.id)
        fresh = untold(recent, follow.watermark or 0.0, known)
        if not (fresh or follow.pending):
            return True
        await self._posts.require_both_there(follow)
        if len(follow.pending) > MOST_AT_ONCE:
            follow = await self._posts.post_many(follow, jobs)
            known = await self._follows.known(follow.id)
            fresh = untold(jobs, follow.watermark or 0.0, known)
        return await self._posts.post(follow, propops, fresh, known)

    async def _end(self, follow: Follow, read: ChangedJobs, least: float, *, whole: bool) -> None:
        """`least`: seconds until the next look, so that PropOps's limits leave room beside it."""
        now = self._clock()
        least = max(least, PAGE_SECONDS * read.pages)
        pause = max(self._seconds, least)
        if follow.watermark is not None:
            pause *= 1 + _SPREAD * (zlib.crc32(follow.id.encode()) % 100) / 100
        if not whole:
            pause = min(pause, max(self._seconds / 4, least))
        before = follow.watermark or 0.0
        watermark = next_watermark(read.jobs, before, now) if whole else None
        await self._follows.end_look(follow, now + pause, watermark)
