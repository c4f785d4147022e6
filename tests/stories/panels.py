"""What the stories of the side panel have in common."""

from typing import Any

import pytest

from bot.sandbox.slack.messages import Message
from bot.sandbox.slack.panels import Panel
from bot.sandbox.testbed import Testbed
from tests.stories.acting import raised
from tests.without_ids import without_ids

PAGES = "https://propops.example.com/jobs/{uuid}"
SECRET = {
    "access_details": "Canary key safe 4471 behind the bins",
    "private_contact_name": "Canary Contactperson",
    "private_contact_email": "canary@example.com",
    "job_title": "Leak, alarm code 9981#",
}
PRIVATE = ("4471", "9981", "Canary", "canary@")
WITH_PANEL: pytest.MarkDecorator = pytest.mark.testbed(propops_job_url=PAGES)


async def opened(play: Testbed, who: str = "priya", **fields: Any) -> Panel:
    """The panel of a job that Priya has just raised."""
    card = await raised(play, **fields)
    return await play.slack.member(who).open_panel(card)


async def opened_with_secrets(play: Testbed, channel: str = "maintenance") -> Panel:
    """The same, once somebody has written private words into the job."""
    panel = await opened(play, channel=channel, job_total_budget="7501")
    play.propops.edit("JOB-061", by="Tom Reilly", **SECRET)
    return await play.slack.member("priya").refresh_panel(panel)


async def written(play: Testbed, writes: int) -> None:
    await play.slack.until(
        lambda: len(play.propops.writes) >= writes or None, why=f"{writes} writes"
    )


def card_words(message: Message) -> str:
    """What everybody in the channel can see of a work object."""
    return without_ids(message.metadata)
