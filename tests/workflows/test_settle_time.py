"""What waits for PropOps is woken once when it answers; what carries a large file may land later."""

from typing import Any

import pytest

from bot.jobs.attached_files import AttachedFile
from bot.jobs.change import Change, Place
from bot.jobs.file_batch import uploads
from bot.jobs.model import UPLOAD_SPEED, Upload
from bot.workflows.changes.circuit_breaker import FAILURES_TO_OPEN
from bot.workflows.writes.add_file import AddFile
from tests.workflows.change_lifecycle import SETTLE, ChangeLifecycle
from tests.workflows.planned_faults import MEMBER


async def test_what_was_held_is_woken_once_when_propops_answers(
    world: ChangeLifecycle, monkeypatch: pytest.MonkeyPatch
) -> None:
    woken, wake = list[int](), world.store.wake_held

    async def counted() -> int:
        woken.append(await wake())
        return woken[-1]

    monkeypatch.setattr(world.store, "wake_held", counted)
    world.propops.away = True
    held = await world.ask(0, "update")
    for _ in range(FAILURES_TO_OPEN + 1):
        await world.drain()
        world.now += 65
    stored = await world.store.get(held.id)
    assert stored is not None
    assert (stored.state, stored.held, woken) == ("asked", True, [])
    world.propops.away = False
    await world.drain()
    stored = await world.store.get(held.id)
    assert stored is not None
    assert (stored.state, len(woken)) == ("done", 1)


@pytest.mark.parametrize("seconds", [0, 10])
async def test_a_write_counts_as_lost_later_by_what_its_file_takes(
    world: ChangeLifecycle, monkeypatch: pytest.MonkeyPatch, seconds: int
) -> None:
    """The process died while the file was on its way: it may still arrive."""
    photo, sent = Upload("x.jpg", "image/jpeg", bytes(seconds * UPLOAD_SPEED)), list[Any]()

    async def upload(*_: object) -> Upload:
        return photo

    write = world.propops.write

    async def counted(*args: Any) -> Any:
        sent.append(args[0])
        return await write(*args)

    monkeypatch.setattr(AddFile, "upload", upload)
    monkeypatch.setattr(world.propops, "write", counted)
    jobs = world.propops.jobs
    jobs["job-0"] = jobs["job-0"].model_copy(update={"photos_count": 0})
    world.propops.plan = ["die before"]
    form = Change("", "", "update", MEMBER, Place("C1"), job_uuid="job-0")
    [asked] = uploads(form, "V1", [AttachedFile("F1", "x.jpg")])
    await world.changes.accept(asked)
    await world.drain()
    assert len(sent) == 1
    world.now += SETTLE - 1
    await world.drain()
    assert len(sent) == 1
    world.now += 2
    await world.drain()
    assert len(sent) == (1 if seconds else 2)
    world.now += seconds
    await world.drain()
    assert len(sent) == 2
