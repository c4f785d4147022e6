"""For whoever: screen readers (axe), dark rooms, telephones; and for nobody else's page."""

from typing import Any

import pytest

from tests.browser.conftest import PHONE, WIDE
from tests.browser.visitor import BOILER, STAIRS, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"viewport": WIDE, "color_scheme": "light"},
    "dark": {"viewport": WIDE, "color_scheme": "dark"},
    "phone": {"viewport": PHONE, "has_touch": True, "is_mobile": True},
}


@pytest.fixture(params=LOOKS)
def look(request: pytest.FixtureRequest) -> dict[str, Any]:
    """Each of them in turn."""
    return LOOKS[str(request.param)]


async def complaints(visitor: Visitor) -> list[str]:
    """What axe finds on the page as it stands: rule, and where."""
    from axe_playwright_python.async_playwright import Axe  # noqa: PLC0415 - not always there

    found = await Axe().run(visitor.page)
    return [
        f"{each['id']}: {node['target']} {node['failureSummary']}"
        for each in found.response["violations"]
        for node in each["nodes"]
    ]


async def fits(visitor: Visitor) -> bool:
    """Whether nothing has to be scrolled sideways."""
    return bool(await visitor.page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


async def test_axe_finds_nothing_on_the_way_through(visitor: Visitor) -> None:
    assert await complaints(visitor) == []
    await visitor.page.locator("#composer textarea").fill("/job ")
    assert await complaints(visitor) == []
    form = await visitor.form(STAIRS)
    await visitor.send()
    await visitor.sees("Please complete this required field.", form)
    assert await complaints(visitor) == []
    await form.get_by_role("combobox", name="Contractor").click()
    await form.locator("li[role=option]").first.wait_for()
    assert await complaints(visitor) == []
    await visitor.fill_in()
    await visitor.send()
    await visitor.went_through()
    assert await complaints(visitor) == []

    card = visitor.message("JOB-061")
    await card.get_by_role("button", name="More actions").click()
    assert await complaints(visitor) == []
    await visitor.page.keyboard.press("Escape")
    await card.get_by_role("button", name="Notify contractor").click()
    assert await complaints(visitor) == []
    await visitor.question.get_by_role("button", name="Notify").click()
    await card.get_by_role("button", name="1 reply").click()
    await visitor.thread.wait_for()
    assert await complaints(visitor) == []


async def test_everything_of_the_panel_is_in_reach(visitor: Visitor) -> None:
    if not await visitor.panel.is_visible():
        await visitor.page.locator("#show-panel").click()
    for summary in await visitor.panel.locator("> details > summary").all():
        if not await summary.locator("..").evaluate("each => each.open"):
            await summary.click()
    await visitor.panel.get_by_role("button", name="JOB-060").click()
    await visitor.panel.get_by_role("heading", name="Commits").wait_for()
    assert await complaints(visitor) == []
    assert await fits(visitor)


async def test_nothing_is_wider_than_the_screen(visitor: Visitor) -> None:
    assert await fits(visitor)
    form = await visitor.form()
    box = await form.bounding_box()
    width = await visitor.page.evaluate("innerWidth")
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert await fits(visitor)
    await visitor.fill_in()
    await visitor.send()
    await visitor.went_through()
    assert await fits(visitor)


async def test_channels_and_people_are_in_reach(visitor: Visitor) -> None:
    if await visitor.page.locator("#show-sidebar").is_visible():
        await visitor.page.locator("#show-sidebar").click()
    await visitor.be("Gil Adeyemi")
    if await visitor.page.locator("#show-sidebar").is_visible():
        await visitor.page.locator("#show-sidebar").click()
    await visitor.say(BOILER)
    await visitor.sees("Only visible to you")
    assert await complaints(visitor) == []
