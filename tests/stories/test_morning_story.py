"""The morning message: at eight, with what waits, and true for the rest of the day."""

from datetime import time, timedelta

import pytest

from bot.sandbox.slack.messages import Message
from bot.sandbox.testbed import Testbed
from bot.store.board_readers import LEASE
from bot.workflows.board.morning import next_morning
from tests.stories.acting import Clock, dm_saying
from tests.stories.boards import contractor, emptied, home, morning_message, reopened, shown
from tests.waiting import until

pytestmark = pytest.mark.testbed(jobs_channel="C0MAINT001")
REFS = [f"JOB-{number:03}" for number in range(20, 31)]


async def morning(play: Testbed, clock: Clock, who: str = "priya") -> Message:
    """Priya reads everybody's board; it is eight o'clock of the next working day."""
    assert play.app is not None
    readers = play.app.flows.board.boards.readers
    await readers.show_everybody(play.member(who), everybody=True)
    return await morning_message(play, clock, who)


async def choose(play: Testbed, message: Message, nth: int = 0) -> None:
    """A contractor for the job of a row of the message."""
    priya = play.slack.member("priya")
    await priya.press(message, "Choose contractor", nth=nth)
    form = await priya.modal(title="Choose contractor")
    await priya.fill(form, contractor_id=("ace", 0))
    await priya.submit(form)


async def test_a_row_goes_from_it_when_its_cause_goes_until_it_is_empty(
    play: Testbed, clock: Clock
) -> None:
    emptied(play)
    for ref in REFS[:2]:
        reopened(play, ref, contractor_id=None)
    message = await morning(play, clock)
    assert "2 things wait for you" in message.text
    await choose(play, message)
    await until(lambda: "1 thing waits for you" in message.text)
    assert REFS[0] not in shown(message)
    await choose(play, message)
    await until(lambda: "nothing waits for you" in message.text)
    assert "[Everybody's]" not in shown(message)
    assert "[My jobs]" in shown(message)
    assert len(play.slack.member("priya").dms) == 1


async def test_a_page_that_was_turned_to_stays(play: Testbed, clock: Clock) -> None:
    emptied(play)
    for ref in REFS:
        reopened(play, ref, contractor_id=None)
    message = await morning(play, clock)
    await play.slack.member("priya").press(message, "3 more")
    await until(lambda: REFS[9] in shown(message))
    await choose(play, message)
    await until(lambda: "10 things wait" in message.text)
    assert REFS[9] in shown(message)
    assert REFS[0] not in shown(message)


async def test_a_page_begins_with_the_same_row_while_rows_before_it_go(
    play: Testbed, clock: Clock
) -> None:
    """Else whoever goes on to the end would never have had some rows before them."""
    emptied(play)
    for ref in REFS:
        reopened(play, ref, contractor_id=None)
    message = await morning(play, clock)
    priya = play.slack.member("priya")
    for ref in REFS[:2]:
        play.propops.edit(ref, "Tom Reilly", contractor_id=contractor(play))
    await priya.press(message, "3 more")
    await until(lambda: REFS[10] in shown(message))
    assert REFS[8] in shown(message)
    play.propops.delete(REFS[3])
    await choose(play, message, nth=2)
    await until(lambda: REFS[10] not in shown(message))
    assert REFS[8] in shown(message)
    await priya.press(message, "Back")
    await until(lambda: REFS[2] in shown(message))


async def test_also_after_a_restart_and_not_the_one_of_the_day_before(
    play: Testbed, clock: Clock
) -> None:
    emptied(play)
    for ref in REFS[:3]:
        reopened(play, ref, contractor_id=None)
    old = await morning(play, clock)
    clock.ahead += timedelta(days=1).total_seconds()
    new = await morning(play, clock)
    assert new.ts != old.ts
    await play.restart_bot()
    await choose(play, new)
    await until(lambda: "2 things wait" in new.text)
    assert "3 things wait" in old.text


