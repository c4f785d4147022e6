"""Narrows lists of jobs by what a member typed, with the names of the instance and the trade's words."""

from collections.abc import Callable, Sequence
from datetime import date

from bot.errors import PropOpsError, TokenDead
from bot.jobs.change import Member
from bot.jobs.forms import ID_FIELDS
from bot.jobs.model import Choice, Job
from bot.jobs.narrowing import Narrowed, meanings, narrow
from bot.jobs.ports import Lookups
from bot.jobs.trade_words import TradeWords
from bot.members.links import Links


class ListNarrowing:
    """`today`: where the member is."""

    def __init__(self, links: Links, words: TradeWords, today: Callable[[Member], date]) -> None:
        self._links, self._words, self._today = links, words, today

    async def narrow(self, member: Member, jobs: Sequence[Job], typed: str) -> Narrowed:
        """As `narrowing.narrow` does. Raises `TokenDead`."""
        today = self._today(member)
        if not typed.strip():
            return narrow(jobs, typed, today)
        lookups = await self._links.lookups(member)
        types = await options(lookups, ID_FIELDS["job_type_id"])
        priorities = await options(lookups, ID_FIELDS["priority_id"])
        return narrow(jobs, typed, today, meanings(self._words, types, priorities))


async def options(lookups: Lookups, lookup: str) -> Sequence[Choice]:
    """Empty where the list can't be read. Raises `TokenDead`."""
    try:
        return await lookups.options(lookup)
    except TokenDead:
        raise
    except PropOpsError:
        return ()
