"""Slack listeners, one module per feature: read, start, ack."""

from bot.web.dispatch import Routes
from handlers import approvals, cards, commands, forms, linking, lookups, private, restore


def register(routes: Routes) -> None:
    """Everything the bot listens to. A listener gets its parts by parameter name."""
    for feature in (commands, forms, cards, restore, lookups, approvals, linking, private):
        feature.register(routes)
