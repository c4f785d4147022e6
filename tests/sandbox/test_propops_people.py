"""Who may do what in the sandbox PropOps: permissions, sight, limits, lists."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from bot.sandbox.propops import SandboxPropOps
from tests.sandbox.account_calls import JOBS, LIST, NO_RIGHT, csrf, signed_in, write


@pytest.fixture
def account() -> str:
    return ""  # each test signs in by itself


# permissions and sight


async def test_a_minimal_account_may_not_touch_jobs(
    http: httpx.AsyncClient,
    propops: SandboxPropOps,
) -> None:
    signed_in(http, propops, "Sam Booth")
    uuid = propops.job("JOB-001")["uuid"]
    answers = [
        await http.get(JOBS, params=LIST),
        await http.get(JOBS, params={"action": "get", "uuid": uuid}),
        await write(http, "delete", uuid=uuid),
        await http.get("/api/jobs/statuses", params=LIST),
        await http.get("/api/contractors/list", params=LIST),
        await http.get("/api/tenants/list", params=LIST),
        await http.get("/api/search", params={"q": "elm"}),
    ]
    assert {(a.status_code, a.json()["error"]) for a in answers} == {(403, NO_RIGHT["error"])}
    rights = (await http.get("/api/users/permissions")).json()["data"]
    assert rights["role"] == "Minimal Access"
    assert len(rights["permissions"]) == 6


async def test_the_list_has_a_permission_of_its_own(
    http: httpx.AsyncClient,
    propops: SandboxPropOps,
) -> None:
    signed_in(http, propops, "Sam Booth")
    propops.permit("Sam Booth", "api.jobs.manage.list")
    assert (await http.get(JOBS, params=LIST)).status_code == 200
    get = {"action": "get", "uuid": propops.job("JOB-001")["uuid"]}
    assert (await http.get(JOBS, params=get)).status_code == 403
    propops.forbid("Sam Booth", "api.jobs.manage.list")
    assert (await http.get(JOBS, params=LIST)).status_code == 403


@pytest.mark.parametrize(
    ("who", "field", "number"),
    [("rebecca.lister@harrowfield.example", "agent_id", 301), ("Ace Gas", "contractor_id", 201)],
)
async def test_agents_and_contractors_see_only_their_jobs(
    http: httpx.AsyncClient,
    propops: SandboxPropOps,
    who: str,
    field: str,
    number: int,
) -> None:
    signed_in(http, propops, who)
    rows = (await http.get(JOBS, params=LIST | {"limit": 200})).json()["data"]
    assert {row["job_ref"] for row in rows} == {
        job["job_ref"] for job in propops.jobs if job[field] == number
    }
    mine = next(job for job in propops.jobs if job[field] == number)
    other = next(job for job in propops.jobs if job[field] != number)
    for job, status in ((mine, 200), (other, 404)):
        get = {"action": "get", "uuid": job["uuid"]}
        assert (await http.get(JOBS, params=get)).status_code == status
        answer = await write(http, "update", uuid=job["uuid"], quote_no="QT-1")
        assert answer.status_code == status
    query = {"q": other["job_ref"], "types": "jobs"}
    found = (await http.get("/api/search", params=query)).json()["data"]["jobs"]
    assert found == []


async def test_contractors_update_and_nothing_else(
    http: httpx.AsyncClient,
    propops: SandboxPropOps,
) -> None:
    signed_in(http, propops, "Ace Gas")
    mine = next(job for job in propops.jobs if job["contractor_id"] == 201)
    for action in ("create", "delete", "restore_commit", "send_assignment_notification"):
        assert (await write(http, action, uuid=mine["uuid"])).json() == NO_RIGHT
    assert propops.writes == []


async def test_what_an_agent_raises_is_theirs(
    http: httpx.AsyncClient,
    propops: SandboxPropOps,
) -> None:
    signed_in(http, propops, "rebecca.lister@harrowfield.example")
    job = propops.job("JOB-001")
    names = ("job_title", "job_description", "priority_id", "status_id", "job_type_id")
    fields = {name: job[name] for name in (*names, "address_id")}
    assert (await write(http, "create", **fields)).status_code == 201
    assert propops.job("JOB-061")["agent_name"] == "Rebecca Lister"
    answer = await write(http, "create", **fields, agent_id=302)
    assert answer.json()["error"].endswith(": agent_id")


# rate limits


async def test_every_answer_says_how_much_is_left(
    http: httpx.AsyncClient,
    propops: SandboxPropOps,
) -> None:
    refused = await http.get(JOBS)
    signed_in(http, propops, "Priya Shah")
    taken = await http.get(JOBS, params=LIST)
    for answer in (refused, taken):
        for name in ("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"):
            assert answer.headers[name].isdecimal()
        assert float(answer.headers["X-Response-Time-ms"]) >= 0
        assert float(answer.headers["X-DB-Query-Time-ms"]) >= 0


async def test_a_passed_limit_is_429_for_that_account_until_the_window_ends() -> None:
    now = [datetime(2025, 6, 3, 12, 0, tzinfo=UTC)]
    propops = SandboxPropOps(rate_limit=2, rate_window=30, clock=lambda: now[0])
    async with propops.serving() as url, httpx.AsyncClient(base_url=url, verify=False) as http:
        signed_in(http, propops, "Priya Shah")
        left = [
            (await http.get(JOBS, params=LIST)).headers["X-RateLimit-Remaining"] for _ in range(2)
        ]
        assert left == ["1", "0"]
        now[0] += timedelta(seconds=10)
        refused = await http.get(JOBS, params=LIST)
        assert refused.status_code == 429
        assert refused.headers["Retry-After"] == "20"
        assert refused.headers["X-RateLimit-Reset"] == str(int(now[0].timestamp()) + 20)

        signed_in(http, propops, "Tom Reilly")
        assert (await http.get(JOBS, params=LIST)).status_code == 200
        signed_in(http, propops, "Priya Shah")  # a new token is no way round
        assert (await http.get(JOBS, params=LIST)).status_code == 429
        now[0] += timedelta(seconds=20)
        assert (await http.get(JOBS, params=LIST)).status_code == 200


# lists


async def rows(http: httpx.AsyncClient, path: str, **query: Any) -> list[dict[str, Any]]:
    answer = await http.get(path, params=LIST | query)
    assert answer.status_code == 200, answer.text
    data: list[dict[str, Any]] = answer.json()["data"]
    assert answer.json()["count"] == len(data)
    return data


async def test_the_lists_of_a_job_form(http: httpx.AsyncClient, propops: SandboxPropOps) -> None:
    signed_in(http, propops, "Priya Shah")
    names = {
        path: [row["name"] for row in await rows(http, f"/api/jobs/{path}")]
        for path in ("priorities", "statuses", "types")
    }
    assert names["priorities"] == ["Urgent", "High", "Normal", "Low"]
    assert names["statuses"] == ["New", "Assigned", "In progress", "Complete", "Closed", "Archived"]
    assert "Gas & Heating" in names["types"]
    for path in ("jobs/statuses", "agents/list", "contractors/list", "tenants/list"):
        answer = await http.get(f"/api/{path}")
        assert answer.json()["error"].endswith(": action"), path


async def test_people_are_searched_and_filtered(
    http: httpx.AsyncClient,
    propops: SandboxPropOps,
) -> None:
    signed_in(http, propops, "Priya Shah")
    [ace] = await rows(http, "/api/contractors/list", search="ace gas")
    assert (ace["first_name"], ace["last_name"]) == ("Ace", "Gas")
    trades = (await http.get("/api/contractors/trades")).json()["data"]
    gas = next(row["ID"] for row in trades if row["name"] == "Gas")
    assert await rows(http, "/api/contractors/list", trade_id=gas) == [ace]
    [agent] = await rows(http, "/api/agents/list", search="lister")
    assert agent["branch_name"] == "Headingley"
    assert agent in await rows(http, "/api/agents/list", branch_id=agent["branch_id"])


async def test_tenants_lead_to_their_address(
    http: httpx.AsyncClient,
    propops: SandboxPropOps,
) -> None:
    signed_in(http, propops, "Priya Shah")
    for path in ("/api/tenants/list", "/api/tenants/manage"):
        [tenant] = await rows(http, path, search="elm row")
        assert tenant in await rows(http, path, address_id=tenant["address_id"])
        one = {"action": "get", "uuid": tenant["uuid"]}
        assert (await http.get(path, params=one)).json()["data"] == tenant


@pytest.mark.parametrize(
    ("path", "extra"),
    [("/api/tenants/list", {}), ("/api/tenants/manage", {"action": "create"})],
)
async def test_a_tenant_can_be_added(
    http: httpx.AsyncClient,
    propops: SandboxPropOps,
    path: str,
    extra: dict[str, str],
) -> None:
    signed_in(http, propops, "Priya Shah")
    body = {"tenant_name": "Ada Holt", "tenant_address_id": 501, **extra}
    answer = await http.post(path, json=body | {"csrf_token": await csrf(http)})
    [tenant] = await rows(http, "/api/tenants/list", search="Ada Holt")
    assert answer.json()["tenant_id"] == tenant["ID"]
    assert answer.json()["tenant_uuid"] == tenant["uuid"]
    assert tenant["full_address"] == "12 Elm Row, Leeds, LS6 2AB"
    wrong = body | {"tenant_email": "nobody", "csrf_token": await csrf(http)}
    assert (await http.post(path, json=wrong)).json()["error"].endswith(": tenant_email")


async def test_addresses_have_a_path_only_when_asked_for(propops: SandboxPropOps) -> None:
    for there, status in ((False, 404), (True, 200)):
        sandbox = SandboxPropOps(address_path=there)
        async with sandbox.serving() as url, httpx.AsyncClient(base_url=url, verify=False) as http:
            signed_in(http, sandbox, "Priya Shah")
            answer = await http.get("/api/addresses/list", params={"search": "12 elm"})
            assert answer.status_code == status
    assert [row["full_address"] for row in answer.json()["data"]] == ["12 Elm Row, Leeds, LS6 2AB"]
