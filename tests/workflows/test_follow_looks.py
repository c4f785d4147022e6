"""Looks at followed jobs against a model: random changes, pages, orders, crashes, two processes, two accounts.

What each channel was told must be each fact of each job once, and nothing its account may not see.
"""

import asyncio
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.errors import Refused
from bot.jobs.follows import MOST_AT_ONCE, OVERLAP, Criteria, facts_of
from bot.jobs.model import Job
from bot.propops import changed_jobs
from bot.propops.parse.paging import RowPage
from bot.store.database import Database
from bot.store.follows import LEASE, FollowStore
from bot.workflows.follows.looks import FollowLooks
from tests.databases import new_sqlite
from tests.workflows.followed_world import (
    AGENT,
    LOW,
    NOON,
    PAGE,
    STAFF,
    URGENT,
    Client,
    World,
    datetime_of,
    process,
)


@pytest.fixture(autouse=True)
def _small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changed_jobs, "MOST_ROWS", PAGE)


async def told_once(seed: int, folder: Path, *, overlap: bool) -> None:
    world = World(seed)
    database = await Database.open(new_sqlite(folder / f"{seed}.db"))
    processes = [process(world, database) for _ in range(2)]
    store = processes[0][1]
    await store.add("F-1", STAFF, "C1", Criteria({"priority_id": (URGENT,)}))
    await store.add("F-2", AGENT, "C2", Criteria({"priority_id": (URGENT, LOW)}))
    if overlap:
        await store.add("F-3", AGENT, "C1", Criteria({"priority_id": (URGENT, LOW)}))
    for looks, _ in processes:
        await looks.look_due()
    begun = {each.id: await store.known(each.id) for each in await store.all()}
    changed_at: dict[str, float] = {}
    for _ in range(world.random.randrange(1, 12)):
        world.moves_between_pages = world.dies = True
        before = {uuid: row["updated_at"] for uuid, row in world.jobs.items()}
        for _ in range(world.random.choice([1, 1, 2, MOST_AT_ONCE + 8])):
            world.random.choice([world.add, world.change])()
        changed_at |= {
            uuid: world.now
            for uuid, row in world.jobs.items()
            if before.get(uuid) != row["updated_at"]
        }
        world.now += world.random.choice([1, 70, LEASE + 1])
        await world.random.choice(processes)[0].look_due()
    world.moves_between_pages = world.dies = False
    for _ in range(4):
        world.now += LEASE + 1
        await processes[0][0].look_due()
    for follow in await store.all():
        known = await store.known(follow.id)
        for row in world.visible(follow.member):
            job = Job.model_validate(row)
            if follow.criteria.match(job):
                assert known.get(job.uuid) == facts_of(job), (seed, follow.id, job.uuid)
        for uuid, facts in begun[follow.id].items() if not overlap else ():
            sequence = [facts, *world.told.get((follow.channel, uuid), [])]
            assert all(a != b for a, b in pairwise(sequence)), seed
    assert len(world.keys) == world.batches, seed
    for where, sequence in world.posted.items():
        assert all(a != b for a, b in pairwise(sequence)), (seed, where)
    await database.close()


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(0, 10**6), overlap=st.booleans())
def test_each_fact_of_each_job_is_told_once_to_whoever_may_see_it(
    seed: int, overlap: bool, tmp_path: Path
) -> None:
    asyncio.run(told_once(seed, tmp_path, overlap=overlap))


@pytest.mark.parametrize(("order", "pages"), [("changed", 2), ("created", 4), ("any", 4)])
async def test_a_list_is_read_to_its_end_unless_its_order_is_proven(order: str, pages: int) -> None:
    world = World(1)
    world.jobs.clear()
    world.order = order
    for number in range(20):
        world.now = NOON + number
        world.add()
    for uuid in ("u-2", "u-1", "u-4"):
        world.now += OVERLAP * 2
        world.jobs[uuid]["updated_at"] = world.stamp()
    read = await changed_jobs.changed_jobs(Client(world, STAFF), [{}], world.now - OVERLAP)
    assert {job.uuid for job in read.jobs} >= {"u-4"}
    assert (read.pages, read.sure, read.cut) == (pages, True, False)


