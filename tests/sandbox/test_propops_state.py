"""What the sandbox PropOps starts with, keeps, shows, and does for other processes."""

import asyncio
import json
import os
import signal
import sys
from collections import Counter
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.sandbox.propops import Fault, SandboxPropOps

JOBS = "/api/jobs/manage"


@pytest.fixture
def account() -> str:
    return ""  # each test signs in by itself


def noon() -> datetime:
    return datetime(2025, 6, 3, 12, 0, tzinfo=UTC)


@pytest.fixture
def propops() -> SandboxPropOps:
    return SandboxPropOps(clock=noon)


async def update(http: httpx.AsyncClient, token: str, uuid: str, **fields: Any) -> httpx.Response:
    headers = {"Authorization": f"Bearer {token}"}
    answer = await http.get("/api/security/csrf-token", headers=headers)
    body = {"action": "update", "uuid": uuid, "csrf_token": answer.json()["data"]["token"]}
    return await http.post(JOBS, json=body | fields, headers=headers)


# the made-up agency


def test_the_same_seed_makes_the_same_agency(propops: SandboxPropOps) -> None:
    assert SandboxPropOps(clock=noon).snapshot() == propops.snapshot()
    assert SandboxPropOps(seed=2, clock=noon).jobs != propops.jobs


@pytest.mark.parametrize("seed", range(6))
def test_any_seed_makes_a_believable_agency(seed: int) -> None:
    propops = SandboxPropOps(seed=seed, clock=noon)
    jobs = propops.jobs
    assert [job["job_ref"] for job in jobs] == [f"JOB-{n:03}" for n in range(1, 61)]
    sizes = {name: len(propops.rows(name)) for name in ("addresses", "contractors", "agents")}
    assert sizes == {"addresses": 40, "contractors": 12, "agents": 6}
    assert len(propops.rows("tenants")) == 30
    assert {job["status_name"] for job in jobs} == {
        *("New", "Assigned", "In progress", "Complete", "Closed", "Archived"),
    }
    homes = {row["ID"]: row["full_address"] for row in propops.rows("addresses")}
    assert sum("12 Elm Row" in home for home in homes.values()) == 1
    assert len({job["uuid"] for job in jobs}) == 60
    for job in jobs:
        commits = propops.commits(job["job_ref"])
        assert 1 <= len(commits) <= 5
        assert commits[-1]["created_at"] == job["updated_at"]
        assert job["created_at"] <= job["updated_at"] <= "2025-06-03T12:00:00Z"
        assert job["full_address"] == homes[job["address_id"]]
        assert (job["contractor_id"] is None) == (job["status_name"] in {"New", "Archived"})
        if job["contractor_budget"] is not None:
            vat = Decimal(str(job["vat_percentage"])) / 100
            owed = Decimal(str(job["contractor_budget"])) * (1 + vat)
            assert Decimal(str(job["total_amount"])) == owed
            assert job["job_total_budget"] >= job["total_amount"]
        if job["date_works_end_date"]:
            assert job["date_works_start_date"] <= job["date_works_end_date"]
    assert any("<p>" in job["job_description"] for job in jobs)
    assert any("<" not in job["job_description"] for job in jobs)
    assert any(job["access_details"] for job in jobs)
    assert len({job["job_type_id"] for job in jobs}) >= 10


def test_the_ids_of_different_things_do_not_overlap(propops: SandboxPropOps) -> None:
    tables = ("statuses", "priorities", "types", "addresses", "agents", "contractors", "tenants")
    ids = Counter(row["ID"] for table in tables for row in propops.rows(table))
    assert max(ids.values()) == 1


def test_what_is_handed_out_is_a_copy(propops: SandboxPropOps) -> None:
    propops.job("JOB-001")["job_title"] = "Scribbled"
    propops.jobs[0]["tenants_ids"].append(1)
    propops.commits("JOB-001")[0]["changes"].clear()
    propops.rows("agents").clear()
    assert propops.snapshot() == SandboxPropOps(clock=noon).snapshot()


