"""Nothing typed is lost: words that are too long, too late, or that nobody would see."""

import pytest

from bot.sandbox.outline import outline, outline_view
from bot.sandbox.propops import Fault
from bot.sandbox.testbed import Testbed
from bot.store.database import DatabaseDown
from tests.stories.acting import answer, until_title
from tests.stories.panels import PAGES, opened

LONG = " ".join(f"word{n}" for n in range(500))
"""3,889 characters."""


async def test_a_note_that_is_too_long_for_one_becomes_two(play: Testbed) -> None:
    priya = play.slack.member("priya")
    await priya.command(f"/job note JOB-003 {LONG}")
    form = await priya.modal(having="note_text")
    offer = await answer(play, "priya", "the rest is kept for a second one")
    first = form.value("note_text")
    await priya.submit(form)
    assert "open anything?" in form.errors["note_text"]  # word100
    await priya.submit(form)
    await play.slack.until(lambda: play.propops.notes("JOB-003") or None, why="the first")
    await priya.press(offer, "Open the form")
    again = await until_title(priya, play, "JOB-003")
    assert f"{first} {again.value('note_text')}" == LONG


async def test_a_form_that_is_too_old_to_send_keeps_what_was_typed(play: Testbed) -> None:
    priya = play.slack.member("priya")
    await priya.command("/job update JOB-003")
    form = await priya.modal(having="job_title")
    await priya.fill(form, job_title="Leak in the loft, tenant rang twice")
    assert play.app is not None
    drafts = play.app.stores.drafts
    for draft in await drafts.of(play.member("priya")):
        await drafts.drop(draft.id)
    await priya.submit(form)
    assert "too old to send" in form.errors["job_title"]
    assert form.value("job_title") == "Leak in the loft, tenant rang twice"
    assert priya.top is form


@pytest.mark.parametrize(
    "line", ["/job new leak & damp <flat 2>, ring first", "/job note 3 ring & ask first"]
)
async def test_a_line_that_came_to_nothing_is_said_again(
    play: Testbed, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert play.app is not None

    async def away(*_: object) -> None:
        raise DatabaseDown("away")

    monkeypatch.setattr(play.app.stores.tokens, "get", away)
    priya = play.slack.member("priya")
    await priya.command(line)
    told = await answer(play, "priya", "What you typed, to be sent again")
    assert line in outline(told.blocks).replace("&amp;", "&").replace("&lt;", "<").replace(
        "&gt;", ">"
    )


@pytest.mark.testbed(propops_job_url=PAGES, work_objects_comments="on")
@pytest.mark.parametrize("text", ["\u200b", "\u3164 \u2060", "\u0301"])
async def test_a_comment_that_nobody_would_see_is_asked_for(play: Testbed, text: str) -> None:
    panel = await opened(play)
    priya = play.slack.member("priya")
    await priya.open_comments(panel)
    await priya.comment(panel, text)
    assert "write the note first" in panel.comments_error
    assert play.propops.notes("JOB-061") == []


async def test_a_note_says_what_was_typed_and_not_how_slack_sends_it(play: Testbed) -> None:
    priya = play.slack.member("priya")
    await priya.command("/job note JOB-003 D&D rang, <urgent>")
    form = await priya.modal(having="note_text")
    assert form.value("note_text") == "D&D rang, <urgent>"
    assert "amp" not in outline_view(form)
    await priya.submit(form)
    await play.slack.until(lambda: play.propops.notes("JOB-003") or None, why="the note")
    assert play.propops.notes("JOB-003")[-1]["note_text"] == "D&D rang, <urgent>"


async def test_a_line_under_way_while_the_bot_is_stopped_is_kept(play: Testbed) -> None:
    play.propops.fail(Fault("*", "slow", times=None, seconds=5))
    priya = play.slack.member("priya")
    await priya.command("/job new leak in the loft, ring first")
    assert play.app is not None
    await play.app._listeners.background.close(0.05)
    await play.app._listeners.presses.offer_lines_back()
    offer = await answer(play, "priya", "What you typed is kept")
    play.propops.heal()
    while priya.top is not None:
        await priya.close(priya.top)
    await priya.press(offer, "Go on")
    form = await priya.modal(having="job_title")
    assert "ring first" in outline_view(form)


@pytest.mark.parametrize("line", ["new", "update JOB-003"])
async def test_a_line_longer_than_its_form_can_show_is_sent_back_whole(
    play: Testbed, line: str
) -> None:
    words = " ".join(f"word{n}" for n in range(1_200))
    priya = play.slack.member("priya")
    await priya.command(f"/job {line} {words}")
    await priya.modal(having="job_title")
    told = await answer(play, "priya", "longer than its form can show")
    said = outline(told.blocks).replace("`", "").replace("\n", "")
    assert "".join(words.split()) in "".join(said.split())


async def test_why_a_job_goes_is_said_again_where_its_form_came_too_late(play: Testbed) -> None:
    play.slack.fail("views.open", "expired_trigger_id", times=5)
    await play.slack.member("priya").command("/job delete 3 raised twice")
    offer = await answer(play, "priya", "too slow to open the form")
    play.slack.heal()
    await play.slack.member("priya").press(offer, "Open the form")
    form = await play.slack.member("priya").modal(having="job_ref")
    assert "raised twice" in outline_view(form)
