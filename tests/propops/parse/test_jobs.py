"""Reading jobs, lists, receipts and people, however they are spelled."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.jobs.model import Choice, Job
from bot.propops.parse import accounts, jobs, notes, revisions, values
from bot.propops.parse.paging import paged
from tests.propops.scripted import UUID

EXAMPLE = {
    "ID": 1001,
    "uuid": UUID,
    "job_ref": "JOB-001",
    "job_title": "Boiler not firing",
    "job_description": "<p>No heat &amp; no water</p>\n",
    "status_id": 1,
    "status_name": "Open",
    "priority_id": 2,
    "priority_name": "Medium",
    "job_type_id": 3,
    "job_type_name": "Gas & Heating",
    "agent_id": 10,
    "agent_name": "Agent_001",
    "contractor_id": None,
    "contractor_name": None,
    "address_id": 5,
    "full_address": "1 Example Street, Sample Town, EX1 1AA",
    "job_total_budget": 250,
    "contractor_budget": 180.5,
    "vat_percentage": "20.00",
    "total_amount": None,
    "date_works_start_date": "2024-06-01",
    "date_works_end_date": "0000-00-00",
    "works_order_ref": "WO-001",
    "access_details": "Key safe code 1234.",
    "is_pinned": "0",
    "photos_count": "3",
    "created_at": "2024-01-15T09:30:00Z",
    "updated_at": "2024-01-15T09:30:00Z",
    "an_unknown_field": {"of": "any kind"},
}


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


ROW = {"ID": 1, "uuid": UUID, "job_ref": "JOB-001"}


@pytest.mark.parametrize(
    "payload",
    [
        {"success": True, "data": [ROW], "count": 42},
        {"success": True, "data": ROW, "count": 42},
        {"success": True, "data": {"jobs": [ROW]}},
        {"success": True, "data": {"items": [ROW], "total": 1}},
        {"success": True, "data": {"results": [ROW]}},
        {"success": True, "data": {"rows": [ROW]}},
        {"success": True, "data": {"data": [ROW], "current_page": 1}},
        {"success": True, "jobs": [ROW]},
        {"success": True, "data": {"0": ROW}},
        {"success": True, **ROW},
        [ROW],
    ],
    ids=str,
)
def test_a_list_is_found_in_any_wrapper(payload: Any) -> None:
    assert [job.job_ref for job in jobs.jobs(payload)] == ["JOB-001"]


def test_a_job_with_lists_of_its_own_is_still_a_job() -> None:
    row = ROW | {"items": [{"ID": 5}], "jobs": [], "archived_files": [{"file_id": 3}]}
    assert [job.job_ref for job in jobs.jobs({"data": row})] == ["JOB-001"]
    assert [job.job_ref for job in jobs.jobs({"data": {"jobs": [row], "branch_id": 5}})] == [
        "JOB-001"
    ]


@pytest.mark.parametrize(
    "payload",
    [{"success": True, "data": []}, {"success": True}, {"data": None}, {"data": {"jobs": []}}, []],
    ids=str,
)
def test_an_empty_list_is_empty(payload: Any) -> None:
    assert jobs.jobs(payload) == []


def test_the_job_asked_for_is_never_another_one() -> None:
    other = {"uuid": "0" * 8, "job_ref": "JOB-2"}
    assert jobs.the_job({"data": [other, ROW]}, UUID.upper()) is not None
    assert jobs.the_job({"data": other}, UUID) is None
    nameless = jobs.the_job({"data": {"job": {"job_ref": "JOB-001"}}}, UUID)
    assert nameless is not None
    assert nameless.uuid == UUID


@pytest.mark.parametrize(
    ("limit", "offset", "payload", "more"),
    [
        (2, 0, {"data": [ROW, ROW]}, True),
        (2, 0, {"data": [ROW], "count": 1}, False),
        (2, 0, {"data": [ROW], "count": 9}, True),
        (2, 8, {"data": [ROW], "count": 9}, False),
        (2, 4, {"data": [ROW], "count": 1}, False),
        (2, 0, {"data": [], "count": 0}, False),
        (2, 0, {"data": [ROW], "count": "many"}, False),
    ],
)
def test_a_list_ends_with_a_short_page(limit: int, offset: int, payload: Any, more: bool) -> None:
    assert paged(payload, limit, offset).more is more


@pytest.mark.parametrize(
    "rows",
    [
        [{"ID": 1, "name": "Urgent"}],
        [{"id": "1", "priority_name": "Urgent"}],
        [{"priority_id": 1, "title": "Urgent"}],
        [{"ID": 1, "label": " Urgent "}],
        {"priorities": [{"ID": 1, "name": "Urgent"}]},
        {"1": "Urgent"},
        [{"ID": 1, "name": None, "priority_name": "Urgent"}],
        [{"ID": 1, "name": "Urgent"}, {"ID": 2, "name": "Old", "is_active": "0"}],
        [{"ID": 1, "name": "Urgent"}, {"id": "1", "name": "Urgent"}],
        [{"ID": 1, "name": "Urgent"}, {"ID": 3}, {"name": "No number"}, {"ID": True, "name": "x"}],
    ],
    ids=str,
)
def test_choices_are_read_whatever_their_rows_look_like(rows: Any) -> None:
    found = jobs.choices({"success": True, "data": rows}, "priority", "job_priority")
    assert found == [Choice(1, "Urgent")]


def test_people_are_called_by_their_name() -> None:
    rows = [
        {"ID": 201, "first_name": "Ace", "last_name": "Gas", "trades": ["Gas", "Plumbing"]},
        {"id": 202, "name": "Broadbent Electrical", "trades": [{"ID": 1, "name": "Electrical"}]},
        {"ID": 203, "first_name": "Cher", "last_name": None, "trades": None},
    ]
    assert jobs.choices({"data": rows}, "contractor", detail="trades") == [
        Choice(201, "Ace Gas", "Gas, Plumbing"),
        Choice(202, "Broadbent Electrical", "Electrical"),
        Choice(203, "Cher"),
    ]


def test_addresses_are_read_from_tenants_and_from_lists_of_their_own() -> None:
    tenants = [
        {"ID": 801, "tenant_name": "Jade", "address_id": "501", "full_address": "12  Elm Row"},
        {"ID": 802, "tenant_name": "Kofi", "address_id": None, "full_address": None},
    ]
    assert jobs.places(tenants) == [Choice(501, "12 Elm Row")]
    own = [
        {"ID": 501, "full_address": "12 Elm Row"},
        {"id": 502, "address_line_1": "3 Quarry Bank", "city": "Leeds", "postcode": "LS6 2QV"},
    ]
    assert jobs.address_choices({"data": own}) == [
        Choice(501, "12 Elm Row"),
        Choice(502, "3 Quarry Bank, Leeds, LS6 2QV"),
    ]


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


@pytest.mark.parametrize(
    "payload",
    [
        {"data": ["api.jobs.manage.list", "api.jobs.case-notes.manage"]},
        {"data": {"api.jobs.manage.list": True, "api.jobs.case_notes.manage": 1, "x": False}},
        {"permissions": ["api.jobs.manage.list", "api.jobs.case_notes.manage"]},
        {"data": {"permissions": {"api.jobs.manage.list": "1", "api.jobs.case-notes.manage": 1}}},
        {
            "data": {
                "permissions": [
                    {"key": "api.jobs.manage.list"},
                    {"name": "api.jobs.case-notes.manage"},
                ]
            }
        },
        ["api.jobs.manage.list", "api.jobs.case_notes.manage"],
    ],
    ids=str,
)
def test_permissions_are_read_in_any_form_and_hyphens_count_as_underscores(payload: Any) -> None:
    rights = accounts.rights(payload)
    assert rights.allow("api.jobs.manage.manage", "api.jobs.manage.list")
    assert rights.allow("api.jobs.case-notes.manage")
    assert rights.allow("api.jobs.case_notes.manage")
    assert not rights.allow("api.jobs.manage.manage")
    assert not rights.allow("x")


def test_rights_tell_the_role() -> None:
    rights = accounts.rights(
        {
            "data": {
                "permissions": {"a": True},
                "role": {"name": "Director"},
                "account_type": "Staff",
            }
        }
    )
    assert (rights.role, rights.account_type, rights.keys) == ("Director", "Staff", frozenset("a"))


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


@pytest.mark.parametrize("raw", ["1e9999999", "-1e9999999", "1e-9999999", "9" * 400, "NaN", "-inf"])
def test_an_amount_that_no_arithmetic_takes_costs_no_list(raw: str) -> None:
    [read, other] = jobs.jobs([{**EXAMPLE, "job_total_budget": raw}, EXAMPLE])
    assert read.job_total_budget in {None, 0}
    assert other.job_total_budget == 250


@pytest.mark.parametrize("uuid", ["N/A", "x" * 65, "a b", "<b>", "null\n1", "é", 0.5])
def test_a_row_whose_uuid_is_none_costs_no_list(uuid: Any) -> None:
    assert [job.uuid for job in jobs.jobs([{**EXAMPLE, "uuid": uuid}, EXAMPLE])] == [UUID]


@pytest.mark.parametrize("word", ["null", "undefined", "NaN", " NULL "])
def test_a_name_that_a_program_writes_for_none_is_none(word: str) -> None:
    job = jobs.job({**EXAMPLE, "priority_name": word, "full_address": word, "job_title": word})
    assert job is not None
    assert (job.priority_name, job.full_address, job.job_title) == ("", "", word)
