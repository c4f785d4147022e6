"""The link page in a real Chromium: its strict policy lets it work, and nothing else."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.sandbox.in_memory_engine import InMemoryEngine
from bot.sandbox.testbed import open_testbed
from tests.stories.acting import address_for, ephemeral_to

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chrome() -> AsyncIterator[Any]:
    """A browser that can reach this machine only."""
    found = shutil.which("chromium")
    if found is None:
        pytest.skip("no Chromium on this machine: the link page was not driven")
    api = pytest.importorskip("playwright.async_api", reason="no Playwright: pip install it")
    flags = ("--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1")
    async with api.async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=found, args=flags)
        yield running
        await running.close()


async def test_a_person_links_by_token_and_goes_on_in_slack(chrome: Any, tmp_path: Path) -> None:
    async with open_testbed(tmp_path, engine=InMemoryEngine, link_page=True) as play:
        address = await address_for(play, "tom", "/job new boiler not firing")
        context = await chrome.new_context(locale="en-GB")
        page = await context.new_page()
        troubles: list[str] = []
        page.on("console", lambda said: troubles.append(said.text))
        page.on("pageerror", lambda error: troubles.append(str(error)))
        await page.goto(address)
        assert await page.locator("h1").inner_text() == "Link your PropOps account"
        assert "Tom Reilly" in await page.locator(".who").inner_text()
        background = "getComputedStyle(document.querySelector('button')).backgroundColor"
        assert await page.evaluate(background) == "rgb(31, 78, 95)"  # the hashed style is let in
        await page.evaluate("document.body.insertAdjacentHTML('beforeend', '<b style=color:red>x')")
        await page.fill("[name=token]", "e" * 64)
        await page.click("text=Link with this token")
        assert "does not accept that token" in await page.locator(".bad").inner_text()
        assert await page.input_value("[name=token]") == ""
        await page.fill("[name=token]", play.propops.token_for("Tom Reilly"))
        await page.click("text=Link with this token")
        await page.get_by_role("heading", name="Linked", exact=True).wait_for()
        await page.goto(address)
        assert "This link no longer works" in await page.locator("h1").inner_text()
        await context.close()
        await ephemeral_to(play, "tom", "Linked as *Tom Reilly*")
        assert all("style" in each or "status of 4" in each for each in troubles), troubles


async def test_a_form_on_another_page_links_nobody(chrome: Any, tmp_path: Path) -> None:
    async with open_testbed(tmp_path, engine=InMemoryEngine, link_page=True) as play:
        address = await address_for(play, "tom")
        token = play.propops.token_for("Priya Shah")
        context = await chrome.new_context()
        page = await context.new_page()
        await page.set_content(
            f'<form method="post" action="{address}"><input name="token" value="{token}">'
            "<button>Win a prize</button></form>"
        )
        async with page.expect_navigation():
            await page.click("text=Win a prize")
        assert await page.locator("h1").inner_text() == "Not from here"
        await context.close()
        assert play.app is not None
        assert await play.app.stores.tokens.get(play.member("tom")) is None
