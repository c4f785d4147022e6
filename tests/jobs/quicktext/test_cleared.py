"""Fields that an update empties without a colon; a sentence that only begins so changes nothing."""

import pytest

from bot.jobs.quicktext.parser import parse, parse_update
from tests.jobs.phrases import WEDNESDAY
from tests.jobs.quicktext.test_parser import NAMES


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("contractor none", "contractor_id"), ("Contractor nobody", "contractor_id"), ("remove contractor", "contractor_id"),
        ("unassign the contractor pls", "contractor_id"), ("assigned to nobody", "contractor_id"), ("agent none", "agent_id"), ("tenants none", "tenants_ids"),
        ("remove all tenants", "tenants_ids"), ("end date none", "date_works_end_date"), ("clear the end date", "date_works_end_date"),
        ("works start n/a", "date_works_start_date"), ("budget none", "job_total_budget"), ("vat none.", "vat_percentage"),
    ],
)  # fmt: skip
def test_a_field_is_emptied_as_after_a_colon(text: str, field: str) -> None:
    assert parse_update(text, WEDNESDAY, NAMES).values == {field: None}
    assert parse_update(f"status complete, {text}", WEDNESDAY, NAMES).values.keys() == {
        "status_id",
        field,
    }


@pytest.mark.parametrize(
    "text",
    [
        "contractor none of them came",
        "access none",
        "description none",
        "no contractor",
        "remove contractor's skip",
        "clear the drain",
        "none",
    ],
)
def test_what_may_mean_something_else_changes_nothing_and_is_said(text: str) -> None:
    quick = parse_update(text, WEDNESDAY, NAMES)

    assert quick.values == {}
    assert any("changes nothing" in note for note in quick.notes)


def test_a_field_that_must_be_there_stays() -> None:
    quick = parse_update("priority none", WEDNESDAY, NAMES)

    assert quick.values == {}
    assert quick.notes == ("Priority can't be empty in PropOps, so “priority none” was left out.",)


def test_a_new_job_has_nothing_to_empty() -> None:
    assert parse("remove contractor", WEDNESDAY, NAMES).values["job_title"] == "Remove contractor"
