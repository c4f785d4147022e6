"""What falls due next is looked up once for all who ask at the same moment."""

import asyncio

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from bot.store.agenda import Agenda
from bot.store.database import Database


async def test_many_who_ask_at_once_share_one_look(database_url: str) -> None:
    db = await Database.open(database_url)
    begun: list[None] = []

    def note(_connection: sa.Connection) -> None:
        begun.append(None)

    sa.event.listen(Engine, "begin", note)
    try:
        agenda = Agenda(db)
        answers = await asyncio.gather(*(agenda.read() for _ in range(12)))
        assert len(begun) == 1
        assert len(set(answers)) == 1
    finally:
        sa.event.remove(Engine, "begin", note)
        await db.close()


async def test_who_stops_waiting_does_not_end_the_look_of_the_others(database_url: str) -> None:
    db = await Database.open(database_url)
    agenda = Agenda(db)
    first, second = (asyncio.create_task(agenda.read()) for _ in range(2))
    await asyncio.sleep(0)
    first.cancel()
    assert (await second).change is None
    await db.close()
