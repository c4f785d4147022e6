"""Case notes as the comments of a side panel, where that is switched on."""

import pytest

from bot.sandbox.propops import Fault
from bot.sandbox.propops.faults import Kind
from bot.sandbox.slack.refusals import NotPossible
from bot.sandbox.testbed import Testbed
from tests.stories.acting import dm_saying, raised
from tests.stories.at_rest import at_rest
from tests.stories.panels import PAGES, opened

ON: pytest.MarkDecorator = pytest.mark.testbed(propops_job_url=PAGES, work_objects_comments="on")
POSTED = "POST /api/jobs/case-notes"
OFF: pytest.MarkDecorator = pytest.mark.testbed(propops_job_url=PAGES)


@OFF
async def test_without_the_setting_a_panel_has_no_comments(play: Testbed) -> None:
    panel = await opened(play)
    with pytest.raises(NotPossible, match="no comments"):
        await play.slack.member("priya").open_comments(panel)


@ON
async def test_a_comment_is_a_case_note_once_and_mails_nobody(play: Testbed) -> None:
    panel = await opened(play)
    priya = play.slack.member("priya")
    await priya.open_comments(panel)
    assert panel.comments == []
    await priya.comment(panel, "Tenant rang <!channel>\nabout the noise")
    (note,) = play.propops.notes("JOB-061")
    assert note["note_text"] == "Tenant rang <!channel>\nabout the noise"
    assert play.propops.emails == []
    sent = [each for each in play.slack.deliveries if each.kind == "view_submission"][-1]
    await play.slack.redeliver(sent)
    await at_rest(play)
    assert len(play.propops.notes("JOB-061")) == 1
    await priya.open_comments(panel)
    assert panel.comments is not None
    (comment,) = panel.comments
    assert comment["sender"] == {"text": "Priya Shah"}
    assert "Tenant rang" in comment["comment"]["value"]
    assert "<" not in comment["comment"]["value"]


@ON
async def test_the_panel_says_how_many_there_are(play: Testbed) -> None:
    panel = await opened(play)
    priya = play.slack.member("priya")
    await priya.open_comments(panel)
    await priya.comment(panel, "One")
    await priya.refresh_panel(panel)
    assert panel.entity is not None
    assert panel.entity["entity_comments"]["count"] == 1


@ON
async def test_who_has_not_linked_is_shown_no_note(play: Testbed) -> None:
    panel = await opened(play)
    tom = play.slack.member("tom")
    theirs = play.slack.workspace.panels.of(tom.id, panel.message)
    theirs.entity = panel.entity
    await tom.open_comments(theirs)
    assert theirs.comments is None
    assert "/job link" in theirs.comments_error


@ON
async def test_a_guest_is_shown_no_note(play: Testbed) -> None:
    panel = await opened(play)
    gil = play.slack.member("gil")
    theirs = play.slack.workspace.panels.of(gil.id, panel.message)
    theirs.entity = panel.entity
    await gil.open_comments(theirs)
    assert theirs.comments is None
    assert "Guests" in theirs.comments_error


@ON
async def test_a_refused_note_is_said_over_what_was_typed_and_kept(play: Testbed) -> None:
    panel = await opened(play)
    priya = play.slack.member("priya")
    await priya.open_comments(panel)
    play.propops.forbid("Priya Shah", "api.jobs.case-notes.manage")
    await priya.comment(panel, "Tenant rang")
    assert "PropOps is unchanged" in panel.comments_error
    await play.slack.until(lambda: priya.dms or None, why="the note is kept")


@ON
async def test_a_note_is_not_changed(play: Testbed) -> None:
    panel = await opened(play)
    priya = play.slack.member("priya")
    await priya.open_comments(panel)
    await priya.comment(panel, "Other words", editing="7")
    assert "can't be changed" in panel.comments_error
    assert play.propops.notes("JOB-061") == []


@ON
async def test_many_notes_come_page_by_page(play: Testbed) -> None:
    card = await raised(play)
    priya = play.slack.member("priya")
    panel = await priya.open_panel(card)
    await priya.open_comments(panel)
    for number in range(3):
        await priya.comment(panel, f"Note {number}")
    await priya.open_comments(panel, limit=2)
    assert panel.comments is not None
    assert len(panel.comments) == 2
    assert panel.cursor == "2"
    await priya.open_comments(panel, limit=2, cursor=panel.cursor)
    assert [each["comment"]["value"] for each in panel.comments] == ["Note 0"]


@ON
async def test_propops_away_is_a_sentence(play: Testbed) -> None:
    panel = await opened(play)
    priya = play.slack.member("priya")
    play.propops.fail(Fault("GET /api/jobs/case-notes", "maintenance", times=None))
    await priya.open_comments(panel)
    assert panel.comments_error


@ON
@pytest.mark.parametrize("kind", ["drop_before", "drop_after", "500_before", "500_after", "429"])
async def test_a_note_that_propops_does_not_answer_is_kept_and_there_once(
    play: Testbed, kind: Kind
) -> None:
    panel = await opened(play)
    priya = play.slack.member("priya")
    await priya.open_comments(panel)
    play.propops.fail(Fault(POSTED, kind))
    await priya.comment(panel, "Tenant rang")
    assert panel.comments_error == "" or "I'll tell you" in panel.comments_error
    await play.slack.until(lambda: play.propops.notes("JOB-061") or None, why="the note")
    await at_rest(play)
    assert len(play.propops.notes("JOB-061")) == 1


@ON
@pytest.mark.parametrize("kind", ["404", "403", "400"])
async def test_a_note_that_propops_refuses_is_said_and_offered_again(
    play: Testbed, kind: Kind
) -> None:
    panel = await opened(play)
    priya = play.slack.member("priya")
    await priya.open_comments(panel)
    play.propops.fail(Fault(POSTED, kind))
    await priya.comment(panel, "Tenant rang")
    assert "PropOps is unchanged. Press Resume" in panel.comments_error
    told = await dm_saying(play, "is kept")
    await priya.press(told, "Resume")
    form = await priya.modal(having="note_text")
    assert form.value("note_text") == "Tenant rang"
    assert play.propops.notes("JOB-061") == []


@ON
async def test_a_note_behind_a_change_that_waits_is_told_of_once_and_goes_out_after_it(
    play: Testbed,
) -> None:
    panel = await opened(play)
    priya = play.slack.member("priya")
    await priya.open_comments(panel)
    writes = len(play.propops.writes)
    play.propops.fail(Fault("/api/security/csrf-token", "maintenance", times=None))
    await priya.save_panel(panel, {"priority": "Low"})
    await dm_saying(play, "JOB-061*: Saved.")
    await priya.comment(panel, "Tenant rang")
    assert "PropOps is away" in panel.comments_error
    told = await dm_saying(play, "(add case note)")
    assert "Saved. PropOps is away; I'll send it when it's back" in told.text
    assert told.buttons == ["Withdraw"]
    assert len(play.propops.writes) == writes
    play.propops.heal()
    await play.slack.until(lambda: play.propops.notes("JOB-061") or None, why="the note")
    await at_rest(play)
    assert play.propops.job("JOB-061")["priority_name"] == "Low"
    assert len(play.propops.writes) == writes + 1
    about = [each for each in priya.dms if "case note" in each.text.casefold()]
    assert about == [told]
    assert told.says("Case note added")
