"""A deletion whose job is gone before it is sent: nothing was left to do, so nothing asks to be done again."""

import pytest

from bot.sandbox.outline import outline, outline_view
from bot.sandbox.testbed import Testbed
from tests.stories.acting import APPROVALS, Clock, answer, card_of, raised, until_title
from tests.stories.at_rest import at_rest
from tests.stories.boards import home

MINUTE = 60.0
BOTH = {"priya": "Priya Shah", "tom": "Tom Reilly", "dana": "Margaret Ellison"}


async def deleted(play: Testbed, who: str = "priya") -> None:
    member = play.slack.member(who)
    await member.command("/job delete JOB-061")
    form = await member.modal(having="job_ref")
    await member.fill(form, job_ref="JOB-061")
    await member.submit(form)


async def time_is_over(play: Testbed, clock: Clock) -> None:
    clock.ahead = 11 * MINUTE
    assert play.app is not None
    play.app.flows.dispatcher.wake()


@pytest.mark.testbed(**APPROVALS, jobs_channel="C0MAINT001")
async def test_an_approved_deletion_of_a_job_that_was_deleted_in_propops_is_no_row(
    play: Testbed, clock: Clock
) -> None:
    card = await raised(play)
    await deleted(play)
    await play.slack.member("dana").press(await card_of(play), "Approve")
    await play.slack.until(lambda: "to be deleted" in outline(card.blocks) or None, why="approved")
    play.propops.delete("JOB-061")
    await time_is_over(play, clock)
    told = await answer(play, "priya", "there was nothing to delete")
    assert "JOB-061" in told.text
    assert told.text.count("JOB-061") == 1
    assert "Job deleted" not in outline(card.blocks)  # the bot did not do it
    board = outline_view(await home(play))
    assert "Didn't go through" not in board
    assert not [each for each in play.propops.writes if each["action"] == "delete"]


@pytest.mark.testbed(**(APPROVALS | {"linked": BOTH}), jobs_channel="C0MAINT001")
async def test_a_deletion_that_is_approved_only_after_the_job_is_gone(
    play: Testbed, clock: Clock
) -> None:
    await raised(play)
    await deleted(play)
    approval = await card_of(play)
    play.propops.delete("JOB-061")
    await play.slack.member("dana").press(approval, "Approve")
    await answer(play, "priya", "there was nothing to delete")
    assert "Didn't go through" not in outline_view(await home(play))


@pytest.mark.testbed(linked=BOTH, approval_actions=(), undo_minutes=0)
async def test_a_form_that_is_sent_after_somebody_deleted_the_job_from_slack_names_them(
    play: Testbed,
) -> None:
    await raised(play)
    priya = play.slack.member("priya")
    await priya.command("/job update JOB-061")
    form = await priya.modal(having="job_title")
    await priya.fill(form, job_title="Boiler leaks badly")
    await deleted(play, "tom")
    await play.slack.until(lambda: play.propops.job_by("JOB-061") is None or None, why="deleted")
    await at_rest(play)
    await priya.submit(form)
    said = await until_title(priya, play, "Tom Reilly deleted JOB-061 from Slack")
    assert "no longer in PropOps" not in outline_view(said)
