"""Scenes about links to jobs."""

from tests.browser.camera import Camera
from tests.browser.visitor import Visitor

PAGES = "https://propops.example.com/jobs/{uuid}"


async def pasted(visitor: Visitor, camera: Camera) -> None:
    job = visitor.play.propops.job("JOB-003")
    field = visitor.page.locator("#composer textarea")
    await field.fill(f"Who takes {PAGES.replace('{uuid}', job['uuid'])} on?")
    await visitor.page.locator("#composer .preview").wait_for()
    await camera.take("link-typed", visitor.page.locator("#composer"))
    await field.press("Enter")
    shown = visitor.message("Who takes")
    await shown.locator(".preview").wait_for()
    await camera.take("link-shown", shown)
