"""Where cards go, and what the people of that channel may be shown."""

from typing import Literal

from bot.jobs.change import Place
from bot.slack.channel_directory import ChannelDirectory, Sharing

_FORM_WAITS = 0.5
"""Seconds a form waits for Slack to say whether the channel is shared."""


class CardChannels:
    def __init__(self, directory: ChannelDirectory, jobs_channel: str | None) -> None:
        """`jobs_channel`: where every card goes; None: where the change was asked for."""
        self.directory, self._jobs_channel = directory, jobs_channel

    def channel_of(self, place: Place) -> str:
        """The id of the channel that the card goes to: the one that was chosen, else the usual one."""
        return place.card or self._jobs_channel or place.channel

    def choice(self, *, asks: bool) -> Literal["", "optional", "required"]:
        """How a form asks for the channel: it has to be chosen where there is no usual one."""
        if not asks:
            return ""
        return "required" if self._jobs_channel is None else "optional"

    async def may_show_money(self, channel: str, patience: float | None = None) -> bool:
        """The one rule of where amounts are shown: not where another company reads them, nor where
        Slack doesn't say who does, within `patience` seconds.
        """
        return await self.directory.sharing(channel, patience) == "internal"

    def prefetch(self, place: Place) -> None:
        """Asks Slack ahead, for `sharing_of`."""
        self.directory.prefetch(self.channel_of(place))

    async def sharing_of(self, place: Place) -> Sharing:
        """For a form, which says so before it is sent."""
        return await self.directory.sharing(self.channel_of(place), _FORM_WAITS)
