"""The jobs of the sandbox PropOps over HTTP: what writes do."""

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from bot.sandbox.propops import SandboxPropOps
from tests.sandbox.job_calls import JOBS, first, ids, read, write


@pytest.fixture
def propops() -> SandboxPropOps:
    return SandboxPropOps(seed=1, clock=lambda: datetime(2025, 6, 3, 12, 0, tzinfo=UTC))


async def test_a_create_answers_with_the_ids_of_the_new_job(
    http: httpx.AsyncClient,
    propops: SandboxPropOps,
) -> None:
    answer = await write(http, "create", **ids(propops), contractor_id=201, contractor_budget=180)

    assert answer.status_code == 201
    assert answer.json()["data"]["job_ref"] == "JOB-061"
    job = propops.job("JOB-061")
    assert answer.json()["data"] == {n: job[n] for n in ("ID", "uuid", "job_ref")}
    assert job["full_address"] == "12 Elm Row, Leeds, LS6 2AB"
    assert job["contractor_name"] == "Ace Gas"
    assert (job["vat_percentage"], job["total_amount"]) == (20, 216)
    assert job["created_at"] == "2025-06-03T12:00:00Z"
    [commit] = propops.commits("JOB-061")
    assert commit["created_by_name"] == "Priya Shah"


async def test_a_total_that_is_sent_is_kept(
    http: httpx.AsyncClient,
    propops: SandboxPropOps,
) -> None:
    await write(http, "create", **ids(propops), contractor_budget=180, total_amount=200.5)
    assert propops.job("JOB-061")["total_amount"] == 200.5


async def test_pennies_are_rounded_as_money(
    http: httpx.AsyncClient,
    propops: SandboxPropOps,
) -> None:
    await write(http, "create", **ids(propops), contractor_budget=33.33, vat_percentage=17.5)
    assert propops.job("JOB-061")["total_amount"] == 39.16


async def test_a_form_creates_the_same_job_as_json(
    http: httpx.AsyncClient,
    propops: SandboxPropOps,
) -> None:
    token = (await http.get("/api/security/csrf-token")).json()["data"]["token"]
    form = {name: str(value) for name, value in ids(propops).items()}
    form |= {"action": "create", "csrf_token": token, "contractor_budget": "99.50"}
    form |= {"contractor_id": "", "quote_no": ""}
    answer = await http.post(JOBS, data=form | {"tenants_ids[]": ["801", "802"]})

    assert answer.status_code == 201, answer.text
    job = propops.job("JOB-061")
    assert job["contractor_budget"] == 99.5
    assert job["tenants_ids"] == [801, 802]
    assert job["contractor_id"] is None


async def test_an_update_keeps_what_it_does_not_name(
    http: httpx.AsyncClient,
    propops: SandboxPropOps,
) -> None:
    before = propops.job("JOB-005")
    answer = await write(http, "update", uuid=before["uuid"], job_title="Now something else")

    assert answer.json() == {"success": True, "message": "Operation completed successfully"}
    after = propops.job("JOB-005")
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"job_title", "updated_at"}


async def test_null_clears_a_field_and_unassigns(
    http: httpx.AsyncClient,
    propops: SandboxPropOps,
) -> None:
    job = first(propops)
    await write(
        http,
        "update",
        uuid=job["uuid"],
        contractor_id=None,
        contractor_budget=None,
        tenants_ids=[],
    )
    after = propops.job(job["job_ref"])
    assert (after["contractor_id"], after["contractor_name"]) == (None, None)
    assert (after["contractor_budget"], after["total_amount"]) == (None, None)
    assert after["tenants_ids"] == []


async def test_a_new_budget_moves_the_total(
    http: httpx.AsyncClient,
    propops: SandboxPropOps,
) -> None:
    job = first(propops, vat_percentage=20)
    await write(http, "update", uuid=job["uuid"], contractor_budget=100)
    assert propops.job(job["job_ref"])["total_amount"] == 120


