"""Choose contractor, sent for a job that is another by then: nothing is sent, nobody is told."""

import pytest

from bot.sandbox.outline import outline_view
from bot.sandbox.slack.views import View
from bot.sandbox.testbed import Testbed
from tests.stories.acting import card_saying, raised, until_title
from tests.stories.at_rest import at_rest
from tests.stories.boards import contractor, status_id

TWO = pytest.mark.testbed(
    linked={"priya": "Priya Shah", "tom": "Tom Reilly"}, approval_actions=(), undo_minutes=0
)


async def chosen(play: Testbed) -> View:
    """The form with a contractor in it, not sent yet."""
    card = await raised(play)
    priya = play.slack.member("priya")
    await priya.press(card, "Choose contractor")
    form = await priya.modal(having="contractor_id")
    await priya.fill(form, contractor_id=("Ace", 0))
    return form


async def test_a_job_that_was_closed_meanwhile_is_not_given_a_contractor(play: Testbed) -> None:
    form = await chosen(play)
    play.propops.edit("JOB-061", by="Tom Reilly", status_id=status_id(play, "Closed"))
    priya = play.slack.member("priya")
    await priya.submit(form)
    whole = await until_title(priya, play, "JOB-061 is Closed now")
    assert "nobody was told" in outline_view(whole)
    assert "Ace Gas" in outline_view(whole)  # what was chosen is kept
    assert len(play.propops.writes) == 1
    assert not play.propops.job("JOB-061")["contractor_id"]

    await priya.submit(whole)  # all the same
    await card_saying(play, "Job updated")
    assert play.propops.job("JOB-061")["contractor_id"]
    assert play.propops.job("JOB-061")["status_name"] == "Closed"


async def test_a_job_that_moved_on_but_is_open_is_given_one(play: Testbed) -> None:
    form = await chosen(play)
    play.propops.edit("JOB-061", by="Tom Reilly", status_id=status_id(play, "In progress"))
    await play.slack.member("priya").submit(form)
    await card_saying(play, "Job updated")
    assert play.propops.job("JOB-061")["contractor_id"]


async def test_closed_and_given_another_contractor_meanwhile(play: Testbed) -> None:
    """Whose counts is asked first; *mine* is not sent to the closed job either."""
    form = await chosen(play)
    other = contractor(play, 1)
    closed = status_id(play, "Closed")
    play.propops.edit("JOB-061", by="Tom Reilly", status_id=closed, contractor_id=other)
    priya = play.slack.member("priya")
    await priya.submit(form)
    asks = await until_title(priya, play, "Tom Reilly changed")
    await priya.fill(asks, contractor_id="Mine: Ace Gas")
    await priya.submit(asks)
    await until_title(priya, play, "JOB-061 is Closed now")
    assert len(play.propops.writes) == 1


async def test_a_job_that_was_deleted_in_propops_meanwhile_is_said_in_the_form(
    play: Testbed,
) -> None:
    form = await chosen(play)
    play.propops.delete("JOB-061")
    priya = play.slack.member("priya")
    await priya.submit(form)
    await until_title(priya, play, "no longer in PropOps")
    assert len(play.propops.writes) == 1


@TWO
async def test_a_job_that_somebody_deleted_from_slack_meanwhile_names_them(play: Testbed) -> None:
    form = await chosen(play)
    tom = play.slack.member("tom")
    await tom.command("/job delete JOB-061")
    asks = await tom.modal(having="job_ref")
    await tom.fill(asks, job_ref="JOB-061")
    await tom.submit(asks)
    await play.slack.until(lambda: play.propops.job_by("JOB-061") is None or None, why="deleted")
    await at_rest(play)
    priya = play.slack.member("priya")
    await priya.submit(form)
    await until_title(priya, play, "Tom Reilly deleted JOB-061 from Slack")
