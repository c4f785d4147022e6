"""What has happened before eight o'clock: a board of Dana's with a row in each of its groups."""

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.sandbox.playground.clock import TurnedClock
from bot.sandbox.testbed import Testbed
from tests.stories.acting import SIX, answer, dm_saying
from tests.stories.boards import emptied, reopened
from tests.waiting import until

NEEDS, TOLD, PASSED = "JOB-056", "JOB-039", "JOB-035"
"""What each job waits for."""
WORDS: dict[str, Any] = {
    "job_title": "Damp wall in the hall",
    "job_description": "Wet to the touch up to knee height.",
}
"""Of the form that Dana closed."""


def turn(play: Testbed, to: str) -> None:
    assert isinstance(play.clock, TurnedClock)
    play.clock.turn(to)


async def the_day_before(play: Testbed) -> None:
    """Dana told a contractor and closed a form, Tom asked for her approval; now it is a working morning,
    and her message has come.
    """
    turn(play, "morning")
    day = datetime.fromtimestamp(play.clock(), UTC).date()
    emptied(play)
    for ref, fields in (
        (NEEDS, {"contractor_id": None}),
        (TOLD, {}),
        (PASSED, {"date_works_start_date": str(day - timedelta(days=3))}),
    ):
        reopened(play, ref, **fields)
    dana, tom = play.slack.member("dana"), play.slack.member("tom")
    await dana.command(f"/job notify {TOLD}")
    await dana.submit(await dana.modal(title="Notify contractor"))
    await until(lambda: play.propops.notified)
    await tom.command("/job new")
    form = await tom.modal(having="job_title")
    await tom.fill(form, **(SIX | {"job_total_budget": "800", "contractor_id": ("ace", 0)}))
    await tom.submit(form)
    await play.slack.wait_for_message(channel="approvals", containing="Boiler not firing")
    await dana.command("/job new")
    form = await dana.modal(having="job_title")
    await dana.fill(form, **WORDS)
    await dana.close(form)
    await answer(play, "dana", "is kept")
    turn(play, "morning")
    await dm_saying(play, "Good morning.", who="dana")
