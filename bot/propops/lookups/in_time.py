"""Waiting for PropOps while somebody types: until a deadline, and for nothing that nobody wants any more."""

import asyncio
import time
from collections.abc import Awaitable, Coroutine
from typing import Any, TypeVar

from bot.errors import PropOpsError, Unreachable

_T = TypeVar("_T")


def forgettable(work: Coroutine[Any, Any, _T]) -> "asyncio.Task[_T]":
    """A task whose failure nobody may be there to hear of, when whoever waited for it has left."""
    task = asyncio.create_task(work)
    task.add_done_callback(lambda done: done.cancelled() or done.exception())
    return task


async def in_time(wanted: Awaitable[_T], deadline: float) -> _T | None:
    """The result if it comes before the deadline; None when it is late or PropOps fails."""
    result = await result_or_fault(wanted, deadline)
    return None if isinstance(result, PropOpsError) else result


async def result_or_fault(wanted: Awaitable[_T], deadline: float) -> _T | PropOpsError:
    """The result, else how PropOps failed: `Unreachable` when it is late. `deadline`: of `time.monotonic`."""
    try:
        async with asyncio.timeout(max(0.0, deadline - time.monotonic())):
            return await wanted
    except TimeoutError:
        return Unreachable()
    except PropOpsError as error:
        return error
