"""Slack listeners, one module per feature: read, start, ack."""

from bot.web.dispatch import Routes
from handlers import (
    cards,
    collision,
    commands,
    forms,
    lookups,
    radar,
    resolving,
    restore,
    sending,
)


def register(routes: Routes) -> None:
    """Everything the bot listens to. A listener gets its parts by parameter name."""
    for feature in (
        commands,
        forms,
        cards,
        restore,
        resolving,
        collision,
        lookups,
        sending,
        radar,
    ):
        feature.register(routes)
