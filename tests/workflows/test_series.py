"""What a run does beside what it has to wait for: none of these waits for the other."""

import asyncio
from typing import Any

import pytest

from tests.workflows.change_lifecycle import ChangeLifecycle


async def test_the_job_is_read_back_while_the_result_is_noted_down(
    world: ChangeLifecycle, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, record, get = asyncio.Event(), world.store.record_result, world.propops.get
    written = asyncio.Event()

    async def record_result(attempt: int, result: str, detail: str = "") -> None:
        written.set()
        async with asyncio.timeout(60):
            await read.wait()
        await record(attempt, result, detail)

    async def read_back(uuid: str) -> Any:
        if written.is_set():
            read.set()
        return await get(uuid)

    monkeypatch.setattr(world.store, "record_result", record_result)
    monkeypatch.setattr(world.propops, "get", read_back)
    change = await world.ask(0, "update")
    await world.drain()
    stored = await world.store.get(change.id)
    assert stored is not None
    assert stored.state == "done"
    [attempt] = await world.store.attempts(change.id)
    assert attempt.result == "sent"


async def test_a_token_is_fetched_before_the_attempt_is_noted_down(
    world: ChangeLifecycle, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bot that dies while fetching it has sent nothing for certain: the next one need not wait."""
    order, record = list[str](), world.runs.record_attempt

    async def record_attempt(*args: Any, **columns: Any) -> Any:
        order.append("noted")
        return await record(*args, **columns)

    async def prefetch_csrf() -> None:
        order.append("wanted")
        await asyncio.sleep(0)
        order.append("fetched")

    monkeypatch.setattr(world.runs, "record_attempt", record_attempt)
    monkeypatch.setattr(world.propops, "prefetch_csrf", prefetch_csrf)
    change = await world.ask(0, "create")
    await world.drain()
    stored = await world.store.get(change.id)
    assert stored is not None
    assert stored.state == "done"
    assert order == ["wanted", "fetched", "noted"]


async def test_who_reads_the_channel_is_asked_before_propops_is(
    world: ChangeLifecycle, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected, write = list[list[str]](), world.propops.write

    async def noted(*args: Any) -> Any:
        expected.append(list(world.expected))
        return await write(*args)

    monkeypatch.setattr(world.propops, "write", noted)
    change = await world.ask(0, "create")
    await world.drain()
    assert expected == [[change.id]]
