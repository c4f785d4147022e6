"""A process to be killed: an engine, and runs of three steps whose effects are lines of a file.

    python -m tests.engine.bot_process URL FOLDER '{"start": ["k"], "die": "two.done", "executor": "a", "hold": true}'

`die`: where the process kills itself, without a chance to tidy up: `body` (at its beginning),
`STEP.begun` (before the effect), `STEP.done` (after it), `between` (after the second step), `end`
(after the last). With `hold` the second step waits, its effect
done, until the file `go` is there.
"""

import asyncio
import json
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import uvloop

from bot.engine.dbos_engine import DurableEngine
from bot.engine.polling import TAKE_UP_WITHIN
from bot.engine.takeover import ExecutorLease
from bot.jobs.change import Json

STEPS = ("one", "two", "three")
_LOOK = ExecutorLease._holders


class RunProcess:
    def __init__(self, url: str, folder: Path, plan: dict[str, Any]) -> None:
        self._folder, self._plan = folder, plan
        self._loop = asyncio.get_running_loop()
        self.engine = DurableEngine(
            url,
            executor_id=plan.get("executor", ""),
            on_lost=lambda: os._exit(70),
            recovery_every=TAKE_UP_WITHIN,
            most_takeovers=plan.get("most_takeovers", 10),
        )
        self.engine.register("three steps", self.body)
        setattr(ExecutorLease, _LOOK.__name__, self._noted_look())

    async def body(self, arg: str) -> None:
        assert asyncio.get_running_loop() is self._loop, "runs live on the loop of everything else"
        self._die("body")
        for step in STEPS:
            result = await self.engine.step(step, self.effect, arg, step)
            assert result == {"arg": arg, "step": step}, result
            if step == "two":
                self._die("between")
        self._die("end")

    async def effect(self, arg: str, step: str) -> Json:
        self._die(f"{step}.begun")
        self.write("effects", f"{arg} {step}")
        if step == "two" and self._plan.get("hold"):
            while not (self._folder / "go").exists():
                await asyncio.sleep(0.01)
        self._die(f"{step}.done")
        return {"arg": arg, "step": step}

    def write(self, name: str, line: str) -> None:
        with (self._folder / name).open("a") as file:
            file.write(line + "\n")
            file.flush()
            os.fsync(file.fileno())

    def _noted_look(self) -> Callable[[ExecutorLease], Awaitable[set[int]]]:
        """Each look at who is alive is a line of the file `looks`, once what the one before led to is done."""

        async def look(lease: ExecutorLease) -> set[int]:
            self.write("looks", str(os.getpid()))
            return await _LOOK(lease)

        return look

    def _die(self, place: str) -> None:
        if self._plan.get("die") == place:
            os.kill(os.getpid(), signal.SIGKILL)


async def main(url: str, folder: Path, plan: dict[str, Any]) -> None:
    process = RunProcess(url, folder, plan)
    await process.engine.launch()
    process.write("launched", str(os.getpid()))
    for key in plan.get("start", []):
        await process.engine.start(key, "three steps", key)
        process.write("accepted", key)
    if plan.get("stay"):
        while not (folder / "leave").exists():
            await asyncio.sleep(0.02)
    await process.engine.idle()
    await process.engine.close(within=5)


if __name__ == "__main__":
    uvloop.run(main(sys.argv[1], Path(sys.argv[2]), json.loads(sys.argv[3])))
