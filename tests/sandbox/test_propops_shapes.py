"""The sandbox PropOps imitates each way of answering that the documentation leaves open."""

import contextlib
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from bot.sandbox.propops import SandboxPropOps

JOBS = "/api/jobs/manage"


@contextlib.asynccontextmanager
async def sandbox(**habits: Any) -> AsyncIterator[tuple[SandboxPropOps, httpx.AsyncClient]]:
    propops = SandboxPropOps(**habits)
    headers = {"Authorization": f"Bearer {propops.token_for('Priya Shah')}"}
    async with (
        propops.serving() as url,
        httpx.AsyncClient(base_url=url, headers=headers, verify=False) as http,
    ):
        yield propops, http


async def read(http: httpx.AsyncClient, action: str, **query: Any) -> Any:
    return (await http.get(JOBS, params={"action": action, **query})).json()


async def write(http: httpx.AsyncClient, action: str, **fields: Any) -> httpx.Response:
    token = (await http.get("/api/security/csrf-token")).json()["data"]["token"]
    return await http.post(JOBS, json={"action": action, "csrf_token": token, **fields})


def good(propops: SandboxPropOps) -> dict[str, Any]:
    job = propops.job("JOB-001")
    names = ("job_title", "job_description", "priority_id", "status_id", "job_type_id")
    return {name: job[name] for name in (*names, "address_id")}


@pytest.mark.parametrize("shape", ["full", "flat", "bare"])
async def test_a_create_answers_in_three_ways(shape: str) -> None:
    async with sandbox(create_answer=shape, create_status=200) as (propops, http):
        answer = await write(http, "create", **good(propops))
        job = propops.job("JOB-061")
    ids = {name: job[name] for name in ("ID", "uuid", "job_ref")}
    said = {"success": True, "message": "Operation completed successfully"}
    expected = {"full": said | {"data": ids}, "flat": said | ids, "bare": said}
    assert (answer.status_code, answer.json()) == (200, expected[shape])


async def test_a_list_is_an_array_or_an_object_or_a_single_job() -> None:
    async with sandbox(list_shape="object") as (_, http):
        wrapped = await read(http, "list", limit=2)
        assert [row["job_ref"] for row in wrapped["data"]["jobs"]] == ["JOB-060", "JOB-059"]
    async with sandbox(list_shape="single") as (_, http):
        assert (await read(http, "list", limit=1))["data"]["job_ref"] == "JOB-060"
        assert len((await read(http, "list", limit=2))["data"]) == 2
        assert (await read(http, "list", search="nothing like it"))["data"] == []


async def test_a_count_counts_the_page_or_everything() -> None:
    async with sandbox(count="page") as (_, http):
        assert (await read(http, "list", limit=7))["count"] == 7
    async with sandbox(count="total") as (_, http):
        assert (await read(http, "list", limit=7))["count"] == 60
        people: dict[str, str | int] = {"action": "list", "limit": 5}
        answer = await http.get("/api/contractors/list", params=people)
        assert answer.json()["count"] == 12


async def test_ids_may_be_spelled_in_small_letters_everywhere() -> None:
    async with sandbox(ids="id") as (propops, http):
        created = (await write(http, "create", **good(propops))).json()["data"]
        assert created["id"] == propops.job("JOB-061")["ID"]
        [row] = (await read(http, "list", limit=1))["data"]
        assert "ID" not in row
        assert row["id"] == created["id"]
        trades = (await http.get("/api/contractors/trades")).json()["data"]
        assert {"id", "name"} == set(trades[0])


async def test_a_page_may_be_shorter_by_default() -> None:
    async with sandbox(page_size=10) as (_, http):
        assert len((await read(http, "list"))["data"]) == 10


