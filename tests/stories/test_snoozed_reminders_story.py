"""A reminder of a contractor that is put off: when it comes once the snooze is over, or taken back."""

from datetime import date, datetime, time, timedelta

import pytest

from bot.jobs import working_time
from bot.sandbox.slack.messages import Message
from bot.sandbox.testbed import Testbed
from tests.stories.acting import Clock
from tests.stories.boards import board, everybodys, shown
from tests.stories.test_chasing_story import (
    CHASES,
    LONDON,
    is_put_off,
    planned,
    reminder_of,
    reminders,
    to_work,
    told,
)
from tests.waiting import until


def moment(day: date, hour: int, minute: int = 0) -> float:
    return datetime.combine(day, time(hour, minute), LONDON).timestamp()


def turn(clock: Clock, to: float) -> None:
    assert to > clock()
    clock.ahead += to - clock()


async def due_at(play: Testbed, at: float) -> bool:
    return await planned(play) == [at]


@pytest.mark.parametrize("off", ["Saturday", "a bank holiday"])
async def test_a_snooze_that_ends_on_a_day_off_ends_on_the_next_working_morning(
    play: Testbed, clock: Clock, monkeypatch: pytest.MonkeyPatch, off: str
) -> None:
    today = datetime.fromtimestamp(clock(), LONDON).date()
    monday = today + timedelta(days=14 - today.weekday())
    last = 3 if off == "a bank holiday" else 4
    """The number of the day before it, from Monday on."""
    rest = {monday + timedelta(days=4): "The King's birthday"} if last == 3 else {}
    monkeypatch.setattr(working_time, "_bank_holidays", lambda _year: rest)
    days = [monday + timedelta(days=each) for each in range(8)]
    turn(clock, moment(days[last - 2], 14))
    await told(play)
    await until(lambda: planned(play))
    turn(clock, moment(days[last - 1], 14, 5))
    reminder = await reminder_of(play)
    turn(clock, moment(days[last], 10))
    await play.slack.member("priya").press(reminder, "Snooze: tomorrow")
    await until(lambda: "snoozed until" in reminder.text)
    turn(clock, moment(days[last], 14, 5))
    await until(lambda: due_at(play, moment(days[last + 1], 8)))
    turn(clock, moment(days[last + 1], 8, 1))
    await until(lambda: due_at(play, moment(days[7], 9)))
    assert reminders(play) == []
    turn(clock, moment(days[7], 9, 1))
    await until(lambda: len(reminders(play)) == 1)


async def snoozed(play: Testbed, clock: Clock) -> Message:
    """The first reminder, put off for a week, once the moment of the second is over."""
    await told(play)
    await until(lambda: planned(play))
    to_work(clock, 8.1)
    reminder = await reminder_of(play)
    await play.slack.member("priya").press(reminder, "Snooze: in a week")
    await until(lambda: "snoozed until" in reminder.text)
    to_work(clock, 8.1)
    await until(lambda: is_put_off(play, clock))
    return reminder


@pytest.mark.parametrize("where", ["reminder", "board", "operator"])
async def test_a_reminder_whose_snooze_is_taken_back_comes_when_it_would_have_come(
    play: Testbed, clock: Clock, where: str
) -> None:
    reminder, priya = await snoozed(play, clock), play.slack.member("priya")
    assert reminders(play) == []
    if where == "reminder":
        await priya.press(reminder, "Undo")
    elif where == "operator":
        assert play.app is not None
        [change] = await play.app.stores.changes.recent(1)
        assert await play.app.stores.snoozes.end(change.member, "JOB-003") == 1
    else:
        await everybodys(play)
        message = await board(play)
        assert "1 snoozed" in shown(message)
        [wake] = [each for each in message.blocks if "accessory" in each and "Wake" in str(each)]
        option = wake["accessory"]["options"][0]["text"]["text"]
        await priya.choose(message, wake["block_id"], option)
    sent = 2 if where == "reminder" else 1
    await until(lambda: len(reminders(play)) == sent)
    await until(lambda: _none(play))
    to_work(clock, 60)
    assert len(reminders(play)) == sent, "no third one at the old end of the snooze"


async def test_one_that_is_taken_back_before_the_second_moment_brings_no_reminder_at_once(
    play: Testbed, clock: Clock
) -> None:
    await told(play)
    await until(lambda: planned(play))
    to_work(clock, 8.1)
    reminder = await reminder_of(play)
    await until(lambda: is_put_off(play, clock, 3600))
    [second] = await planned(play)
    priya = play.slack.member("priya")
    await priya.press(reminder, "Snooze: in a week")
    await until(lambda: "snoozed until" in reminder.text)
    await priya.press(reminder, "Undo")
    await until(lambda: CHASES in reminder.text)
    await until(lambda: due_at(play, second))
    assert len(reminders(play)) == 1


async def _none(play: Testbed) -> bool:
    return not await planned(play)
