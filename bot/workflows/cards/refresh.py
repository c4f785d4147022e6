"""Updates recent cards of jobs that were changed in PropOps itself, which sends no events (reconciliation)."""

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
from bot.members.links import Links
from bot.store.change_history import ChangeHistory
from bot.workflows.cards.job_cards import JobCards

log = structlog.get_logger(__name__)

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
        self._missing: set[tuple[str, str]] = set()
        """Team and uuid of jobs that the last run did not find."""

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
            key = (member.team, card.job_uuid)
            try:
                job = await (await self._links.propops(member)).get(card.job_uuid)
            except NotFound:
                updated += await self._not_found(key)
            except (NotLinked, NotWelcome, NotAllowed, TokenDead, Garbled):
                continue
            else:
                self._missing.discard(key)
                updated += await self._cards.refresh(member.team, job)
        return updated

    async def _not_found(self, key: tuple[str, str]) -> int:
        """PropOps's own 404 to a member with a working link; only the second run believes it."""
        if key not in self._missing:
            self._missing.add(key)
            return 0
        try:
            updated = await self._cards.show_deleted(*key)
        except BotError as error:
            log.info("card update failed, trying again", problem=type(error).__name__)
            return 0
        self._missing.discard(key)
        return updated
