"""Who told a contractor hears of it while nothing has come of it: in working hours, twice at most."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.jobs.working_time import working_hours_after
from bot.sandbox.outline import outline
from bot.sandbox.slack.messages import Message
from bot.sandbox.testbed import Testbed
from tests.stories.acting import Clock, asked, card_saying
from tests.stories.boards import emptied, reopened, status_id
from tests.waiting import until

LONDON = ZoneInfo("Europe/London")
CHASES = "has not accepted yet"


async def told(play: Testbed) -> None:
    emptied(play)
    reopened(play, "JOB-003")
    await asked(play, "send_assignment_notification", "JOB-003")
    await card_saying(play, "Contractor notified")


def to_work(clock: Clock, hours: float) -> None:
    """So many working hours later, and a minute."""
    clock.ahead += working_hours_after(clock(), hours, LONDON) + 60 - clock()


def reminders(play: Testbed) -> list[Message]:
    """Not the morning message, whose rows say the same."""
    dms = play.slack.member("priya").dms
    return [each for each in dms if each.text.startswith("⏰") and CHASES in each.text]


async def reminder_of(play: Testbed) -> Message:
    """The newest one."""
    return await play.slack.until(lambda: next(reversed(reminders(play)), None), why="a reminder")


async def planned(play: Testbed) -> list[float]:
    """When the reminders that there will be are due."""
    assert play.app is not None
    due = (await play.app.stores.agenda.read()).task
    return [] if due is None else [due]


async def is_put_off(play: Testbed, clock: Clock, seconds: float = 86_400) -> bool:
    """While one is being sent, it is due again in a minute, in case its process ends."""
    due = await planned(play)
    return bool(due) and due[0] > clock() + seconds


async def test_they_hear_of_it_after_eight_working_hours_and_once_more(
    play: Testbed, clock: Clock
) -> None:
    await told(play)
    await until(lambda: planned(play))
    assert reminders(play) == []
    to_work(clock, 8.1)
    reminder = await reminder_of(play)
    text = outline(reminder.blocks)
    assert "JOB-003" in text
    assert "[Notify again] [Choose another]" in text
    assert 9 <= datetime.fromtimestamp(clock(), LONDON).hour < 17
    to_work(clock, 8.1)
    await until(lambda: len(reminders(play)) == 2)
    to_work(clock, 17)
    await until(lambda: _none(play))
    assert len(reminders(play)) == 2


async def test_it_ends_when_the_job_moves(play: Testbed, clock: Clock) -> None:
    await told(play)
    play.propops.edit("JOB-003", "Tom Reilly", status_id=status_id(play, "Assigned"))
    await until(lambda: planned(play))
    to_work(clock, 8.1)
    await until(lambda: _none(play))
    assert reminders(play) == []


async def test_a_reminder_can_be_snoozed(play: Testbed, clock: Clock) -> None:
    await told(play)
    await until(lambda: planned(play))
    to_work(clock, 8.1)
    reminder = await reminder_of(play)
    await play.slack.member("priya").press(reminder, "Snooze: in a week")
    await until(lambda: "snoozed until" in reminder.text)
    to_work(clock, 8.1)

    await until(lambda: is_put_off(play, clock))
    assert reminders(play) == []


async def test_a_reminder_of_a_job_that_has_moved_says_so_when_it_is_snoozed(
    play: Testbed, clock: Clock
) -> None:
    await told(play)
    await until(lambda: planned(play))
    to_work(clock, 8.1)
    reminder = await reminder_of(play)
    play.propops.edit("JOB-003", "Tom Reilly", status_id=status_id(play, "Assigned"))
    clock.ahead += 60  # what the board knows of jobs is older than that
    await play.slack.member("priya").press(reminder, "Snooze: in a week")
    await until(lambda: "no longer waits for its contractor" in reminder.text)
    assert "JOB-003" in reminder.text


async def _none(play: Testbed) -> bool:
    return not await planned(play)
