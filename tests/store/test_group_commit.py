import asyncio
from collections.abc import AsyncIterator, Callable
from typing import TypeVar

import pytest
import sqlalchemy as sa

from bot.jobs.change import Change, change_id
from bot.store.changes import ChangeStore
from bot.store.database import Database, DatabaseDown
from bot.store.encryption import Encryption
from bot.store.schema import changes
from tests.store.samples import Clock, a_change
from tests.waiting import until

T = TypeVar("T")


class CountingDatabase(Database):
    """Counts transactions, and fails or holds them when told to."""

    commits = 0
    down = False
    hold: asyncio.Event | None = None
    held = 0

    async def call(
        self,
        fn: Callable[[sa.Connection], T],
        *,
        give_up_after: float = 15,
        first: bool = False,
    ) -> T:
        if self.hold is not None:
            self.held += 1
            await self.hold.wait()
        if self.down:
            raise DatabaseDown("disk full")
        self.commits += 1
        return await super().call(fn, give_up_after=give_up_after, first=first)


@pytest.fixture
async def counting(database_url: str) -> AsyncIterator[CountingDatabase]:
    db = await CountingDatabase.open(database_url)
    db.commits = 0
    yield db
    await db.close()


@pytest.fixture
def busy_store(counting: CountingDatabase, encryption: Encryption, clock: Clock) -> ChangeStore:
    return ChangeStore(counting, encryption, clock)


async def test_a_thousand_clicks_cost_a_few_commits(
    busy_store: ChangeStore, counting: CountingDatabase
) -> None:
    accepted = await asyncio.gather(*(busy_store.accept(a_change(f"k{n}")) for n in range(1000)))
    assert all(each.is_new for each in accepted)
    assert counting.commits <= 6
    total = await counting.call(
        lambda c: c.execute(sa.select(sa.func.count()).select_from(changes)).scalar()
    )
    assert total == 1000
    assert len(await busy_store.events(change_id("k999"))) == 1


async def test_of_the_same_click_many_times_at_once_one_is_fresh(busy_store: ChangeStore) -> None:
    both = [a_change("same", fields={"n": n}) for n in range(30)]
    accepted = await asyncio.gather(*map(busy_store.accept, both))
    assert sum(each.is_new for each in accepted) == 1
    [winner] = [each.change for each in accepted if each.is_new]
    assert all(each.change.fields == winner.fields for each in accepted)
    assert len(await busy_store.events(winner.id)) == 1


async def test_two_processes_share_a_key(
    database_url: str, encryption: Encryption, clock: Clock
) -> None:
    one, two = await Database.open(database_url), await Database.open(database_url)
    stores = [ChangeStore(db, encryption, clock) for db in (one, two)]
    for n in range(20):
        accepted = await asyncio.gather(*(store.accept(a_change(f"k{n}")) for store in stores))
        assert sorted(each.is_new for each in accepted) == [False, True]
    await one.close()
    await two.close()


async def test_somebody_who_stops_waiting_does_not_stop_the_accept(
    busy_store: ChangeStore, counting: CountingDatabase
) -> None:
    counting.hold = asyncio.Event()
    accepting = asyncio.create_task(busy_store.accept(a_change("slow")))
    await until(lambda: counting.held)
    accepting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await accepting
    counting.hold.set()
    again = await busy_store.accept(a_change("slow"))
    assert not again.is_new


async def test_somebody_who_stops_waiting_changes_nothing_for_the_others(
    busy_store: ChangeStore, counting: CountingDatabase
) -> None:
    counting.hold = asyncio.Event()
    first = asyncio.create_task(busy_store.accept(a_change("first")))
    await asyncio.sleep(0)
    gone = asyncio.create_task(busy_store.accept(a_change("gone")))
    stays = asyncio.create_task(busy_store.accept(a_change("stays")))
    await asyncio.sleep(0)
    gone.cancel()
    await asyncio.sleep(0)
    counting.hold.set()
    assert (await first).is_new
    assert (await stays).is_new
    assert counting.commits <= 2
    assert not (await busy_store.accept(a_change("gone"))).is_new


async def test_a_database_that_is_down_is_told_to_everybody_and_then_forgotten(
    busy_store: ChangeStore, counting: CountingDatabase
) -> None:
    counting.down = True
    answers = await asyncio.gather(
        *(busy_store.accept(a_change(f"k{n}")) for n in range(5)), return_exceptions=True
    )
    assert all(isinstance(answer, DatabaseDown) for answer in answers)
    counting.down = False
    assert (await busy_store.accept(a_change("k0"))).is_new


async def test_one_row_that_cannot_be_written_takes_no_other_with_it(
    busy_store: ChangeStore, counting: CountingDatabase
) -> None:
    """Two keys with one id break the table's rules."""
    good = [a_change(f"k{n}") for n in range(4)]
    bad: list[Change] = [a_change("other key", id=good[0].id)]
    answers = await asyncio.gather(*map(busy_store.accept, [*good, *bad]), return_exceptions=True)
    assert [type(answer).__name__ for answer in answers] == ["Accepted"] * 4 + ["IntegrityError"]
    with pytest.raises(TypeError):
        await busy_store.accept(a_change("odd", fields={"when": object()}))
