"""The write queue takes members in turn."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, cast

import pytest
from cryptography.fernet import Fernet

from bot.engine.protocol import Engine
from bot.jobs.change import Change, Member, Place, change_id
from bot.store.changes import ChangeStore
from bot.store.database import Database
from bot.store.encryption import Encryption
from bot.workflows.changes.dispatcher import MOST_OF_ONE, Dispatcher
from tests.databases import new_sqlite

TOM, PRIYA, DANA = (Member("", "T1", user) for user in ("UTOM", "UPRIYA", "UDANA"))


class RecordingEngine:
    """Runs nothing by itself: the test ends each run."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.under_way: list[str] = []

    async def start(self, run: str, workflow: str, argument: str) -> None:
        del workflow, argument
        self.begun.append(run)
        self.under_way.append(run)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[ChangeStore]:
    db = await Database.open(new_sqlite(tmp_path / "bot.db"))
    yield ChangeStore(db, Encryption([Fernet.generate_key()]), lambda: 1_000.0)
    await db.close()


async def ask(store: ChangeStore, member: Member, number: int) -> str:
    key = f"T1:{member.user}:{number}"
    change = Change(
        id=change_id(key), key=key, action="create", member=member, place=Place(), due_at=1.0
    )
    await store.accept(change)
    return change.id


async def order_of(store: ChangeStore, most: int) -> list[str]:
    """The members of the changes in the order in which they begin, each run ending the oldest."""
    engine = RecordingEngine()
    dispatcher = Dispatcher(store, cast("Engine", engine), "change", lambda: 1_000.0)
    await dispatcher.start()
    while len(engine.begun) < most:
        seen = len(engine.begun)
        if engine.under_way:
            id_, _, run = engine.under_way.pop(0).rpartition(".")
            await store.move(id_, {"asked"}, "done", run=int(run))
            with dispatcher.running(id_, int(run)):
                pass
        async with asyncio.timeout(60):
            while len(engine.begun) == seen and not engine.under_way:
                await asyncio.sleep(0.005)
        await asyncio.sleep(0.01)
    await dispatcher.stop()
    ids: list[str] = [each.rpartition(".")[0] for each in engine.begun]
    changes: list[Any] = [await store.get(id_) for id_ in ids]
    return [change.member.user for change in changes]


async def test_hundreds_of_one_member_leave_the_others_as_quick(store: ChangeStore) -> None:
    for number in range(120):
        await ask(store, TOM, number)
    await ask(store, PRIYA, 1)
    await ask(store, DANA, 1)
    order = await order_of(store, 30)
    assert order.index("UPRIYA") <= MOST_OF_ONE + 1
    assert order.index("UDANA") <= MOST_OF_ONE + 1


async def test_two_who_flood_take_turns_and_do_not_fill_the_list(store: ChangeStore) -> None:
    for number in range(60):
        await ask(store, TOM, number)
        await ask(store, PRIYA, number)
    await ask(store, DANA, 1)
    order = await order_of(store, 30)
    assert order.index("UDANA") <= 2 * MOST_OF_ONE
    assert abs(order.count("UTOM") - order.count("UPRIYA")) <= 3
