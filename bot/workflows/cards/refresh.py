"""Keeps recent cards true when jobs are changed in PropOps itself, which tells nobody."""

from collections.abc import Callable

from bot.errors import (
    Garbled,
    NotAllowed,
    NotFound,
    NotLinked,
    NotWelcome,
    TokenDead,
)
from bot.members.links import Links
from bot.store.change_history import ChangeHistory
from bot.workflows.cards.job_cards import JobCards

RECENT_SECONDS = 14 * 86400.0
"""Seconds after its last change from here during which a card is watched."""
MOST_CARDS = 30
"""Cards of one look; each costs PropOps one read."""


class CardRefresher:
    """Reads each job as the member whose change its card showed last: nobody sees more by it."""

    def __init__(
        self,
        past: ChangeHistory,
        links: Links,
        cards: JobCards,
        clock: Callable[[], float],
    ) -> None:
        self._past, self._links, self._cards = past, links, cards
        self._clock = clock

    async def refresh_recent(self) -> int:
        """Compares recent cards with PropOps once; how many were drawn anew.

        Ends early when PropOps is away or asks for fewer requests.
        """
        drawn = 0
        seen: set[str] = set()
        for card, member in await self._past.recent_cards(
            self._clock() - RECENT_SECONDS, MOST_CARDS
        ):
            if card.job_uuid in seen:
                continue
            seen.add(card.job_uuid)
            try:
                job = await (await self._links.propops(member)).get(card.job_uuid)
            except (NotLinked, NotWelcome, NotAllowed, NotFound, TokenDead, Garbled):
                continue
            drawn += await self._cards.refresh(member.team, job)
        return drawn
