"""What others do in PropOps, each act as PropOps stores it."""

from datetime import date, timedelta

import pytest

from bot.sandbox.playground.elsewhere import DEEDS, NOTE, SOMEBODY, Elsewhere
from bot.sandbox.propops import SandboxPropOps
from bot.sandbox.slack import NotPossible

TODAY = date(2026, 11, 26)


@pytest.fixture
def propops() -> SandboxPropOps:
    return SandboxPropOps()


@pytest.fixture
def others(propops: SandboxPropOps) -> Elsewhere:
    return Elsewhere(propops, lambda: TODAY)


def with_contractor(propops: SandboxPropOps) -> str:
    return next(str(job["job_ref"]) for job in propops.jobs if job["status_name"] == "Assigned")


def test_a_contractor_accepts_in_their_own_name(propops: SandboxPropOps, others: Elsewhere) -> None:
    ref = with_contractor(propops)
    who = propops.job(ref)["contractor_name"]
    assert who in others.do("accept", ref)["words"]
    assert propops.job(ref)["status_name"] == "In progress"
    assert propops.commits(ref)[-1]["created_by_name"] == who


def test_only_a_contractor_who_is_there_accepts(propops: SandboxPropOps, others: Elsewhere) -> None:
    ref = next(job["job_ref"] for job in propops.jobs if not job["contractor_name"])
    with pytest.raises(NotPossible, match="no contractor yet"):
        others.do("accept", ref)


def test_a_date_is_moved_and_the_end_with_it(propops: SandboxPropOps, others: Elsewhere) -> None:
    ref = with_contractor(propops)
    propops.edit(ref, SOMEBODY, date_works_start_date=None, date_works_end_date=None)
    assert "Sat 28 November" in others.do("move", ref)["words"]
    propops.edit(ref, SOMEBODY, date_works_end_date="2026-11-29")
    others.do("move", ref)
    job = propops.job(ref)
    assert (job["date_works_start_date"], job["date_works_end_date"]) == (
        "2026-11-30",
        "2026-12-01",
    )
    assert date.fromisoformat(job["date_works_start_date"]) - TODAY == timedelta(days=4)


def test_a_note_arrives_and_leaves_the_job_as_it_is(
    propops: SandboxPropOps, others: Elsewhere
) -> None:
    before = propops.job("JOB-003")
    others.do("note", "JOB-003")
    assert propops.notes("JOB-003")[-1]["note_text"] == NOTE
    assert propops.job("JOB-003") == before


def test_a_job_is_closed_then_deleted_and_then_nothing_can_be_done(
    propops: SandboxPropOps, others: Elsewhere
) -> None:
    others.do("close", "JOB-003")
    assert propops.job("JOB-003")["status_name"] == "Closed"
    others.do("delete", "JOB-003")
    for deed in DEEDS:
        with pytest.raises(NotPossible, match="no longer in PropOps"):
            others.do(deed, "JOB-003")
