"""A reminder of a contractor is brought to its outcome once its job moves, however it does; until then it stays."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from bot.sandbox.outline import outline
from bot.sandbox.slack.messages import Message
from bot.sandbox.testbed import Testbed
from tests.stories.acting import Clock, card_saying, unlinked
from tests.stories.at_rest import at_rest
from tests.stories.boards import status_id
from tests.stories.comparing import compare
from tests.stories.test_chasing_story import CHASES, planned, reminder_of, to_work, told
from tests.waiting import until

MOVED = "no longer waits for the contractor you told"


async def reminded(play: Testbed, clock: Clock) -> Message:
    await told(play)
    await until(lambda: planned(play))
    to_work(clock, 8.1)
    return await reminder_of(play)


async def accepted_in_propops(play: Testbed, _reminder: Message) -> None:
    play.propops.edit("JOB-003", "Tom Reilly", status_id=status_id(play, "In progress"))
    await compare(play)


async def closed_from_slack(play: Testbed, _reminder: Message) -> None:
    await _update(play, status_id="Closed")


async def another_chosen(play: Testbed, _reminder: Message) -> None:
    await _update(play, contractor_id=("Aire", 0))


async def snooze_taken_back(play: Testbed, reminder: Message) -> None:
    priya = play.slack.member("priya")
    await priya.press(reminder, "Snooze: in a week")
    await until(lambda: "snoozed until" in reminder.text)
    await priya.press(reminder, "Undo")
    await until(lambda: CHASES in reminder.text)
    await accepted_in_propops(play, reminder)


async def _update(play: Testbed, **fields: Any) -> None:
    priya = play.slack.member("priya")
    await priya.command("/job update JOB-003")
    form = await priya.modal(having="job_title")
    await priya.fill(form, **fields)
    await priya.submit(form)
    await card_saying(play, "Job updated")


@pytest.mark.parametrize(
    "moves", [accepted_in_propops, closed_from_slack, another_chosen, snooze_taken_back]
)
async def test_it_says_so_and_its_buttons_go(
    play: Testbed, clock: Clock, moves: Callable[[Testbed, Message], Awaitable[None]]
) -> None:
    reminder = await reminded(play, clock)
    await moves(play, reminder)
    await play.slack.until(lambda: reminder.says(MOVED) or None, why=MOVED)
    assert reminder.buttons == []


async def test_told_again_the_earlier_reminder_goes_and_a_later_one_stays(
    play: Testbed, clock: Clock
) -> None:
    reminder, priya = await reminded(play, clock), play.slack.member("priya")
    await priya.press(reminder, "Notify again")
    asks = await priya.modal()
    await priya.submit(asks)
    await play.slack.until(lambda: reminder.says(MOVED) or None, why=MOVED)
    to_work(clock, 8.1)
    later = await reminder_of(play)
    assert later.ts != reminder.ts
    assert "[Notify again] [Choose another]" in outline(later.blocks)


async def test_what_moves_nothing_leaves_it(play: Testbed, clock: Clock) -> None:
    reminder = await reminded(play, clock)
    await _update(play, job_title="Boiler dead")
    play.propops.edit("JOB-003", "Tom Reilly", job_title="Boiler leaks")
    await compare(play)
    await unlinked(play)
    await at_rest(play)
    assert reminder.says(CHASES)
    assert "Notify again" in reminder.buttons


async def test_after_a_month_it_holds_no_more(play: Testbed, clock: Clock) -> None:
    reminder = await reminded(play, clock)
    clock.ahead += 31 * 86_400
    await play.slack.until(lambda: reminder.says("a month ago") or None, why="its end")
    assert reminder.buttons == []
