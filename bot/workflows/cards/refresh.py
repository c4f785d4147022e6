"""Updates recent cards of jobs that were changed in PropOps itself, which sends no events (reconciliation)."""

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
"""Seconds after its last change from here during which a card is refreshed."""
MOST_CARDS = 30
"""Cards of one run; each costs PropOps one read."""


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

    async def refresh_recent(self) -> int:
        """Compares recent cards with PropOps once; the number of cards updated.

        Raises `Unreachable` and `RateLimited`, which end the run early.
        """
        updated = 0
        seen: set[str] = set()
        for card, member in await self._history.recent_cards(
            self._clock() - RECENT_SECONDS, MOST_CARDS
        ):
            if card.job_uuid in seen:
                continue
            seen.add(card.job_uuid)
            try:
                job = await (await self._links.propops(member)).get(card.job_uuid)
            except (NotLinked, NotWelcome, NotAllowed, NotFound, TokenDead, Garbled):
                continue
            updated += await self._cards.refresh(member.team, job)
        return updated
