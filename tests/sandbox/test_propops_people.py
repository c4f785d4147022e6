"""Who may do what in the sandbox PropOps: tokens, CSRF, permissions, sight, limits, lists."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from bot.sandbox.propops import PASSWORD, SandboxPropOps

JOBS = "/api/jobs/manage"
LIST = {"action": "list"}
NO_LOGIN = {"success": False, "error": "Authentication required. Please log in."}
NO_RIGHT = {"success": False, "error": "You do not have permission to perform this action"}
BAD_CSRF = {"success": False, "error": "Invalid or expired CSRF token"}


@pytest.fixture
def propops() -> SandboxPropOps:
    return SandboxPropOps()


@pytest.fixture
async def http(propops: SandboxPropOps) -> AsyncIterator[httpx.AsyncClient]:
    """A client that nobody has signed in."""
    async with propops.serving() as url, httpx.AsyncClient(base_url=url, verify=False) as client:
        yield client


def signed_in(http: httpx.AsyncClient, propops: SandboxPropOps, who: str) -> httpx.AsyncClient:
    http.headers["Authorization"] = f"Bearer {propops.token_for(who)}"
    return http


async def csrf(http: httpx.AsyncClient) -> str:
    answer = (await http.get("/api/security/csrf-token")).json()
    assert answer["message"] == "CSRF token issued"
    return str(answer["data"]["token"])


async def write(http: httpx.AsyncClient, action: str, **fields: Any) -> httpx.Response:
    body = {"action": action, "csrf_token": await csrf(http), **fields}
    return await http.post(JOBS, json=body)


# tokens


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer " + "0" * 64, "Basic abc", "0" * 64])
async def test_a_call_without_a_live_token_is_refused(http: httpx.AsyncClient, header: str) -> None:
    answer = await http.get(JOBS, params=LIST, headers={"Authorization": header})
    assert (answer.status_code, answer.json()) == (401, NO_LOGIN)


async def test_an_account_has_one_live_token(
    http: httpx.AsyncClient,
    propops: SandboxPropOps,
) -> None:
    first = propops.token_for("Priya Shah")
    other = propops.token_for("Tom Reilly")
    second = propops.token_for("priya.shah@harrowfield.example")
    seen = []
    for token in (first, second, other):
        headers = {"Authorization": f"Bearer {token}"}
        seen.append((await http.get("/api/users/profile", headers=headers)).status_code)
    assert seen == [401, 200, 200]
    assert len(second) == 64
    assert int(second, 16)


async def test_a_login_is_flat_and_ends_the_earlier_token(
    http: httpx.AsyncClient,
    propops: SandboxPropOps,
) -> None:
    signed_in(http, propops, "Priya Shah")
    who = {"email": "priya.shah@harrowfield.example", "password": PASSWORD}
    body = (await http.post("/api/auth/login", json=who)).json()
    assert set(body) == {"success", "token", "token_type", "expires_at", "user", "usage"}
    assert body["user"] == {
        "name": "Priya Shah",
        "email": "priya.shah@harrowfield.example",
        "account_type": "Staff",
    }
    assert (await http.get("/api/users/profile")).status_code == 401
    http.headers["Authorization"] = f"Bearer {body['token']}"
    assert (await http.get("/api/users/profile")).json()["data"]["first_name"] == "Priya"


async def test_a_wrong_password_is_refused(http: httpx.AsyncClient) -> None:
    who = {"email": "priya.shah@harrowfield.example", "password": "guess"}
    assert (await http.post("/api/auth/login", json=who)).status_code == 401
    answer = await http.post("/api/auth/login", json={"password": "guess"})
    assert answer.json()["error"].endswith(": email")


async def test_a_token_dies_after_ninety_days() -> None:
    now = [datetime(2025, 6, 3, 12, 0, tzinfo=UTC)]
    propops = SandboxPropOps(clock=lambda: now[0])
    async with propops.serving() as url, httpx.AsyncClient(base_url=url, verify=False) as http:
        signed_in(http, propops, "Priya Shah")
        now[0] += timedelta(days=89, hours=23)
        assert (await http.get("/api/users/profile")).status_code == 200
        now[0] += timedelta(hours=2)
        assert (await http.get("/api/users/profile")).status_code == 401


async def test_a_revoked_token_is_dead(http: httpx.AsyncClient, propops: SandboxPropOps) -> None:
    signed_in(http, propops, "Priya Shah")
    propops.revoke("Priya Shah")
    assert (await http.get("/api/users/profile")).json() == NO_LOGIN


async def test_health_needs_no_token(http: httpx.AsyncClient) -> None:
    for path in ("/api/system/heartbeat?health_check=1", "/api/system/maintenance-mode"):
        assert (await http.get(path)).json()["success"] is True


def test_an_unknown_account_gets_no_token(propops: SandboxPropOps) -> None:
    with pytest.raises(LookupError, match="Nobody"):
        propops.token_for("Nobody")


# CSRF


@pytest.mark.parametrize("place", ["body", "form", "multipart", "header"])
async def test_a_csrf_token_is_taken_from_body_form_or_header_once(
    http: httpx.AsyncClient,
    propops: SandboxPropOps,
    place: str,
) -> None:
    signed_in(http, propops, "Priya Shah")
    token = await csrf(http)
    fields = {"action": "update", "uuid": propops.job("JOB-001")["uuid"], "quote_no": "QT-9"}

    async def send() -> httpx.Response:
        match place:
            case "body":
                return await http.post(JOBS, json=fields | {"csrf_token": token})
            case "form":
                return await http.post(JOBS, data=fields | {"csrf_token": token})
            case "multipart":
                parts = {name: (None, text) for name, text in fields.items()}
                return await http.post(JOBS, files=parts | {"csrf_token": (None, token)})
            case _:
                return await http.post(JOBS, json=fields, headers={"X-CSRF-Token": token})

    assert (await send()).status_code == 200
    spent = await send()
    assert (spent.status_code, spent.json()) == (403, BAD_CSRF)
    assert len(propops.writes) == 1


@pytest.mark.parametrize("token", [None, "", "0" * 64, 7, ["x"]])
async def test_a_write_without_a_csrf_token_is_refused(
    http: httpx.AsyncClient,
    propops: SandboxPropOps,
    token: Any,
) -> None:
    signed_in(http, propops, "Priya Shah")
    body = {"action": "delete", "uuid": propops.job("JOB-001")["uuid"], "csrf_token": token}
    answer = await http.post(JOBS, json=body)
    assert (answer.status_code, answer.json()) == (403, BAD_CSRF)
    assert propops.job("JOB-001")


async def test_a_csrf_token_is_bound_to_its_session(
    http: httpx.AsyncClient,
    propops: SandboxPropOps,
) -> None:
    token = await csrf(signed_in(http, propops, "Priya Shah"))
    signed_in(http, propops, "Tom Reilly")
    body = {"action": "delete", "uuid": propops.job("JOB-001")["uuid"], "csrf_token": token}
    assert (await http.post(JOBS, json=body)).json() == BAD_CSRF


async def test_a_refused_write_spends_its_csrf_token_too(
    http: httpx.AsyncClient,
    propops: SandboxPropOps,
) -> None:
    token = await csrf(signed_in(http, propops, "Priya Shah"))
    body = {"action": "create", "csrf_token": token}
    assert (await http.post(JOBS, json=body)).status_code == 400
    assert (await http.post(JOBS, json=body)).json() == BAD_CSRF


async def test_an_old_csrf_token_is_refused() -> None:
    propops = SandboxPropOps(csrf_seconds=0.02)
    async with propops.serving() as url, httpx.AsyncClient(base_url=url, verify=False) as http:
        token = await csrf(signed_in(http, propops, "Priya Shah"))
        await asyncio.sleep(0.05)
        answer = await http.post(JOBS, json={"action": "create", "csrf_token": token})
        assert answer.json() == BAD_CSRF


async def test_every_post_but_the_login_needs_one(
    http: httpx.AsyncClient,
    propops: SandboxPropOps,
) -> None:
    signed_in(http, propops, "Priya Shah")
    for path in (JOBS, "/api/jobs/case-notes", "/api/tenants/list", "/api/tenants/manage"):
        assert (await http.post(path, json={})).json() == BAD_CSRF, path


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
