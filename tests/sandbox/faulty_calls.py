"""Calls to a sandbox PropOps that has faults."""

import httpx

from bot.sandbox.propops import SandboxPropOps

JOBS = "/api/jobs/manage"


async def rename(
    http: httpx.AsyncClient,
    propops: SandboxPropOps,
    title: str = "Renamed",
    patience: float = 60,
) -> httpx.Response:
    token = (await http.get("/api/security/csrf-token")).json()["data"]["token"]
    body = {"action": "update", "uuid": propops.job("JOB-001")["uuid"], "job_title": title}
    return await http.post(JOBS, json=body | {"csrf_token": token}, timeout=patience)


async def create(http: httpx.AsyncClient, propops: SandboxPropOps) -> httpx.Response:
    token = (await http.get("/api/security/csrf-token")).json()["data"]["token"]
    job = propops.job("JOB-001")
    names = ("job_title", "job_description", "priority_id", "status_id", "job_type_id")
    body = {name: job[name] for name in (*names, "address_id")}
    return await http.post(JOBS, json=body | {"action": "create", "csrf_token": token})


async def listed(http: httpx.AsyncClient) -> list[str]:
    answer = await http.get(JOBS, params={"action": "list", "limit": 200})
    return [row["job_ref"] for row in answer.json()["data"]]


def renamed(propops: SandboxPropOps) -> bool:
    return bool(propops.job("JOB-001")["job_title"] == "Renamed")
