"""What is offered with accepts is run, once: none is lost, and none keeps a slot for ever."""

import asyncio

from bot.jobs.change import Member
from bot.sandbox.in_memory_engine import InMemoryEngine
from bot.store.change_queue import Due
from bot.store.changes import ChangeStore
from bot.store.database import Database
from bot.store.encryption import Encryption
from bot.workflows.changes.dispatcher import Dispatcher
from tests.store.samples import Clock

WORKFLOW = "test.run"


async def test_offers_of_a_batch_run_each_change_once_and_leave_no_slot_taken(
    sqlite_url: str,
) -> None:
    database = await Database.open(sqlite_url)
    clock, engine = Clock(), InMemoryEngine()
    store = ChangeStore(database, Encryption([b"0" * 43 + b"="]), clock)
    dispatcher, ran = Dispatcher(store, engine, WORKFLOW, clock), list[str]()

    async def run(arg: str) -> None:
        change_id, _, number = arg.rpartition(".")
        with dispatcher.running(change_id, int(number)) as slot:
            slot.nothing_follows = True
            ran.append(change_id)

    engine.register(WORKFLOW, run)
    await engine.launch()
    await dispatcher.start()
    batches = [
        [Due(f"S-{batch}{n}", 0, "", Member("", "T1", "U1")) for n in range(3)] for batch in "ab"
    ]
    for batch in batches:  # the second before the first was served
        dispatcher.offer(batch)
    for batch in batches * 3:  # and again by everybody of the batch, once it has run
        async with asyncio.timeout(60):
            while len(ran) < 6 or dispatcher.busy:
                await asyncio.sleep(0)
        dispatcher.offer(batch)
    for _ in range(20):
        await asyncio.sleep(0)
    await dispatcher.stop()
    assert sorted(ran) == sorted(due.id for batch in batches for due in batch)
    assert dispatcher.busy == 0
    await engine.close(1)
    await database.close()
