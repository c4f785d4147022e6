"""What became of a change, as it is stored."""

from dataclasses import fields

from bot.jobs.outcome import MOST_LINES, FieldChange, JobRow, Outcome, Summary

WHOLE = Outcome(
    why="conflict",
    said="Somebody else changed this job.",
    field="job_title",
    forbidden=True,
    account="Priya Shah",
    failures=2,
    crashes=1,
    parked_at=1.5,
    reported="asked link",
    doubted=True,
    candidates=(JobRow("u-1", "JOB-1", "2026-06-01T09:00:00Z"),),
    claimed_job="u-1",
    times_again=1,
    duplicates=(JobRow("u-2", "JOB-2"),),
    also_of="S-ABCDEFGHIJ23",
    unread=True,
    already=True,
    no_job=True,
    conflicts=({"name": "job_title", "was": None, "theirs": "New", "mine": "Mine"},),
    approval_round=2,
    summary=Summary.of([FieldChange("job_title", "Title", "Old", "New")], ["Two tenants", ""]),
    tier="Large jobs",
    asked_again_because="It now takes two people.",
    too_few_approvers=True,
    approvers=("Sam", "Tom"),
)


def test_every_part_comes_back_as_it_was_stored() -> None:
    assert all(getattr(WHOLE, part.name) != getattr(Outcome(), part.name) for part in fields(WHOLE))
    assert Outcome.from_json(WHOLE.to_json()) == WHOLE
    assert Outcome().to_json() == {}


def test_the_stored_keys_never_change() -> None:
    assert WHOLE.to_json() == {
        "why": "conflict",
        "said": "Somebody else changed this job.",
        "field": "job_title",
        "forbidden": True,
        "account": "Priya Shah",
        "failures": 2,
        "crashes": 1,
        "parked_at": 1.5,
        "reported": "asked link",
        "doubted": True,
        "candidates": [{"uuid": "u-1", "ref": "JOB-1", "at": "2026-06-01T09:00:00Z"}],
        "claimed_job": "u-1",
        "times_again": 1,
        "duplicates": [{"uuid": "u-2", "ref": "JOB-2"}],
        "also_of": "S-ABCDEFGHIJ23",
        "unread": True,
        "already": True,
        "no_job": True,
        "conflicts": [{"name": "job_title", "was": None, "theirs": "New", "mine": "Mine"}],
        "approval_round": 2,
        "summary": {"rows": [["job_title", "Title", "Old", "New"]], "lines": ["Two tenants"]},
        "tier": "Large jobs",
        "asked_again_because": "It now takes two people.",
        "too_few_approvers": True,
        "approvers": ["Sam", "Tom"],
    }


def test_what_another_version_stored_is_read_as_far_as_it_is_known() -> None:
    stored = {"why": "strange", "said": "So it was.", "of a later version": [1]}
    assert Outcome.from_json(stored) == Outcome(said="So it was.")


def test_what_lasts_goes_into_the_next_run_and_the_rest_does_not() -> None:
    assert WHOLE.lasting_into(Outcome("down", "Away.", failures=1, approval_round=3)) == Outcome(
        "down",
        "Away.",
        failures=1,
        reported=WHOLE.reported,
        claimed_job=WHOLE.claimed_job,
        times_again=WHOLE.times_again,
        approval_round=3,
        summary=WHOLE.summary,
        tier=WHOLE.tier,
    )


def test_a_summary_has_no_empty_line_and_not_too_many() -> None:
    assert Summary.of(lines=["", "  one ", " "]).lines == ("one",)
    assert len(Summary.of(lines=["line"] * 20).lines) == MOST_LINES
