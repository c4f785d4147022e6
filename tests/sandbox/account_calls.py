"""Calls to the sandbox PropOps as one account or another."""

from typing import Any

import httpx

from bot.sandbox.propops import SandboxPropOps

JOBS = "/api/jobs/manage"


LIST = {"action": "list"}


NO_LOGIN = {"success": False, "error": "Authentication required. Please log in."}


NO_RIGHT = {"success": False, "error": "You do not have permission to perform this action"}


BAD_CSRF = {"success": False, "error": "Invalid or expired CSRF token"}


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
