"""The stage of every story: the real bot between two strict sandboxes."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox.stage import Stage, stage
from bot.workflows.inline import InlineEngine


@pytest.fixture
async def play(tmp_path: Path) -> AsyncIterator[Stage]:
    """A stage with Priya linked."""
    async with stage(tmp_path, engine=InlineEngine) as here:
        await here.link("priya", "Priya Shah")
        yield here
