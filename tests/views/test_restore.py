"""The form that restores a revision."""

from inline_snapshot import snapshot

from bot.jobs.diff import changed
from bot.jobs.model import Choice, Commit, Job
from bot.sandbox.outline import outline_view
from bot.views import modals
from bot.views.job_card import job_card
from tests.views.samples import JOB, UUID
from tests.views.test_job_card import card, seen

COMMITS = [
    Commit(id=12, at="2026-06-12T08:30:00Z", by="Sam Ward", message="Status changed"),
    Commit(id="12", at="2026-01-12T08:30:00Z", by="Ann", rest=("2 files",)),
    Commit(id=None, at="2026-01-01T08:30:00Z"),
]


def test_restore_can_be_sent_only_once_a_revision_is_chosen() -> None:
    view = modals.restore_picker(JOB, COMMITS, None, None, {"job": UUID})
    assert "submit" not in view
    assert view["callback_id"] == "restore.send"
    assert outline_view(view) == snapshot("""\
┌ Restore job
Restore JOB-001 to an earlier state.
[‹Choose a moment› ▾]
└ [Cancel]\
""")


def test_restore_shows_what_would_change_before_it_is_sent() -> None:
    rows = changed({"status_id": 2}, JOB, {"status_id": "In progress"})
    view = modals.restore_picker(JOB, COMMITS, COMMITS[1], rows, {"job": UUID})
    assert outline_view(view) == snapshot("""\
┌ Restore job
Restore JOB-001 to an earlier state.
Go back to*: [Mon 12 January 2026, 08:30 · Ann ▾]
· 2 files
What would change (now → then)
• Status: Open → In progress
· PropOps may e-mail people about it.
└ [Cancel] [Restore]\
""")
    [block] = [block for block in view["blocks"] if block.get("block_id") == "commit_id"]
    assert block["type"] == "input"
    assert block["dispatch_action"] is True


def test_revisions_are_told_apart_by_british_time_and_author() -> None:
    view = modals.restore_picker(JOB, COMMITS)
    [options] = [b["elements"][0]["options"] for b in view["blocks"] if b["type"] == "actions"]
    assert [option["text"]["text"] for option in options] == [
        "Fri 12 June 2026, 09:30 · Sam Ward",
        "Mon 12 January 2026, 08:30 · Ann",
    ]
    assert options[0]["description"]["text"] == "Status changed"


def test_a_revision_beyond_the_hundredth_can_be_chosen_when_it_was() -> None:
    commits = [Commit(id=at, at="2026-06-12T08:30:00Z", by=f"No. {at}") for at in range(1, 151)]
    view = modals.restore_picker(JOB, commits, commits[149], [])
    told = outline_view(view)
    assert "The first 100 of 150 are listed." in told
    assert "No. 150" in told
    assert "already as it was then" in told


def test_many_changes_end_with_how_many_more() -> None:
    changes = changed({"job_title": "x" * 190}, JOB) * 60
    told = seen(job_card(card(changes=changes)))
    assert told.count("• Title") < 60
    assert f" · and {60 - told.count('• Title')} more" in told


def test_a_commit_id_keeps_its_json_type() -> None:
    view = modals.restore_picker(JOB, COMMITS)
    [options] = [b["elements"][0]["options"] for b in view["blocks"] if b["type"] == "actions"]
    assert [modals.commit_value(option["value"]) for option in options] == [12, "12"]


def test_a_listing_that_names_nothing_offers_nothing() -> None:
    view = modals.restore_picker(JOB, COMMITS[2:])
    assert "Please restore it in PropOps itself" in outline_view(view)
    assert "submit" not in view
    assert "no earlier versions" in outline_view(modals.restore_picker(Job(uuid="u"), []))


def test_a_choice_without_a_name_is_called_by_its_number() -> None:
    form = modals.FormView("create", "New job", {"contractor_id": Choice(20, " ")})
    assert "Contractor: [No. 20 ▾]" in outline_view(modals.draw(form))
