from datetime import date
from decimal import Decimal
from typing import Any

from inline_snapshot import snapshot

from bot.jobs.diff import changed, differences, unexpected
from bot.jobs.model import Choice, Job
from bot.jobs.outcome import FieldChange
from tests.views.samples import JOB, SECRETS


def but(**fields: Any) -> Job:
    return JOB.model_copy(update=fields)


def told(changes: list[FieldChange]) -> list[str]:
    return [f"{change.label}: {change.old} → {change.new}" for change in changes]


def test_a_write_is_told_in_words_and_in_form_order() -> None:
    fields = {
        "vat_percentage": 5,
        "contractor_id": 21,
        "agent_id": None,
        "date_works_start_date": "2026-06-15",
        "job_title": "Boiler not firing",
        "job_total_budget": 250.0,
        "tenants_ids": [4],
    }
    assert told(changed(fields, JOB, {"contractor_id": "Bright Sparks"})) == snapshot(
        [
            "Contractor: Ace Gas → Bright Sparks",
            "Letting agent: Lets & Co → —",
            "Tenants: not known → 1 tenant",
            "Works start: Fri 12 June 2026 → Mon 15 June 2026",
            "VAT: 20% → 5%",
        ]
    )


def test_typed_values_and_stored_ones_compare_alike() -> None:
    typed = {
        "contractor_id": Choice(20, "Ace Gas"),
        "date_works_start_date": date(2026, 6, 12),
        "contractor_budget": Decimal("180.00"),
        "tenants_ids": (Choice(2, "A"), Choice(1, "B")),
    }
    assert changed(typed, but(tenants_ids=(1, 2))) == []


def test_sensitive_values_are_told_masked() -> None:
    fields = {"access_details": "New code 9", "private_contact_name": "", "quote_no": "Q"}
    found = changed(fields, JOB)
    assert told(found) == [
        "Access details: ••• → changed",
        "Private contact: ••• → removed",
        "Quote number: — → Q",
    ]
    assert told(changed({"access_details": "New code 9"}, but(access_details=""))) == [
        "Access details: — → added"
    ]
    assert not any(secret in str(found) for secret in (*SECRETS, "New code 9"))


def test_two_reads_compare_ids_and_show_names() -> None:
    after = but(
        contractor_id=21,
        contractor_name="Bright Sparks",
        agent_name="Lets and Company",
        job_description="No hot water since Monday.\n\nTenant works nights.",
        tenants_ids=(1,),
        updated_at="2025-01-01T00:00:00Z",
        vat_percentage=Decimal("20.00"),
    )
    assert told(differences(JOB, after)) == ["Contractor: Ace Gas → Bright Sparks"]
    assert differences(JOB, after, only=["status_id"]) == []


def test_other_tenants_are_told_without_names() -> None:
    assert told(differences(but(tenants_ids=(1, 2)), but(tenants_ids=(1, 3)))) == [
        "Tenants: 2 tenants → 2 tenants (others)"
    ]


def test_what_nobody_asked_for_is_told_but_not_what_follows() -> None:
    after = but(
        contractor_budget=Decimal(200),
        total_amount=Decimal(240),
        status_id=2,
        status_name="Assigned",
        updated_at="later",
    )
    assert told(unexpected(JOB, after, {"contractor_budget"})) == ["Status: Open → Assigned"]
    strange = after.model_copy(update={"total_amount": Decimal(999)})
    assert told(unexpected(JOB, strange, {"contractor_budget"})) == [
        "Status: Open → Assigned",
        "Contractor total: £216.00 → £999.00",
    ]
    assert "Contractor total" in str(unexpected(JOB, after, {"status_id"}))


def test_a_rate_that_propops_filled_in_beside_a_budget_follows() -> None:
    before = but(contractor_budget=None, vat_percentage=None, total_amount=None)
    assert unexpected(before, JOB, {"contractor_budget"}) == []
