"""What a whole channel is told of many changes in PropOps, counted for all processes."""

import asyncio

from bot.store.database import Database
from bot.store.sent_notices import SentNoticeStore
from bot.workflows.cards.channel_bursts import MOST, SPAN, ChannelBursts
from tests.store.samples import NOON, Clock


async def told(replicas: list[ChannelBursts], times: int, channel: str = "C1") -> int:
    """How many of so many replies, at about the same time, were shown in the channel."""
    asked = (replicas[number % 2].has_room(channel) for number in range(times))
    return sum(await asyncio.gather(*asked))


async def test_replicas_share_the_places_of_a_channel(db: Database, clock: Clock) -> None:
    notices = SentNoticeStore(db, clock)
    replicas = [ChannelBursts(notices) for _ in range(2)]
    for channel in ("C1", "C2"):
        assert await told(replicas, 2 * MOST + 1, channel) == MOST
    clock.now += SPAN
    assert await told(replicas, 2) == 2
    clock.now += 1
    assert await notices.purge(clock(), 0) == 2 * MOST


async def test_no_border_of_the_clock_makes_room(db: Database, clock: Clock) -> None:
    """Within no ten minutes there are more, whenever they begin."""
    replicas = [ChannelBursts(SentNoticeStore(db, clock)) for _ in range(2)]
    clock.now = NOON - NOON % SPAN + SPAN - 1
    assert await told(replicas, MOST - 1) == MOST - 1
    clock.now += 2
    assert await told(replicas, MOST) == 1
    clock.now += SPAN - 2
    assert await told(replicas, 2 * MOST) == MOST - 1
    clock.now += 2
    assert await told(replicas, MOST) == 1


async def test_that_a_channel_is_full_is_said_once_in_a_span(db: Database, clock: Clock) -> None:
    replicas = [ChannelBursts(SentNoticeStore(db, clock)) for _ in range(2)]
    first = clock()
    for seconds in (0, 1, SPAN - 2):
        clock.now += seconds
        assert [await each.full_since("C1") for each in replicas] == [first, first]
    clock.now += 1
    assert [await each.full_since("C1") for each in replicas] == [clock(), clock()]
    assert await told(replicas, 1) == 1
