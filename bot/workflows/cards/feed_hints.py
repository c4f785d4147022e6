"""Asks the notification feed of the people who work with cards which jobs to look at first.

A hint and no more: what a job is like is read from the job. Without the feed every job comes in its turn.
"""

from collections import OrderedDict
from collections.abc import Callable

import structlog

from bot.errors import BotError, Garbled, NotLinked, RateLimited, TokenDead, Unreachable
from bot.jobs.change import Member
from bot.lru_dict import LruDict
from bot.members.links import Links
from bot.propops.notification_feed import unread
from bot.store.sent_notices import SentNoticeStore
from bot.store.watched_jobs import WatchedJobStore

WITHOUT_FOR = 86_400.0
"""Seconds for which an account without the feed is not asked again."""
_MOST_ACCOUNTS = 1_000
_MOST_READERS = 200

log = structlog.get_logger(__name__)


class FeedHints:
    """`every`: seconds between two looks at the feed of one account, among all replicas. `clock`: Unix seconds."""

    def __init__(
        self,
        links: Links,
        watched: WatchedJobStore,
        notices: SentNoticeStore,
        every: float,
        clock: Callable[[], float],
    ) -> None:
        self._links, self._watched, self._notices = links, watched, notices
        self._every, self._clock = every, clock
        self._readers: OrderedDict[Member, float] = OrderedDict()
        """Whose accounts read jobs lately, and when their feed may be looked at next."""
        self._seen: LruDict[Member, frozenset[str]] = LruDict(_MOST_ACCOUNTS)
        self._told_without = False

    def note_reader(self, member: Member) -> None:
        self._readers.setdefault(member, self._clock() + self._every)
        while len(self._readers) > _MOST_READERS:
            self._readers.popitem(last=False)

    async def ask(self) -> int:
        """The feed of one account, if it is time for one; how many jobs are due sooner for it.

        Raises `Unreachable` and `RateLimited`, which say the same of every read.
        """
        now = self._clock()
        member = next((each for each, at in self._readers.items() if at <= now), None)
        if member is None:
            return 0
        self._readers[member] = now + self._every
        key = f"feed:{member.enterprise}:{member.team}:{member.user}"
        if not await self._notices.claim_again(key, self._every):
            return 0
        try:
            propops = (await self._links.propops(member)).in_background()
            if propops.spare_reads.blocked(propops.key):
                return 0
            found = await unread(propops)
        except (Unreachable, RateLimited):
            raise
        except (NotLinked, TokenDead):
            self._readers.pop(member, None)
            return 0
        except BotError as error:
            if isinstance(error, Garbled) and error.is_passing:
                return 0
            self._readers[member] = now + WITHOUT_FOR
            if not self._told_without:
                self._told_without = True
                problem = type(error).__name__
                log.info("no notification feed, every card comes in its turn", problem=problem)
            return 0
        ids = frozenset(each.id for each in found)
        seen = self._seen.get(member)
        self._seen[member] = ids
        if (
            seen is None
        ):  # what stood there before: those jobs are looked at in this interval anyway
            return 0
        named = {each.resource for each in found if each.id not in seen and each.resource}
        return await self._watched.look_soon(member.team, named) if named else 0
