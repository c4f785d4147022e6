"""A change behind one whose answer was lost: its member hears once what it waits for, and then of its end."""

import pytest

from bot.sandbox.propops import Fault
from bot.sandbox.slack.messages import Message
from bot.sandbox.testbed import Testbed
from tests.stories.acting import Clock, answer, card_saying, dm_saying, until_title
from tests.stories.at_rest import at_rest

SETTLE = 60.0
BOTH = {"priya": "Priya Shah", "tom": "Tom Reilly"}
pytestmark = pytest.mark.testbed(propops_settle_seconds=SETTLE, linked=BOTH)
WAITS = "hasn't said yet whether an earlier change of this job went through"


async def update(play: Testbed, who: str, field: str) -> None:
    member = play.slack.member(who)
    await member.command(f"/job update JOB-003 {field}")
    await member.submit(await member.modal(having="job_title"))


async def lost(play: Testbed) -> None:
    """Priya's change of JOB-003 is lost on its way, and nobody knows that yet."""
    play.propops.fail(Fault("update", "drop_before"))
    await update(play, "priya", "priority: low")
    priya = play.slack.member("priya")
    await priya.close(await until_title(priya, play, "checking whether"))


def told(play: Testbed, who: str) -> list[Message]:
    member = play.slack.member(who)
    return [each for each in (*member.dms, *member.ephemerals) if WAITS in each.text]


async def time_goes_by(play: Testbed, clock: Clock) -> None:
    clock.ahead += SETTLE + 30
    assert play.app is not None
    play.app.flows.dispatcher.wake()


@pytest.mark.parametrize("who", ["tom", "priya"])
async def test_it_is_told_once_and_done_once_the_earlier_one_has_ended(
    play: Testbed, clock: Clock, who: str
) -> None:
    await lost(play)
    await update(play, who, "title: Boiler leaks")
    waits = await answer(play, who, WAITS)
    assert waits.buttons == ["Withdraw"]
    await until_title(play.slack.member(who), play, "hasn't said yet")
    await at_rest(play)
    assert len(told(play, who)) == 1
    assert play.propops.job("JOB-003")["job_title"] != "Boiler leaks"

    await time_goes_by(play, clock)
    await play.slack.until(lambda: waits.says("Job updated") or None, why="the outcome")
    assert waits.buttons == []
    assert play.propops.job("JOB-003")["job_title"] == "Boiler leaks"
    assert [write["action"] for write in play.propops.writes] == ["update", "update"]


async def test_it_can_be_withdrawn(play: Testbed, clock: Clock) -> None:
    await lost(play)
    await update(play, "tom", "title: Boiler leaks")
    waits = await answer(play, "tom", WAITS)
    await play.slack.member("tom").press(waits, "Withdraw")
    await dm_saying(play, "Your form is kept", "tom")
    await time_goes_by(play, clock)
    await card_saying(play, "Job updated")
    assert play.propops.job("JOB-003")["job_title"] != "Boiler leaks"
    assert len(play.propops.writes) == 1


async def test_other_jobs_of_the_same_member_do_not_wait(play: Testbed) -> None:
    await lost(play)
    await update(play, "tom", "title: Boiler leaks")
    await answer(play, "tom", WAITS)
    member = play.slack.member("tom")
    await member.command("/job note JOB-004 rang")
    await member.submit(await member.modal(having="note_text"))
    await play.slack.until(lambda: play.propops.notes("JOB-004") or None, why="the note")
