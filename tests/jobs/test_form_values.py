"""What a form begins with, and what a member changed on it."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from inline_snapshot import snapshot

from bot.jobs.display import names_in
from bot.jobs.form_values import changed_fields, form_values, with_added
from bot.jobs.forms import FIELDS
from bot.jobs.model import Added, Choice, Job
from bot.jobs.reference_mark import mark
from bot.jobs.updates import on_form
from tests.views.samples import JOB

BEGAN = on_form(JOB)


def test_a_form_begins_with_what_the_job_holds_except_what_is_private_or_follows() -> None:
    assert form_values(BEGAN, names_in(JOB)) == snapshot(
        {
            "job_title": "Boiler not firing",
            "job_description": """\
No hot water since Monday.

Tenant works nights.\
""",
            "address_id": Choice(id=5, name="12 Elm Row, Leeds, LS1 1AA", detail=""),
            "priority_id": Choice(id=2, name="High", detail=""),
            "status_id": Choice(id=1, name="Open", detail=""),
            "job_type_id": Choice(id=3, name="Gas & Heating", detail=""),
            "contractor_id": Choice(id=20, name="Ace Gas", detail=""),
            "agent_id": Choice(id=10, name="Lets & Co", detail=""),
            "date_works_start_date": date(2026, 6, 12),
            "job_total_budget": Decimal(250),
            "contractor_budget": Decimal(180),
            "vat_percentage": Decimal(20),
        }
    )
    assert "total_amount" in on_form(JOB.model_copy(update={"total_amount": Decimal(99)}))


def test_a_form_sent_as_it_opened_changes_nothing() -> None:
    assert changed_fields(BEGAN, BEGAN, FIELDS) == {}


@pytest.mark.parametrize("name", FIELDS)
def test_an_emptied_field_is_a_change_only_if_the_form_showed_something(name: str) -> None:
    emptied = {key: value for key, value in BEGAN.items() if key != name}
    changed = changed_fields(emptied, BEGAN, FIELDS) if name != "job_description" else {}
    assert set(changed) == ({name} if name in BEGAN and name != "job_description" else set())
    assert changed.get(name) in (None, "")


def test_an_edited_form_changes_what_was_edited_on_it() -> None:
    edited: dict[str, Any] = BEGAN | {
        "job_description": "No hot water since Sunday.\nTenant works nights.",
        "contractor_budget": 200,
        "private_contact_name": "Sam",
    }
    changed = changed_fields(edited, BEGAN, FIELDS)
    assert changed == {
        "job_description": "<p>No hot water since Sunday.<br>Tenant works nights.</p>",
        "contractor_budget": 200,
        "private_contact_name": "Sam",
    }
    assert changed_fields(edited, BEGAN, {"quote_no"}) == {}


def test_an_edited_description_keeps_its_mark() -> None:
    began = BEGAN | {"job_description": mark("<p>Old words.</p>", "S-ABCDEFGHIJKL")}
    edited = BEGAN | {"job_description": "New words."}
    assert changed_fields(edited, began, FIELDS) == {
        "job_description": mark("<p>New words.</p>", "S-ABCDEFGHIJKL")
    }


def test_tenants_that_propops_does_not_tell_are_left_alone_until_someone_chooses() -> None:
    untold = on_form(Job(uuid="u"))
    told = on_form(JOB.model_copy(update={"tenants_ids": (4,)}))
    assert changed_fields({}, untold, ["tenants_ids"]) == {}
    assert changed_fields({"tenants_ids": [4]}, untold, ["tenants_ids"]) == {"tenants_ids": [4]}
    assert changed_fields({}, told, ["tenants_ids"]) == {"tenants_ids": []}


def test_what_is_added_joins_what_a_field_has_and_else_takes_its_place() -> None:
    john, ann = Choice(1, "John Smith"), Choice(2, "Ann Lee")
    now = {"tenants_ids": (john,), "contractor_id": Choice(20, "Ace Gas")}

    assert with_added({"tenants_ids": Added([ann, john])}, now) == {"tenants_ids": (john, ann)}
    assert with_added({"tenants_ids": Added([ann])}, {}) == {"tenants_ids": (ann,)}
    assert with_added({"tenants_ids": (ann,), "agent_id": None}, now) == {
        "tenants_ids": (ann,),
        "agent_id": None,
    }
