"""A second process of the bot, on the same database."""

import contextlib
from collections.abc import AsyncIterator

from bot.app import App
from bot.sandbox.in_memory_engine import InMemoryEngine
from bot.sandbox.testbed import Testbed
from tests.stories.acting import Clock
from tests.stories.conftest import QUICK


@contextlib.asynccontextmanager
async def another(play: Testbed, clock: Clock) -> AsyncIterator[App]:
    app = App(play.settings, clock=clock, engine=InMemoryEngine(), waits=QUICK)
    await app.start()
    try:
        yield app
    finally:
        await app.close(within=3)
