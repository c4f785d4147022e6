"""The real bot between two strict sandboxes."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.sandbox.in_memory_engine import InMemoryEngine
from bot.sandbox.testbed import Testbed, open_testbed
from bot.wiring.waits import Waits
from tests.stories.acting import Clock

QUICK = Waits(first_retry=0.2, duplicate_check=2.0, deferred_tasks=0.2, tokens=0.2)


@pytest.fixture
def clock() -> Clock:
    """What the bot of `play` takes for the time."""
    return Clock()


@pytest.fixture
async def play(
    request: pytest.FixtureRequest, tmp_path: Path, clock: Clock
) -> AsyncIterator[Testbed]:
    """A testbed with Priya linked, its engine in memory.

    `pytest.mark.testbed` of a module or test gives settings and arguments of `open_testbed`, and
    `linked` (who → their account), `rules` (the text of POLICY_FILE).
    """
    given: dict[str, Any] = {
        "engine": InMemoryEngine,
        "clock": clock,
        "waits": QUICK,
        "propops_settle_seconds": 0.5,
    }
    for mark in reversed(list(request.node.iter_markers("testbed"))):
        given |= mark.kwargs
    linked = given.pop("linked", {"priya": "Priya Shah"})
    if rules := given.pop("rules", ""):
        policy = tmp_path / "policy.toml"
        policy.write_text(rules)
        given = {"policy_file": policy} | given
    async with open_testbed(tmp_path, **given) as testbed:
        for who, account in linked.items():
            await testbed.link(who, account)
        yield testbed
