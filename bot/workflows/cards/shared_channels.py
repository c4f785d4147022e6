"""Takes amounts off cards once their channel is shared with another company."""

from dataclasses import replace

import structlog

from bot.errors import BotError
from bot.jobs.change_summary import job_of
from bot.slack.channel_directory import ChannelDirectory
from bot.slack.messenger import Messenger
from bot.slack.workspace import is_here, working_for
from bot.store.cards import CardStore, PostedCard
from bot.store.changes import ChangeStore
from bot.workflows.cards.card_view import view_of
from bot.workflows.cards.job_cards import JobCards
from bot.workflows.cards.job_facts import JobFacts

LOOK_SECONDS = 300.0
"""Between looks: so long may amounts stand on cards of a channel that was shared without an event."""
_AT_A_TIME = 100
"""Cards read from the table at once."""

log = structlog.get_logger(__name__)


class SharedChannels:
    """Acts on an event of Slack's, or on a look now and then where the app doesn't get that event."""

    def __init__(
        self,
        store: CardStore,
        changes: ChangeStore,
        cards: JobCards,
        messenger: Messenger,
        directory: ChannelDirectory,
        facts: JobFacts,
    ) -> None:
        self._store, self._changes, self._cards = store, changes, cards
        self._messenger, self._directory = messenger, directory
        self._facts = facts
        self.found = False
        """Whether the last look found a channel with amounts on its cards."""

    async def shared(self, channel: str) -> int:
        """Another company was invited to this channel: redraws its cards; their number."""
        self._directory.learn_shared(channel)
        return await self._redraw(channel)

    def changed(self, channel: str) -> None:
        """Who reads this channel has changed: its cards show amounts again when they are next drawn."""
        self._directory.forget(channel)

    async def look(self) -> int:
        """Asks Slack about every channel with amounts on its cards; the number of cards redrawn."""
        redrawn, channel, self.found = 0, "", False
        while channel := await self._store.channel_with_money(channel):
            self.found = True
            cards = await self._store.with_money(channel, _AT_A_TIME)
            for card in {(card.enterprise, card.team): card for card in cards}.values():
                with working_for(card):
                    if await self._directory.sharing(channel) == "shared":
                        redrawn += await self._redraw(channel)
        return redrawn

    async def _redraw(self, channel: str) -> int:
        redrawn, seen = 0, set[str]()
        while cards := await self._store.with_money(channel, _AT_A_TIME):
            before = redrawn
            for card in filter(is_here, cards):
                if card.ts in seen:  # its channel is our own again, or it could not be redrawn
                    continue
                seen.add(card.ts)
                try:
                    await self._redraw_thread(card)
                    redrawn += await self._cards.draw_again(card)
                except BotError as error:
                    problem = type(error).__name__
                    log.warning("a card in a shared channel is not redrawn yet", problem=problem)
            if redrawn == before:
                break  # left for the next look
        return redrawn

    async def _redraw_thread(self, card: PostedCard) -> None:
        """Before the card, which is then no longer looked for. New members read what was said earlier too."""
        replies = await self._messenger.keyed_replies(card.channel, card.ts)
        for key, stamps in replies.items():
            change_id, _, what = key.partition(":")
            if not what.startswith("event"):
                continue
            change = await self._changes.get(change_id)
            if change is None:
                continue
            job = job_of(change)
            facts = await self._facts.of(card.team, job)
            view = view_of(change, job, card.attempt, facts, undo=False)
            message = await self._cards.event(replace(view, money=False))
            for ts in stamps:
                await self._messenger.update(card.channel, ts, message)
