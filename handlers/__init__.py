"""Slack listeners, one module per feature: read, start, ack."""

from bot.web.dispatch import Routes
from handlers import cards, collision, commands, forms, lookups, resolving, restore


def register(routes: Routes) -> None:
    """Everything the bot listens to. A listener gets its parts by parameter name."""
    for feature in (commands, forms, cards, restore, resolving, collision, lookups):
        feature.register(routes)
