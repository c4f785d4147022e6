"""What the sandbox PropOps refuses, in the documented words."""

from typing import Any

import httpx
import pytest

from bot.sandbox.propops import SandboxPropOps

JOBS = "/api/jobs/manage"


SAID = "Invalid or missing required parameter: "


async def write(http: httpx.AsyncClient, action: Any, **fields: Any) -> httpx.Response:
    token = (await http.get("/api/security/csrf-token")).json()["data"]["token"]
    return await http.post(JOBS, json={"action": action, "csrf_token": token, **fields})


def good(propops: SandboxPropOps) -> dict[str, Any]:
    job = propops.job("JOB-001")
    names = ("job_title", "job_description", "priority_id", "status_id", "job_type_id")
    return {name: job[name] for name in (*names, "address_id")}


def refusal(answer: httpx.Response, status: int = 400) -> str:
    """The text of a refusal, whose envelope is checked."""
    assert answer.status_code == status, answer.text
    assert set(answer.json()) == {"success", "error"}
    assert answer.json()["success"] is False
    return str(answer.json()["error"])


@pytest.mark.parametrize(
    "name",
    ["job_title", "job_description", "priority_id", "status_id", "job_type_id", "address_id"],
)
async def test_a_create_needs_all_six_fields(
    http: httpx.AsyncClient,
    propops: SandboxPropOps,
    name: str,
) -> None:
    fields = good(propops)
    del fields[name]
    assert refusal(await write(http, "create", **fields)) == SAID + name
    assert len(propops.jobs) == 60


WRONG: list[tuple[str, Any]] = [
    ("job_title", ""),
    ("job_title", "   "),
    ("job_title", None),
    ("job_title", 7),
    ("job_title", "x" * 256),
    ("job_description", ["text"]),
    ("priority_id", "41"),
    ("priority_id", True),
    ("priority_id", 41.0),
    ("priority_id", None),
    ("priority_id", 999),
    ("status_id", 41),
    ("job_type_id", 84),  # a retired type
    ("address_id", "12 Elm Row"),
    ("address_id", 0),
    ("agent_id", "301"),
    ("agent_id", 201),
    ("contractor_id", False),
    ("contractor_id", 999),
    ("time_range_id", 99),
    ("time_range_id", True),  # 1 is a time range
    ("tenants_ids", None),
    ("tenants_ids", 801),
    ("tenants_ids", ["801"]),
    ("tenants_ids", [True]),
    ("tenants_ids", [1]),
    ("job_total_budget", "250"),
    ("job_total_budget", -0.01),
    ("contractor_budget", True),
    ("contractor_budget", -5),
    ("vat_percentage", 101),
    ("total_amount", {}),
    ("date_works_start_date", "03/06/2025"),
    ("date_works_start_date", "2025-06-31"),
    ("date_works_start_date", "2025-6-3"),
    ("date_works_end_date", "2025-06-03T00:00:00Z"),
    ("date_works_end_date", 20250603),
    ("access_details", 4471),
    ("invoice_no", 12),
    ("private_contact_email", "not an address"),
    ("private_contact_email", "a@b"),
]


@pytest.mark.parametrize(("name", "value"), WRONG)
async def test_a_wrong_value_is_refused_by_name(
    http: httpx.AsyncClient,
    propops: SandboxPropOps,
    name: str,
    value: Any,
) -> None:
    answer = await write(http, "create", **good(propops) | {name: value})
    assert refusal(answer) == SAID + name
    before = propops.job("JOB-001")
    answer = await write(http, "update", uuid=before["uuid"], **{name: value})
    assert refusal(answer) == SAID + name
    assert propops.job("JOB-001") == before
    assert propops.writes == []


async def test_right_values_of_every_field_are_taken(
    http: httpx.AsyncClient,
    propops: SandboxPropOps,
) -> None:
    every = {
        "agent_id": 301,
        "contractor_id": 201,
        "tenants_ids": [801, 802],
        "job_total_budget": 250,
        "contractor_budget": 180.5,
        "vat_percentage": 0,
        "total_amount": 180.5,
        "date_works_start_date": "2024-02-29",
        "date_works_end_date": "2024-03-01",
        "time_range_id": 1,
        "access_details": "Key safe code 1234.",
        "works_order_ref": "WO-1",
        "invoice_no": "INV-1",
        "quote_no": "QT-1",
        "private_contact_name": "Mrs Fairburn",
        "private_contact_email": "j.fairburn@mail.example",
    }
    assert (await write(http, "create", **good(propops), **every)).status_code == 201
    job = propops.job("JOB-061")
    assert {name: job[name] for name in every} == every


