"""Tokens of the sandbox PropOps: of accounts, and against CSRF."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from bot.sandbox.propops import PASSWORD, SandboxPropOps
from tests.sandbox.account_calls import BAD_CSRF, JOBS, LIST, NO_LOGIN, csrf, signed_in


@pytest.fixture
def account() -> str:
    return ""  # each test signs in by itself


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
