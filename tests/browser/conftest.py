"""The page of the demo, open in a real Chromium."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.sandbox.demo import setting
from bot.sandbox.playground import Playground
from bot.sandbox.testbed import Testbed
from tests.browser.chromium import NoBrowser, chromium
from tests.browser.visitor import Visitor

WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 360, "height": 740}


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Any]:
    """One for all tests: to start it takes longer than most of them."""
    try:
        async with chromium() as running:
            yield running
    except NoBrowser as missing:
        pytest.skip(str(missing))


@pytest_asyncio.fixture(loop_scope="session")
async def play(tmp_path: Path) -> AsyncIterator[Testbed]:
    """The environment of the demo, everybody linked who is."""
    async with setting(tmp_path) as here:
        yield here


@pytest_asyncio.fixture(loop_scope="session")
async def url(play: Testbed) -> AsyncIterator[str]:
    async with Playground(play).serving() as address:
        yield address


@pytest.fixture
def look() -> dict[str, Any]:
    """How the browser is set up; a test of another look overrides it."""
    return {"viewport": WIDE}


@pytest_asyncio.fixture(loop_scope="session")
async def visitor(
    browser: Any, play: Testbed, url: str, look: dict[str, Any]
) -> AsyncIterator[Visitor]:
    """Priya in #maintenance. In the end, nothing may have gone wrong in the page itself."""
    context = await browser.new_context(locale="en-GB", timezone_id="Europe/London", **look)
    somebody = Visitor(await context.new_page(), play)
    await somebody.arrive(url)
    yield somebody
    await context.close()
    assert somebody.troubles == []
