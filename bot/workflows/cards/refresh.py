"""Compares cards with PropOps, which sends no events: what was changed or deleted there, the card says too.

Of one run some cards are the newest; the others follow one another through all cards there are, so that
none is never looked at.
"""

from collections.abc import Callable

import structlog

from bot.errors import (
    BotError,
    Garbled,
    NotAllowed,
    NotFound,
    NotLinked,
    NotWelcome,
    TokenDead,
)
from bot.jobs.change import change_id
from bot.members.links import Links
from bot.slack.workspace import working_for
from bot.store.change_history import ChangeHistory, RecentCard
from bot.workflows.cards.job_cards import JobCards

log = structlog.get_logger(__name__)

RECENT_SECONDS = 14 * 86400.0
"""Seconds after its last change from here during which a card is one of the newest."""
NEWEST, OTHERS = 15, 25
"""Cards of one run at most; each costs PropOps one read."""


class CardRefresher:
    """Reads each job as the member whose change its card showed last, so a card shows no more than they see."""

    def __init__(
        self,
        history: ChangeHistory,
        links: Links,
        cards: JobCards,
        clock: Callable[[], float],
    ) -> None:
        self._history, self._links, self._cards = history, links, cards
        self._clock = clock
        self._after = change_id(str(clock()))
        """The change after which the walk through all cards goes on; begun anywhere, by its hash."""
        self._missing: dict[tuple[str, str], RecentCard] = {}
        """By team and uuid: jobs that the last run did not find, which the next one looks for first."""
        self.found = False
        """Whether there was any card at the last run."""

    async def refresh_recent(self) -> int:
        """Compares some cards with PropOps once; the number of cards updated.

        Raises `Unreachable` and `RateLimited`, which end the run early: the next one goes on from there.
        """
        updated = 0
        since = self._clock() - RECENT_SECONDS
        newest, others = await self._history.cards_to_compare(since, NEWEST, self._after, OTHERS)
        self.found = bool(newest or others or self._after)
        seen: set[tuple[str, str]] = set()
        for each in (*list(self._missing.values()), *newest):
            updated += await self._compare(each, seen)
        for each in others:
            updated += await self._compare(each, seen)
            self._after = each.card.change_id
        if len(others) < OTHERS:
            self._after = ""  # from the beginning
        return updated

    async def _compare(self, each: RecentCard, seen: set[tuple[str, str]]) -> int:
        card, member = each
        key = (member.team, card.job_uuid)
        if key in seen:
            return 0
        seen.add(key)
        with working_for(member):
            return await self._compare_one(key, each)

    async def _compare_one(self, key: tuple[str, str], each: RecentCard) -> int:
        card, member = each
        try:
            job = await (await self._links.propops(member)).get(card.job_uuid)
        except NotFound:
            return await self._not_found(key, each)
        except (NotLinked, NotWelcome, NotAllowed, TokenDead, Garbled):
            self._missing.pop(key, None)
            return 0
        self._missing.pop(key, None)
        return await self._cards.refresh(member.team, job)

    async def _not_found(self, key: tuple[str, str], each: RecentCard) -> int:
        """PropOps's own 404 to a member with a working link: the second one is believed."""
        again = key in self._missing
        self._missing[key] = each
        try:
            updated = await self._cards.note_missing(*key)
        except BotError as error:
            log.info("card update failed, trying again", problem=type(error).__name__)
            return 0
        if again or updated:
            del self._missing[key]
        return updated
