"""A person asked for a job and PropOps itself said 404: its cards may have to say that it is gone.

They do after two such answers, of accounts that could see the job: see `StandingCards.note_missing`.
An account that was never seen to work on the job proves nothing, since it may not be allowed to see
it: then the job is read once more as the member whose change its card shows.
"""

from collections.abc import Sequence

import structlog

from bot.errors import BotError, NotFound
from bot.jobs.change import Change, Member
from bot.members.links import Links
from bot.store.cards import CardStore, PostedCard
from bot.store.change_history import ChangeHistory
from bot.store.changes import ChangeStore
from bot.workflows.cards.job_cards import JobCards
from bot.workflows.cards.outside_news import OutsideNews

log = structlog.get_logger(__name__)


class MissingJobs:
    def __init__(
        self,
        cards: CardStore,
        changes: ChangeStore,
        history: ChangeHistory,
        links: Links,
        jobs: JobCards,
        news: OutsideNews,
    ) -> None:
        self._cards, self._changes, self._history = cards, changes, history
        self._links, self._jobs, self._news = links, jobs, news

    async def not_found(self, member: Member, uuid: str) -> int:
        """The number of cards that now say the job is gone. A failure is logged: the next 404 tries again."""
        try:
            cards = await self._cards.for_job(member.team, uuid)
            standing = [each for each in cards if each.ts and not each.job_deleted]
            if standing and await self._is_missing(member, standing):
                return await self._note(standing)
        except BotError as error:
            _left(error)
        return 0

    async def not_found_by_look(self, team: str, uuid: str) -> bool:
        """The same for a look at the job, which no person asked for. Whether a card stood that had not said
        that it is gone.
        """
        try:
            cards = await self._cards.for_job(team, uuid)
            standing = [each for each in cards if each.ts and not each.job_deleted]
            if standing:
                await self._note(standing)
            return bool(standing)
        except BotError as error:
            _left(error)
        return True

    async def _note(self, standing: Sequence[PostedCard]) -> int:
        """The second time is told in the threads as well, before the cards say it: once, if we die here."""
        team, uuid = standing[0].team, standing[0].job_uuid
        if all(each.missing_since for each in standing):
            await self._news.gone(team, uuid)
        return await self._jobs.note_missing(team, uuid)

    async def after_change(self, change: Change) -> bool:
        """A deferred task: a change came to nothing because PropOps did not find its job."""
        await self.not_found(change.member, change.job_uuid)
        return True

    async def _is_missing(self, member: Member, cards: Sequence[PostedCard]) -> bool:
        """Whether this was the answer to somebody who could see the job, or one of them gets it too."""
        uuid = cards[0].job_uuid
        if await self._history.has_worked_on(member, uuid):
            return True
        shown = await self._changes.get(cards[0].change_id)
        if shown is None:
            return False
        try:
            job = await (await self._links.propops(shown.member)).get(uuid)
        except NotFound:
            return True
        await self._jobs.refresh(member.team, job)
        return False


def _left(error: BotError) -> None:
    log.info("cards of a missing job are left for the next look", problem=type(error).__name__)