@pytest.mark.parametrize("ref", ["JOB-007", "job-7", "JOB-0007"])
def test_a_job_is_found_by_any_spelling_of_its_reference(
    propops: SandboxPropOps,
    ref: str,
) -> None:
    job = propops.job(ref)
    assert job["job_ref"] == "JOB-007"
    assert propops.job_by(job["uuid"]) == job
    assert propops.job_by("JOB-999") is None
    with pytest.raises(LookupError):
        propops.job("JOB-999")


# the file


async def test_the_file_brings_everything_back(tmp_path: Path) -> None:
    data = tmp_path / "deep" / "propops.json"
    first = SandboxPropOps(data=data, clock=noon)
    token = first.token_for("Priya Shah")
    async with first.serving() as url, httpx.AsyncClient(base_url=url, verify=False) as http:
        await update(http, token, first.job("JOB-002")["uuid"], job_title="Kept", contractor_id=201)
    first.edit("JOB-003", by="Tom Reilly", quote_no="QT-77")

    second = SandboxPropOps(seed=99, data=data, clock=noon)
    assert second.job("JOB-002")["job_title"] == "Kept"
    assert second.job("JOB-003")["quote_no"] == "QT-77"
    assert second.writes == first.writes
    assert second.emails == first.emails != []
    assert second.commits("JOB-002") == first.commits("JOB-002")
    async with second.serving() as url, httpx.AsyncClient(base_url=url, verify=False) as http:
        answer = await update(http, token, second.job("JOB-002")["uuid"], job_title="Still in")
        assert answer.status_code == 200
    assert [path.name for path in data.parent.iterdir()] == ["propops.json"]
    assert data.stat().st_mode & 0o077 == 0


async def test_the_file_holds_a_write_before_its_answer_is_sent(tmp_path: Path) -> None:
    data = tmp_path / "propops.json"
    propops = SandboxPropOps(data=data)
    token = propops.token_for("Priya Shah")
    async with propops.serving() as url, httpx.AsyncClient(base_url=url, verify=False) as http:
        propops.fail(Fault("update", "drop_after"))
        with pytest.raises(httpx.TransportError):
            await update(http, token, propops.job("JOB-002")["uuid"], job_title="Kept")
    assert json.loads(data.read_text())["writes"][0]["job_ref"] == "JOB-002"


# the panel


async def test_events_tell_what_happens(http: httpx.AsyncClient, propops: SandboxPropOps) -> None:
    token = propops.token_for("Priya Shah")
    job = next(job for job in propops.jobs if job["contractor_id"] and job["agent_id"])
    propops.fail(Fault("update", "500_after"))
    with propops.subscribe() as events:
        await update(http, token, job["uuid"], job_title="Seen")
        propops.edit("JOB-003", by="Tom Reilly", quote_no="QT-1")
        seen = [await asyncio.wait_for(anext(events), 60) for _ in range(7)]
    assert [event["type"] for event in seen] == [
        "request",  # the CSRF token
        "email",
        "email",
        "write",
        "fault",
        "request",
        "edit",
    ]
    assert seen[5]["account"] == "priya.shah@harrowfield.example"
    propops.edit("JOB-003", by="Tom Reilly", quote_no="QT-2")
    assert events.queue.empty()


def test_a_watcher_who_does_not_read_loses_the_oldest(propops: SandboxPropOps) -> None:
    watcher = propops.subscribe()
    for number in range(1003):
        propops.edit("JOB-003", by="Tom Reilly", quote_no=f"QT-{number}")
    assert watcher.queue.qsize() == 1000
    assert watcher.queue.get_nowait()["fields"] == {"quote_no": "QT-3"}


