"""Scenes of the side panel of a job."""

from typing import Any

from tests.browser.camera import Camera
from tests.browser.visitor import Visitor

PAGES = {"propops_job_url": "https://propops.example.com/jobs/{uuid}"}


async def opened(visitor: Visitor) -> Any:
    """The panel of the boiler job, opened by its title on the card."""
    await visitor.raise_job()
    card = visitor.page.locator("#messages .openable").last
    await card.get_by_role("button", name="Boiler not firing", exact=True).click()
    details = visitor.page.get_by_role("complementary", name="Job details")
    await visitor.sees("High priority", details)
    return details


async def panel(visitor: Visitor, camera: Camera) -> None:
    details = await opened(visitor)
    await visitor.page.get_by_role("button", name="PropOps", exact=True).click()
    await camera.take("panel", visitor.page)
    await details.get_by_role("button", name="Edit").click()
    await details.get_by_label("Total budget").fill("lots")
    await details.get_by_role("button", name="Save").click()
    await visitor.sees("Please enter pounds and pence", details)
    await camera.take("panel-edit", visitor.page)


async def prompt(visitor: Visitor, camera: Camera) -> None:
    await visitor.raise_job()
    await visitor.be("Nia Lowe")
    await (
        visitor.page.locator("#messages .openable").last.get_by_role("button", name="Open").click()
    )
    details = visitor.page.get_by_role("complementary", name="Job details")
    await details.get_by_role("link", name="Sign in").wait_for()
    await camera.take("panel-sign-in", details)


async def thumb(visitor: Visitor, camera: Camera) -> None:
    details = await opened(visitor)
    await camera.take("panel-phone", visitor.page)
    await details.get_by_role("button", name="Edit").click()
    await camera.take("panel-phone-edit", visitor.page)