async def test_a_list_that_moves_between_two_pages_is_read_again_and_never_taken_for_whole() -> (
    None
):
    world = World(2)
    world.jobs.clear()
    world.order = "created"
    for _ in range(9):
        world.add()

    class Moving(Client):
        async def page(self, search: str = "", **asked: Any) -> RowPage:
            found = await super().page(search, **asked)
            if not asked.get("offset"):
                del world.jobs[f"u-{len(world.jobs)}"]
            return found

    read = await changed_jobs.changed_jobs(Moving(world, STAFF), [{}], None)
    assert not read.sure
    read = await changed_jobs.changed_jobs(Client(world, STAFF), [{}], None, most_pages=1)
    assert read.cut


async def test_where_an_instance_refuses_a_filter_all_jobs_are_read() -> None:
    world = World(3)
    world.add()

    class Strict(Client):
        async def page(self, search: str = "", **asked: Any) -> RowPage:
            if "priority_id" in asked:
                raise Refused(400, "unknown filter")
            return await super().page(search, **asked)

    client = Strict(world, STAFF)
    read = await changed_jobs.changed_jobs(client, [{"priority_id": URGENT}], None)
    assert len(read.jobs) == len(world.jobs)


async def followed(world: World, path: Path) -> tuple[FollowLooks, FollowStore, Database]:
    """A channel that follows urgent jobs, all there are, once the bot has looked at them."""
    database = await Database.open(new_sqlite(path))
    looks, store = process(world, database)
    for row in world.jobs.values():
        row["priority_id"] = URGENT
    await store.add("F-1", STAFF, "C1", Criteria({"priority_id": (URGENT,)}))
    await looks.look_due()
    return looks, store, database


async def test_the_watermark_stays_after_a_read_of_which_nobody_is_sure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World(4)
    world.jobs.clear()
    world.order = "created"
    for _ in range(PAGE + 3):
        world.add()
    looks, store, database = await followed(world, tmp_path / "x.db")
    [before] = await store.all()
    hidden, seen = world.jobs["u-1"], world.jobs[f"u-{PAGE + 3}"]
    for row in (hidden, seen):  # the second long after the first
        world.now += 2 * OVERLAP
        row["job_title"], row["updated_at"] = "Tap pours", f"{datetime_of(world.now)}Z"
    with monkeypatch.context() as patched:
        patched.setattr(Client, "page", _first_page_only(Client.page))
        world.now += LEASE
        await looks.look_due()
    [after] = await store.all()
    assert (after.watermark, list(world.told)) == (before.watermark, [("C1", seen["uuid"])])
    world.now += LEASE
    await looks.look_due()
    assert ("C1", "u-1") in world.told
    await database.close()


def _first_page_only(real: Any) -> Any:
    """A list that moves so that what stood on its other pages is not seen."""

    async def page(self: Client, search: str = "", **asked: Any) -> RowPage:
        found: RowPage = await real(self, search, **asked)
        return RowPage([], more=False) if asked.get("offset") else found

    return page


async def test_of_more_jobs_than_a_look_reads_its_person_is_told_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changed_jobs, "MOST_PAGES", 1)
    monkeypatch.setattr(changed_jobs.changed_jobs, "__defaults__", (1,))
    world = World(5)
    world.jobs.clear()
    world.order = "any"
    for _ in range(PAGE + 3):
        world.add()
    looks, _, database = await followed(world, tmp_path / "x.db")
    for _ in range(3):
        world.now += LEASE
        await looks.look_due()
    assert world.too_many == ["F-1"] * 4  # FollowNotices tells it once
    await database.close()
