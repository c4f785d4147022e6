"""Which slots of the dispatcher are free."""

from collections.abc import AsyncIterator
from typing import cast

import pytest

from bot.engine.protocol import Engine
from bot.jobs.change import Member
from bot.store.change_queue import Due
from bot.store.changes import ChangeStore
from bot.workflows.changes.dispatcher import MOST_RUNS, RESTART_AFTER, Dispatcher
from tests.waiting import until


class FakeQueue:
    """What is due; `asked` counts how often somebody wanted to know."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.asked = 0
        self.skipped: list[str] = []

    async def due_and_next(self, _now: float, limit: int) -> tuple[list[Due], float | None]:
        self.asked += 1
        return [Due(id_, 0, "", Member("", "T1", id_)) for id_ in self.ids[:limit]], None

    async def due(self, _now: float, _limit: int, *, but_not: object) -> list[Due]:
        del but_not
        return []

    async def put(self, change_id: str, **_: int) -> None:
        self.skipped.append(change_id)


class FakeEngine:
    """Starts nothing by itself: a test enters the runs that it wants to go."""

    def __init__(self) -> None:
        self.started: list[str] = []

    async def start(self, key: str, _name: str, _arg: str) -> None:
        self.started.append(key)


class Fakes:
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
async def fakes() -> AsyncIterator[Fakes]:
    fakes = Fakes()
    await fakes.dispatcher.start()
    await until(lambda: fakes.queue.asked == 1)
    yield fakes
    await fakes.dispatcher.stop()


async def test_what_has_no_slot_goes_when_one_is_free(fakes: Fakes) -> None:
    fakes.queue.ids = [f"k{number}" for number in range(50)]
    await fakes.wake()
    await until(lambda: fakes.dispatcher.busy == MOST_RUNS)
    assert len(fakes.engine.started) == MOST_RUNS
    fakes.queue.ids = fakes.queue.ids[1:]
    with fakes.dispatcher.running("k0", 1):
        pass
    await until(lambda: fakes.engine.started[-1] == f"k{MOST_RUNS}.1")


async def test_the_slot_of_a_run_that_began_in_another_process_becomes_free(fakes: Fakes) -> None:
    fakes.queue.ids = ["theirs", "ours"]
    await fakes.wake()
    await until(lambda: fakes.dispatcher.busy == 2)
    fakes.queue.ids = []
    with fakes.dispatcher.running("ours", 1):
        fakes.now += RESTART_AFTER + 1
        await fakes.wake()
        assert fakes.dispatcher.busy == 1


async def test_a_run_that_never_begins_is_skipped(fakes: Fakes) -> None:
    fakes.queue.ids = ["a"]
    await fakes.wake()
    await until(lambda: fakes.engine.started == ["a.1"])
    fakes.now += RESTART_AFTER + 1
    await fakes.wake()
    await until(lambda: fakes.engine.started == ["a.1", "a.3"])
    assert fakes.queue.skipped == ["a"]
