"""Words that people type for what has another name: they open the right form for the right job."""

import pytest

from bot.jobs.forms import FIELDS
from bot.sandbox.outline import outline, outline_view
from bot.sandbox.testbed import Testbed
from handlers.quick_text import DAYS
from tests.stories.acting import answer, dm_saying
from tests.stories.at_rest import at_rest
from tests.stories.test_lists_story import listed
from tests.stories.test_unsent_forms_story import offers


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("close 3", "status_id", "Complete"),
        ("reopen 3", "status_id", "In progress"),
        ("archive job 3", "status_id", "Archived"),
        ("status 3 done", "status_id", "Complete"),
        ("status 3 in progress", "status_id", "In progress"),
        ("update 3 status done", "status_id", "Complete"),
        ("update 3 status: done", "status_id", "Complete"),
        ("update 3 done", "status_id", "Complete"),
        ("update status of 3 to done", "status_id", "Complete"),
        ("mark 3 as finished", "status_id", "Complete"),
        ("priority 3 high", "priority_id", "High"),
        ("priority 3: low", "priority_id", "Low"),
        ("budget 3 400", "job_total_budget", "400"),
        ("assign 3 Ace Gas", "contractor_id", "Ace Gas"),
        ("assign Ace Gas to 3", "contractor_id", "Ace Gas"),
        ("give job 3 to Ace Gas", "contractor_id", "Ace Gas"),
        ("rename 3 Boiler, upstairs", "job_title", "Boiler, upstairs"),
        ("raise 3 to urgent", "priority_id", "Urgent"),
        ("upd 3 low", "priority_id", "Low"),
        ("update 3 asap", "priority_id", "Urgent"),
        ("please close 3", "status_id", "Complete"),
    ],
)
async def test_the_form_of_that_job_opens_with_the_field_filled_in(
    play: Testbed, line: str, field: str, value: str
) -> None:
    priya = play.slack.member("priya")
    before = len(play.propops.writes)
    await priya.command(f"/job {line}")
    form = await priya.modal(title="Update job", having="job_title")
    assert "JOB-003" in outline_view(form)
    shown = outline_view(form).splitlines()
    assert any(line.startswith(FIELDS[field].label) and value in line for line in shown)
    assert len(play.propops.writes) == before


@pytest.mark.parametrize("line", ["cancel 3", "hold 3"])
async def test_a_status_this_propops_does_not_have_is_asked_for_beside_its_field(
    play: Testbed, line: str
) -> None:
    priya = play.slack.member("priya")
    await priya.command(f"/job {line}")
    form = outline_view(await priya.modal(title="Update job", having="job_title"))
    assert "JOB-003" in form
    assert "No status is called" in form


@pytest.mark.parametrize(
    ("line", "is_filled"),
    [
        ("close 3 tomorrow", False),
        ("close 3 tmrw", False),
        ("update 3 done friday", False),
        ("update 3 status done, works end tomorrow", True),
    ],
)
async def test_the_day_beside_an_end_is_asked_about(
    play: Testbed, line: str, is_filled: bool
) -> None:
    before = {day: str(play.propops.job("JOB-003")[day] or "")[:10] for day in DAYS}
    priya = play.slack.member("priya")
    await priya.command(f"/job {line}")
    form = await priya.modal(title="Update job", having="job_title")
    after = {day: form.value(day) or "" for day in DAYS}
    assert (after != before) is is_filled
    assert ("If it is the day of the works" in outline_view(form)) is not is_filled


@pytest.mark.parametrize("word", ["move", "push", "push back"])
async def test_a_day_may_follow_the_job(play: Testbed, word: str) -> None:
    priya = play.slack.member("priya")
    await priya.command(f"/job {word} 3 to tomorrow")
    form = await priya.modal(title="Update job", having="job_title")
    assert form.value("date_works_start_date")


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("undo 3", "Restore job"),
        ("chase 3", "Notify contractor"),
        ("add a note to 3 rang the tenant", "Add case note"),
        ("comment 3 rang the tenant", "Add case note"),
        ("remove 3", "Delete job"),
    ],
)
async def test_the_nearest_right_form_opens(play: Testbed, line: str, title: str) -> None:
    priya = play.slack.member("priya")
    await priya.command(f"/job {line}")
    form = await priya.modal(title=title)
    assert "JOB-003" in f"{outline_view(form)} {form.private_metadata}"


