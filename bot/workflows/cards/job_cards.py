"""The job's card in a channel: one per job and channel, updated after every change.

Each channel goes by itself: a busy one holds up no other. Of one job the cards of one channel are drawn
one after another, and an older change never replaces what a newer one has drawn. Events follow in
the thread when the channel has room for them.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace

import structlog

from bot.concurrency import Turns, side_by_side
from bot.errors import BotError, CannotPost
from bot.jobs.actions import WRITES
from bot.jobs.change import Change
from bot.jobs.change_summary import job_of
from bot.jobs.model import Job
from bot.slack.messenger import Messenger
from bot.store.cards import CardStore, PostedCard
from bot.store.changes import ChangeStore
from bot.store.runs import Recorded
from bot.views.job_card import CardView, event, job_card
from bot.workflows.cards.card_view import (
    deleted_view,
    next_attempt_of,
    refreshed_view,
    status_changed,
    view_of,
)
from bot.workflows.cards.drawing import ABANDONED_AFTER, CardPosts, Drawing
from bot.workflows.cards.job_shows import JobShows
from bot.workflows.notify_check import LastNotified, NotifyCheck, last_told

log = structlog.get_logger(__name__)


class JobCards:
    def __init__(
        self,
        cards: CardStore,
        changes: ChangeStore,
        messenger: Messenger,
        clock: Callable[[], float],
        *,
        notify_check: NotifyCheck,
        jobs_channel: str | None,
        job_url: str | None,
    ) -> None:
        self._cards, self._changes = cards, changes
        self._messenger, self._clock = messenger, clock
        self._notify_check = notify_check
        self._jobs_channel, self._job_url = jobs_channel, job_url
        self._shows, self._posts = JobShows(), CardPosts(cards, messenger, clock)
        self._turns = Turns()
        """By channel and job."""

    def channel(self, change: Change) -> str:
        """The card's channel id: the jobs channel, or where the change was requested."""
        return self._jobs_channel or change.place.channel

    def link(self, job: Job) -> str | None:
        if not self._job_url:
            return None
        return self._job_url.replace("{uuid}", job.uuid).replace("{ref}", job.job_ref)

    async def show(self, change: Change, recorded: Recorded | None) -> None:
        """Posts or updates the card, in other channels too, and posts the event in its thread.

        `recorded`: what was stored just now; None: an earlier run may have shown it before it crashed.
        Raises `CannotPost`.
        """
        job = job_of(change)
        key = (change.member.team, job.uuid)
        elsewhere: asyncio.Future[list[str]] = asyncio.get_running_loop().create_future()
        with self._shows.begin(key):
            if recorded is not None and self._shows.alone(key, recorded.read_at):
                last_notified = last_told(recorded.notified, job)
            else:
                last_notified = await self._notify_check.last_notified(change.member.team, job)
            drawing = Drawing(change, job, last_notified, recorded)
            await side_by_side(
                self._show_here(drawing, elsewhere), self._show_elsewhere(drawing, elsewhere)
            )

    async def _show_here(self, drawing: Drawing, elsewhere: "asyncio.Future[list[str]]") -> None:
        """`elsewhere` gets the other channels with a card of this job, as soon as they are known."""
        change, job, channel = drawing.change, drawing.job, self.channel(drawing.change)
        try:
            async with self._turns.turn((channel, job.uuid)):
                cards = await self._cards_of(drawing)
                others = [each.channel for each in cards if each.channel != channel and each.ts]
                elsewhere.set_result(others)
                card = next((each for each in cards if each.channel == channel), None)
                card = await self._update(drawing, card) or await self._post(drawing, card)
        finally:
            if not elsewhere.done():
                elsewhere.set_result([])
        await self._post_event(drawing, card, broadcast=status_changed(change))

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
        view = self._view(shown.change, shown.job, attempt, shown.last_notified)
        if not await self._messenger.update(card.channel, card.ts, job_card(view)):
            return None
        return await self._record(shown, replace(card, attempt=attempt), card)

    async def _post(self, drawing: Drawing, card: PostedCard | None) -> PostedCard:
        """Call it in its turn. `card`: a claim to it, or one whose message is gone."""
        change, channel = drawing.change, self.channel(drawing.change)
        claim = await self._posts.claim(drawing, channel, card)
        if claim.ts:  # another process has posted it since
            return await self._update(drawing, claim) or claim
        attempt = next_attempt_of(card, change)
        view = self._view(change, drawing.job, attempt, drawing.last_notified)
        if claim.posted_by == change.id:
            posted = await self._posts.post(claim, job_card(view), drawing.since)
        else:  # taken over: the one who claimed it may have posted it
            claimer = await self._changes.get(claim.posted_by)
            since = (
                claimer.created_at if claimer is not None else claim.claimed_at - ABANDONED_AFTER
            )
            posted = await self._posts.post(claim, job_card(view), since)
            await self._messenger.update(channel, posted.ts, job_card(view))
        return await self._record(drawing, replace(posted, attempt=attempt), claim)

    async def _record(self, drawing: Drawing, card: PostedCard, was: PostedCard) -> PostedCard:
        """Where another process has drawn it since `was`, both draw what is newest: who comes last is right."""
        shown = replace(
            card,
            change_id=drawing.change.id,
            change_ended_at=drawing.ended_at,
            job_updated_at=drawing.job.updated_at,
            job_deleted=WRITES[drawing.change.action].deletes_job,
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
        change = drawing.change
        if card.posted_by == change.id:
            return
        here = "" if card.channel == self.channel(change) else f":{card.channel}"
        view = self._view(change, drawing.job, card.attempt, drawing.last_notified)
        await self._messenger.post(
            card.channel,
            event(view),
            key=f"{change.id}:event{here}",
            thread=card.ts,
            broadcast=broadcast,
            maybe_sent_since=drawing.since,
        )

    def _view(
        self, change: Change, job: Job, attempt: int, last_notified: LastNotified | None
    ) -> CardView:
        view = view_of(change, job, attempt, last_notified, self._clock())
        return replace(view, job_url=self.link(job))

    async def _replace(self, card: PostedCard, was: PostedCard) -> bool:
        self._shows.note_written((card.team, card.job_uuid))
        return await self._cards.replace(card, was)

    async def refresh(self, team: str, job: Job) -> int:
        """Updates the cards of a job that was changed in PropOps itself; their number."""
        updated = 0
        for card in await self._cards.for_job(team, job.uuid):
            if not _is_older(card, job):
                continue
            try:
                updated += await self._refresh(card, job)
            except BotError as error:
                log.info(
                    "card refresh failed, retrying when the job is read next",
                    problem=type(error).__name__,
                )
        return updated

    async def _refresh(self, stale: PostedCard, job: Job) -> bool:
        """Whether the card was updated: in its turn it may turn out to be newer than the job."""
        last_notified = await self._notify_check.last_notified(stale.team, job)
        async with self._turns.turn((stale.channel, job.uuid)):
            card = await self._cards.get(stale.team, stale.channel, job.uuid)
            if card is None or not _is_older(card, job):
                return False
            view = refreshed_view(job, card.attempt, last_notified, self._clock())
            view = replace(view, job_url=self.link(job))
            if not await self._messenger.update(card.channel, card.ts, job_card(view)):
                return False
            if await self._replace(replace(card, job_updated_at=job.updated_at), card):
                return True
            await self._draw_as_recorded(card)
            return False

    async def _draw_as_recorded(self, stale: PostedCard) -> None:
        """Another process has drawn the card since it was read as `stale`, maybe before we did."""
        card = await self._cards.get(stale.team, stale.channel, stale.job_uuid)
        change = await self._changes.get(card.change_id) if card is not None else None
        if card is not None and card.ts and change is not None:
            job = job_of(change)
            last_notified = await self._notify_check.last_notified(card.team, job)
            view = self._view(change, job, max(1, card.attempt), last_notified)
            await self._messenger.update(card.channel, card.ts, job_card(view))

    async def show_deleted(self, team: str, uuid: str) -> int:
        """Takes the buttons off the cards of a job that was deleted in PropOps itself; their number.

        Raises `CannotPost`, `SlackSilent`.
        """
        updated = 0
        for each in await self._cards.for_job(team, uuid):
            async with self._turns.turn((each.channel, uuid)):
                card = await self._cards.get(team, each.channel, uuid)
                change = await self._changes.get(each.change_id)
                if card != each or change is None or not card.ts or card.job_deleted:
                    continue  # drawn anew since, or nothing to draw it from
                view = deleted_view(job_of(change), self._clock())
                if await self._messenger.update(card.channel, card.ts, job_card(view)):
                    if await self._replace(replace(card, job_deleted=True), card):
                        updated += 1
                    else:
                        await self._draw_as_recorded(card)
        return updated

    async def remove_undo(self, change: Change) -> bool:
        """A deferred task: removes *Undo* from the card that still shows this update. Raises `CannotPost`."""
        team, uuid, job = change.member.team, change.job_uuid, job_of(change)
        for each in await self._cards.for_job(team, uuid):
            if each.change_id != change.id:
                continue
            last_notified = await self._notify_check.last_notified(team, job)
            async with self._turns.turn((each.channel, uuid)):
                card = await self._cards.get(team, each.channel, uuid)
                if card is None or not card.ts or card.job_deleted:
                    continue
                if card.change_id != change.id or card.job_updated_at != job.updated_at:
                    continue  # drawn anew since
                view = self._view(change, job, max(1, card.attempt), last_notified)
                await self._messenger.update(
                    card.channel, card.ts, job_card(replace(view, undo=""))
                )
        return True

    async def next_attempt(self, change: Change) -> None:
        """After a press whose change ended undone: the button gets the next attempt, to be pressed again."""
        team, uuid = change.member.team, change.job_uuid
        for each in await self._cards.for_job(team, uuid):
            async with self._turns.turn((each.channel, uuid)):
                card = await self._cards.get(team, each.channel, uuid)
                if card is not None and card.attempt == int(change.target.get("attempt", 0)):
                    await self._replace(replace(card, attempt=card.attempt + 1), card)


def _is_older(card: PostedCard, job: Job) -> bool:
    return bool(card.ts and card.job_updated_at) and job.updated_at > card.job_updated_at
