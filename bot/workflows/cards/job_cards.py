"""The job's card in a channel: one per job and channel, updated after every change.

Each channel goes by itself: a busy one holds up no other. Of one job the cards of one channel are drawn
one after another, and an older change never replaces what a newer one has drawn. Events follow in
the thread when the channel has room for them.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import structlog

from bot.concurrency import side_by_side
from bot.errors import CannotPost
from bot.jobs.actions import WRITES
from bot.jobs.change import Change
from bot.jobs.change_summary import job_of
from bot.store.cards import PostedCard
from bot.store.runs import Recorded
from bot.views.blocks import Message
from bot.views.card_lines import CardView
from bot.views.job_card import event, job_card
from bot.workflows.cards.card_view import (
    next_attempt_of,
    status_changed,
    told_as,
)
from bot.workflows.cards.drawing import ABANDONED_AFTER, Drawing, as_shown
from bot.workflows.cards.read_cards import ReadCards

log = structlog.get_logger(__name__)


class JobCards(ReadCards):
    async def show(self, change: Change, recorded: Recorded | None) -> None:
        """Posts or updates the card, in other channels too, and posts the event in its thread.

        `recorded`: what was stored just now; None: an earlier run may have shown it before it crashed.
        Raises `CannotPost`.
        """
        job = job_of(change)
        key = (change.member.team, job.uuid)
        elsewhere: asyncio.Future[list[str]] = asyncio.get_running_loop().create_future()
        self.on_changed(*key)
        with self._shows.begin(key):
            if recorded is not None and self._shows.alone(key, recorded.read_at):
                known = recorded.known
            else:
                known = await self._facts.known(*key)
            drawing = Drawing(change, job, known, recorded)
            await side_by_side(
                self._show_here(drawing, elsewhere), self._show_elsewhere(drawing, elsewhere)
            )

    async def _show_here(self, drawing: Drawing, elsewhere: "asyncio.Future[list[str]]") -> None:
        """`elsewhere` gets the other channels with a card of this job, as soon as they are known."""
        job = drawing.job
        try:
            channel = await self._place_of(drawing)
            async with self._turns.turn((channel, job.uuid)):
                cards = await self._cards_of(drawing)
                others = [each.channel for each in cards if each.channel != channel and each.ts]
                elsewhere.set_result(others)
                card = next((each for each in cards if each.channel == channel), None)
                card = await self._update(drawing, card) or await self._post(drawing, channel, card)
        finally:
            if not elsewhere.done():
                elsewhere.set_result([])
        await self._post_event(drawing, card, broadcast=status_changed(drawing.change))

    async def _place_of(self, drawing: Drawing) -> str:
        """The channel of the card: one that was chosen for the job, which stays; else as for any."""
        change, usual = drawing.change, self.channel(drawing.change)
        if not self._channels.is_usual(change.place):
            return usual
        cards = await self._cards_of(drawing)
        if any(each.channel == usual and each.ts for each in cards):
            return usual
        for each in cards:
            poster = await self._changes.get(each.posted_by) if each.ts else None
            if poster is not None and poster.place.card == each.channel:
                for claim in cards:
                    if claim.channel == usual and claim.posted_by == change.id:
                        await self._cards.release(claim)
                return each.channel
        return usual

    async def _cards_of(self, drawing: Drawing) -> Sequence[PostedCard]:
        """Of the job. Call it in the turn of the card that is to be drawn."""
        key = (drawing.change.member.team, drawing.job.uuid)
        recorded = drawing.recorded
        if recorded is not None and self._shows.alone(key, recorded.read_at):
            return recorded.cards
        return await self._cards.for_job(*key)

    async def _show_elsewhere(
        self, drawing: Drawing, elsewhere: "asyncio.Future[list[str]]"
    ) -> None:
        works = [self._show_in(drawing, channel) for channel in await elsewhere]
        await side_by_side(*works)

    async def _show_in(self, drawing: Drawing, channel: str) -> None:
        """Updates the same job's card in another channel, without a broadcast."""
        team, uuid = drawing.change.member.team, drawing.job.uuid
        try:
            async with self._turns.turn((channel, uuid)):
                card = await self._update(drawing, await self._cards.get(team, channel, uuid))
            if card is not None:
                await self._post_event(drawing, card)
        except CannotPost as error:
            log.info("card update in another channel failed, going on", problem=error.error)

    async def _update(
        self, drawing: Drawing, card: PostedCard | None, *, again: bool = False
    ) -> PostedCard | None:
        """The card as it is now; None when there is none to update. Call it in its turn.

        When a newer change is shown already, that one stays; `again`: it is drawn anew.
        """
        if card is None or not card.ts:
            return None
        attempt, shown = next_attempt_of(card, drawing.change), drawing
        if card.change_id != drawing.change.id and card.change_ended_at > drawing.ended_at:
            newer = await self._changes.get(card.change_id)
            if newer is None or (attempt == card.attempt and not again):
                return card
            shown = replace(drawing, change=newer, job=job_of(newer))
        view = await self._view(shown, card.channel, attempt)
        if not await self._draw(card, view):
            return None
        shown_card = replace(as_shown(card, view), attempt=attempt)
        return await self._record(shown, shown_card, card)

    async def _post(self, drawing: Drawing, channel: str, card: PostedCard | None) -> PostedCard:
        """Call it in its turn. `card`: a claim to it, or one whose message is gone."""
        change = drawing.change
        claim = await self._posts.claim(drawing, channel, card)
        if claim.ts:  # another process has posted it since
            return await self._update(drawing, claim) or claim
        attempt = next_attempt_of(card, change)
        view = await self._view(drawing, channel, attempt)
        view = await self._channels.named(view)
        shown = job_card(view), await self._shown_with(claim, view)
        if claim.posted_by == change.id:
            posted = await self._posts.post(claim, drawing.since, *shown)
            if drawing.recorded is not None and drawing.since is not None:
                await self._draw(posted, view)  # a newer life of the database may have posted it
        else:  # taken over: the one who claimed it may have posted it
            claimer = await self._changes.get(claim.posted_by)
            since = (
                claimer.created_at if claimer is not None else claim.claimed_at - ABANDONED_AFTER
            )
            posted = await self._posts.post(claim, since, *shown)
            await self._draw(posted, view)
        shown_card = replace(as_shown(posted, view), attempt=attempt)
        return await self._record(drawing, shown_card, claim)

    async def _record(self, drawing: Drawing, card: PostedCard, was: PostedCard) -> PostedCard:
        """Where another process has drawn it since `was`, both draw what is newest: who comes last is right."""
        shown = replace(
            card,
            change_id=drawing.change.id,
            change_ended_at=drawing.ended_at,
            job_updated_at=drawing.job.updated_at,
            job_deleted=WRITES[drawing.change.action].deletes_job,
            missing_since=0.0,
        )
        if await self._replace(shown, was):
            return shown
        newest = await self._cards.get(card.team, card.channel, card.job_uuid)
        if newest is None or not newest.ts:
            return shown
        return await self._update(drawing, newest, again=True) or shown

    async def _post_event(
        self, drawing: Drawing, card: PostedCard, *, broadcast: bool = False
    ) -> None:
        """What happened, in the thread; a change whose card the message was at first needs no event."""
        change, told = drawing.change, told_as(drawing.change)
        if card.posted_by == change.id or not told:
            return
        settings = await self._channels.settings_of(change.member.team, card.channel)
        if change.action == "add_case_note" and not settings.notes_in_threads:
            return
        here = "" if card.channel == self.channel(change) else f":{card.channel}"
        view = await self._event_view(drawing, card.channel, card.attempt)
        await self._messenger.post(
            card.channel,
            await self.event(view),
            key=f"{told}:event{here}",
            thread=card.ts,
            broadcast=broadcast and settings.status_to_channel,
            maybe_sent_since=drawing.since,
        )

    async def event(self, view: CardView) -> Message:
        """What is told in a card's thread."""
        return event(await self._channels.named(view))
