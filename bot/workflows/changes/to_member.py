"""Reaches the member of a change: in the modal it was sent from, and in private messages."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

import structlog

from bot.errors import BotError
from bot.jobs.change import Change
from bot.jobs.promises import LOOKING
from bot.slack.messenger import Messenger
from bot.slack.web_api import SlackRefused
from bot.views.blocks import Message
from bot.views.modals import View
from bot.workflows.changes.watchers import ChangeWatchers

VIEW_DELAY = 0.35
"""Seconds after the accept before the modal is updated: Slack may still be drawing *Saving…*."""

log = structlog.get_logger(__name__)


class ToMember:
    """`clock`: Unix seconds. `watchers`: who waits a moment to hear of it."""

    def __init__(
        self, messenger: Messenger, clock: Callable[[], float], watchers: ChangeWatchers
    ) -> None:
        self.messenger, self._clock, self.watchers = messenger, clock, watchers

    async def modal(self, change: Change, view: View | Mapping[str, Any]) -> bool:
        """Whether the modal was still open and now shows `view`."""
        if not change.place.view:
            return False
        if not self.messenger.is_answering(change.place.view):
            drawn_at = self.messenger.answered_at(change.place.view) or change.created_at
            await asyncio.sleep(max(0.0, drawn_at + VIEW_DELAY - self._clock()))
        try:
            return await self.messenger.show_outcome(change.place.view, view)
        except SlackRefused:  # which the log has: it costs the modal, not what is told besides
            return False

    async def privately(self, change: Change, message: Message, key: str = "") -> bool:
        """Whether it reached them; never raises. `key`: for what is told once."""
        return await self.messenger.send_privately(change.member, change.place, message, key=key)

    async def where_asked(self, change: Change, message: Message) -> None:
        """The answer to a press or a dialog: in its channel while its member is still looking there,
        else in a direct message.
        """
        channel = change.place.channel
        looking = self._clock() - change.created_at < LOOKING
        if channel and looking:
            try:
                await self.messenger.send_ephemeral(channel, change.member, message)
            except BotError as error:
                log.info("answering in a channel failed", problem=type(error).__name__)
            else:
                return
        await self.privately(change, message)

    async def outcome(self, change: Change, message: Message) -> bool:
        """How it ended: once. Whether it reached them."""
        return await self.privately(change, message, key=f"{change.id}:outcome")

    async def direct(self, change: Change, message: Message, key: str) -> None:
        """A direct message, once. Raises `CannotPost`, `SlackSilent`."""
        await self.messenger.send_dm(change.member, message, key=key)