async def test_a_question_offers_the_job_it_is_about(play: Testbed) -> None:
    priya = play.slack.member("priya")
    await priya.command("/job is 3 done ?")
    offer = await answer(play, "priya", "press the button that fits")
    await priya.press(offer, "Use /job show")
    await answer(play, "priya", "JOB-003")


@pytest.mark.parametrize("line", ["status 3", "budget job 3", "details JOB-003"])
async def test_a_question_about_a_job_shows_it(play: Testbed, line: str) -> None:
    await play.slack.member("priya").command(f"/job {line}")
    await answer(play, "priya", "JOB-003")


@pytest.mark.parametrize(
    ("line", "words", "button", "title"),
    [
        ("cancel boiler visit", "Which job is that about?", "Raise this as a job", "New job"),
        ("quote 2 new windows", "Is this about job 2", "Raise this as a job", "New job"),
        ("quote 3 Q-17", "Is this about job 3", "Use /job quote", "Update job"),
        ("cancle 3", "There is no `/job cancle`", "Use /job cancel", "Update job"),
        ("snooze 3", "There is no `/job snooze`", "Use /job update", "Update job"),
        ("job 3 is finished", "What would you like to do", "Use /job update", "Update job"),
        ("3 status done", "What you typed is kept", "Use /job status", "Update job"),
        ("3 urgent", "Is this about job *3*", "Use /job update", "Update job"),
        ("3 ace gas", "or is it a new job", "Use /job update", "Update job"),
        ("12 Elm Row tap drips", "Is this about job *12*", "Raise this as a job", "New job"),
        ("JOB-003 priority low", "What would you like to do", "Use /job update", "Update job"),
    ],
)
async def test_what_is_not_certain_is_asked(
    play: Testbed, line: str, words: str, button: str, title: str
) -> None:
    priya = play.slack.member("priya")
    await priya.command(f"/job {line}")
    told = await answer(play, "priya", words)
    await priya.press(told, button)
    form = await priya.modal(title=title, having="job_title")
    assert title == "New job" or "JOB-003" in outline_view(form)
    assert play.propops.writes == []


@pytest.mark.parametrize(
    ("line", "words", "button", "ref", "field"),
    [
        ("close 3 & 7", "names 2 jobs", "Job 7", "JOB-007", "Complete"),
        ("budget 3 for 7", "Which job is that about", "Job 7", "JOB-007", "3"),
        ("update 3 Elm Row", "Is that about job *3*", "Job 3", "JOB-003", ""),
    ],
)
async def test_of_several_jobs_none_is_guessed(
    play: Testbed, line: str, words: str, button: str, ref: str, field: str
) -> None:
    priya = play.slack.member("priya")
    await priya.command(f"/job {line}")
    told = await answer(play, "priya", words)
    await priya.press(told, button)
    form = outline_view(await priya.modal(title="Update job", having="job_title"))
    assert ref in form
    assert field in form
    assert play.propops.writes == []


@pytest.mark.parametrize("word", ["close", "assign", "budget", "edit"])
async def test_a_word_alone_asks_which_job(play: Testbed, word: str) -> None:
    await play.slack.member("priya").command(f"/job {word}")
    await answer(play, "priya", "Which job?")


@pytest.mark.parametrize("line", ["notify Ace Gas", "show Ace Gas"])
async def test_a_firm_in_the_place_of_a_job_is_told_how_to_find_its_jobs(
    play: Testbed, line: str
) -> None:
    priya = play.slack.member("priya")
    await priya.command(f"/job {line}")
    if line.startswith("show"):
        told = outline((await answer(play, "priya", "Ace Gas")).blocks)
    else:
        told = outline_view(await priya.modal(title="Notify contractor"))
    assert "/job find Ace Gas" in told
    assert "Raise" not in told


@pytest.mark.parametrize(
    "line", ["find “boiler”", 'find "boiler"', "search ‘boiler’", "look boiler"]
)
async def test_quotation_marks_are_not_searched_for(play: Testbed, line: str) -> None:
    await play.slack.member("priya").command(f"/job {line}")
    told = outline((await answer(play, "priya", "“boiler”")).blocks)
    assert "No job" not in told
    assert "““" not in told


