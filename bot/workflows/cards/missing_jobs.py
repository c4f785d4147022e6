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

log = structlog.get_logger(__name__)


class MissingJobs:
    def __init__(
        self,
        cards: CardStore,
        changes: ChangeStore,
        history: ChangeHistory,
        links: Links,
        jobs: JobCards,
    ) -> None:
        self._cards, self._changes, self._history = cards, changes, history
        self._links, self._jobs = links, jobs

    async def not_found(self, member: Member, uuid: str) -> int:
        """The number of cards that now say the job is gone. A failure is logged: the next 404 tries again."""
        try:
            cards = await self._cards.for_job(member.team, uuid)
            standing = [each for each in cards if each.ts and not each.job_deleted]
            if standing and await self._is_missing(member, standing):
                return await self._jobs.note_missing(member.team, uuid)
        except BotError as error:
            problem = type(error).__name__
            log.info("cards of a missing job are left for the next look", problem=problem)
        return 0

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
