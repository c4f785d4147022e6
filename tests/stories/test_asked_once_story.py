"""What may open something is asked about once for each word, whatever else is written beside it later."""

import pytest

from bot.sandbox.outline import outline_view
from bot.sandbox.testbed import Testbed
from tests.stories.acting import SIX, card_of, card_saying, until_title
from tests.stories.panels import PAGES, opened
from tests.without_ids import without_ids

DELETE_TITLE = "Delete job"


async def test_a_second_number_in_a_field_is_asked_about_alone_and_moved_alone(
    play: Testbed,
) -> None:
    priya = play.slack.member("priya")
    await priya.command("/job new")
    form = await priya.modal(having="job_title")
    await priya.fill(form, **(SIX | {"job_title": "Tap 166"}))
    assert "“166”" in (await priya.submit(form)).errors["job_title"]
    form = await until_title(priya, play, "[Keep]")
    await priya.press(form, "Keep")
    form = await until_title(priya, play, "Kept here")
    await priya.fill(form, job_title="Tap 166, blue one 5528")
    asked = (await priya.submit(form)).errors["job_title"]
    assert "“5528”" in asked
    assert "166" not in asked
    form = await until_title(priya, play, "[Keep]")
    await priya.press(form, "Move to Access details")
    form = await until_title(priya, play, "Moved to Access details")
    assert "166" in str(form.value("job_title"))
    assert "5528" not in str(form.value("job_title"))
    assert "166" not in str(form.value("access_details"))
    assert not (await priya.submit(form)).errors
    await card_saying(play, "Job created")


async def test_where_a_key_lies_is_asked_about_and_moved(play: Testbed) -> None:
    priya = play.slack.member("priya")
    await priya.command("/job new")
    form = await priya.modal(having="job_title")
    await priya.fill(form, **(SIX | {"job_title": "Tap drips. Key under the mat"}))
    asked = (await priya.submit(form)).errors["job_title"]
    assert asked.startswith("This tells where a key is: “Key under the mat”. Please move it")
    form = await until_title(priya, play, "[Keep]")
    await priya.press(form, "Move to Access details")
    form = await until_title(priya, play, "Moved to Access details")
    assert "mat" not in str(form.value("job_title"))
    assert "Key under the mat" in str(form.value("access_details"))
    assert not (await priya.submit(form)).errors
    await card_saying(play, "Job created")


async def test_a_key_that_was_kept_is_on_the_card(play: Testbed) -> None:
    priya = play.slack.member("priya")
    await priya.command("/job new")
    form = await priya.modal(having="job_title")
    await priya.fill(form, **(SIX | {"job_title": "Tap drips. Key under the mat"}))
    assert "cards show it" in (await priya.submit(form)).errors["job_title"]
    form = await until_title(priya, play, "[Keep]")
    await priya.press(form, "Keep")
    form = await until_title(priya, play, "Kept here: cards show it.")
    assert not (await priya.submit(form)).errors
    card = await card_saying(play, "Job created")
    assert "Key under the mat" in f"{card.text}{card.blocks}"


async def test_a_text_written_anew_around_the_same_number_is_not_asked_about_again(
    play: Testbed,
) -> None:
    priya = play.slack.member("priya")
    await priya.command("/job new")
    form = await priya.modal(having="job_title")
    await priya.fill(form, **(SIX | {"job_title": "Tap 166"}))
    assert (await priya.submit(form)).errors
    await priya.fill(form, job_title="Kitchen tap drips 166")
    assert not (await priya.submit(form)).errors


async def test_a_case_note_asks_about_each_word_once_and_again_before_it_is_mailed(
    play: Testbed,
) -> None:
    priya = play.slack.member("priya")
    await priya.command("/job note JOB-003 It says 7715")
    form = await priya.modal(title="Add case note")
    assert "“7715”" in (await priya.submit(form)).errors["note_text"]
    await priya.fill(form, note_text="It says 7715 and 5528")
    asked = (await priya.submit(form)).errors["note_text"]
    assert "“5528”" in asked
    assert "7715" not in asked
    await priya.fill(form, send_email=["yes"])
    assert "PropOps e-mails this note" in (await priya.submit(form)).errors["note_text"]
    assert not (await priya.submit(form)).errors


@pytest.mark.testbed(propops_job_url=PAGES, work_objects_comments="on")
async def test_a_comment_asks_about_each_word_once(play: Testbed) -> None:
    panel = await opened(play)
    priya = play.slack.member("priya")
    await priya.open_comments(panel)
    await priya.comment(panel, "It says 7715")
    assert "“7715”" in panel.comments_error
    await priya.comment(panel, "It says 7715 and 5528")
    assert "“5528”" in panel.comments_error
    assert "7715" not in panel.comments_error
    await priya.comment(panel, "It says 7715 and 5528")
    assert len(play.propops.notes("JOB-061")) == 1


@pytest.mark.testbed(approvals_channel="C0APPROV01", approvers=("U0DANA0001",))
@pytest.mark.parametrize("line", ["/job delete JOB-003", "/job delete JOB-003 blue one 7715"])
async def test_why_of_a_delete_asks(play: Testbed, line: str) -> None:
    priya = play.slack.member("priya")
    await priya.command(line)
    form = await priya.modal(title=DELETE_TITLE)
    await priya.fill(form, job_ref="JOB-003", why="Raised twice, blue one 7715, gate code 9038")
    asked = (await priya.submit(form)).errors["why"]
    assert "“gate code 9038”" in asked
    assert "Does “7715” open anything?" in asked
    assert "7715" in outline_view(form)
    assert not (await priya.submit(form)).errors
    card = await card_of(play)
    assert "9038" not in without_ids(f"{card.text}{card.blocks}")


@pytest.mark.parametrize("why", ["", "Raised twice, see JOB-007", "Tenant left on 12 June"])
async def test_an_everyday_why_is_not_asked_about(play: Testbed, why: str) -> None:
    priya = play.slack.member("priya")
    await priya.command("/job delete JOB-003")
    form = await priya.modal(title=DELETE_TITLE)
    await priya.fill(form, job_ref="JOB-003", why=why)
    assert not (await priya.submit(form)).errors
