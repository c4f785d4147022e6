"""What members see while PropOps is unreachable."""

from copy import copy

import pytest
import sqlalchemy as sa

from bot.sandbox.outline import outline, outline_view
from bot.sandbox.propops import Fault
from bot.sandbox.slack.messages import Message
from bot.sandbox.testbed import Testbed
from bot.store.schema import kept_presses
from bot.wiring.waits import USUAL
from tests.stories.acting import answer, dm_saying, raised, send_new
from tests.stories.at_rest import at_rest
from tests.stories.test_card_choices_story import change_status
from tests.waiting import until

CSRF = "/api/security/csrf-token"


async def held(play: Testbed, title: str) -> Message:
    """A form sent while PropOps lets nobody write."""
    await send_new(play, job_title=title)
    return await dm_saying(play, f"{title}*: Saved. PropOps is away")


async def test_away_forms_are_saved_and_sent_in_order_when_propops_answers(play: Testbed) -> None:
    play.propops.fail(Fault(CSRF, "maintenance", times=None))
    for title in ("First", "Second", "Third"):
        await held(play, title)
    assert play.propops.writes == []
    play.propops.heal()
    await play.slack.until(lambda: len(play.propops.writes) == 3 or None, why="three")
    assert [w["body"]["job_title"] for w in play.propops.writes] == ["First", "Second", "Third"]


@pytest.mark.testbed(waits=USUAL)  # withdrawn between two tries
async def test_what_waits_can_be_withdrawn_and_its_form_resumed(play: Testbed) -> None:
    play.propops.fail(Fault(CSRF, "maintenance", times=None))
    told = await held(play, "Not this one")
    await held(play, "This one")
    priya = play.slack.member("priya")
    await priya.press(told, "Withdraw")
    gone = await dm_saying(play, "Withdrawn. Nothing was sent")
    assert "[Resume]" in outline(gone.blocks)
    play.propops.heal()
    await play.slack.wait_for_message(channel="maintenance", containing="This one")
    await at_rest(play)
    assert [w["body"]["job_title"] for w in play.propops.writes] == ["This one"]

    await priya.press(gone, "Resume")
    form = await priya.modal(having="job_title")
    assert form.value("job_title") == "Not this one"


async def test_an_old_withdraw_button_tells_how_it_stands(play: Testbed) -> None:
    play.propops.fail(Fault(CSRF, "maintenance", times=None))
    told = copy(await held(play, "Sent later"))  # as a slow client still shows it
    play.propops.heal()
    await play.slack.wait_for_message(channel="maintenance", containing="Job created")
    await play.slack.member("priya").press(told, "Withdraw")
    await dm_saying(play, "Job created already")
    assert len(play.propops.writes) == 1


async def none_under_way(play: Testbed) -> bool:
    """Of the presses whose work goes on after the ack."""
    assert play.app is not None
    kept = sa.select(kept_presses)
    return not await play.app.stores.database.call(lambda each: each.execute(kept).first())


@pytest.mark.testbed(waits=USUAL)
async def test_withdrawn_once_more_it_is_answered_without_asking_propops(play: Testbed) -> None:
    card = await raised(play)
    play.propops.fail(Fault(CSRF, "maintenance", times=None))
    await change_status(play, card, "In progress")
    told = await dm_saying(play, "Saved. PropOps is away")
    seen = copy(told)  # as a slow client still shows it
    priya = play.slack.member("priya")
    await priya.press(told, "Withdraw")
    await dm_saying(play, "Withdrawn. Nothing was sent")
    await until(lambda: none_under_way(play))
    asked = len(play.propops.requests)

    await priya.press(seen, "Withdraw")
    await until(lambda: none_under_way(play))
    assert len(play.propops.requests) == asked
    gone = await dm_saying(play, "Withdrawn. Nothing was sent")
    assert "[Resume]" in outline(gone.blocks)


async def test_a_form_that_can_not_open_says_that_the_text_is_kept(play: Testbed) -> None:
    priya = play.slack.member("priya")
    play.propops.fail(Fault("*", "slow", times=None, seconds=0.5))
    play.propops.fail(Fault("*", "maintenance", times=None))
    await priya.command("/job update JOB-003 title: Boiler leaks")
    told = await answer(play, "priya", "What you typed is kept")
    assert "PropOps is away" in told.text
    if priya.top is not None:
        assert "What you typed is kept" in outline_view(priya.top)
        await priya.close(priya.top)
    assert told.buttons == ["Open the form"]
