"""The contract every engine keeps."""

import asyncio
from typing import Any

import pytest
import structlog

from bot.engine.protocol import Engine, StepFailed
from bot.jobs.change import Json
from tests.engine.recorder import CANARY, Recorder


async def test_a_run_goes_through_its_steps_in_order(engine: Engine) -> None:
    recorder = Recorder(engine)
    await engine.launch()
    assert engine.alive()
    await engine.start("k", "note.twice", "a")
    await engine.idle()
    assert recorder.seen == ["a1", "a2"]
    assert recorder.results[0] == {"arg": "a", "n": 1}
    assert await engine.unfinished() == 0


async def test_one_key_is_one_run(engine: Engine) -> None:
    recorder = Recorder(engine)
    await engine.launch()
    await asyncio.gather(*(engine.start("k", "note.twice", str(n)) for n in range(10)))
    await engine.idle()
    await engine.start("k", "note.twice", "late")
    await engine.idle()
    assert len(recorder.seen) == 2


async def test_many_runs_go_side_by_side(engine: Engine) -> None:
    recorder = Recorder(engine)
    await engine.launch()
    await asyncio.gather(*(engine.start(f"k{n}", "note.twice", f"{n}.") for n in range(40)))
    await engine.idle()
    assert sorted(recorder.seen) == sorted(f"{n}.{step}" for n in range(40) for step in (1, 2))


async def test_a_run_is_nobodys_child(engine: Engine) -> None:
    recorder = Recorder(engine)

    async def parent(arg: str) -> None:
        await engine.start("child", "note.twice", arg)
        await engine.step("one", recorder.effect, "p", 1)

    engine.register("parent", parent)
    await engine.launch()
    await engine.start("parent", "parent", "c")
    await engine.idle()
    assert sorted(recorder.seen) == ["c1", "c2", "p1"]


async def test_a_run_inherits_nothing_from_whoever_starts_it(engine: Engine) -> None:
    seen: list[dict[str, Any]] = []

    async def body(_: str) -> None:
        seen.append(structlog.contextvars.get_contextvars())

    engine.register("body", body)
    await engine.launch()
    with structlog.contextvars.bound_contextvars(change="S-OTHER"):
        await engine.start("k", "body", "")
    await engine.idle()
    assert seen == [{}]


async def test_only_strings_and_whole_numbers_go_into_a_step(engine: Engine) -> None:
    told: list[str] = []
    wrong: list[Any] = [None, 1.5, True, {"token": "x"}, b"x"]

    async def nothing(_arg: Any) -> Json:
        told.append("ran")
        return {}

    async def body(_: str) -> None:
        for arg in wrong:
            try:
                await engine.step("one", nothing, arg)
            except TypeError as error:
                told.append(str(error))

    engine.register("body", body)
    await engine.launch()
    await engine.start("k", "body", "")
    await engine.idle()
    kinds = ["NoneType", "float", "bool", "dict", "bytes"]
    assert told == [f"step one takes str and int, not {kind}" for kind in kinds]


async def test_of_a_step_that_raises_only_the_kind_is_told(
    engine: Engine, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caught: list[StepFailed] = []

    async def boom() -> Json:
        raise ValueError(CANARY)

    async def body(_: str) -> None:
        try:
            await engine.step("boom", boom)
        except StepFailed as error:
            caught.append(error)
        await engine.step("boom", boom)

    engine.register("body", body)
    await engine.launch()
    await engine.start("k", "body", "")
    await engine.idle()
    [error] = caught
    assert (error.step, error.kind) == ("boom", "ValueError")
    assert error.__cause__ is None
    assert error.__context__ is None
    output = capsys.readouterr()
    assert CANARY not in output.out + output.err + caplog.text
    assert "ValueError" in output.out + output.err + caplog.text


async def test_a_run_that_raises_harms_no_other(
    engine: Engine, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    recorder = Recorder(engine)

    async def body(_: str) -> None:
        raise ValueError(CANARY)

    engine.register("bad", body)
    await engine.launch()
    await engine.start("bad", "bad", "")
    await engine.start("good", "note.twice", "a")
    await engine.idle()
    assert recorder.seen == ["a1", "a2"]
    output = capsys.readouterr()
    assert CANARY not in output.out + output.err + caplog.text


async def test_a_step_belongs_to_a_run(engine: Engine) -> None:
    recorder = Recorder(engine)
    await engine.launch()
    with pytest.raises(RuntimeError, match="outside a run"):
        await engine.step("one", recorder.effect, "a", 1)


async def test_steps_go_one_at_a_time(engine: Engine) -> None:
    recorder = Recorder(engine)
    wrong: list[BaseException | Json] = []

    async def slow() -> Json:
        await asyncio.sleep(0.02)
        return {}

    async def nested() -> Json:
        return await engine.step("inner", recorder.effect, "x", 1)

    async def body(_: str) -> None:
        wrong.extend(
            await asyncio.gather(
                engine.step("slow", slow),
                engine.step("two", recorder.effect, "x", 2),
                return_exceptions=True,
            )
        )
        try:
            await engine.step("outer", nested)
        except StepFailed as error:
            wrong.append(error)

    engine.register("body", body)
    await engine.launch()
    await engine.start("k", "body", "")
    await engine.idle()
    assert [type(each).__name__ for each in wrong] == ["dict", "RuntimeError", "StepFailed"]
    assert recorder.seen == []


async def test_names_are_registered_once_and_before_launch(engine: Engine) -> None:
    Recorder(engine)
    with pytest.raises(ValueError, match="registered already"):
        Recorder(engine)
    await engine.launch()
    with pytest.raises(RuntimeError, match="before launch"):
        Recorder(engine, "late")
    with pytest.raises(KeyError):
        await engine.start("k", "nobody", "")
