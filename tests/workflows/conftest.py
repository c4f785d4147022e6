"""A scheduler, its database, and a clock that the tests move; a store, PropOps and what carries changes out."""

from collections.abc import AsyncIterator, Callable

import pytest

from bot.store.database import Database
from bot.store.deferred_tasks import DeferredTaskStore
from bot.workflows.scheduler import Scheduler
from tests.workflows.change_lifecycle import ChangeLifecycle
from tests.workflows.scheduled import LONDON, Clock, Start, at


@pytest.fixture
def clock() -> Clock:
    return Clock(at("2026-11-25T07:00"))  # a Wednesday


@pytest.fixture
async def db(sqlite_url: str) -> AsyncIterator[Database]:
    db = await Database.open(sqlite_url)
    yield db
    await db.close()


@pytest.fixture
async def start(db: Database, clock: Clock) -> AsyncIterator[Start]:
    """Starts a scheduler, as one process would: `start(add)`, where `add` adds its tasks to it."""
    running: list[Scheduler] = []

    async def start(add: Callable[[Scheduler], object], *, tasks: int = 1) -> Scheduler:
        scheduler = Scheduler(DeferredTaskStore(db), LONDON, clock, sleep=clock.sleep)
        add(scheduler)
        running.append(scheduler)
        clock.loops += tasks
        scheduler.start()
        await clock.quiet()
        return scheduler

    yield start
    for scheduler in running:
        await scheduler.stop()


@pytest.fixture
async def world() -> AsyncIterator[ChangeLifecycle]:
    world = ChangeLifecycle()
    await world.open()
    yield world
    await world.close()
