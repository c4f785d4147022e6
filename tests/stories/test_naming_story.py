"""Jobs and commands named as people name them, in every command."""

import pytest

from bot.sandbox.outline import outline, outline_view
from bot.sandbox.testbed import Testbed
from tests.stories.acting import answer, card_saying, raised, until_title

REF = "/job show JOB-003"


@pytest.mark.parametrize(
    "line",
    ["61", "JOB-061", "JOB–061.", "job 61", "show 061", "show job61", "show “JOB-061”", "view 61"],
)
async def test_a_job_is_shown_however_it_is_named(play: Testbed, line: str) -> None:
    await raised(play)
    await play.slack.member("priya").command(f"/job {line}")
    await answer(play, "priya", "No hot water since Sunday.")


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("update 61", "Update job"),
        ("edit job 61, priority low", "Update job"),
        ("restore 61.", "Restore job"),
        ("delete JOB061", "Delete job"),
        ("remove 61", "Delete job"),
        ("note 61 Tenant is out until two", "Add case note"),
        ("assign 61 ace gas", "Update job"),
        ("close #61", "Update job"),
    ],
)
async def test_a_form_opens_for_the_job_that_was_meant(
    play: Testbed, line: str, title: str
) -> None:
    await raised(play)
    priya = play.slack.member("priya")
    await priya.command(f"/job {line}")
    form = await priya.modal(title=title)
    assert "JOB-061" in f"{outline_view(form)} {form.private_metadata}"
    if "note" in line:
        assert form.value("note_text") == "Tenant is out until two"
    if "close" in line:
        assert "Complete" in outline_view(form)
    if "assign" in line:
        assert "Ace Gas" in outline_view(form)


@pytest.mark.parametrize("command", ["notify", "delete", "restore", "update", "show", "history"])
async def test_no_other_number_is_ever_offered(play: Testbed, command: str) -> None:
    priya = play.slack.member("priya")
    await priya.command(f"/job {command} JOB-999")
    if command in {"show", "history"}:
        told = outline((await answer(play, "priya", "JOB-999")).blocks)
    else:
        told = outline_view(await until_title(priya, play, "JOB-999"))
    assert "Did you mean" not in told
    assert "check the reference" in told


async def test_a_link_that_names_no_job_is_told_so(play: Testbed) -> None:
    await play.slack.member("priya").command("/job show https://propops.example.com/help/about")
    told = await answer(play, "priya", "which job it is")
    assert "copy the job's reference" in told.text


async def test_a_slip_in_the_letters_is_offered(play: Testbed) -> None:
    await play.slack.member("priya").command("/job show JBO-003")
    await answer(play, "priya", "Did you mean JOB-003?")


@pytest.mark.testbed(approval_actions=(), undo_minutes=0)
@pytest.mark.parametrize("named", ["JOB-061", "61", "job 61"])
async def test_a_deleted_job_is_remembered(play: Testbed, named: str) -> None:
    await raised(play)
    priya = play.slack.member("priya")
    await priya.command("/job delete 61")
    form = await priya.modal(title="Delete job", having="job_ref")
    await priya.fill(form, job_ref="JOB-061")
    await priya.submit(form)
    await card_saying(play, "Job deleted")
    await priya.command(f"/job show {named}")
    told = await answer(play, "priya", "was deleted by")
    await priya.press(told, "Raise again")
    again = await priya.modal(title="New job", having="job_title")
    assert again.value("job_title") == "Boiler not firing"


@pytest.mark.parametrize(
    ("line", "button", "title", "words"),
    [
        ("nwe boiler not firing", "Use /job new", "New job", "Boiler not firing"),
        ("boiler broken upstairs", "Raise this as a job", "New job", "Boiler broken upstairs"),
        ("updaet JOB-003 priority low", "Use /job update", "Update job", "JOB-003"),
        ("mould 3 rooms", "Raise this as a job", "New job", "Mould 3 rooms"),
    ],
)
async def test_a_line_after_an_unknown_word_is_kept_and_offered(
    play: Testbed, line: str, button: str, title: str, words: str
) -> None:
    priya = play.slack.member("priya")
    await priya.command(f"/job {line}")
    told = await answer(play, "priya", "What you typed is kept")
    await priya.press(told, button)
    form = await priya.modal(title=title, having="job_title")
    assert words in f"{outline_view(form)} {form.private_metadata}"


async def test_two_jobs_of_one_number_are_told_apart(play: Testbed) -> None:
    other = play.propops._found("JOB-004")
    other["job_ref"] = "WO-003"
    await play.slack.member("priya").command("/job show 3")
    told = outline((await answer(play, "priya", "More than one job")).blocks)
    assert "JOB-003" in told
    assert "WO-003" in told


async def test_a_job_named_without_a_command_can_be_updated(play: Testbed) -> None:
    priya = play.slack.member("priya")
    await priya.command("/job JOB-003 title: New words")
    await priya.press(await answer(play, "priya", "What you typed is kept"), "Use /job update")
    form = await priya.modal(having="job_title")
    assert form.value("job_title") == "New words"
