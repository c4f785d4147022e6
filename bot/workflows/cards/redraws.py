"""Draws a job's cards anew when what waits for it has changed, and nothing was done to the job itself.

A deletion or an approval begins to wait, or no longer does; a contractor could not be told: deferred tasks
of that change, so that it is done after a crash too. The day of a visit is over: each card's row says when.
The job is read anew, since a card drawn from what its last change left would show old values.
"""

from collections.abc import Callable
from dataclasses import replace

import structlog

from bot.errors import NO_ANSWER_NOW, BotError
from bot.jobs.change import Change, Member
from bot.jobs.model import Job
from bot.members.links import Links
from bot.slack.workspace import working_for
from bot.store.cards import CardStore, PostedCard
from bot.store.changes import ChangeStore
from bot.workflows.cards.job_cards import JobCards

LEASE = 900.0
"""Seconds after which cards that could not be drawn are drawn by whoever comes next."""
MOST_AT_ONCE = 20
"""Cards of one look; each costs PropOps one read, and Slack one update."""

log = structlog.get_logger(__name__)


class CardRedraws:
    """`clock`: Unix seconds."""

    def __init__(
        self,
        links: Links,
        jobs: JobCards,
        cards: CardStore,
        changes: ChangeStore,
        clock: Callable[[], float],
    ) -> None:
        self._links, self._jobs = links, jobs
        self._cards, self._changes, self._clock = cards, changes, clock

    async def show(self, change: Change) -> bool:
        """A deferred task of a change that began to wait, or ended undone; the job is read as its member.

        Raises `CannotPost`, `SlackSilent`.
        """
        team, uuid = change.member.team, change.job_uuid
        if await self._jobs.is_shown(team, uuid):
            job, _ = await self._read(change.member, uuid)
            await self._jobs.redraw(team, uuid, job)
        return True

    async def draw_due(self) -> None:
        """Cards of jobs whose day is over; each is read as the member whose change the card showed last."""
        until = self._clock() + LEASE
        due = await self._cards.take_changing(self._clock(), until, MOST_AT_ONCE)
        for card in {(card.enterprise, card.team, card.job_uuid): card for card in due}.values():
            with working_for(card):
                try:
                    await self._draw_due(card, until)
                except BotError as error:
                    log.info(
                        "a card is drawn again later, its next step has changed",
                        problem=type(error).__name__,
                    )

    async def _draw_due(self, card: PostedCard, until: float) -> None:
        change = await self._changes.get(card.change_id)
        job, again = None, False
        if change is not None:
            job, again = await self._read(change.member, card.job_uuid)
        await self._jobs.redraw(card.team, card.job_uuid, job)
        if not again:
            await self._give_up(card.team, card.job_uuid, until)

    async def _read(self, member: Member, uuid: str) -> tuple[Job | None, bool]:
        """The job, None where it can't be read, and whether it may be read later."""
        try:
            return await (await self._links.propops(member)).get(uuid), False
        except BotError as error:
            problem = type(error).__name__
            log.info("a card is drawn without reading its job", problem=problem)
            return None, isinstance(error, NO_ANSWER_NOW)

    async def _give_up(self, team: str, uuid: str, until: float) -> None:
        """What nobody can read any more is not tried for ever. `until`: the end of our lease."""
        for card in await self._cards.for_job(team, uuid):
            if card.next_at == until:
                await self._cards.replace(replace(card, next_at=0.0), card)
