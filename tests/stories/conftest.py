"""The stage of every story: the real bot between two strict sandboxes."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from bot.sandbox.in_memory_engine import InMemoryEngine
from bot.sandbox.slack.messages import Message
from bot.sandbox.testbed import Testbed, open_testbed

SIX: dict[str, Any] = {
    "job_title": "Boiler not firing",
    "job_description": "No hot water since Sunday.",
    "address_id": ("12 Elm", 0),
    "priority_id": "High",
    "status_id": "New",
    "job_type_id": "Gas & Heating",
}
Raise = Callable[..., Awaitable[Message]]


@pytest.fixture
async def play(tmp_path: Path) -> AsyncIterator[Testbed]:
    """A stage with Priya linked."""
    async with open_testbed(tmp_path, engine=InMemoryEngine) as here:
        await here.link("priya", "Priya Shah")
        yield here


@pytest.fixture
def six() -> dict[str, Any]:
    """The six required fields, as a person fills them in."""
    return dict(SIX)


@pytest.fixture
def raised(play: Testbed) -> Raise:
    """Raises a job as Priya with the six required fields and more; gives its card."""

    async def raise_job(channel: str = "maintenance", **more: Any) -> Message:
        priya = play.slack.member("priya")
        await priya.command("/job new", channel=channel)
        form = await priya.modal(having="job_title")
        await priya.fill(form, **(SIX | more))
        await priya.submit(form)
        return await play.slack.wait_for_message(channel=channel, containing="Job created")

    return raise_job
