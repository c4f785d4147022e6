"""Two replicas at the same moment: one morning message, one reminder at the end of a snooze, one line in the audit."""

import asyncio
from datetime import time

import pytest

from bot.sandbox.testbed import Testbed
from bot.workflows.board.morning import next_morning
from tests.stories.acting import Clock, dm_saying
from tests.stories.boards import emptied, reopened
from tests.stories.second_process import another
from tests.stories.test_chasing_story import (
    is_put_off,
    planned,
    reminder_of,
    reminders,
    to_work,
    told,
)
from tests.waiting import until

pytestmark = pytest.mark.postgres


def texts(play: Testbed, words: str) -> list[str]:
    return [each.text for each in play.slack.member("priya").dms if words in each.text]


async def test_the_morning_message_comes_once(shared: Testbed, clock: Clock) -> None:
    emptied(shared)
    reopened(shared, "JOB-020", contractor_id=None)
    async with another(shared, clock) as second:
        assert shared.app is not None
        both = [shared.app.flows.board.mornings, second.flows.board.mornings]
        readers = shared.app.stores.board_readers
        await readers.show_everybody(shared.member("priya"), everybody=True)
        for day in range(1, 4):
            await asyncio.gather(*(each.plan() for each in both))
            clock.ahead += next_morning(clock(), time(8), shared.settings.zone) - clock()
            await asyncio.gather(*(each.send_due() for each in both * 3))
            await dm_saying(shared, "Good morning.")
            await asyncio.gather(*(each.send_due() for each in both))
            assert len(texts(shared, "Good morning.")) == day
        lines = [each.entry.what for each in await second.stores.audit.entries()]
        assert lines.count("board.morning") == 3


@pytest.mark.parametrize("ends", ["by itself", "taken back by both"])
async def test_the_end_of_a_snooze_brings_one_reminder(
    shared: Testbed, clock: Clock, ends: str
) -> None:
    await told(shared)
    await until(lambda: planned(shared))
    async with another(shared, clock) as second:
        assert shared.app is not None
        to_work(clock, 8.1)
        reminder = await reminder_of(shared)
        assert len(reminders(shared)) == 1
        await shared.slack.member("priya").press(reminder, "Snooze: in a week")
        await until(lambda: "snoozed until" in reminder.text)
        to_work(clock, 8.1)
        await until(lambda: is_put_off(shared, clock))
        if ends == "by itself":
            to_work(clock, 8 * 7)
        else:
            member = shared.member("priya")
            [snooze] = await second.stores.snoozes.of(member)
            stores = (shared.app.stores.snoozes, second.stores.snoozes)
            await asyncio.gather(*(each.wake(member, snooze.key) for each in stores * 4))
        await until(lambda: len(texts(shared, "⏰")) >= 1 and _none(shared))
        for _ in range(3):
            await asyncio.gather(shared.app.engine.idle(), second.engine.idle())
        assert len(texts(shared, "⏰")) == 1
        woken = [each.entry.what for each in await second.stores.audit.entries()]
        assert woken.count("board.snooze_taken_back") == (ends != "by itself")


async def _none(play: Testbed) -> bool:
    return await planned(play) == []
