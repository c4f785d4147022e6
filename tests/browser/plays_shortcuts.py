"""Scenes of the shortcuts: in the menu of a message, and from anywhere."""

from bot.sandbox.playground import tenants
from tests.browser.camera import Camera
from tests.browser.visitor import Visitor


async def open_menu(visitor: Visitor, words: str) -> None:
    """The menu of the message that says `words`."""
    message = visitor.message(words)
    await message.hover()
    await message.get_by_role("button", name="More message actions").click()


async def menus(visitor: Visitor, camera: Camera) -> None:
    tenants.write(visitor.play.slack)
    await open_menu(visitor, "stain on the bedroom ceiling")
    await visitor.page.get_by_role("menuitem", name="Create PropOps job").wait_for()
    await camera.take("shortcut-menu", visitor.page)
    await visitor.page.keyboard.press("Escape")
    await visitor.page.locator("#composer").get_by_role("button", name="use shortcuts").click()
    await visitor.page.get_by_role("menuitem", name="New PropOps job").wait_for()
    await camera.take("shortcut-anywhere", visitor.page)


async def create(visitor: Visitor, camera: Camera) -> None:
    tenants.write(visitor.play.slack)
    await open_menu(visitor, "stain on the bedroom ceiling")
    await visitor.page.get_by_role("menuitem", name="Create PropOps job").click()
    await visitor.sees("boiler.jpg", visitor.modal.locator("[data-block=attached]"))
    await camera.take("shortcut-create", visitor.modal)


async def note(visitor: Visitor, camera: Camera) -> None:
    tenants.write(visitor.play.slack)
    await open_menu(visitor, "Forwarded message")
    await visitor.page.get_by_role("menuitem", name="Add to PropOps job").click()
    await visitor.modal.get_by_role("textbox", name="Note").wait_for()
    await visitor.pick("Job", "003", "JOB-003")
    await camera.take("shortcut-note", visitor.modal)
