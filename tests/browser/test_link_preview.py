"""A link to a job, pasted into the page: shown above the field, and under the message once it is sent."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.sandbox.demo import setting
from bot.sandbox.testbed import Testbed
from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
SITE = "https://propops.example.com/jobs"


@pytest_asyncio.fixture(loop_scope="session")
async def play(tmp_path: Path) -> AsyncIterator[Testbed]:
    """The environment of the demo, where jobs have a page."""
    async with setting(tmp_path, propops_job_url=f"{SITE}/{{uuid}}") as here:
        yield here


async def test_a_pasted_link_shows_its_job(visitor: Visitor) -> None:
    job = visitor.play.propops.job("JOB-003")
    field = visitor.page.locator("#composer textarea")
    await field.fill(f"Who takes {SITE}/{job['uuid']}?tab=notes")
    drafted = visitor.page.locator("#composer .preview")
    await visitor.sees(job["job_title"], drafted)
    await field.press("Enter")

    shown = visitor.message("Who takes").locator(".preview")
    await visitor.sees(job["job_title"], shown)
    await visitor.sees("JOB-003", shown)
    assert await drafted.count() == 0
    await shown.get_by_role("button", name="Update", exact=True).click()
    await visitor.modal.get_by_label("Title").wait_for()
    assert await visitor.modal.get_by_label("Title").input_value() == job["job_title"]


async def test_another_link_shows_nothing(visitor: Visitor) -> None:
    await visitor.say("See https://example.com/jobs/1 first")
    await visitor.message("See").wait_for()
    await visitor.play.slack.settled()

    assert await visitor.page.locator(".preview").count() == 0