async def test_a_press_on_a_row_whose_cause_has_gone_takes_the_row_along(
    play: Testbed, clock: Clock
) -> None:
    emptied(play)
    for ref in REFS[:2]:
        reopened(play, ref, contractor_id=None)
    message = await morning(play, clock)
    play.propops.delete(REFS[0])
    await play.slack.member("priya").press(message, "Choose contractor", nth=0)
    await until(lambda: REFS[0] not in shown(message))
    assert REFS[1] in shown(message)


async def test_a_change_is_read_once_for_home_and_the_message(play: Testbed, clock: Clock) -> None:
    emptied(play)
    for ref in REFS[:2]:
        reopened(play, ref, contractor_id=None)
    message = await morning(play, clock)
    view = await home(play)
    await until(lambda: REFS[0] in shown(view))
    play.propops.edit(REFS[0], "Tom Reilly", contractor_id=contractor(play))
    before = len(play.propops.requests)
    assert play.app is not None
    job = play.propops.job(REFS[0])["uuid"]
    play.app.flows.board.changed.touched_by(play.member("priya"), job)
    await until(lambda: REFS[0] not in shown(message) and REFS[0] not in shown(view))
    assert [each["action"] for each in list(play.propops.requests)[before:]] == ["get"]


@pytest.mark.testbed(cards_refresh_seconds=0.3)
async def test_it_follows_what_is_done_in_propops_too_without_a_home(
    play: Testbed, clock: Clock
) -> None:
    emptied(play)
    for ref in REFS[:2]:
        reopened(play, ref, contractor_id=None)
    message = await morning(play, clock)
    play.propops.edit(REFS[0], "Tom Reilly", contractor_id=contractor(play))
    await until(lambda: REFS[0] not in shown(message))
    assert REFS[1] in shown(message)
    await play.restart_bot()
    play.propops.edit(REFS[1], "Tom Reilly", contractor_id=contractor(play))
    await until(lambda: "nothing waits for you" in message.text)


async def test_whose_link_has_ended_is_asked_once_to_link_again_instead(
    play: Testbed, clock: Clock
) -> None:
    emptied(play)
    reopened(play, REFS[0], contractor_id=None)
    assert play.app is not None
    mornings = play.app.flows.board.mornings
    await mornings.plan()
    play.propops.revoke("Priya Shah")
    for _ in range(2):
        clock.ahead += next_morning(clock(), time(8), play.settings.zone) - clock()
        await mornings.send_due()
        await mornings.plan()
    await dm_saying(play, "Your link to PropOps has ended")
    assert len(play.slack.member("priya").dms) == 1


async def test_its_stale_button_finds_the_job_as_it_is(play: Testbed, clock: Clock) -> None:
    emptied(play)
    reopened(play, REFS[0], contractor_id=None)
    message = await morning(play, clock)
    play.propops.edit(REFS[0], "Tom Reilly", contractor_id=contractor(play, 3))
    priya = play.slack.member("priya")
    await priya.press(message, "Choose contractor")
    form = await priya.modal(title="Choose contractor")
    assert "Marcus Okafor" in str(form.blocks)


@pytest.mark.parametrize(
    "silent", [("chat.postMessage",), ("conversations.open", "chat.postMessage")]
)
async def test_it_comes_once_where_slack_says_nothing_for_a_while(
    play: Testbed, clock: Clock, silent: tuple[str, ...]
) -> None:
    """Slack has taken the message, and nobody hears of it until the bot has been started anew."""
    play.slack.workspace.clock = clock
    emptied(play)
    reopened(play, REFS[0], contractor_id=None)
    assert play.app is not None
    board = play.app.flows.board
    await board.boards.readers.show_everybody(play.member("priya"), everybody=True)
    await board.mornings.plan()
    clock.ahead += next_morning(clock(), time(8), play.settings.zone) - clock()
    for method in silent:
        play.slack.fail(method, "drop_after", times=-1)
    await board.mornings.send_due()
    await play.restart_bot()
    play.slack.heal()
    clock.ahead += LEASE + 1
    assert play.app is not None
    await play.app.flows.board.mornings.send_due()
    message = await dm_saying(play, "Good morning.")
    assert len(play.slack.member("priya").dms) == 1
    await choose(play, message)
    await until(lambda: "nothing waits for you" in message.text)
