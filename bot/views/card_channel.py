"""Where a card will be, said by each form that makes one."""

from collections.abc import Sequence
from typing import Literal

from bot.views import blocks
from bot.views.blocks import Block

MAKE_A_CARD = frozenset(
    {
        "contractor.send",
        "delete.send",
        "files.send",
        "notify.send",
        "photos.send",
        "restore.send",
    }
)
"""Callback ids of the forms about one job that show their card in a channel; the form of a job draws its own line."""


def goes_to(channel: str, sharing: Literal["internal", "shared", "unknown"]) -> Sequence[Block]:
    """`channel`: an id; `sharing`: whether another company reads it. Nothing for a direct message, which has no name to say."""
    if not channel.startswith(("C", "G")):
        return []
    match sharing:
        case "shared":
            words = f"🔒 The card goes to {blocks.channel(channel)}, which is shared with another company: no budget is shown there."
        case "unknown":
            words = f"The card goes to {blocks.channel(channel)}. I can't tell whether another company reads it, so no budget is shown there."
        case "internal":
            words = f"The card goes to {blocks.channel(channel)}."
    return [blocks.context(words)]
