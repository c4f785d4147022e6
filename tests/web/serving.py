"""The real server around an app, on a free port."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx

from bot.serve import serve
from bot.web.http_protocol import HttpLimits
from tests.web.signed_requests import signed
from tests.web.stub_app import StubApp


@asynccontextmanager
async def serving(
    app: StubApp,
    limits: HttpLimits = HttpLimits(),  # noqa: B008 - frozen
) -> AsyncIterator[tuple[httpx.AsyncClient, asyncio.Event]]:
    stop = asyncio.Event()
    opened: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(
        serve(app.settings, lambda _: app, stop=stop, opened=opened.set_result, limits=limits)
    )
    either: list[asyncio.Future[Any]] = [task, opened]
    await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
    if task.done():
        await task
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{opened.result()}") as http:
        yield http, stop
    stop.set()
    await task


async def heard_of(stop: asyncio.Event) -> None:
    """Asks it to stop, and gives it the turns of the loop in which it shuts its doors: no time is enough on a busy machine."""
    stop.set()
    for _ in range(50):
        await asyncio.sleep(0)


def now_signed(raw: bytes) -> dict[str, str]:
    return signed(raw, stamp=int(time.time()))
