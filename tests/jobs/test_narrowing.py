"""Lists of jobs are narrowed by names and by what a job is today."""

from datetime import date

import pytest

from bot.jobs.model import Job
from bot.jobs.narrowing import is_state, narrow

TODAY = date(2026, 6, 10)
JOBS = [
    Job(uuid="u1", job_ref="JOB-001", contractor_id=1, contractor_name="Ace Gas", priority_name="Urgent",
        status_name="In progress", date_works_start_date="2026-06-08", date_works_end_date="2026-06-09"),
    Job(uuid="u2", job_ref="JOB-002", contractor_id=2, contractor_name="Late Night Locks", priority_name="Low",
        status_name="New", date_works_start_date="2026-06-10", date_works_end_date="2026-06-12"),
    Job(uuid="u3", job_ref="JOB-003", priority_name="Urgent", status_name="New", date_works_start_date="2026-06-11"),
    Job(uuid="u4", job_ref="JOB-004", priority_name="Low", status_name="On hold"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "refs"),
    [
        ("", "1 2 3 4"),
        ("urgent", "1 3"),
        ("Urgent!", "1 3"),
        ("ace gas urgent", "1"),
        ("jobs for Ace Gas that are overdue", "1"),
        ("overdue", "1"),
        ("late", "1"),
        ("today", "2"),
        ("tomorrow", "2 3"),
        ("unassigned", "3 4"),
        ("no contractor", "3 4"),
        ("without a contractor, urgent", "3"),
        ("unassigned urgent tomorrow", "3"),
        ("in progress", "1"),
        ("on hold", "4"),
        ("new low priority", "2"),
        ("overdue unassigned", ""),
    ],
)
def test_every_word_narrows(typed: str, refs: str) -> None:
    narrowed = narrow(JOBS, typed, TODAY)
    assert narrowed.unknown == ""
    assert [job.job_ref[-1] for job in narrowed.jobs] == refs.split()
    assert narrowed.fits is bool(refs)


def test_a_word_that_names_nothing_is_told() -> None:
    assert narrow(JOBS, "urgent Zebra Crossing", TODAY).unknown == "Zebra Crossing"
    assert narrow(JOBS, "12 Elm Row today STRASSE", TODAY).unknown == "12 Elm Row STRASSE"
    assert narrow(JOBS, "Straße today", TODAY).unknown == "Straße"
    assert narrow(JOBS, " ".join("ABCDEFGHIJKLMN"), TODAY).unknown == "A B C D E F G H I J K L"


@pytest.mark.parametrize("typed", ["overdue", "Today", "no contractor", "unassigned."])
def test_a_state_alone_is_a_list(typed: str) -> None:
    assert is_state(typed)


@pytest.mark.parametrize("typed", ["", "leak today", "overdue invoice for 61", "urgent"])
def test_a_line_with_more_is_none(typed: str) -> None:
    assert not is_state(typed)