@pytest.mark.parametrize("name", ["title", "Job_title", "ID", "job_ref", "branch_id"])
async def test_an_unknown_field_is_refused(
    http: httpx.AsyncClient,
    propops: SandboxPropOps,
    name: str,
) -> None:
    answer = await write(http, "create", **good(propops), **{name: 1})
    assert refusal(answer) == f"Unexpected parameter: {name}"


@pytest.mark.parametrize("action", ["", "Create", "list", None, 1])
async def test_an_unknown_action_is_refused(http: httpx.AsyncClient, action: Any) -> None:
    assert refusal(await write(http, action)) == SAID + "action"


async def test_a_read_needs_a_known_action(http: httpx.AsyncClient) -> None:
    assert refusal(await http.get(JOBS)) == SAID + "action"
    assert refusal(await http.get(JOBS, params={"action": "create"})) == SAID + "action"


PER_JOB_READS = ["get", "list_commits", "get_assignment_notification_state", "preview_delete"]


PER_JOB_WRITES = [
    "update",
    "delete",
    "send_assignment_notification",
    "restore_commit",
    "restore_archived_file",
]


NOBODY = "00000000-0000-4000-8000-000000000000"


@pytest.mark.parametrize("action", PER_JOB_READS)
async def test_a_read_of_one_job_needs_its_uuid(http: httpx.AsyncClient, action: str) -> None:
    assert refusal(await http.get(JOBS, params={"action": action})) == SAID + "uuid"
    reference = {"action": action, "uuid": "JOB-001"}
    assert refusal(await http.get(JOBS, params=reference)) == SAID + "uuid"
    missing = {"action": action, "uuid": NOBODY}
    assert refusal(await http.get(JOBS, params=missing), 404) == "Job not found"


@pytest.mark.parametrize("action", PER_JOB_WRITES)
async def test_a_write_to_one_job_needs_its_uuid(http: httpx.AsyncClient, action: str) -> None:
    assert refusal(await write(http, action)) == SAID + "uuid"
    assert refusal(await write(http, action, uuid=1001)) == SAID + "uuid"
    assert refusal(await write(http, action, uuid=NOBODY), 404) == "Job not found"


async def test_a_restore_needs_a_commit_of_that_job(
    http: httpx.AsyncClient,
    propops: SandboxPropOps,
) -> None:
    uuid = propops.job("JOB-001")["uuid"]
    assert refusal(await write(http, "restore_commit", uuid=uuid)) == SAID + "commit_id"
    wrong = await write(http, "restore_commit", uuid=uuid, commit_id="5001")
    assert refusal(wrong) == SAID + "commit_id"
    other = propops.commits("JOB-002")[0]["commit_id"]
    answer = await write(http, "restore_commit", uuid=uuid, commit_id=other)
    assert refusal(answer, 404) == "Commit not found"
    answer = await write(http, "restore_archived_file", uuid=uuid)
    assert refusal(answer) == SAID + "file_id"


async def test_a_restore_and_a_delete_take_no_other_field(
    http: httpx.AsyncClient,
    propops: SandboxPropOps,
) -> None:
    uuid = propops.job("JOB-001")["uuid"]
    for action in ("delete", "send_assignment_notification", "restore_commit"):
        answer = await write(http, action, uuid=uuid, job_title="Other")
        assert refusal(answer) == "Unexpected parameter: job_title"
    assert propops.writes == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("limit", "0"),
        ("limit", "201"),
        ("limit", "ten"),
        ("status_id", "9" * 5000),
        ("offset", "-1"),
        ("status_id", "New"),
        ("created_by", "Priya"),
        ("has_photos", "True"),
        ("has_documents", "1"),
    ],
)
async def test_a_list_refuses_a_wrong_parameter(
    http: httpx.AsyncClient,
    name: str,
    value: str,
) -> None:
    answer = await http.get(JOBS, params={"action": "list", name: value})
    assert refusal(answer) == SAID + name


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'"create"', b"\xff"])
async def test_a_body_that_is_no_json_object_is_refused(
    http: httpx.AsyncClient,
    content: bytes,
) -> None:
    headers = {"Content-Type": "application/json"}
    answer = await http.post(JOBS, content=content, headers=headers)
    assert refusal(answer) == "Invalid JSON in request body"


async def test_unknown_paths_and_verbs_are_refused_as_json(http: httpx.AsyncClient) -> None:
    assert refusal(await http.get("/api/v2/jobs"), 404) == "Not found"
    assert refusal(await http.put(JOBS, json={}), 405) == "Method not allowed"
    assert refusal(await http.delete("/api/agents/list"), 405) == "Method not allowed"


async def test_downloads_fail_in_plain_text(http: httpx.AsyncClient) -> None:
    answer = await http.get(f"/attachment/{NOBODY}")
    assert (answer.status_code, answer.text) == (404, "Attachment not found")
    assert answer.headers["content-type"].startswith("text/plain")
