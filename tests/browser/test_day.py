"""A day in the life: from eight o'clock's message to the empty board, with the presses each row takes."""

from pathlib import Path
from typing import Any

import pytest

from tests.browser.camera import NoCamera
from tests.browser.conftest import WIDE
from tests.browser.plays_day import HOME, PRESSES, day
from tests.browser.test_reach import complaints, fits
from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
TELEPHONE = {"width": 390, "height": 844}


@pytest.fixture(params=[WIDE, TELEPHONE], ids=["wide", "telephone"])
def look(request: pytest.FixtureRequest) -> dict[str, Any]:
    return {"viewport": request.param}


async def test_the_board_empties_with_few_presses(visitor: Visitor, tmp_path: Path) -> None:
    clicks = await day(visitor, NoCamera(tmp_path))
    folded = await visitor.page.locator("#show-sidebar").is_visible()
    expected = {
        what: most + folded * (what in {"opened the message", "approved"})
        for what, most in PRESSES.items()
    }
    assert clicks.of == expected
    assert await fits(visitor)
    assert await complaints(visitor) == []
    await visitor.go(HOME)
    await visitor.sees("nothing waits for you")
    assert await complaints(visitor) == []