async def test_a_form_that_a_word_filled_in_closes_in_silence(play: Testbed) -> None:
    priya = play.slack.member("priya")
    for line in ("close 3", "reopen JOB-003", "start 3"):
        await priya.command(f"/job {line}")
        await priya.close(await priya.modal(title="Update job", having="job_title"))
    await at_rest(play)
    assert offers(play) == []


async def test_why_a_job_is_to_be_deleted_is_kept(play: Testbed) -> None:
    priya = play.slack.member("priya")
    await priya.command("/job delete 3")
    form = await priya.modal(title="Delete job", having="why")
    await priya.fill(form, why="Raised twice, see JOB-004")
    await priya.close(form)
    told = await dm_saying(play, "Delete JOB-003")
    await priya.press(told, "Go on")
    again = await priya.modal(title="Delete job", having="why")
    assert again.value("why") == "Raised twice, see JOB-004"
    assert again.value("job_ref") in (None, "")
    await priya.fill(again, job_ref="JOB-003")
    await priya.submit(again)
    await at_rest(play)
    assert told.buttons == []


async def test_a_delete_form_in_which_nothing_was_typed_closes_in_silence(play: Testbed) -> None:
    priya = play.slack.member("priya")
    await priya.command("/job delete 3")
    await priya.close(await priya.modal(title="Delete job", having="why"))
    await at_rest(play)
    assert offers(play) == []


async def test_a_note_with_a_pasted_link_keeps_its_text(play: Testbed) -> None:
    priya = play.slack.member("priya")
    uuid = play.propops.job("JOB-003")["uuid"]
    await priya.command(f"/job note <https://propops.example.com/jobs/{uuid}> rang the tenant")
    form = await priya.modal(title="Add case note", having="note_text")
    assert form.value("note_text") == "rang the tenant"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("delete 3 raised twice, see JOB-004", "raised twice, see JOB-004"),
        ("delete 3", ""),
    ],
)
async def test_a_reason_may_follow_the_job(play: Testbed, line: str, why: str) -> None:
    priya = play.slack.member("priya")
    await priya.command(f"/job {line}")
    form = await priya.modal(title="Delete job", having="why")
    assert (form.value("why") or "") == why


@pytest.mark.parametrize(
    "line",
    ["board JOB-061", "show 3 ace gas", "history 3 boiler", "help update", "whoami 🔥", "unfollow urgent", "mute JOB-003",
     "notify 3 and tom", "link tom"],
)  # fmt: skip
async def test_words_that_were_left_out_are_said(play: Testbed, line: str) -> None:
    said = await listed(play, f"/job {line}", "has no use for")
    assert f"“{line.split(maxsplit=1)[1].removeprefix('3 ')}”" in said.text


async def test_what_was_left_out_is_searched_for_with_one_press(play: Testbed) -> None:
    refused = await listed(play, "/job open vessel", "called")
    seen = len(play.slack.member("priya").ephemerals)
    await play.slack.member("priya").press(refused, "Find “vessel”")
    found = await play.slack.until(
        lambda: next(iter(play.slack.member("priya").ephemerals[seen:]), None), why="what was found"
    )
    assert "Boiler service" in outline(found.blocks)  # whose description has it
    assert "JOB-" in outline(found.blocks)


async def test_the_board_is_everybodys_or_ones_own_as_it_was_typed(play: Testbed) -> None:
    for line, whose in (("all", "Everybody's"), ("", "Everybody's"), ("mine", "My jobs")):
        await listed(play, f"/job board {line}", f"*{whose}*:")


async def test_a_number_at_the_end_is_asked_about_before_anybody_is_told(play: Testbed) -> None:
    priya = play.slack.member("priya")
    await priya.command("/job remind ace gas 3")
    await priya.press(await answer(play, "priya", "Is that about job 3?"), "Job 3")
    form = await priya.modal(title="Notify contractor")
    assert "JOB-003" in f"{outline_view(form)} {form.private_metadata}"


@pytest.mark.parametrize(
    ("line", "words"),
    [("what can you do", "PropOps jobs from Slack"), ("whats open today?", "Open jobs")],
)
async def test_a_question_is_answered(play: Testbed, line: str, words: str) -> None:
    await play.slack.member("priya").command(f"/job {line}")
    assert "no use for" not in outline((await answer(play, "priya", words)).blocks)
