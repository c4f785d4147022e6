"""Reading a job, however it is spelled."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.jobs.model import Job
from bot.propops.parse import accounts, jobs, notes, revisions, values
from bot.propops.parse.paging import paged
from tests.propops.parse.samples import EXAMPLE, ROW
from tests.propops.scripted import UUID


def test_the_documented_job_is_read_whole() -> None:
    job = jobs.job(EXAMPLE)
    assert job == Job(
        uuid=UUID,
        id=1001,
        job_ref="JOB-001",
        job_title="Boiler not firing",
        job_description="<p>No heat &amp; no water</p>\n",
        status_id=1,
        status_name="Open",
        priority_id=2,
        priority_name="Medium",
        job_type_id=3,
        job_type_name="Gas & Heating",
        agent_id=10,
        agent_name="Agent_001",
        address_id=5,
        full_address="1 Example Street, Sample Town, EX1 1AA",
        job_total_budget=Decimal(250),
        contractor_budget=Decimal("180.5"),
        vat_percentage=Decimal(20),
        date_works_start_date="2024-06-01",
        works_order_ref="WO-001",
        access_details="Key safe code 1234.",
        photos_count=3,
        created_at="2024-01-15T09:30:00Z",
        updated_at="2024-01-15T09:30:00Z",
    )


def test_a_job_with_numbers_as_text_and_small_ids_is_the_same() -> None:
    spelled = {
        "id": "1001",
        "job_uuid": UUID,
        "reference": "JOB-001",
        "title": "Boiler not firing",
        "status": {"ID": "1", "name": "Open"},
        "contractor": {"id": 20, "first_name": "Ace", "last_name": "Gas"},
        "address": {"id": 5, "full_address": "1 Example Street"},
        "is_pinned": "true",
        "tenant_ids": "801,802",
        "contractor_budget": "£1,180.50",
    }
    job = jobs.job(spelled)
    assert job is not None
    assert (job.id, job.uuid, job.job_ref) == (1001, UUID, "JOB-001")
    assert (job.status_id, job.status_name) == (1, "Open")
    assert (job.contractor_id, job.contractor_name) == (20, "Ace Gas")
    assert (job.address_id, job.full_address) == (5, "1 Example Street")
    assert job.is_pinned
    assert job.tenants_ids == (801, 802)
    assert job.contractor_budget == Decimal("1180.50")


@pytest.mark.parametrize(
    ("told", "ids"),
    [
        ({}, None),
        ({"tenants_ids": None}, None),
        ({"tenants_ids": []}, ()),
        ({"tenants_ids": [801, "802", 801]}, (801, 802)),
        ({"tenants_ids": "[801, 802]"}, (801, 802)),
        ({"tenants": [{"ID": 801, "tenant_name": "Jade"}]}, (801,)),
        ({"tenants": ["Jade", "Kofi"]}, None),
        ({"tenants_ids": "[801"}, None),
    ],
)
def test_tenants_are_unknown_unless_told(told: dict[str, Any], ids: Any) -> None:
    job = jobs.job({"uuid": UUID, **told})
    assert job is not None
    assert job.tenants_ids == ids


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2024-06-01", "2024-06-01"),
        ("2024-06-01T23:30:00Z", "2024-06-01"),
        ("0000-00-00", ""),
        ("2024-02-31", ""),
        ("soon", ""),
        ("", ""),
        (20240601, ""),
    ],
)
def test_days_are_real_and_never_shifted(written: Any, day: str) -> None:
    assert values.day(written) == day


def test_the_job_asked_for_is_never_another_one() -> None:
    other = {"uuid": "0" * 8, "job_ref": "JOB-2"}
    assert jobs.the_job({"data": [other, ROW]}, UUID.upper()) is not None
    assert jobs.the_job({"data": other}, UUID) is None
    nameless = jobs.the_job({"data": {"job": {"job_ref": "JOB-001"}}}, UUID)
    assert nameless is not None
    assert nameless.uuid == UUID


@pytest.mark.parametrize(
    "payload",
    [
        {"success": True, "data": {"ID": 1, "uuid": UUID, "job_ref": "JOB-9"}},
        {"success": True, "uuid": UUID, "reference": "JOB-9"},
        {"success": True, "data": {"job_uuid": UUID, "ref": "JOB-9"}},
        {"success": True, "data": {"job": {"uuid": UUID, "job_ref": "JOB-9"}}},
        {"success": True, "job": {"uuid": UUID, "job_ref": "JOB-9"}},
        {"success": True, "data": [{"uuid": UUID, "job_ref": "JOB-9"}]},
    ],
    ids=str,
)
def test_a_receipt_is_found_in_the_body_or_in_data(payload: Any) -> None:
    receipt = jobs.receipt(payload)
    assert (receipt.uuid, receipt.job_ref) == (UUID, "JOB-9")


@pytest.mark.parametrize("payload", [{"success": True, "message": "Done"}, {"data": None}, {}])
def test_a_receipt_may_tell_nothing(payload: Any) -> None:
    receipt = jobs.receipt(payload)
    assert (receipt.uuid, receipt.job_ref) == (None, None)


def test_notes_are_read() -> None:
    row = {"ID": 7, "note_text": "On my way", "created_by_name": "Ace", "send_email": "false"}
    assert notes.read({"data": [row]}) == [notes.CaseNote(7, "On my way", "Ace", "", False)]


# nothing that PropOps says breaks reading


KEYS = [
    "data",
    "jobs",
    "rows",
    "ID",
    "id",
    "uuid",
    "name",
    "job_ref",
    "address_id",
    "1",
    "tenants_ids",
    "is_pinned",
    "total_amount",
    "status",
    "date_works_start_date",
    "success",
    "count",
    "token",
    "permissions",
    "role",
    "created_by",
    "changes",
    "field",
    "new",
    "user",
    "snapshot",
    "sent",
    "sent_at",
    "state",
    "note_id",
    "trades",
    "address",
]


json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(KEYS) | st.text(max_size=5),
            inner,
            max_size=6,
        )
    ),
    max_leaves=25,
)


@given(json)
def test_no_answer_breaks_reading(payload: Any) -> None:
    jobs.jobs(payload)
    jobs.the_job(payload, UUID)
    jobs.choices(payload, "agent", detail="trades")
    jobs.address_choices(payload)
    jobs.places(values.rows(payload))
    accounts.rights(payload)
    accounts.profile(payload)
    accounts.csrf_token(payload)
    notes.read(payload)
    paged(payload, 50, 0)
    revisions.commits(payload)
    revisions.notice(payload)
    assert all(len(line) <= revisions.MOST_WIDE for line in revisions.lines(payload))
    if isinstance(payload, dict):
        jobs.receipt(payload)
