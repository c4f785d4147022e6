"""The same contract in memory, for tests: runs are tasks, and a crash can be asked for.

`Memory` is what would be on disk. After a crash a new `InMemoryEngine` on the same memory begins the
runs that were left anew, as the durable one does.
"""

import asyncio
import contextvars
import time
from dataclasses import dataclass, field
from typing import Literal

from bot.engine.protocol import Body, Step, check_args, run_guarded
from bot.jobs.change import Json
from bot.store.database import DatabaseDown

When = Literal["before", "after"]
"""A crash before the step has begun, or after its effect."""


@dataclass
class Run:
    name: str
    arg: str
    started_at: float
    ended: Literal["", "done", "failed"] = ""


@dataclass
class Memory:
    runs: dict[str, Run] = field(default_factory=dict)


@dataclass
class _Here:
    """Whether a step of this run is under way."""

    busy: bool = False


class _Crashed(BaseException):
    """Like a process that is gone: no `except Exception` sees it."""


_here: contextvars.ContextVar[_Here] = contextvars.ContextVar("here")


class InMemoryEngine:
    def __init__(self, memory: Memory | None = None) -> None:
        self.memory = memory if memory is not None else Memory()
        self.crashed = asyncio.Event()
        self._bodies: dict[str, Body] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._launched = False
        self._crash: tuple[str, When, int] | None = None

    def crash(self, step: str, when: When, nth: int = 1) -> None:
        """The whole engine stops at the `nth` step of this name from now; nothing is told."""
        self._crash = (step, when, nth)

    def register(self, name: str, body: Body) -> None:
        if self._launched:
            raise RuntimeError(f"register {name} before launch")
        if name in self._bodies:
            raise ValueError(f"{name} is registered already")
        self._bodies[name] = body

    async def launch(self) -> None:
        self._launched = True
        for key, run in self.memory.runs.items():
            if not run.ended:
                self._begin(key, run)

    async def close(self, within: float = 15) -> None:
        self._launched = False
        tasks = list(self._tasks.values())
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=within)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def start(self, key: str, name: str, arg: str) -> None:
        if not self.alive():
            raise DatabaseDown("the engine is not running")
        if name not in self._bodies:
            raise KeyError(f"no workflow is registered as {name}")
        if key not in self.memory.runs:
            self.memory.runs[key] = run = Run(name, arg, time.time())
            self._begin(key, run)

    async def step(self, name: str, fn: Step, *args: str | int) -> Json:
        check_args(name, args)
        here = _here.get(None)
        if here is None:
            raise RuntimeError(f"step {name} outside a run")
        if here.busy:
            raise RuntimeError(f"step {name} begins before the one before it has ended")
        here.busy = True
        try:
            when = self._hit(name)
            if when == "before":
                self._die()
            result = await run_guarded(name, fn, args)
            if when == "after":
                self._die()
            return result
        finally:
            here.busy = False

    async def idle(self) -> None:
        while self._tasks and not self.crashed.is_set():
            await asyncio.wait(list(self._tasks.values()), return_when=asyncio.FIRST_COMPLETED)

    async def purge(self, before: float) -> int:
        old = [k for k, run in self.memory.runs.items() if run.ended and run.started_at < before]
        for key in old:
            del self.memory.runs[key]
        return len(old)

    async def unfinished(self) -> int:
        return sum(not run.ended for run in self.memory.runs.values())

    def alive(self) -> bool:
        return self._launched and not self.crashed.is_set()

    def _begin(self, key: str, run: Run) -> None:
        task = asyncio.create_task(
            self._live(run), name=f"run {key}", context=contextvars.Context()
        )
        self._tasks[key] = task
        task.add_done_callback(lambda _: self._tasks.pop(key, None))

    async def _live(self, run: Run) -> None:
        _here.set(_Here())
        try:
            await self._bodies[run.name](run.arg)
            run.ended = "done"
        except _Crashed:
            pass
        except Exception:
            run.ended = "failed"

    def _hit(self, name: str) -> When | None:
        if self._crash is None or self._crash[0] != name:
            return None
        step, when, nth = self._crash
        self._crash = (step, when, nth - 1) if nth > 1 else None
        return when if nth == 1 else None

    def _die(self) -> None:
        self.crashed.set()
        mine = asyncio.current_task()
        for task in self._tasks.values():
            if task is not mine:
                task.cancel()
        raise _Crashed