async def test_every_write_moves_updated_at_even_within_a_second(
    http: httpx.AsyncClient,
    propops: SandboxPropOps,
) -> None:
    uuid = propops.job("JOB-003")["uuid"]
    seen = []
    for title in ("one", "two", "two"):
        await write(http, "update", uuid=uuid, job_title=title)
        seen.append(propops.job("JOB-003")["updated_at"])
    assert seen == sorted(set(seen))


async def test_restoring_a_commit_brings_the_fields_back_as_a_new_commit(
    http: httpx.AsyncClient,
    propops: SandboxPropOps,
) -> None:
    uuid = first(propops)["uuid"]
    propops.edit(uuid, by="Tom Reilly", total_amount=33, tenants_ids=[801, 830])
    before, commit = propops.job(uuid), propops.commits(uuid)[-1]
    spoilt: dict[str, Any] = {
        "contractor_id": None,
        "total_amount": 1,
        "tenants_ids": [],
        "vat_percentage": 5,
    }
    await write(http, "update", uuid=uuid, job_title="Spoilt", **spoilt)
    answer = await write(http, "restore_commit", uuid=uuid, commit_id=commit["commit_id"])

    assert answer.status_code == 200
    after = propops.job(uuid)
    assert after | {"updated_at": ""} == before | {"updated_at": ""}
    assert after["updated_at"] > before["updated_at"]
    newest = propops.commits(uuid)[-1]
    assert newest["message"] == f"Restored from commit {commit['commit_id']}"
    assert newest["commit_id"] > commit["commit_id"]


async def test_an_archived_file_can_be_restored_once(
    http: httpx.AsyncClient,
    propops: SandboxPropOps,
) -> None:
    rows = [await read(http, "get", uuid=job["uuid"]) for job in propops.jobs]
    [job] = [row for row in rows if row["archived_files"]]
    [file] = job["archived_files"]
    again = {"uuid": job["uuid"], "file_id": file["file_id"]}

    assert (await write(http, "restore_archived_file", **again)).status_code == 200
    assert (await read(http, "get", uuid=job["uuid"]))["archived_files"] == []
    assert propops.job(job["uuid"])["documents_count"] == job["documents_count"] + 1
    assert (await write(http, "restore_archived_file", **again)).status_code == 404


async def test_the_file_may_be_named_by_its_uuid(
    http: httpx.AsyncClient,
    propops: SandboxPropOps,
) -> None:
    rows = [await read(http, "get", uuid=job["uuid"]) for job in propops.jobs]
    [job] = [row for row in rows if row["archived_files"]]
    named = {"file_uuid": job["archived_files"][0]["file_uuid"]}
    answer = await write(http, "restore_archived_file", uuid=job["uuid"], **named)
    assert answer.status_code == 200


async def test_delete_is_for_good(http: httpx.AsyncClient, propops: SandboxPropOps) -> None:
    uuid = propops.job("JOB-001")["uuid"]
    preview = await read(http, "preview_delete", uuid=uuid)
    assert preview["job_ref"] == "JOB-001"
    assert preview["will_delete"]["commits"] == len(propops.commits("JOB-001"))

    assert (await write(http, "delete", uuid=uuid)).status_code == 200
    gone = await http.get(JOBS, params={"action": "get", "uuid": uuid})
    assert (gone.status_code, gone.json()) == (404, {"success": False, "error": "Job not found"})
    assert (await write(http, "delete", uuid=uuid)).status_code == 404
    assert propops.job_by("JOB-001") is None
    await write(http, "create", **ids(propops))
    assert propops.job("JOB-061")  # no reference is given twice


async def test_a_notification_is_recorded_and_does_not_count_for_the_next_contractor(
    http: httpx.AsyncClient,
    propops: SandboxPropOps,
) -> None:
    job = first(propops, contractor_id=201)
    asked = {"uuid": job["uuid"]}
    state = await read(http, "get_assignment_notification_state", **asked)
    assert (state["is_notified"], state["notifications_sent"]) == (False, 0)

    await write(http, "send_assignment_notification", **asked)
    await write(http, "send_assignment_notification", **asked)
    state = await read(http, "get_assignment_notification_state", **asked)
    assert (state["is_notified"], state["notifications_sent"]) == (True, 2)
    assert state["last_notified_by"] == "Priya Shah"
    assert [row["contractor"] for row in propops.notified] == ["Ace Gas", "Ace Gas"]
    assert {row["job_ref"] for row in propops.notified} == {job["job_ref"]}

    await write(http, "update", **asked, contractor_id=202)
    state = await read(http, "get_assignment_notification_state", **asked)
    assert (state["is_notified"], state["contractor_id"]) == (False, 202)


