"""A job's cards as they stand in their channels: refreshed, drawn again, without their buttons.

`bot.workflows.cards.job_cards` posts them and shows changes on them.
"""

from collections.abc import Sequence
from dataclasses import replace

import structlog

from bot.errors import BotError
from bot.jobs.actions import WRITES
from bot.jobs.change import Change
from bot.jobs.change_summary import job_of
from bot.jobs.model import Job
from bot.jobs.next_step import KnownHere
from bot.store.cards import PostedCard
from bot.views.card_lines import CardView
from bot.workflows.cards.card_view import gone_view, refreshed_view, view_of
from bot.workflows.cards.drawing import Drawing, as_shown, is_older, outdated
from bot.workflows.cards.drawn_cards import DrawnCards

log = structlog.get_logger(__name__)


class StandingCards(DrawnCards):
    async def refresh(self, team: str, job: Job) -> int:
        """Updates the cards of a job that was changed in PropOps itself, or is back there; their number.

        `job` was just read: it is not missing.
        """
        updated = 0
        for card in await self._cards.for_job(team, job.uuid):
            try:
                if is_older(card, job):
                    updated += await self._refresh(card, job)
                elif card.missing_since:
                    await self._note_missing(card, 0.0)
            except BotError as error:
                log.info(
                    "card refresh failed, retrying when the job is read next",
                    problem=type(error).__name__,
                )
        if updated:
            self.on_changed(team, job.uuid)
        return updated

    async def _refresh(self, stale: PostedCard, job: Job) -> bool:
        """Whether the card was updated: in its turn it may turn out to be newer than the job."""
        async with self._turns.turn((stale.channel, job.uuid)):
            card = await self._cards.get(stale.team, stale.channel, job.uuid)
            if card is None or not is_older(card, job) or await self._was_deleted_here(card):
                return False
            facts = await self._facts.of(card.team, job)
            view = refreshed_view(job, card.attempt, facts, self._clock())
            view = await self._whole(card, view)
            if not await self._draw(card, view):
                if self._messenger.was_removed(card.channel, card.ts):
                    await self._cards.forget(card)
                return False
            shown = replace(as_shown(card, view), job_deleted=False, missing_since=0.0)
            if await self._replace(shown, card):
                return True
            await self._draw_as_recorded(card)
            return False

    async def _was_deleted_here(self, card: PostedCard) -> bool:
        """Whether the bot deleted the job: what was read before that brings no card back."""
        change = await self._changes.get(card.change_id) if card.job_deleted else None
        return change is not None and WRITES[change.action].deletes_job

    async def is_shown(self, team: str, uuid: str) -> bool:
        """Whether the job has a card anywhere."""
        return any(each.ts for each in await self._cards.for_job(team, uuid))

    async def redraw(self, team: str, uuid: str, job: Job | None) -> None:
        """Draws the job's cards as they stand, with the deletion that waits by now.

        `job`: just read; None where it could not be. A card that nobody can draw without it is drawn as
        soon as somebody else reads it. Raises `CannotPost`, `SlackSilent`.
        """
        for each in await self._cards.for_job(team, uuid):
            async with self._turns.turn((each.channel, uuid)):
                card = await self._cards.get(team, each.channel, uuid)
                if card is None or not card.ts or card.job_deleted:
                    continue
                view = await self._as_it_stands(card, job)
                if view is None:
                    await self._replace(outdated(card), card)
                    continue
                if not await self._draw(card, view):
                    continue
                if not await self._replace(as_shown(card, view), card):
                    await self._draw_as_recorded(card)

    async def _as_it_stands(self, card: PostedCard, job: Job | None) -> CardView | None:
        """With the facts of `job`, unless the card is newer; None where nobody knows what it shows."""
        change = await self._changes.get(card.change_id)
        if change is None:
            return None
        left = job_of(change)
        shows_change = left.updated_at == card.job_updated_at
        if job is None or job.updated_at < card.job_updated_at:
            if not shows_change:
                return None
            job = left
        shows_change = shows_change and job.updated_at == left.updated_at
        facts = await self._facts.of(card.team, job)
        attempt = max(1, card.attempt)
        if shows_change:
            can_undo = self._undo.is_open(change)
            view = view_of(change, job, attempt, facts, undo=can_undo)
        else:
            view = refreshed_view(job, attempt, facts, self._clock())
        return await self._whole(card, view)

    async def note_missing(self, team: str, uuid: str) -> int:
        """PropOps itself says 404 to somebody who could see the job: for the second time, and its cards
        say that it is gone. Returns the number of cards that say so now.

        A card counts by itself, in its row: for all replicas, and over restarts. Raises `CannotPost`,
        `SlackSilent`.
        """
        cards = await self._cards.for_job(team, uuid)
        standing = [each for each in cards if each.ts and not each.job_deleted]
        if all(each.missing_since for each in standing):
            if updated := await self._show_gone(standing):
                self.on_changed(team, uuid)
            return updated
        for each in standing:
            if not each.missing_since:
                await self._note_missing(each, self._clock())
        return 0

    async def _note_missing(self, card: PostedCard, since: float) -> None:
        """On its row as it is by now: it may have been drawn meanwhile."""
        async with self._turns.turn((card.channel, card.job_uuid)):
            now = await self._cards.get(card.team, card.channel, card.job_uuid)
            if now is not None and now.ts == card.ts:
                await self._replace(replace(now, missing_since=since), now)

    async def _show_gone(self, cards: Sequence[PostedCard]) -> int:
        """Takes the buttons off these cards of a job; their number."""
        updated = 0
        for each in cards:
            async with self._turns.turn((each.channel, each.job_uuid)):
                card = await self._cards.get(each.team, each.channel, each.job_uuid)
                change = await self._changes.get(each.change_id)
                if card != each or change is None:
                    continue  # drawn anew since, or nothing to draw it from
                view = gone_view(job_of(change), self._clock())
                view = await self._shown_in(each.team, each.channel, view)
                if await self._draw(card, view):
                    if await self._replace(replace(card, job_deleted=True), card):
                        updated += 1
                    else:
                        await self._draw_as_recorded(card)
        return updated

    async def remove_undo(self, change: Change) -> bool:
        """A deferred task: removes *Undo* from the card that still shows this update. Raises `CannotPost`."""
        shown_at = job_of(change).updated_at
        for card in await self._cards.for_job(change.member.team, change.job_uuid):
            gone = not card.ts or card.job_deleted
            if card.change_id == change.id and card.job_updated_at == shown_at and not gone:
                await self.draw_again(card, undo=False)
        return True

    async def draw_again(self, stale: PostedCard, *, undo: bool = True) -> bool:
        """Draws a card as its change left the job, with what its channel may read by now; whether it did.

        What PropOps changed since comes with the next refresh. Raises `CannotPost`, `SlackSilent`.
        """
        change = await self._changes.get(stale.change_id)
        if change is None:
            return False
        drawing = Drawing(change, job_of(change), KnownHere(), None)
        async with self._turns.turn((stale.channel, stale.job_uuid)):
            card = await self._cards.get(stale.team, stale.channel, stale.job_uuid)
            if card != stale:
                return False  # drawn anew since
            view = await self._view(drawing, card.channel, max(1, card.attempt))
            view = view if undo else replace(view, undo="")
            drawn = await self._draw(card, view)
            shown = as_shown(card, view) if drawn else replace(card, shows_money=False)
            await self._replace(shown, card)
            return drawn

    async def next_attempt(self, change: Change) -> None:
        """After a press whose change ended undone: the button gets the next attempt, to be pressed again."""
        team, uuid = change.member.team, change.job_uuid
        for each in await self._cards.for_job(team, uuid):
            async with self._turns.turn((each.channel, uuid)):
                card = await self._cards.get(team, each.channel, uuid)
                if card is not None and card.attempt == int(change.target.get("attempt", 0)):
                    await self._replace(replace(card, attempt=card.attempt + 1), card)
