"""The menu of messages and the ＋ menu on the demo's page, wide and on a telephone."""

from typing import Any

import pytest

from bot.sandbox.playground import tenants
from bot.sandbox.slack import pictures as drawn
from tests.browser.conftest import PHONE, WIDE
from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


@pytest.fixture(params=["wide", "telephone"])
def look(request: pytest.FixtureRequest) -> dict[str, Any]:
    if request.param == "wide":
        return {"viewport": WIDE}
    return {"viewport": PHONE, "is_mobile": True, "has_touch": True}


async def use(visitor: Visitor, words: str, shortcut: str) -> None:
    """The menu of a message, and an entry of it."""
    message = visitor.message(words)
    await message.hover()
    await message.get_by_role("button", name="More message actions").click()
    await message.get_by_role("menuitem", name=shortcut).click()


async def test_photographs_of_a_tenant_become_a_job(visitor: Visitor) -> None:
    tenants.write(visitor.play.slack)
    await use(visitor, "stain on the bedroom ceiling", "Create PropOps job")
    form = visitor.modal
    await form.get_by_label("Title").wait_for()
    await visitor.sees("boiler.jpg", form.locator("[data-block=attached]"))
    assert "From Slack: Dana Okafor" in await form.get_by_label("Description").input_value()
    await form.get_by_label("Title").fill("Stain on the bedroom ceiling")
    address = form.get_by_role("combobox", name="Address")
    assert "7 Chevin Side" in await address.input_value()
    await form.get_by_label("Priority").select_option("High")
    await form.get_by_label("Type", exact=True).select_option("Plumbing")
    await visitor.send()
    await visitor.sees("3 photos added")
    ref = visitor.play.propops.jobs[-1]["job_ref"]
    for _, name, data in visitor.play.propops.files(ref):
        assert drawn.DEVICE.encode() not in data, name


async def test_a_mail_becomes_a_note_of_a_job(visitor: Visitor) -> None:
    tenants.write(visitor.play.slack)
    await use(visitor, "Forwarded message", "Add to PropOps job")
    await visitor.modal.get_by_role("textbox", name="Note").wait_for()
    await visitor.pick("Job", "003", "JOB-003")
    await visitor.send()
    await visitor.sees("This looks like it has", visitor.modal)
    await visitor.send()
    await visitor.play.slack.until(
        lambda: visitor.play.propops.notes("JOB-003") or None,
        why="the note",
    )


async def test_a_job_is_raised_from_anywhere_and_its_card_goes_where_one_looks(
    visitor: Visitor,
) -> None:
    await visitor.page.locator("#composer").get_by_role("button", name="use shortcuts").click()
    await visitor.page.get_by_role("menuitem", name="New PropOps job").click()
    channel = visitor.modal.get_by_label("Channel of the card")
    await channel.wait_for()
    assert await channel.input_value() == visitor.play.channel()
    await visitor.modal.get_by_label("Title").fill("Gate off its hinges")
    await visitor.modal.get_by_label("Description").fill("It scrapes.")
    await visitor.pick("Address", "12 Elm", "12 Elm Row")
    await visitor.modal.get_by_label("Priority").select_option("High")
    await visitor.modal.get_by_label("Type", exact=True).select_option("Plumbing")
    await visitor.send()
    await visitor.went_through()
    await visitor.message("Gate off its hinges").wait_for()


async def test_a_message_is_written_with_pictures(visitor: Visitor) -> None:
    composer = visitor.page.locator("#composer")
    await composer.get_by_role("button", name="use shortcuts").click()
    await composer.get_by_role("menuitem", name="Attach example pictures").click()
    await visitor.sees("gate.png", composer)
    await visitor.say("Look at this gate")
    message = visitor.message("Look at this gate")
    await message.get_by_role("img", name="gate.png").wait_for()
    await visitor.sees("gas-safety.pdf", message)
