"""Cards of jobs that were read, not changed from here: those of channels that follow jobs.

What such a card shows comes from no change. Its job is kept as it was shown first (`bot.store.read_cards`),
so that it can be drawn without amounts once its channel is shared, and as gone once its job is. The first
change from here that is shown on it makes it a card like any other.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Literal

from bot.jobs.change import Member
from bot.jobs.model import Job
from bot.store.cards import PostedCard
from bot.store.read_cards import ReadCardStore, ReadJob
from bot.views.card_lines import CardView
from bot.views.job_card import job_card
from bot.workflows.cards.card_view import gone_view, refreshed_view
from bot.workflows.cards.drawing import ABANDONED_AFTER, as_shown
from bot.workflows.cards.standing_cards import StandingCards

FOLLOW_KEY = "follow:"
"""How `posted_by` of such a card begins."""


class ReadCards(StandingCards):
    read_store: ReadCardStore | None = None
    """Set where channels may follow jobs."""
    name_of: Callable[[Member], Awaitable[str]] | None = None

    async def shows(self, team: str, channel: str, uuid: str) -> Literal["yes", "soon", "no"]:
        """Whether the job has a card in the channel. `soon`: somebody is about to post it."""
        card = await self._cards.get(team, channel, uuid)
        if card is None or card.ts:
            return "yes" if card is not None else "no"
        is_ours = card.posted_by.startswith(FOLLOW_KEY)
        is_left = self._clock() - card.claimed_at > ABANDONED_AFTER
        return "no" if is_ours or is_left else "soon"

    async def is_before(self, member: Member, uuid: str) -> bool:
        """Whether a card of the job stands in a channel that the member is in, as far as Slack says."""
        cards = await self._cards.for_job(member.team, uuid)
        has = self._messenger.channel_members.has
        there = [await has(each.channel, member.user) for each in cards if each.ts]
        return any(there)

    async def show_read(
        self, reader: Member, channel: str, job: Job, *, posted_by: str, done: str
    ) -> bool:
        """Posts the job's card as `reader` has read it, once for ever under `posted_by`; one that is there
        is brought up to date. False where somebody else is posting it.

        `done`: what happened, as in *New in PropOps*. Raises `CannotPost`, `SlackSilent`.
        """
        assert self.read_store is not None
        async with self._turns.turn((channel, job.uuid)):
            before = await self._cards.get(reader.team, channel, job.uuid)
            if before is None or not before.ts:
                return await self._post_read(reader, channel, job, posted_by, done, before)
        await self.refresh(reader.team, job)
        return True

    async def _post_read(
        self,
        reader: Member,
        channel: str,
        job: Job,
        posted_by: str,
        done: str,
        before: PostedCard | None,
    ) -> bool:
        assert self.read_store is not None
        now = self._clock()
        mine = PostedCard(
            *(reader.team, reader.enterprise, channel, job.uuid),
            posted_by=posted_by,
            claimed_at=now,
        )
        claim = await self._cards.claim(mine, "", now - ABANDONED_AFTER)
        if claim.ts or claim.claimed_at != now:
            return False
        await self.read_store.put(channel, job, reader)
        view = replace(await self._read_view(claim, job), done=done)
        since = before.claimed_at - ABANDONED_AFTER if before is not None else None
        view = await self._channels.named(view)
        shown = job_card(view), await self._shown_with(claim, view)
        posted = await self._posts.post(claim, since, *shown)
        card = replace(as_shown(posted, view), attempt=view.attempt)
        if not await self._replace(card, claim):
            await self._draw_as_recorded(posted)
        return True

    async def _read_view(self, card: PostedCard, job: Job) -> CardView:
        facts = await self._facts.of(card.team, job)
        view = refreshed_view(job, card.attempt, facts, self._clock())
        return await self._whole(card, view)

    async def _read_job(self, card: PostedCard) -> ReadJob | None:
        if card.change_id or self.read_store is None:
            return None
        return await self.read_store.get(card)

    async def _whole(self, card: PostedCard, view: CardView) -> CardView:
        """With a line that says with whose account the job was read."""
        read = await self._read_job(card)
        if read is not None and self.name_of is not None:
            note = f"Followed here with {await self.name_of(read.member)}'s PropOps account"
            view = replace(view, note=note)
        return await super()._whole(card, view)

    async def _as_it_stands(self, card: PostedCard, job: Job | None) -> CardView | None:
        read = await self._read_job(card)
        if read is None:
            return await super()._as_it_stands(card, job)
        newest = job if job is not None and job.updated_at >= card.job_updated_at else None
        if newest is None and read.job.updated_at != card.job_updated_at:
            return None
        return await self._read_view(card, newest or read.job)

    async def _draw_as_recorded(self, stale: PostedCard) -> None:
        card = await self._cards.get(stale.team, stale.channel, stale.job_uuid)
        read = await self._read_job(card) if card is not None and card.ts else None
        if card is None or read is None:
            await super()._draw_as_recorded(stale)
        elif read.job.updated_at == card.job_updated_at:
            await self._draw(card, await self._read_view(card, read.job))

    async def _show_gone(self, cards: Sequence[PostedCard]) -> int:
        updated = 0
        others: list[PostedCard] = []
        for each in cards:
            read = await self._read_job(each)
            if read is None:
                others.append(each)
                continue
            async with self._turns.turn((each.channel, each.job_uuid)):
                if await self._cards.get(each.team, each.channel, each.job_uuid) != each:
                    continue  # drawn anew since
                view = await self._whole(each, gone_view(read.job, self._clock()))
                if await self._draw(each, view):
                    updated += await self._replace(replace(each, job_deleted=True), each)
        return updated + await super()._show_gone(others)

    async def draw_again(self, stale: PostedCard, *, undo: bool = True) -> bool:
        read = await self._read_job(stale)
        if read is None:
            return await super().draw_again(stale, undo=undo)
        async with self._turns.turn((stale.channel, stale.job_uuid)):
            card = await self._cards.get(stale.team, stale.channel, stale.job_uuid)
            if card != stale:
                return False  # drawn anew since
            view = await self._read_view(card, read.job)
            drawn = await self._draw(card, view)
            shown = as_shown(card, view) if drawn else replace(card, shows_money=False)
            await self._replace(shown, card)
            return drawn
