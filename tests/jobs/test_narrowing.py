"""Lists of jobs are narrowed by names and by what a job is today."""

from datetime import date

import pytest

from bot.jobs.model import Choice, Job
from bot.jobs.narrowing import has_words, is_state, longest_word, meanings, narrow
from bot.jobs.trade_words import BUILT_IN

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
        ("jobs for ace gas please", "1"),
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


MEANT = meanings(
    BUILT_IN,
    [Choice(1, "Plumbing"), Choice(2, "Gas & Heating")],
    [Choice(1, "Low"), Choice(2, "Urgent")],
)
TITLED = [
    Job(uuid="u1", job_ref="JOB-001", job_title="Leak under sink", job_type_name="Plumbing", priority_name="Low",
        full_address="12 Elm Row, Leeds", agent_name="Elm Lets"),
    Job(uuid="u2", job_ref="JOB-002", job_title="Low pressure", job_type_name="Plumbing", priority_name="Urgent",
        full_address="4 Oak Row, Leeds", agent_name="Elm Lets"),
    Job(uuid="u3", job_ref="JOB-003", job_title="Boiler dead, asap", job_type_name="Gas & Heating", priority_name="Low",
        full_address="4 Elm Row, Leeds", date_works_start_date="2026-06-12"),
    Job(uuid="u4", job_ref="JOB-004", job_title="No hot water", job_type_name="Gas & Heating", priority_name="Urgent",
        full_address="9 Elm Drive, York", date_works_start_date="2026-06-15"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "refs"),
    [
        ("plumbing", "1 2"),
        ("plumber", "1 2"),
        ("asap", "2 3 4"),
        ("emergency plumber", "2"),
        ("boiler", "3"),
        ("heating", "3 4"),
        ("radiator", "3 4"),
        ("hot water", "4"),
        ("leak", "1"),
        ("elm row", "1 3"),
        ("elm lets", "1 2"),
        ("at 12 elm row", "1"),
        ("boiler elm row", "3"),
        ("boiler at 4 Elm Row asap", "3"),
        ("york", "4"),
        ("this week", "3"),
    ],
)
def test_the_trades_words_titles_and_addresses_narrow(typed: str, refs: str) -> None:
    narrowed = narrow(TITLED, typed, TODAY, MEANT)
    assert narrowed.unknown == ""
    assert [job.job_ref[-1] for job in narrowed.jobs] == refs.split()


def test_words_that_do_not_stand_in_a_row_are_looked_for_by_the_longest() -> None:
    assert longest_word("boiler at 12 elm row") == "boiler"
    assert longest_word("boiler") == ""
    assert [job.job_ref for job in TITLED if has_words(job, "row boiler at 4 elm")] == ["JOB-003"]


@pytest.mark.parametrize("typed", ["overdue", "Today", "no contractor", "unassigned."])
def test_a_state_alone_is_a_list(typed: str) -> None:
    assert is_state(typed)


@pytest.mark.parametrize("typed", ["", "leak today", "overdue invoice for 61", "urgent"])
def test_a_line_with_more_is_none(typed: str) -> None:
    assert not is_state(typed)
