"""Takes amounts off cards once their channel is shared with another company."""

import structlog

from bot.errors import BotError
from bot.slack.channel_directory import ChannelDirectory
from bot.store.cards import CardStore
from bot.workflows.cards.job_cards import JobCards

LOOK_SECONDS = 300.0
"""Between looks: so long may amounts stand on cards of a channel that was shared without an event."""
_AT_A_TIME = 100
"""Cards read from the table at once."""

log = structlog.get_logger(__name__)


class SharedChannels:
    """Acts on an event of Slack's, or on a look now and then where the app doesn't get that event."""

    def __init__(self, store: CardStore, cards: JobCards, directory: ChannelDirectory) -> None:
        self._store, self._cards, self._directory = store, cards, directory

    async def shared(self, channel: str) -> int:
        """Another company was invited to this channel: redraws its cards; their number."""
        self._directory.learn_shared(channel)
        return await self._redraw(channel)

    def changed(self, channel: str) -> None:
        """Who reads this channel has changed: its cards show amounts again when they are next drawn."""
        self._directory.forget(channel)

    async def look(self) -> int:
        """Asks Slack about every channel with amounts on its cards; the number of cards redrawn."""
        redrawn, channel = 0, ""
        while channel := await self._store.channel_with_money(channel):
            if await self._directory.sharing(channel) == "shared":
                redrawn += await self._redraw(channel)
        return redrawn

    async def _redraw(self, channel: str) -> int:
        redrawn = 0
        while cards := await self._store.with_money(channel, _AT_A_TIME):
            before = redrawn
            for card in cards:
                try:
                    redrawn += await self._cards.draw_again(card)
                except BotError as error:
                    problem = type(error).__name__
                    log.warning("a card in a shared channel is not redrawn yet", problem=problem)
            if redrawn == before:
                break  # left for the next look
        return redrawn
