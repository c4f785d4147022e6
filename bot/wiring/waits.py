"""Waiting times that are not settings."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from bot.slack.rate_limit import Timing
from bot.workflows.board.homes import BETWEEN


async def together(seconds: float) -> None:
    """Until a whole second of the loop's clock, about so many from now: all that is done every few
    seconds then wakes the process once, and asks the database once. Pauses below a second are as given.
    """
    if seconds >= 1:
        now = asyncio.get_running_loop().time()
        seconds = round(now + seconds) - now
    await asyncio.sleep(seconds)


@dataclass(frozen=True)
class Waits:
    """All seconds. The defaults are for production; tests and the demo use shorter ones.

    `first_retry`: before a change that PropOps did not accept is tried again. `duplicate_check`:
    before a create whose answer was lost is checked for duplicates; 0: follows from the settle time.
    `deferred_tasks`, `tokens`: between polls for due tasks, and for links that another process has
    made while a change waited. `sign_of_life`: from a command or press until a private ⏳ is shown in
    place of its answer, and from the opening of an empty Home until one is shown in it. `between_cards`:
    from the comparison of one card with PropOps to the next, at most.
    `between_homes`: from one picture of a person's Home to the next, at least. `sleep`: how periodic tasks wait for their next run; the demo's clock can be turned on.
    """

    first_retry: float = 2.0
    duplicate_check: float = 0.0
    deferred_tasks: float = 2.0
    tokens: float = 3.0
    sign_of_life: float = 1.0
    between_cards: float = 1.0
    between_homes: float = BETWEEN
    slack: Timing = field(default_factory=Timing)
    sleep: Callable[[float], Awaitable[object]] = together


USUAL = Waits()
