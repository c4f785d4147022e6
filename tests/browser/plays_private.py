"""Scenes about what others must not read: the choice beside a field, a channel with another company in it."""

from tests.browser.camera import Camera
from tests.browser.visitor import Visitor


async def choice(visitor: Visitor, camera: Camera) -> None:
    form = await visitor.form()
    await visitor.fill_in()
    description = form.get_by_label("Description")
    await description.fill("No hot water. Key safe 4471 by back door, tenant is on 07700 900456.")
    await visitor.send()
    await form.get_by_role("button", name="Keep").wait_for()
    await form.locator("[data-block=job_description]").evaluate("each => each.scrollIntoView()")
    await camera.take("form-private", form)
    await form.get_by_role("button", name="Move to Access details").click()
    await visitor.sees("Moved to Access details", form)
    await form.get_by_label("Access details").scroll_into_view_if_needed()
    await camera.take("form-private-moved", form)


async def shared(visitor: Visitor, camera: Camera) -> None:
    await visitor.page.locator("#channels").get_by_text("elm-contractors").click()
    form = await visitor.form()
    await visitor.fill_in()
    await form.get_by_label("Contractor budget").fill("180")
    told = await visitor.sees("shared with another company", form)
    await told.scroll_into_view_if_needed()
    await camera.take("form-shared", form)
    await visitor.send()
    await visitor.went_through()
    await camera.take("card-shared", visitor.message("Boiler not firing"))