async def test_an_update_may_insist_on_all_six_fields() -> None:
    async with sandbox(update_requires_all=True) as (propops, http):
        uuid = propops.job("JOB-001")["uuid"]
        answer = await write(http, "update", uuid=uuid, job_title="Alone")
        assert answer.json()["error"].endswith(": job_description")
        fields = good(propops) | {"job_title": "With the others"}
        assert (await write(http, "update", uuid=uuid, **fields)).status_code == 200
        assert propops.job("JOB-001")["job_title"] == "With the others"


async def test_an_update_may_empty_what_it_does_not_name() -> None:
    async with sandbox(missing_clears=True) as (propops, http):
        before = next(job for job in propops.jobs if job["tenants_ids"] and job["contractor_id"])
        await write(http, "update", uuid=before["uuid"], job_title="Only this")
        after = propops.job(before["job_ref"])
    assert after["job_title"] == "Only this"
    assert after["tenants_ids"] == []
    assert (after["contractor_id"], after["contractor_name"], after["total_amount"]) == (None,) * 3
    assert after["status_id"] == before["status_id"]


async def test_descriptions_may_come_back_as_html() -> None:
    text = "Boiler off & cold <2 bars.\nRing first.\n\nSlack ref S-1"
    async with sandbox(html_descriptions=True) as (propops, http):
        await write(http, "create", **good(propops) | {"job_description": text})
        stored = propops.job("JOB-061")["job_description"]
        assert stored == (
            "<p>Boiler off &amp; cold &lt;2 bars.<br>Ring first.</p><p>Slack ref S-1</p>"
        )
        await write(http, "update", uuid=propops.job("JOB-061")["uuid"], job_description=stored)
        assert propops.job("JOB-061")["job_description"] == stored
    async with sandbox() as (propops, http):
        await write(http, "create", **good(propops) | {"job_description": text})
        assert propops.job("JOB-061")["job_description"] == text


async def test_some_fields_may_be_written_but_not_read() -> None:
    hidden = frozenset({"tenants_ids", "private_contact_name"})
    async with sandbox(unread=hidden, list_address_id=False) as (propops, http):
        uuid = propops.job("JOB-001")["uuid"]
        job = (await read(http, "get", uuid=uuid))["data"]
        assert not hidden & set(job)
        assert "address_id" in job
        assert "address_id" not in (await read(http, "list", limit=1))["data"][0]


async def test_lookups_may_prefix_their_names() -> None:
    async with sandbox(lookup_names="prefixed") as (_, http):
        for table, name in (
            ("priorities", "priority_name"),
            ("statuses", "status_name"),
            ("types", "type_name"),
        ):
            answer = await http.get(f"/api/jobs/{table}", params={"action": "list"})
            assert name in answer.json()["data"][0]
            assert "name" not in answer.json()["data"][0]


async def test_permissions_come_in_three_shapes() -> None:
    key = "api.jobs.manage.manage"
    async with sandbox(permissions="list") as (_, http):
        assert key in (await http.get("/api/users/permissions")).json()["data"]
    async with sandbox(permissions="map") as (_, http):
        assert (await http.get("/api/users/permissions")).json()["data"][key] is True
    async with sandbox(permissions="nested") as (_, http):
        data = (await http.get("/api/users/permissions")).json()["data"]
        assert data["permissions"][key] is True
        assert data["account_type"] == "Staff"


@pytest.mark.parametrize(("only", "other"), [("list", "manage"), ("manage", "list")])
async def test_tenants_may_live_at_one_path_only(only: str, other: str) -> None:
    async with sandbox(tenants=only) as (_, http):
        asked = {"action": "list"}
        assert (await http.get(f"/api/tenants/{only}", params=asked)).status_code == 200
        assert (await http.get(f"/api/tenants/{other}", params=asked)).status_code == 404


def test_an_unknown_habit_is_a_mistake() -> None:
    with pytest.raises(TypeError):
        SandboxPropOps(nonsense=True)
    with pytest.raises(ValueError, match="create_answer is one of full, flat, bare"):
        SandboxPropOps(create_answer="some")
