"""Waiting for what happens by itself."""

import asyncio
import inspect
from collections.abc import Awaitable, Callable
from typing import Any


async def until(true: Callable[[], Any | Awaitable[Any]], seconds: float = 60) -> None:
    """Until it is so; asked every 5 ms. Raises TimeoutError: a machine may be busy for long."""
    async with asyncio.timeout(seconds):
        while True:
            answer = true()
            if await answer if inspect.isawaitable(answer) else answer:
                return
            await asyncio.sleep(0.005)
