"""Work that falls due after a change has ended: what fails is tried again, and given up in the end."""

import asyncio

import pytest

from bot.errors import CannotPost
from bot.jobs.change import Change
from bot.slack.web_api import SlackSilent
from bot.store.deferred_tasks import DeferredTaskStore
from bot.web.metrics import Metrics
from bot.workflows.changes.journal import ChangeJournal
from bot.workflows.deferred_tasks import LEASE, MOST_TRIES, DeferredTasks
from tests.workflows.change_lifecycle import ChangeLifecycle


async def tried(world: ChangeLifecycle, error: Exception) -> tuple[int, bool]:
    """How often a task that always raises is run, and whether it is still to be done after that."""
    rows, runs = DeferredTaskStore(world.database), 0

    async def fails(_change: Change) -> bool:
        nonlocal runs
        runs += 1
        raise error

    change = await world.ask(1, "update")
    await rows.put("fails", change.id, world.now)
    journal = ChangeJournal(Metrics(), world.clock)
    tasks = DeferredTasks(rows, world.store, {"fails": fails}, world.clock, journal)
    for _ in range(MOST_TRIES + 5):
        await tasks.start_due()
        await asyncio.gather(*tasks._running)
        world.now += LEASE + 1
    return runs, bool(await rows.take(world.now, LEASE))


@pytest.mark.parametrize("error", [CannotPost("C1", "is_archived"), ValueError("a defect")])
async def test_what_fails_for_good_is_given_up(world: ChangeLifecycle, error: Exception) -> None:
    assert await tried(world, error) == (MOST_TRIES, False)


async def test_an_outage_is_outlasted(world: ChangeLifecycle) -> None:
    assert await tried(world, SlackSilent("chat.update", "TimeoutError")) == (MOST_TRIES + 5, True)
