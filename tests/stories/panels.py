"""What the stories of the side panel have in common."""

from typing import Any

import pytest

from bot.sandbox.slack.messages import Message
from bot.sandbox.slack.panels import Panel
from bot.sandbox.testbed import Testbed
from tests.stories.acting import raised

PAGES = "https://propops.example.com/jobs/{uuid}"
WITH_PANEL: pytest.MarkDecorator = pytest.mark.testbed(propops_job_url=PAGES)


async def opened(play: Testbed, who: str = "priya", **fields: Any) -> Panel:
    """The panel of a job that Priya has just raised."""
    card = await raised(play, **fields)
    return await play.slack.member(who).open_panel(card)


async def written(play: Testbed, writes: int) -> None:
    await play.slack.until(
        lambda: len(play.propops.writes) >= writes or None, timeout=8, why=f"{writes} writes"
    )


def card_words(message: Message) -> str:
    """What everybody in the channel can see of a work object."""
    return str(message.metadata)
