"""The questions asked before something is done to a job."""

from bot.jobs.model import Job
from bot.sandbox.outline import outline_view
from bot.views import confirmations

JOB = Job(uuid="u", job_ref="JOB-001", job_title="Leak", contractor_name="Ace Gas")
KEPT = {"job": "u", "ref": "JOB-001", "channel": "C1"}


def test_a_preview_reads_as_what_goes_with_the_job() -> None:
    told = [
        "Job ref: JOB-001",
        "Can delete: yes",
        "Will delete, case notes: 3",
        "Photos: 0",
        "Commits: 4",
    ]
    told += ["Warning: This cannot be undone", "Warning: an invoice is open"]
    assert confirmations.preview_lines(told) == [
        "Case notes: 3",
        "Saved states: 4",
        "Warning: an invoice is open",
    ]


def test_a_preview_that_says_no_is_shown() -> None:
    assert confirmations.preview_lines(["Can delete: no"]) == ["Can delete: no"]


def test_without_an_archived_status_only_deleting_is_offered() -> None:
    view = confirmations.delete_ask(JOB, [], None, KEPT)
    assert "Archive instead" not in outline_view(view)


def test_where_propops_lists_no_files_an_id_can_be_typed() -> None:
    view = confirmations.files_ask(JOB, None, KEPT)
    assert view["blocks"][-1]["element"]["type"] == "plain_text_input"
    assert view["blocks"][-1]["block_id"] == "file_id"


def test_people_are_mailed_about_a_note_only_when_the_box_is_ticked() -> None:
    view = confirmations.note_ask("JOB-001", KEPT)
    [box] = [b for b in view["blocks"] if b.get("block_id") == "send_email"]
    assert "initial_options" not in box["element"]
