"""What a whole channel is told of many changes in PropOps, counted for all processes."""

import asyncio

from bot.store.database import Database
from bot.store.sent_notices import SentNoticeStore
from bot.workflows.cards.channel_bursts import MOST, SPAN, ChannelBursts
from tests.store.samples import Clock


async def test_replicas_share_the_places_of_a_channel(db: Database, clock: Clock) -> None:
    notices = SentNoticeStore(db, clock)
    replicas = [ChannelBursts(notices, clock) for _ in range(2)]
    for channel in ("C1", "C2"):
        told = await asyncio.gather(
            *(replicas[number % 2].has_room(channel) for number in range(2 * MOST + 1))
        )
        assert sum(told) == MOST
    clock.now += SPAN
    assert [await each.has_room("C1") for each in replicas] == [True, True]
    assert await notices.purge(clock() + 1, 0) == 2 * MOST + 2
