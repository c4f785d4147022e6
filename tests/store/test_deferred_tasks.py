"""Deferred tasks: each for one taker, and what is asked for while it runs is done once more."""

import pytest

from bot.store.database import Database
from bot.store.deferred_tasks import DeferredTaskStore


@pytest.fixture
def tasks(db: Database) -> DeferredTaskStore:
    return DeferredTaskStore(db)


async def test_what_is_done_is_gone(tasks: DeferredTaskStore) -> None:
    await tasks.put("redraw", "S-1", 10.0)
    assert await tasks.take(9.0, 60.0) == []
    [taken] = await tasks.take(10.0, 60.0)
    assert (taken.kind, taken.change_id, taken.tries) == ("redraw", "S-1", 1)
    assert await tasks.take(11.0, 60.0) == []
    await tasks.drop(taken)
    assert await tasks.take(1_000.0, 60.0) == []


async def test_what_is_put_anew_while_it_runs_is_done_again(tasks: DeferredTaskStore) -> None:
    await tasks.put("redraw", "S-1", 10.0)
    [first] = await tasks.take(10.0, 60.0)
    await tasks.put("redraw", "S-1", 10.5)  # something has changed that the first may not have seen
    await tasks.drop(first)
    [second] = await tasks.take(11.0, 60.0)
    await tasks.drop(first)
    await tasks.drop(second)
    assert await tasks.take(1_000.0, 60.0) == []


async def test_what_is_put_anew_is_not_put_off_by_the_one_before(tasks: DeferredTaskStore) -> None:
    await tasks.put("chase", "S-1", 10.0)
    [first] = await tasks.take(10.0, 60.0)
    await tasks.put("chase", "S-1", 20.0)
    await tasks.postpone(first, 500.0)
    [second] = await tasks.take(20.0, 60.0)
    await tasks.postpone(second, 500.0)
    assert await tasks.take(499.0, 60.0) == []
    [third] = await tasks.take(500.0, 60.0)
    assert third.tries == 1
