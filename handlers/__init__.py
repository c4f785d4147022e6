"""Slack listeners, one module per feature: read, start, ack."""

from bot.web.dispatch import Routes
from handlers import (
    approvals,
    cards,
    collision,
    commands,
    forms,
    linking,
    lookups,
    radar,
    resolving,
    restore,
    sending,
)


def register(routes: Routes) -> None:
    """Everything the bot listens to. A listener gets its parts by parameter name."""
    features = (
        *(commands, forms, cards, restore, resolving, collision, lookups, sending, radar),
        *(approvals, linking),
    )
    for feature in features:
        feature.register(routes)
