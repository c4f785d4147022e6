"""Where cards go, what the people of that channel may be shown, and what they have set for it."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Literal

from bot.jobs.change import Change, Place
from bot.jobs.channel_settings import USUAL, ChannelSettings
from bot.slack.channel_directory import ChannelDirectory, Sharing
from bot.views.card_lines import CardView

_FORM_WAITS = 0.5
"""Seconds a form waits for Slack to say whether the channel is shared."""


SettingsOf = Callable[[str, str], Awaitable[ChannelSettings]]
"""Team and channel → what is set there."""


async def as_usual(_team: str, _channel: str) -> ChannelSettings:
    """Nothing is set anywhere."""
    return USUAL


NameOf = Callable[[str], Awaitable[str]]
"""Slack user id → what they are called; empty for somebody Slack never named."""


async def nameless(_user: str) -> str:
    return ""


async def none_raised(_team: str, _channel: str) -> Change | None:
    return None


class CardChannels:
    def __init__(
        self,
        directory: ChannelDirectory,
        jobs_channel: str | Callable[[], str | None] | None,
        settings_of: SettingsOf = as_usual,
        name_of: NameOf = nameless,
    ) -> None:
        """`jobs_channel`: where every card goes; None: where the change was asked for. Or who knows it."""
        self.directory, self._known = directory, jobs_channel
        self.settings_of, self._name_of = settings_of, name_of
        self.last_raised_in: Callable[[str, str], Awaitable[Change | None]] = none_raised
        """Team and channel → the newest job that was raised from there."""

    @property
    def _jobs_channel(self) -> str | None:
        return self._known() if callable(self._known) else self._known

    def channel_of(self, place: Place) -> str:
        """The id of the channel that the card goes to: the one that was chosen, else the usual one."""
        return place.card or self._jobs_channel or place.channel

    def is_usual(self, place: Place) -> bool:
        """Whether the card goes to the usual channel because nobody chose one."""
        return bool(self._jobs_channel) and not place.card

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

    async def named(self, view: CardView) -> CardView:
        """With the names of those who act on the card."""
        who = await self._name_of(view.by) if view.by else ""
        deleting = await self._name_of(view.deletion.by) if view.deletion is not None else ""
        teller = await self._name_of(view.notified_by) if view.notified_by else ""
        approval = view.next.approval if view.next is not None else None
        asker = await self._name_of(approval.by) if approval is not None else ""
        return replace(view, who=who, deleting=deleting, teller=teller, asker=asker)

    def prefetch(self, place: Place) -> None:
        """Asks Slack ahead who reads the channel of the card."""
        self.directory.prefetch(self.channel_of(place))

    async def sharing_of(self, place: Place) -> Sharing:
        """For a form, which says so before it is sent."""
        return await self.directory.sharing(self.channel_of(place), _FORM_WAITS)