async def test_nobody_can_be_notified_of_a_job_without_contractor(
    http: httpx.AsyncClient,
    propops: SandboxPropOps,
) -> None:
    job = next(job for job in propops.jobs if job["contractor_id"] is None)
    answer = await write(http, "send_assignment_notification", uuid=job["uuid"])
    assert answer.status_code == 400
    assert propops.notified == []


async def test_a_create_mails_contractor_and_agent(
    http: httpx.AsyncClient,
    propops: SandboxPropOps,
) -> None:
    await write(http, "create", **ids(propops), contractor_id=201, agent_id=301)
    assert {(m["kind"], m["to"], m["job_ref"]) for m in propops.emails} == {
        ("job_created", "ace.gas@trades.example", "JOB-061"),
        ("job_created", "rebecca.lister@harrowfield.example", "JOB-061"),
    }


async def test_a_new_status_is_told_to_the_tenants(
    http: httpx.AsyncClient,
    propops: SandboxPropOps,
) -> None:
    complete = next(r["ID"] for r in propops.rows("statuses") if r["name"] == "Complete")
    await write(http, "create", **ids(propops), agent_id=301, tenants_ids=[801])
    uuid = propops.job("JOB-061")["uuid"]
    await write(http, "update", uuid=uuid, job_title="No new status")
    await write(http, "update", uuid=uuid, status_id=complete)
    kinds = [mail["kind"] for mail in propops.emails]
    assert kinds == [
        "job_created",
        "job_updated_agent",
        "job_updated_agent",
        "job_updated_customer",
        "job_completed",
    ]


async def test_only_applied_writes_are_in_the_journal_and_no_csrf_token_is(
    http: httpx.AsyncClient,
    propops: SandboxPropOps,
) -> None:
    await write(http, "create", **ids(propops) | {"address_id": 1})
    await write(http, "create", **ids(propops))
    [row] = propops.writes
    assert (row["action"], row["by"], row["job_ref"]) == ("create", "Priya Shah", "JOB-061")
    assert row["body"] == {"action": "create", **ids(propops)}


async def test_someone_else_can_edit_a_job(propops: SandboxPropOps) -> None:
    before = propops.job("JOB-0001")
    propops.edit("JOB-001", by="Tom Reilly", job_title="Edited", contractor_id=204)
    after = propops.job("job-1")
    assert after["updated_at"] > before["updated_at"]
    assert (after["job_title"], after["contractor_name"]) == ("Edited", "Marcus Okafor")
    assert propops.commits("JOB-001")[-1]["created_by_name"] == "Tom Reilly"
    assert propops.writes == []
    with pytest.raises(ValueError, match="status_id"):
        propops.edit("JOB-001", by="Tom Reilly", status_id="Closed")


async def test_case_notes_are_read_and_added(
    http: httpx.AsyncClient,
    propops: SandboxPropOps,
) -> None:
    job = first(propops)
    token = (await http.get("/api/security/csrf-token")).json()["data"]["token"]
    note = {"job_uuid": job["uuid"], "note_text": "Rang the tenant.", "send_email": True}
    answer = await http.post("/api/jobs/case-notes", json=note | {"csrf_token": token})
    asked = {"action": "list", "job_uuid": job["uuid"]}
    rows = (await http.get("/api/jobs/case-notes", params=asked)).json()["data"]

    assert rows[0]["ID"] == answer.json()["note_id"]
    assert (rows[0]["note_text"], rows[0]["created_by_name"]) == ("Rang the tenant.", "Priya Shah")
    assert {mail["kind"] for mail in propops.emails} == {"case_note"}
