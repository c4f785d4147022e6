"""How often the library looks by itself for what the bot seldom or never has: delayed runs, deadlines,
schedules, and runs that were handed over.

These are constants and attributes of the library's own; a release without one just looks as often as it
wants, and a test says so.
"""

import importlib
from typing import Any

SEARCH_INTERVAL = "_BACKGROUND_JOBS_INTERVAL_SEC"
QUEUE_INTERVAL = "_polling_interval_sec"
FIRST_SCHEDULES_INTERVAL = "_STARTUP_FAST_POLL_INTERVAL_SEC"
SCHEDULES_EVERY = 3600.0
_SEARCH_ALONE, _SEARCH_AMONG_OTHERS = 60.0, 4.0
"""Seconds. The process of several that looks holds a lock until it looks again, and Postgres ends its
session after five seconds of that.
"""
TAKE_UP_WITHIN = 2.0
"""Seconds until a run that was handed over begins, at most: about what its takeover takes anyhow."""
QUEUES = "list_queues"


def look_seldom(library: Any, *, alone: bool, take_up_within: float = TAKE_UP_WITHIN) -> None:
    """Before the launch. `library`: its one object. `alone`: no other process shares the database."""
    commands = vars(importlib.import_module("dbos._workflow_commands"))
    if SEARCH_INTERVAL in commands:
        commands[SEARCH_INTERVAL] = _SEARCH_ALONE if alone else _SEARCH_AMONG_OTHERS
    scheduler = vars(importlib.import_module("dbos._scheduler"))
    if FIRST_SCHEDULES_INTERVAL in scheduler:
        scheduler[FIRST_SCHEDULES_INTERVAL] = SCHEDULES_EVERY
    take_up(library, take_up_within)


def take_up(library: Any, within: float) -> None:
    """Runs that are handed over begin within so many seconds, from the next look on."""
    queue = handed_over(library)
    if queue is not None:
        setattr(queue, QUEUE_INTERVAL, within)


def handed_over(library: Any) -> Any:
    """The library's own queue, in which resumed runs wait; None where it has none like that."""
    make = getattr(getattr(library, "_registry", None), "get_internal_queue", None)
    queue = make() if make is not None else None
    return queue if hasattr(queue, QUEUE_INTERVAL) else None


def list_no_queues(library: Any) -> None:
    """After the launch. Each second it would ask the database which queues there are: none but its own."""
    database = getattr(library, "_sys_db", None)
    if hasattr(database, QUEUES):
        setattr(database, QUEUES, lambda **_: [])
