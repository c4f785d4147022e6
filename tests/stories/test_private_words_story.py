"""What looks private in a title or description is asked about at send, and never in the channel."""

from bot.sandbox.testbed import Testbed
from tests.stories.acting import SIX, card_saying

MOBILE = "07700 900456"


async def test_a_code_in_a_description_is_asked_about_once_and_kept_knowingly(
    play: Testbed,
) -> None:
    priya = play.slack.member("priya")
    await priya.command("/job new")
    form = await priya.modal(having="job_title")
    words = f"No hot water. Key safe 4471 by back door. My mobile is {MOBILE}"
    await priya.fill(form, **(SIX | {"job_description": words}))
    errors = (await priya.submit(form)).errors
    assert list(errors) == ["job_description"]
    assert "a code and a phone number" in errors["job_description"]
    assert "Access details" in errors["job_description"]
    assert not play.propops.writes

    assert not (await priya.submit(form)).errors
    card = await card_saying(play, "Job created")
    shown = f"{card.text}{card.blocks}"
    assert "4471" not in shown
    assert "900456" not in shown
    assert "(private detail, see Show)" in shown
    assert MOBILE in play.propops.job("JOB-061")["job_description"]


async def test_what_the_job_had_before_is_not_asked_about(play: Testbed) -> None:
    play.propops.edit("JOB-003", by="Tom Reilly", job_title="Leak, key safe 4471")
    priya = play.slack.member("priya")
    await priya.command("/job update JOB-003 priority: low")
    form = await priya.modal(having="job_title")
    assert not (await priya.submit(form)).errors
    card = await card_saying(play, "Job updated")
    assert "4471" not in f"{card.text}{card.blocks}"
