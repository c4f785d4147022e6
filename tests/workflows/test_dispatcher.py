"""When the dispatcher asks what is due, and which slots are free."""

import asyncio
from collections.abc import AsyncIterator
from typing import cast

import pytest

from bot.engine.protocol import Engine
from bot.jobs.change import Member
from bot.store.change_queue import Due, Queued
from bot.store.changes import ChangeStore
from bot.workflows.changes.dispatcher import MOST_RUNS, RESTART_AFTER, Dispatcher
from tests.waiting import until

NOBODY = Member("", "T1", "U1")


class FakeQueue:
    """What is due; `asked` counts how often somebody wanted to know."""

    def __init__(self) -> None:
        self.due: list[str] = []
        self.more = False
        self.asked = 0
        self.skipped: list[str] = []

    async def queued(self, _now: float, limit: int) -> Queued:
        self.asked += 1
        due = [Due(id_, 0, "", NOBODY) for id_ in self.due[:limit]]
        return Queued(due, self.more or len(self.due) > limit, None)

    async def put(self, change_id: str, **_: int) -> None:
        self.skipped.append(change_id)


class FakeEngine:
    """Starts nothing by itself: a test enters the runs that it wants to go."""

    def __init__(self) -> None:
        self.started: list[str] = []

    async def start(self, key: str, _name: str, _arg: str) -> None:
        self.started.append(key)


class Desk:
    def __init__(self) -> None:
        self.now = 1000.0
        self.queue, self.engine = FakeQueue(), FakeEngine()
        self.dispatcher = Dispatcher(
            cast("ChangeStore", self.queue), cast("Engine", self.engine), "w", lambda: self.now
        )

    async def wake(self) -> None:
        """Until the dispatcher has asked once more."""
        asked = self.queue.asked
        self.dispatcher.wake()
        await until(lambda: self.queue.asked > asked)


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    desk = Desk()
    await desk.dispatcher.start()
    await until(lambda: desk.queue.asked == 1)
    yield desk
    await desk.dispatcher.stop()


async def test_the_end_of_a_run_asks_only_where_something_waits(desk: Desk) -> None:
    desk.queue.due = ["a"]
    await desk.wake()
    await until(lambda: desk.engine.started == ["a.1"])
    desk.queue.due = []
    with desk.dispatcher.running("a", 1):
        asked = desk.queue.asked
    for _ in range(5):
        await asyncio.sleep(0)
    assert desk.queue.asked == asked

    desk.queue.due, desk.queue.more = ["b"], True  # one more waits behind this one, for its job
    await desk.wake()
    desk.queue.due = ["c"]
    with desk.dispatcher.running("b", 1):
        pass
    await until(lambda: desk.engine.started[-1] == "c.1")


async def test_what_has_no_slot_goes_when_one_is_free(desk: Desk) -> None:
    desk.queue.due = [f"k{number}" for number in range(50)]
    await desk.wake()
    await until(lambda: desk.dispatcher.busy == MOST_RUNS)
    assert len(desk.engine.started) == MOST_RUNS
    desk.queue.due = desk.queue.due[1:]
    with desk.dispatcher.running("k0", 1):
        pass
    await until(lambda: desk.engine.started[-1] == f"k{MOST_RUNS}.1")


async def test_the_slot_of_a_run_that_began_in_another_process_becomes_free(desk: Desk) -> None:
    desk.queue.due = ["theirs", "ours"]
    await desk.wake()
    await until(lambda: desk.dispatcher.busy == 2)
    desk.queue.due = []
    with desk.dispatcher.running("ours", 1):
        desk.now += RESTART_AFTER + 1
        await desk.wake()
        assert desk.dispatcher.busy == 1


async def test_a_run_that_never_begins_is_skipped(desk: Desk) -> None:
    desk.queue.due = ["a"]
    await desk.wake()
    await until(lambda: desk.engine.started == ["a.1"])
    desk.now += RESTART_AFTER + 1
    await desk.wake()
    await until(lambda: desk.engine.started == ["a.1", "a.3"])
    assert desk.queue.skipped == ["a"]
