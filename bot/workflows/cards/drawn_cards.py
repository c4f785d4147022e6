"""How a job's card is drawn in its channel: with what is known of the job by now, and what may be read there."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from bot.concurrency import Turns
from bot.errors import CannotPost
from bot.jobs.change import Change
from bot.jobs.change_summary import job_of
from bot.jobs.model import Job
from bot.jobs.next_step import KnownHere
from bot.jobs.undo import UndoWindow
from bot.slack.message_metadata import WorkObjects
from bot.slack.messenger import Messenger
from bot.store.cards import CardStore, PostedCard
from bot.store.changes import ChangeStore
from bot.views import messages
from bot.views.blocks import Message
from bot.views.card_lines import CardView, words_of
from bot.views.job_card import job_card
from bot.workflows.card_channels import CardChannels
from bot.workflows.cards.card_view import view_of
from bot.workflows.cards.drawing import CardPosts, Drawing, key_of
from bot.workflows.cards.job_facts import JobFacts
from bot.workflows.cards.job_shows import JobShows
from bot.workflows.work_objects import WorkObjectSwitch


class DrawnCards:
    def __init__(
        self,
        cards: CardStore,
        changes: ChangeStore,
        messenger: Messenger,
        undo: UndoWindow,
        *,
        facts: JobFacts,
        channels: CardChannels,
        work_objects: WorkObjectSwitch,
    ) -> None:
        self._cards, self._changes = cards, changes
        self._messenger, self._undo, self._clock = messenger, undo, undo.clock
        self._facts = facts
        self._channels, self._work_objects = channels, work_objects
        self._shows, self._posts = JobShows(), CardPosts(cards, messenger, undo.clock)
        self._turns = Turns()  # by channel and job
        self.on_changed: Callable[[str, str], None] = lambda _team, _uuid: None
        """Hears the team and uuid of a job whose cards show something new."""

    def channel(self, change: Change) -> str:
        """The card's channel id: the jobs channel, or where the change was requested."""
        return self._channels.channel_of(change.place)

    def cannot_post(self, change: Change, error: CannotPost) -> Message:
        """What its member reads where the card of a change can't be posted."""
        usual = self._channels.is_usual(change.place)
        hint = error.hint_of("JOBS_CHANNEL") if usual else error.hint
        return messages.cannot_post(error.where, hint, job_of(change))

    def expect(self, change: Change) -> None:
        """Its card is about to be drawn: Slack is asked ahead who reads the channel."""
        self._channels.prefetch(change.place)

    def link(self, job: Job) -> str | None:
        return self._work_objects.pages.of(job)

    async def _event_view(self, drawing: Drawing, channel: str, attempt: int) -> CardView:
        """What is told in the thread."""
        can_undo = self._undo.is_open(drawing.change)
        facts = self._facts.read(drawing.known, drawing.job)
        view = view_of(drawing.change, drawing.job, attempt, facts, undo=can_undo)
        return await self._shown_in(drawing.change.member.team, channel, view)

    async def _view(self, drawing: Drawing, channel: str, attempt: int) -> CardView:
        """The card, with what is known of its job by now. Call it in its turn."""
        key, recorded = (drawing.change.member.team, drawing.job.uuid), drawing.recorded
        if recorded is None or not self._shows.alone(key, recorded.read_at):
            drawing = replace(drawing, known=await self._facts.known(*key))
        return await self._event_view(drawing, channel, attempt)

    async def _whole(self, card: PostedCard, view: CardView) -> CardView:
        return await self._shown_in(card.team, card.channel, view)

    async def _shown_in(self, team: str, channel: str, view: CardView) -> CardView:
        """With the link, that channel's buttons, and amounts where it may read them."""
        money = await self._channels.may_show_money(channel)
        buttons = (await self._channels.settings_of(team, channel)).buttons
        return replace(view, job_url=self.link(view.job), money=money, buttons=buttons)

    async def _draw(self, card: PostedCard, view: CardView) -> bool:
        """Whether the card is there and shows this. Raises `CannotPost`, `SlackSilent`."""
        view = await self._channels.named(view)
        work_objects = await self._shown_with(card, view)
        return await self._messenger.update(
            card.channel, card.ts, job_card(view), work_objects=work_objects
        )

    async def _shown_with(self, card: PostedCard, view: CardView) -> WorkObjects | None:
        """What goes along with the card; None where no card ever shows a Work Object."""
        switch, team = self._work_objects, card.team
        if not switch.is_possible or not card.posted_by:
            return None
        entity = None
        if view.state != "deleted":
            entity = await switch.entity(
                team, view.job, view.names, money=view.money, comes_next=words_of(view)
            )
        entities = [entity] if entity is not None else []
        return WorkObjects(key_of(card), entities, partial(switch.dropped, team))

    async def _replace(self, card: PostedCard, was: PostedCard) -> bool:
        self._shows.note_written((card.team, card.job_uuid))
        return await self._cards.replace(card, was)

    async def _draw_as_recorded(self, stale: PostedCard) -> None:
        """Another process has drawn the card since it was read as `stale`, maybe before we did."""
        card = await self._cards.get(stale.team, stale.channel, stale.job_uuid)
        change = await self._changes.get(card.change_id) if card is not None else None
        if card is not None and card.ts and change is not None:
            drawing = Drawing(change, job_of(change), KnownHere(), None)
            view = await self._view(drawing, card.channel, max(1, card.attempt))
            await self._draw(card, view)
