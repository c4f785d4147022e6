"""The link page on a telephone: what a coordinator has, e-mail and password, is there without scrolling."""

from pathlib import Path
from typing import Any

import pytest

from bot.sandbox.in_memory_engine import InMemoryEngine
from bot.sandbox.testbed import open_testbed
from tests.stories.acting import address_for

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
PHONE = {"width": 390, "height": 844}


async def test_signing_in_needs_no_scrolling_and_keeps_the_e_mail(
    browser: Any, tmp_path: Path
) -> None:
    async with open_testbed(tmp_path, engine=InMemoryEngine, link_page=True) as play:
        context = await browser.new_context(locale="en-GB", viewport=PHONE, is_mobile=True)
        page = await context.new_page()
        await page.goto(await address_for(play, "tom"))
        button = await page.get_by_role("button", name="Sign in and link").bounding_box()
        assert button["y"] + button["height"] <= PHONE["height"]
        await page.fill("[name=email]", "tom@example.com")
        await page.fill("[name=password]", "wrong")
        await page.click("text=Sign in and link")
        await page.locator("#password-problem").wait_for()
        assert await page.input_value("[name=email]") == "tom@example.com"
        assert await page.input_value("[name=password]") == ""
        assert await page.get_by_label("Password").get_attribute("aria-invalid") == "true"
        await context.close()
