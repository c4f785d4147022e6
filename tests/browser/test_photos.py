"""Photos in the form of the demo's page: chosen from a disk, or the examples."""

import pytest

from bot.sandbox.slack import pictures as drawn
from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_pictures_are_chosen_taken_out_and_sent(visitor: Visitor) -> None:
    await visitor.say("/job photos JOB-003")
    block = visitor.modal.locator("[data-block=photos]")
    await block.wait_for()
    await block.locator("input[type=file]").set_input_files(
        files=[{"name": "kitchen.jpg", "mimeType": "image/jpeg", "buffer": drawn.jpeg(2)}]
    )
    await visitor.sees("kitchen.jpg", block)
    await block.get_by_role("button", name="Use example pictures").click()
    await visitor.sees("ceiling.heic", block)
    await block.get_by_role("button", name="Remove gate.png").click()
    await visitor.send()
    await visitor.sees("✅ 4 files added")
    names = {name for _, name, _ in visitor.play.propops.files("JOB-003")}
    assert {"kitchen.jpg", "boiler.jpg", "ceiling.jpg", "gas-safety.pdf"} <= names
    assert "gate.png" not in names
    await visitor.sees("Priya Shah added a document to JOB-003", visitor.panel)
    await visitor.sees("Priya Shah added a photo to JOB-003", visitor.panel)
