"""What an open job waits for, in kind and in words that stay true."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.jobs.deletions import PendingDeletion
from bot.jobs.model import Job
from bot.jobs.next_step import (
    AwaitedApproval,
    KnownHere,
    Next,
    Rules,
    Told,
    changes_at,
    next_step,
)
from bot.jobs.statuses import StatusNames
from bot.views.next_line import next_words

LONDON = ZoneInfo("Europe/London")
RULES = Rules(StatusNames.of(("Complete", "Closed"), ("Assigned", "In Progress")), 8.0, LONDON)
NOW = datetime(2026, 11, 24, 10, tzinfo=UTC).timestamp()
ACE = Job(
    uuid="u-1",
    status_name="New",
    contractor_id=1,
    contractor_name="Ace Gas",
    date_works_start_date="2026-11-26",
)
TOLD = Told(1, NOW - 3600, "Ace Gas", "U1", ("2026-11-26", ""))


def job(**fields: Any) -> Job:
    return ACE.model_copy(update=fields)


CASES = {
    "no contractor": (job(contractor_id=None), None, "choose a contractor"),
    "chosen and not told": (ACE, None, "tell Ace Gas"),
    "another one was told": (ACE, replace(TOLD, contractor_id=2), "tell Ace Gas"),
    "told": (ACE, TOLD, "Ace Gas to accept, told on Tue 24 November"),
    "the date has moved since": (
        job(date_works_start_date="2026-11-27"),
        TOLD,
        "tell Ace Gas the new date",
    ),
    "the date was taken back": (
        job(date_works_start_date=""),
        TOLD,
        "tell Ace Gas that no date is set now",
    ),
    "accepted by status": (job(status_name="assigned"), TOLD, "visit on Thu 26 November"),
    "accepted, and moved since": (
        job(status_name="Assigned", date_works_start_date="2026-11-27"),
        TOLD,
        "tell Ace Gas the new date",
    ),
    "the contractor moved it": (
        job(date_works_start_date="2026-11-27"),
        replace(TOLD, accepted_at=NOW),
        "visit on Fri 27 November",
    ),
    "the contractor wrote": (ACE, replace(TOLD, accepted_at=NOW), "visit on Thu 26 November"),
    "several days": (
        job(status_name="Assigned", date_works_end_date="2026-11-27"),
        None,
        "visit from Thu 26 November to Fri 27 November",
    ),
    "until a day": (
        job(status_name="Assigned", date_works_start_date="", date_works_end_date="2027-01-08"),
        None,
        "visit by Fri 8 January 2027",
    ),
    "accepted without a date": (
        job(status_name="Assigned", date_works_start_date=""),
        None,
        "agree a date for the visit",
    ),
    "the visit is over": (
        job(date_works_start_date="2026-11-23"),
        replace(TOLD, days=("2026-11-23", "")),
        "say how the visit went",
    ),
    "over, without a contractor": (
        job(contractor_id=None, date_works_start_date="2026-11-23"),
        None,
        "choose a contractor",
    ),
}


@pytest.mark.parametrize(("job_", "told", "words"), CASES.values(), ids=CASES)
def test_what_comes_next(job_: Job, told: Told | None, words: str) -> None:
    found = next_step(job_, KnownHere(told), RULES, NOW)
    assert found is not None
    assert next_words(found, job_, year=2026) == words


def test_a_closed_job_waits_for_nothing() -> None:
    assert next_step(job(status_name="CLOSED"), KnownHere(TOLD), RULES, NOW) is None
    assert changes_at(job(status_name="closed"), RULES, NOW) == 0


def test_what_waits_for_somebody_comes_first() -> None:
    approval = AwaitedApproval("Update job", "U2")
    found = next_step(ACE, KnownHere(approval=approval), RULES, NOW)
    assert found == Next("approval", approval=approval)
    words = next_words(found, ACE, year=2026, asker="Tom Reilly")
    assert words == "approval of “Update job”, asked by Tom Reilly"
    deletion = PendingDeletion("S-A", "U2", waits_for_approval=False, until=NOW)
    found = next_step(ACE, KnownHere(approval=approval, deletion=deletion), RULES, NOW)
    assert found == Next("deletion")


@pytest.mark.parametrize(
    ("day", "end"),
    [
        ("2026-11-26", datetime(2026, 11, 27, tzinfo=LONDON)),
        ("2027-03-28", datetime(2027, 3, 28, 23, tzinfo=UTC)),  # the clocks go forward that night
        ("2026-10-25", None),  # over
        ("", None),
        ("soon", None),
    ],
)
def test_it_changes_by_itself_when_the_last_day_ends(day: str, end: datetime | None) -> None:
    expected = end.timestamp() if end is not None else 0.0
    assert changes_at(job(date_works_start_date=day), RULES, NOW) == expected
    if end is not None:
        moved = job(date_works_start_date=day, status_name="Assigned")
        before, after = (
            next_step(moved, KnownHere(), RULES, expected + aside) for aside in (-1, 0)
        )
        assert (before, after) == (Next("visit"), Next("report"))


def test_it_is_told_by_the_day_of_the_properties() -> None:
    """Half an hour after midnight in London in summer, when it is yesterday in Greenwich."""
    late = datetime(2026, 7, 1, 23, 30, tzinfo=UTC).timestamp()
    told = replace(TOLD, at=late, days=("2026-07-20", ""))
    found = next_step(job(date_works_start_date="2026-07-20"), KnownHere(told), RULES, late)
    assert found is not None
    assert found.told_on == date(2026, 7, 2)
