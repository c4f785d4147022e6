"""Runs that an earlier release left, which recorded each of its steps."""

import asyncio

from dbos import DBOS

from bot.engine.dbos_engine import DurableEngine
from bot.engine.polling import TAKE_UP_WITHIN
from bot.engine.protocol import Step
from bot.jobs.change import Json
from bot.workflows.changes.run import WORKFLOW
from tests.waiting import until


class RecordingEngine(DurableEngine):
    """As it was: the result of a step is recorded, and not computed again."""

    async def step(self, name: str, fn: Step, *args: str | int) -> Json:
        async def once() -> Json:
            return await fn(*args)

        return await DBOS.run_step_async({"name": name}, once)


class Story:
    def __init__(self, engine: DurableEngine, *, stays: bool) -> None:
        self.engine, self._stays = engine, stays
        self.seen: list[str] = []
        engine.register(WORKFLOW, self.body)

    async def body(self, arg: str) -> None:
        for name in ("apply", "show"):
            await self.engine.step(name, self.note, name, arg)

    async def note(self, name: str, arg: str) -> Json:
        self.seen.append(f"{name} {arg}")
        if name == "show" and self._stays:
            await asyncio.Event().wait()
        return {"state": "done"}


async def test_a_run_with_recorded_steps_begins_anew_and_ends(database_url: str) -> None:
    old = Story(RecordingEngine(database_url, executor_id="a"), stays=True)
    await old.engine.launch()
    await old.engine.start("S-1.1", WORKFLOW, "S-1.1")
    await until(lambda: len(old.seen) == 2)
    await old.engine.close(within=1)

    new = Story(
        DurableEngine(database_url, executor_id="a", recovery_every=TAKE_UP_WITHIN), stays=False
    )
    await new.engine.launch()
    try:
        assert await new.engine.unfinished() == 1
        async with asyncio.timeout(60):
            await new.engine.idle()
        assert new.seen == ["apply S-1.1", "show S-1.1"]
        [run] = await DBOS.list_workflows_async(workflow_ids=["S-1.1"])
        assert run.status == "SUCCESS"
    finally:
        await new.engine.close(within=5)
