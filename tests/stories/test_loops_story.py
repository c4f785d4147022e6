"""Each background loop of the bot fails once, and the bot goes on as if nothing had happened."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from bot import supervision
from bot.members.known_people import KnownPeople
from bot.sandbox.testbed import Testbed
from bot.store.group_commit import GroupCommit
from bot.workflows.changes.dispatcher import Dispatcher
from bot.workflows.changes.load_shedding import LoopWatch
from bot.workflows.scheduler import Scheduler
from tests.stories.acting import raised
from tests.waiting import until

LOOPS: dict[type, str] = {
    Dispatcher: "_loop",
    GroupCommit: "_write",
    KnownPeople: "_write",
    LoopWatch: "_measure",
}


@pytest.fixture(autouse=True)
def failing_once(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each loop was begun; the first time it raises."""
    begun: Counter[str] = Counter()
    monkeypatch.setattr(supervision, "FIRST_PAUSE", 0.01)

    def break_once(owner: type, name: str) -> None:
        run: Callable[..., Any] = getattr(owner, name)

        async def broken(self: Any, *more: Any) -> None:
            begun[owner.__name__] += 1
            if begun[owner.__name__] == 1:
                raise RuntimeError("injected")
            await run(self, *more)

        monkeypatch.setattr(owner, name, broken)

    for owner, name in LOOPS.items():
        break_once(owner, name)
    _break_scheduled(monkeypatch, begun)
    return begun


def _break_scheduled(monkeypatch: pytest.MonkeyPatch, begun: Counter[str]) -> None:
    """Every scheduled task raises at its first run."""
    free = Scheduler._free

    def remember(self: Scheduler, name: str, work: Any) -> str:
        name = free(self, name, work)
        begun[f"scheduled {name}"] = 0
        return name

    every = Scheduler.every

    def broken_every(self: Scheduler, seconds: float, work: Any, **more: Any) -> None:
        async def broken() -> None:
            begun[f"scheduled {more['name']}"] += 1
            if begun[f"scheduled {more['name']}"] == 1:
                raise RuntimeError("injected")
            await work()

        every(self, min(seconds, 0.2), broken, **more)

    monkeypatch.setattr(Scheduler, "_free", remember)
    monkeypatch.setattr(Scheduler, "every", broken_every)


async def test_each_loop_fails_once_and_goes_on(play: Testbed, failing_once: Counter[str]) -> None:
    card = await raised(play)
    assert card.says("JOB-061")
    tried = [name for name, times in failing_once.items() if times]
    assert len([name for name in tried if name.startswith("scheduled")]) > 10
    assert {owner.__name__ for owner in LOOPS} <= set(tried)
    await until(lambda: all(failing_once[name] > 1 for name in tried))
