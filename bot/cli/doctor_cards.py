"""What `propops-bot doctor` says of the cards: how many there are, and how many can be kept true."""

from bot.cli.finding import Finding
from bot.settings import Settings
from bot.store.watched_jobs import WatchedJobStore
from bot.workflows.cards.pace import READS_A_MINUTE, within_reach


async def cards(watched: WatchedJobStore, settings: Settings) -> Finding:
    """Raises `DatabaseDown`."""
    about, seconds = "cards kept true", settings.cards_refresh_seconds
    counted = await watched.count()
    if not seconds:
        words = f"CARDS_REFRESH_SECONDS=0: {counted.open} are compared when somebody looks at them"
        return Finding(None, about, words)
    reach = within_reach(seconds)
    why = (
        f" ({counted.unread} since nobody who is linked could read them)" if counted.unread else ""
    )
    words = (
        f"{counted.open} of open jobs, {counted.late + counted.unread} of them not compared in time{why}; "
        f"within {seconds:g} s {reach} can be at {READS_A_MINUTE} reads of PropOps a minute"
    )
    if counted.open > reach:
        words += ". The newest come first: please set CARDS_REFRESH_SECONDS higher"
        return Finding(None, about, words)
    return Finding(True, about, words)
