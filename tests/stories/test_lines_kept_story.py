"""A line about a job that is not there, or while PropOps is away: what was typed after the reference is kept."""

import pytest
from structlog.testing import capture_logs

from bot.sandbox.outline import outline_view
from bot.sandbox.propops import Fault
from bot.sandbox.propops.faults import Kind
from bot.sandbox.testbed import Testbed
from tests.stories.acting import answer, until_title, updated

WORDS = "tenant rang, wants Friday"


@pytest.mark.parametrize("typed", [f"JOB-999 {WORDS}", f"999 {WORDS}", WORDS])
async def test_a_note_asks_which_job_it_is_for(play: Testbed, typed: str) -> None:
    priya = play.slack.member("priya")
    await priya.command(f"/job note {typed}")
    form = await priya.modal(title="Add case note", having="note_text")
    assert WORDS in outline_view(form)
    assert "choose" in outline_view(form)
    await priya.fill(form, job_uuid=("JOB-003", 0))
    await priya.submit(form)
    await play.slack.until(lambda: play.propops.notes("JOB-003") or None, why="the note")
    assert [note["note_text"] for note in play.propops.notes("JOB-003")][-1] == WORDS


async def test_a_note_typed_while_propops_is_away_comes_back(play: Testbed) -> None:
    priya = play.slack.member("priya")
    play.propops.fail(Fault("*", "html", times=None))
    await priya.command(f"/job note JOB-003 {WORDS}")
    offer = await answer(play, "priya", "What you typed is kept")
    play.propops.heal()
    while priya.top is not None:
        await priya.close(priya.top)
    await priya.press(offer, "Open the form")
    form = await priya.modal(having="note_text")
    assert WORDS in outline_view(form)
    assert "JOB-003" in outline_view(form)


@pytest.mark.parametrize(
    "typed", ["JOB-999 status done, ring first", "999 status done, ring first"]
)
async def test_an_update_of_no_job_is_said_again(play: Testbed, typed: str) -> None:
    priya = play.slack.member("priya")
    await priya.command(f"/job update {typed}")
    offer = await answer(play, "priya", "What you typed is kept")
    assert f"/job update {typed}" in offer.text
    await priya.close(await until_title(priya, play, "I can't find"))
    await priya.press(offer, "Raise this as a job")
    assert "ring first" in outline_view(await priya.modal(having="job_title"))


@pytest.mark.parametrize("typed", ["", "status done", "on the card"])
async def test_only_what_was_typed_is_said_to_be_kept(
    play: Testbed, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    monkeypatch.setattr("handlers.background.OPEN_WITHIN", 0.0)
    priya = play.slack.member("priya")
    card = await updated(play, job_title="Gate sticks")
    play.propops.fail(Fault("*", "html", times=None))
    with capture_logs() as logged:
        if typed == "on the card":
            await priya.press(card, "Update")
        else:
            await priya.command(f"/job update JOB-003 {typed}".strip())
        view = outline_view(await until_title(priya, play, "PropOps is away"))
    said = (await answer(play, "priya", "PropOps is away")).text
    kept = typed == "status done"
    assert ("What you typed" in view, "What you typed" in said) == (kept, kept)
    assert "with one press" in view
    [told] = [each for each in logged if each.get("code") and each["code"] in view]
    assert told["member"] == priya.person.id


async def test_why_a_job_is_deleted_is_said_again_where_the_job_is_not_there(
    play: Testbed,
) -> None:
    priya = play.slack.member("priya")
    await priya.command("/job delete JOB-999 raised twice by mistake")
    shown = outline_view(await until_title(priya, play, "I can't find"))
    assert "/job delete JOB-999 raised twice by mistake" in shown


async def test_why_a_job_is_deleted_comes_back_once_propops_answers(play: Testbed) -> None:
    priya = play.slack.member("priya")
    play.propops.fail(Fault("*", "html", times=None))
    await priya.command("/job delete JOB-003 raised twice by mistake")
    offer = await answer(play, "priya", "What you typed is kept")
    play.propops.heal()
    while priya.top is not None:
        await priya.close(priya.top)
    await priya.press(offer, "Open the form")
    form = await priya.modal(having="job_ref")
    assert "raised twice by mistake" in outline_view(form)


@pytest.mark.testbed(propops_delete_without_preview=False)
async def test_why_a_job_is_deleted_is_said_again_where_it_may_not_be(play: Testbed) -> None:
    priya = play.slack.member("priya")
    play.propops.fail(Fault("preview_delete", "html", times=None))
    await priya.command("/job delete JOB-003 raised twice by mistake")
    shown = outline_view(await until_title(priya, play, "can't be deleted from here"))
    assert "/job delete JOB-003 raised twice by mistake" in shown


@pytest.mark.parametrize(
    ("fault", "told"), [("403", "ask your PropOps administrator"), ("400", "PropOps said no")]
)
async def test_a_form_that_was_on_its_way_says_why_it_does_not_come(
    play: Testbed, monkeypatch: pytest.MonkeyPatch, fault: Kind, told: str
) -> None:
    monkeypatch.setattr("handlers.background.OPEN_WITHIN", 0.0)
    priya = play.slack.member("priya")
    play.propops.fail(Fault("get", fault, times=None))
    await priya.command(f"/job note JOB-003 {WORDS}")
    view = await until_title(priya, play, told)
    line = f"/job note JOB-003 {WORDS}"

    def is_said() -> bool | None:
        shown = [each.blocks for each in (*priya.ephemerals, *priya.dms)]
        return line in f"{outline_view(view)} {shown}" or None

    await play.slack.until(is_said, why="the line is said again")


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("hello 12 Elm Row no heating", "No heating"),
        ("Hi, back gate off its hinges at 12 Elm Row", "Back gate"),
        ("todo fix the gate at 12 Elm Row", "Fix the gate"),
    ],
)
async def test_a_greeting_before_a_job_offers_it(play: Testbed, line: str, kept: str) -> None:
    priya = play.slack.member("priya")
    await priya.command(f"/job {line}")
    offer = await answer(play, "priya", "Is this a new job?")
    await priya.press(offer, "Raise this as a job")
    form = await priya.modal(having="job_title")
    assert kept in outline_view(form)
