"""The side panel of a job on the demo's page, on a wide screen and on a telephone."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.sandbox.demo import setting
from bot.sandbox.testbed import Testbed
from tests.browser.conftest import PHONE
from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


@pytest_asyncio.fixture(loop_scope="session")
async def play(tmp_path: Path) -> AsyncIterator[Testbed]:
    """As the demo, where jobs have a page, so that cards have a panel."""
    async with setting(tmp_path, propops_job_url="https://propops.example.com/jobs/{uuid}") as here:
        yield here


async def opened(visitor: Visitor) -> Any:
    await visitor.raise_job()
    card = visitor.page.locator("#messages .openable").last
    await card.get_by_role("button", name="Boiler not firing", exact=True).click()
    details = visitor.page.get_by_role("complementary", name="Job details")
    await visitor.sees("High priority", details)
    return details


async def edits(visitor: Visitor) -> None:
    """A status and a budget are changed, an amount that is none is pointed out, the card follows."""
    details = await opened(visitor)
    await details.get_by_role("button", name="Edit").click()
    await details.get_by_label("Status").select_option("In progress")
    await details.get_by_label("Total budget").fill("lots")
    await details.get_by_role("button", name="Save").click()
    await visitor.sees("Please enter pounds and pence", details)
    await details.get_by_label("Total budget").fill("£480")
    await details.get_by_role("button", name="Save").click()
    await visitor.sees("£480.00", details)
    await visitor.sees("In progress", details)
    assert visitor.play.propops.job("JOB-061")["status_name"] == "In progress"
    await visitor.sees("In progress", visitor.page.locator("#messages .openable").last)


async def test_a_card_opens_is_edited_and_follows(visitor: Visitor) -> None:
    await edits(visitor)


async def test_when_it_was_changed_last_is_a_moment(visitor: Visitor) -> None:
    details = await opened(visitor)
    shown = await details.locator("dt:has-text('Last changed') + dd").inner_text()
    assert re.fullmatch(r"\d{1,2} \w+ \d{4},? (at )?\d\d:\d\d", shown)


async def test_a_button_of_the_panel_opens_its_form(visitor: Visitor) -> None:
    details = await opened(visitor)
    await details.get_by_role("button", name="Notify contractor").click()
    await visitor.sees("Ace Gas", visitor.modal)
    assert visitor.play.propops.notified == []


async def test_who_has_not_linked_is_asked_to_sign_in(visitor: Visitor) -> None:
    await visitor.raise_job()
    await visitor.be("Nia Lowe")
    await (
        visitor.page.locator("#messages .openable").last.get_by_role("button", name="Open").click()
    )
    details = visitor.page.get_by_role("complementary", name="Job details")
    link = details.get_by_role("link", name="Sign in")
    await link.wait_for()
    assert "/link/" in str(await link.get_attribute("href"))


@pytest.mark.parametrize("look", [{"viewport": PHONE, "is_mobile": True, "has_touch": True}])
async def test_the_same_with_a_thumb(visitor: Visitor) -> None:
    await edits(visitor)
    wide = await visitor.page.evaluate("document.documentElement.scrollWidth")
    assert wide <= PHONE["width"]
