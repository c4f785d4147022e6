"""The Home tab and the morning message on the demo's page, in a wide window and on a telephone."""

from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import WIDE
from tests.browser.visitor import Visitor
from tests.stories.boards import emptied, reopened
from tests.waiting import until

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
TELEPHONE = {"width": 390, "height": 844}


@pytest.fixture(params=[WIDE, TELEPHONE], ids=["wide", "telephone"])
def look(request: pytest.FixtureRequest) -> dict[str, Any]:
    return {"viewport": request.param}


async def test_home_shows_what_waits_and_a_row_goes_with_its_cause(
    visitor: Visitor, tmp_path: Path
) -> None:
    await visitor.go("PropOps Home")
    await visitor.sees("Linked to PropOps as")
    await visitor.page.get_by_role("button", name="Everybody's").click()
    # what stood there before is drawn anew
    await visitor.page.get_by_role("button", name="My jobs").wait_for()
    row = await visitor.sees("No contractor chosen")
    await visitor.page.screenshot(path=tmp_path / "home.png", full_page=True)
    assert await visitor.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    await visitor.page.get_by_role("button", name="Choose contractor").first.click()
    await visitor.pick("Contractor", "ace", "Ace Gas")
    name = await row.evaluate("each => each.closest('.block').innerText")
    await visitor.send()
    await visitor.went_through("Job updated")
    reference = next(word for word in name.split() if word.startswith("JOB-"))
    await visitor.page.wait_for_function(
        "ref => ![...document.querySelectorAll('.home .block')].some(each => "
        "each.innerText.includes(ref) && each.innerText.includes('No contractor'))",
        arg=reference,
    )


async def test_a_row_is_snoozed_on_home_and_is_back_by_undo_or_from_the_list(
    visitor: Visitor,
) -> None:
    emptied(visitor.play)
    reopened(visitor.play, "JOB-007", contractor_id=None)
    await visitor.go("PropOps Home")
    home = visitor.page.locator(".home")
    await home.get_by_role("button", name="Everybody's").click()
    wakes = (
        home.get_by_role("button", name="Undo").click,
        lambda: home.get_by_label("Wake now").select_option(index=1),
    )
    for wake in wakes:
        await home.get_by_role("button", name="More actions").click()
        await home.get_by_role("menuitem", name="Snooze: in a week").click()
        line = home.locator("em", has_text="Snoozed until")
        await line.wait_for()
        assert "_" not in await home.inner_text()
        undo, words = home.get_by_role("button", name="Undo"), line.locator("xpath=../..")
        assert (await undo.bounding_box())["height"] < (await words.bounding_box())["height"]
        await wake()
        await home.get_by_role("button", name="Choose contractor").wait_for()
    assert await visitor.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


async def test_home_turns_its_pages_and_stays_on_one_whose_row_goes(visitor: Visitor) -> None:
    emptied(visitor.play)
    jobs = [f"JOB-{number:03}" for number in range(1, 46)]
    for ref in jobs:
        reopened(visitor.play, ref, contractor_id=None)
    await visitor.go("PropOps Home")
    await visitor.page.get_by_role("button", name="Everybody's").click()
    await visitor.sees("1 to 20 of 45.")
    for button, part, first, last in (
        ("25 more", "21 to 40 of 45.", 20, 40),
        ("5 more", "41 to 45 of 45.", 40, 45),
        ("Back", "21 to 40 of 45.", 20, 40),
    ):
        await visitor.page.get_by_role("button", name=button, exact=True).click()
        await visitor.sees(part)
        assert await rows(visitor) == jobs[first:last]
    assert await visitor.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    await visitor.page.get_by_role("button", name="Choose contractor").nth(3).click()
    await visitor.pick("Contractor", "ace", "Ace Gas")
    await visitor.send()
    await visitor.went_through("Job updated")
    await visitor.sees("21 to 40 of 44.")
    assert await rows(visitor) == [*jobs[20:23], *jobs[24:41]]


async def rows(visitor: Visitor) -> list[str]:
    """The references of the rows, as they stand."""
    words = await visitor.page.locator(".home .block", has_text="No contractor").all_inner_texts()
    return [each.split()[0] for each in words]


async def test_the_morning_message_comes_when_the_clock_is_turned_on(visitor: Visitor) -> None:
    assert visitor.play.app is not None
    readers = visitor.play.app.stores.board_readers

    async def planned() -> bool:
        return any(each.morning_at for each in await readers.all())

    await until(planned)
    await visitor.turn_clock("Next working morning")
    await visitor.sees("07:59", visitor.panel)
    await visitor.page.get_by_text("Good morning.").first.wait_for()
