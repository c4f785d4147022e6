"""What channels follow, as it is stored: each change by one process, whoever looks; on both databases."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.jobs.follows import Criteria
from bot.store.database import Database
from bot.store.follows import GIVEN_UP_AFTER, LEASE, FollowStore
from tests.store.samples import ALICE, BOB, Clock

URGENT = Criteria({"priority_id": (41,)})


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = await Database.open(database_url)
    yield database
    await database.close()


async def test_one_process_looks_and_what_it_told_is_kept(database: Database) -> None:
    clock = Clock()
    one, other = FollowStore(database, clock), FollowStore(database, clock)
    assert await one.add("F-1", ALICE, "C1", URGENT)
    assert not await other.add("F-1", BOB, "C1", URGENT)  # the same form, delivered twice
    [due] = await one.due()
    taken = await one.take(due)
    assert taken is not None
    assert await other.take(due) is None
    assert await one.told(taken, {"u-1": "a", "u-2": "b"})
    await one.end_look(taken, clock() + 60, 5.0)
    assert await other.known("F-1") == {"u-1": "a", "u-2": "b"}
    assert await one.due() == []
    clock.now += 61
    [due] = await one.due()
    assert due.watermark == 5.0
    taken = await one.take(due)
    clock.now += LEASE
    [again] = await other.due()  # the first process has died
    assert await other.take(again) is not None
    assert taken is not None
    assert not await one.told(taken, {"u-3": "c"})
    await one.end_look(taken, clock() + 60, 99.0)
    stored = await other.get("F-1")
    assert stored is not None
    assert stored.watermark == 5.0


async def test_what_a_person_sets_meanwhile_counts_and_begins_anew(database: Database) -> None:
    clock = Clock()
    store = FollowStore(database, clock)
    await store.add("F-1", ALICE, "C1", URGENT)
    [due] = await store.due()
    taken = await store.take(due)
    assert taken is not None
    await store.told(taken, {"u-1": "a"})
    assert await store.change(due, BOB, Criteria({"agent_id": (7,)}))
    assert not await store.change(due, ALICE, URGENT)  # as it was before
    assert not await store.told(taken, {"u-1": "b"})
    [fresh] = await store.of_channel(ALICE.team, "C1")
    assert (fresh.member, fresh.watermark, await store.known("F-1")) == (BOB, None, {})


async def test_one_that_rests_goes_on_where_it_was(database: Database) -> None:
    clock = Clock()
    store = FollowStore(database, clock)
    await store.add("F-1", ALICE, "C1", URGENT)
    [due] = await store.due()
    taken = await store.take(due)
    assert taken is not None
    await store.end_look(taken, clock(), 5.0)
    [due] = await store.due()
    await store.pause(due, "link")
    [due] = await store.due()  # to be told
    assert due.paused == "link"
    await store.rest(due, None)
    assert await store.due() == []
    [resting] = await store.all()
    await store.resume(resting)
    [due] = await store.due()
    assert (due.paused, due.watermark) == ("", 5.0)
    assert await store.take_over(due, BOB)
    [over] = await store.due()
    assert (over.member, over.watermark) == (BOB, 5.0)
    begun = await store.begin_post(over, {"u-1": "a"})
    assert begun is not None
    [stored] = await store.all()
    assert stored.pending == {"u-1": "a"}
    ended = await store.end_post(begun.follow, begun.follow.pending)
    assert ended is not None
    assert (await store.known("F-1"), ended.pending) == ({"u-1": "a"}, {})
    assert await store.end("F-1", BOB)
    assert not await store.end("F-1", BOB)
    assert await store.known("F-1") == {}


async def test_two_that_overlap_say_at_a_time_what_each_is_about_to_tell(
    database: Database,
) -> None:
    clock = Clock()
    store = FollowStore(database, clock)
    taken = []
    for id_ in ("F-1", "F-2"):
        await store.add(id_, ALICE, "C1", URGENT)
        [due] = [each for each in await store.due() if each.id == id_]
        took = await store.take(due)
        assert took is not None
        taken.append(took)
    facts = {f"u-{number}": "a" for number in range(5)}
    begun = await asyncio.gather(*(store.begin_post(each, facts) for each in taken))
    first, second = sorted(
        (each for each in begun if each is not None), key=lambda each: len(each.follow.pending)
    )
    assert (first.follow.pending, first.waits) == ({}, True)
    assert (second.follow.pending, second.waits) == (facts, False)
    assert await store.end_post(second.follow, {"u-0": "a", "u-1": "a"}) is not None
    changed = facts | {"u-1": "b"}
    again = await store.begin_post(first.follow, changed)
    assert again is not None
    assert again.follow.pending == {uuid: each for uuid, each in changed.items() if uuid != "u-0"}
    assert await store.known(first.follow.id) == {"u-0": "a"}
    assert await store.end(first.follow.id, ALICE)
    assert await store.begin_post(again.follow, facts) is None


async def test_one_that_rests_or_never_comes_to_it_holds_up_no_other(database: Database) -> None:
    clock = Clock()
    store = FollowStore(database, clock)
    for id_ in ("F-1", "F-2"):
        await store.add(id_, ALICE, "C1", URGENT)
    one, two = await store.due()
    assert await store.begin_post(one, {"u-1": "a", "u-2": "a"}) is not None
    waiting = await store.begin_post(two, {"u-1": "a"})
    assert waiting is not None
    assert waiting.waits
    await store.pause(one, "link")
    resting = await store.begin_post(two, {"u-1": "a"})
    assert resting is not None
    assert resting.follow.pending == {"u-1": "a"}
    [held] = [each for each in await store.all() if each.id == "F-1"]
    await store.resume(held)
    clock.now += GIVEN_UP_AFTER
    late = await store.begin_post(two, {"u-2": "a"})
    assert late is not None
    assert late.follow.pending == {"u-2": "a"}
