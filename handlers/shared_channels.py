"""Slack says that a channel is shared with another company, or no longer is."""

from typing import Any

from bot.web.bolt import Routes
from bot.workflows.approvals.decisions import Approvals
from bot.workflows.cards.shared_channels import SharedChannels
from bot.workflows.link_previews.previews import LinkPreviews


def register(routes: Routes) -> None:
    routes.event("channel_shared")(shared)
    routes.event("channel_unshared")(unshared)


async def shared(
    body: dict[str, Any],
    shared_channels: SharedChannels,
    approvals: Approvals,
    link_previews: LinkPreviews,
) -> None:
    """Takes amounts off the channel's cards and previews [reference/events/channel_shared]."""
    if channel := _channel(body):
        await shared_channels.shared(channel)
        await approvals.draw_again_in(channel)
        await link_previews.channel_shared(channel)


async def unshared(body: dict[str, Any], shared_channels: SharedChannels) -> None:
    """Cards show amounts again when they are next drawn [reference/events/channel_unshared]."""
    if channel := _channel(body):
        shared_channels.changed(channel)


def _channel(body: dict[str, Any]) -> str:
    channel = (body.get("event") or {}).get("channel")
    return channel if isinstance(channel, str) else ""