async def test_requests_are_recorded_without_secrets(
    http: httpx.AsyncClient,
    propops: SandboxPropOps,
) -> None:
    token = propops.token_for("Priya Shah")
    await http.get(JOBS)
    await update(http, token, propops.job("JOB-001")["uuid"], job_title="New words")
    seen = [(r["n"], r["method"], r["path"], r["action"], r["status"]) for r in propops.requests]
    assert seen == [
        (1, "GET", JOBS, "", 401),
        (2, "GET", "/api/security/csrf-token", "", 200),
        (3, "POST", JOBS, "update", 200),
    ]
    assert propops.requests[2]["account"] == "priya.shah@harrowfield.example"
    assert token not in json.dumps(propops.snapshot())


# other processes


async def test_the_control_surface_scripts_the_sandbox(
    http: httpx.AsyncClient,
    propops: SandboxPropOps,
) -> None:
    answer = await http.post("/sandbox/token", json={"account": "Tom Reilly"})
    token = answer.json()["token"]
    fault = {"match": "update", "kind": "500_before", "times": None}
    assert (await http.post("/sandbox/fault", json=fault)).json() == {"success": True}
    uuid = propops.job("JOB-001")["uuid"]
    assert (await update(http, token, uuid, job_title="x")).status_code == 500
    assert (await http.get("/sandbox/state")).json()["faults"] == [fault | {"seconds": 1.0}]
    await http.post("/sandbox/heal", json={})
    assert (await update(http, token, uuid, job_title="x")).status_code == 200
    state = (await http.get("/sandbox/state")).json()
    assert state == json.loads(json.dumps(propops.snapshot()))
    assert state["writes"][0]["by"] == "Tom Reilly"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("token", {"account": "Nobody"}),
        ("token", {}),
        ("fault", {"match": "update", "kind": "418"}),
        ("fault", {"match": "update", "kind": "slow", "seconds": -1}),
        ("fault", {"match": "update", "kind": "slow", "times": 0}),
        ("fault", {"match": 7, "kind": "slow"}),
        ("fault", {"match": "update", "kind": "slow", "tiems": 2}),
        ("fault", []),
    ],
)
async def test_the_control_surface_explains_what_it_will_not_do(
    http: httpx.AsyncClient,
    path: str,
    body: Any,
) -> None:
    answer = await http.post(f"/sandbox/{path}", json=body)
    assert answer.status_code == 400
    assert answer.json()["error"]


async def test_the_control_surface_is_closed_to_web_pages(http: httpx.AsyncClient) -> None:
    rebound = await http.get("/sandbox/state", headers={"Host": "evil.example"})
    assert rebound.status_code == 404
    posted = await http.post("/sandbox/heal", data={"a": "b"})
    assert posted.status_code == 400


async def test_as_a_program_it_survives_a_kill(tmp_path: Path) -> None:
    data = tmp_path / "propops.json"

    async def start() -> tuple[asyncio.subprocess.Process, str]:
        program = (sys.executable, "-m", "bot.sandbox.propops", "--port", "0", "--data", str(data))
        process = await asyncio.create_subprocess_exec(*program, stdout=asyncio.subprocess.PIPE)
        assert process.stdout is not None
        line = await asyncio.wait_for(process.stdout.readline(), 60)
        return process, line.decode().strip()

    async with httpx.AsyncClient(verify=False) as http:
        process, url = await start()
        http.base_url = httpx.URL(url)
        body = {"account": "Priya Shah"}
        token = (await http.post("/sandbox/token", json=body)).json()["token"]
        uuid = (await http.get("/sandbox/state")).json()["jobs"][0]["uuid"]
        assert (await update(http, token, uuid, job_title="Kept")).status_code == 200
        os.kill(process.pid, signal.SIGKILL)
        await process.wait()

        process, url = await start()
        http.base_url = httpx.URL(url)
        assert (await http.get("/sandbox/state")).json()["jobs"][0]["job_title"] == "Kept"
        assert (await update(http, token, uuid, job_title="Again")).status_code == 200
        process.terminate()
        assert await asyncio.wait_for(process.wait(), 60) == 0
