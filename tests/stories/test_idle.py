"""What the bot asks of its database while nobody wants anything: counted in simulated time."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from cryptography.fernet import Fernet
from sqlalchemy.engine import Engine

from bot.jobs.change import Member
from bot.sandbox.in_memory_engine import InMemoryEngine
from bot.sandbox.testbed import open_testbed
from bot.store.agenda import SHARED_FOR, Agenda
from bot.store.database import Database
from bot.store.deferred_tasks import DeferredTaskStore
from bot.store.encryption import Encryption
from bot.store.tokens import TokenStore
from bot.wiring.waits import Waits
from tests.workflows.scheduled import Clock


@contextmanager
def transactions() -> Iterator[list[None]]:
    begun: list[None] = []

    def note(_connection: sa.Connection) -> None:
        begun.append(None)

    sa.event.listen(Engine, "begin", note)
    try:
        yield begun
    finally:
        sa.event.remove(Engine, "begin", note)


async def test_in_half_an_hour_of_quiet_the_bot_makes_no_more_than_ten_transactions(
    tmp_path: Path,
) -> None:
    clock = Clock(time.time())
    waits = Waits(sleep=clock.sleep)
    async with open_testbed(tmp_path, engine=InMemoryEngine, clock=clock, waits=waits) as play:
        assert play.app is not None
        clock.loops = len(play.app._scheduler._loops)
        await clock.advance(30)
        with transactions() as begun:
            await clock.advance(1700)
        assert len(begun) <= 10


async def test_the_agenda_sees_what_this_process_and_others_store(database_url: str) -> None:
    db, elsewhere = await Database.open(database_url), await Database.open(database_url)
    agenda = Agenda(db)
    member, encryption = Member("", "T1", "U1"), Encryption([Fernet.generate_key()])
    empty = await agenda.read()
    assert (empty.change, empty.task, empty.approval) == (None, None, None)
    await DeferredTaskStore(db).put("remove undo", "S-1", 700.0)
    await DeferredTaskStore(elsewhere).put("remove undo", "S-2", 500.0)
    await TokenStore(elsewhere, encryption).put(member, "a" * 64)
    if db.dialect == "postgresql":
        await _past(SHARED_FOR)
    due = await agenda.read()
    assert due.task == 500.0
    assert due.link_version > empty.link_version
    with transactions() as begun:
        for _ in range(50):
            assert await agenda.read() == due
    assert len(begun) <= (0 if db.dialect == "sqlite" else 2)
    await db.close()
    await elsewhere.close()


async def _past(seconds: float) -> None:
    """Until the agenda asks Postgres again."""
    begun = int(time.monotonic() / seconds)
    while int(time.monotonic() / seconds) == begun:
        await asyncio.sleep(0.01)
