"""Background loops that never die unseen: one that raises, or ends though it should not, is started again."""

import asyncio
import contextvars
from collections.abc import Callable, Coroutine
from typing import Any

import structlog

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 60.0
"""Seconds before a loop is started again; doubled each time it fails at once."""
WELL_AFTER = 60.0
"""Seconds after which a loop that runs counts as well again."""

log = structlog.get_logger(__name__)


def supervised(
    name: str, run: Callable[[], Coroutine[Any, Any, None]], *, ends: bool = False
) -> asyncio.Task[None]:
    """A task that runs it until it is cancelled. `ends`: it may also end by itself, when its work is done."""
    running = _keep_running(name, run, ends=ends)
    # In a context of its own: whoever happens to start it is not whom it works for.
    return asyncio.create_task(running, name=name, context=contextvars.Context())


async def _keep_running(
    name: str, run: Callable[[], Coroutine[Any, Any, None]], *, ends: bool
) -> None:
    """Of failures in a row only the first is logged.

    What the loop waited for may have been cancelled, as a look that several share: that is a failure too.
    """
    loop, pause = asyncio.get_running_loop(), 0.0
    while True:
        began = loop.time()
        failure: BaseException | None = None
        try:
            await run()
            if ends:
                return
        except asyncio.CancelledError as error:
            if _is_cancelled():
                raise
            failure = error
        except Exception as error:
            failure = error
        if loop.time() - began > WELL_AFTER:
            pause = 0.0
        if not pause:
            words = "a background loop failed, starting it again"
            if failure is None:
                words = "a background loop ended, starting it again"
            log.error(words, loop=name, error=type(failure).__name__, exc_info=failure)
        pause = min(LONGEST_PAUSE, pause * 2 or FIRST_PAUSE)
        await asyncio.sleep(pause)


def _is_cancelled() -> bool:
    """Whether somebody has cancelled this task itself."""
    task = asyncio.current_task()
    return task is None or task.cancelling() > 0
