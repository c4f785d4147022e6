"""What an open job waits for, by the settings of this installation."""

from datetime import time

from bot.jobs.next_step import Rules
from bot.settings import Settings


def board_rules(settings: Settings) -> Rules:
    return Rules(
        *(settings.statuses, settings.chase_after_hours, settings.zone),
        settings.board_time or time(8),
        settings.undo_minutes * 60,
    )
