"""What others do in PropOps reaches the card, also on a telephone."""

from pathlib import Path
from typing import Any

import pytest

from tests.browser.camera import NoCamera
from tests.browser.conftest import PHONE, WIDE
from tests.browser.plays_day import follow, settings
from tests.browser.test_reach import complaints, fits
from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


@pytest.fixture(params=[WIDE, PHONE], ids=["wide", "telephone"])
def look(request: pytest.FixtureRequest) -> dict[str, Any]:
    return {"viewport": request.param}


async def test_a_contractor_accepts_and_the_card_says_so(visitor: Visitor) -> None:
    card = await visitor.raise_job()
    await visitor.elsewhere("The contractor accepts", "JOB-061")
    assert await complaints(visitor) == []
    assert await fits(visitor)
    await visitor.close_panel()
    await card.get_by_text("· In progress ·").first.wait_for(timeout=20_000)


async def test_a_channel_follows_what_others_do(visitor: Visitor, tmp_path: Path) -> None:
    await follow(visitor, NoCamera(tmp_path))
    assert await complaints(visitor) == []
    assert await fits(visitor)


async def test_settings_of_a_channel_are_in_reach(visitor: Visitor, tmp_path: Path) -> None:
    await settings(visitor, NoCamera(tmp_path))
    assert await complaints(visitor) == []
    assert await fits(visitor)
    await visitor.modal.get_by_label("Case notes").uncheck()
    await visitor.send()
    await visitor.went_through("Saved")


async def test_what_cannot_be_is_said_beside_it(visitor: Visitor) -> None:
    await visitor.elsewhere("The contractor accepts", "JOB-060", sees="has no contractor yet")
    await visitor.elsewhere("Somebody deletes it", "JOB-060", sees="deleted it")
    visitor.play.propops.edit("JOB-059", "Tom Reilly", date_works_start_date="2030-03-04")
    await visitor.elsewhere("Somebody changes the date", "JOB-059", sees="moved it to Wed 6 March")
    jobs = visitor.panel.get_by_label("To this job").locator("option")
    await jobs.filter(has_text="JOB-060").wait_for(state="detached")
    assert await jobs.count()
    assert await complaints(visitor) == []
