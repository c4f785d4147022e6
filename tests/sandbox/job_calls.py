"""Calls of one endpoint of the sandbox PropOps."""

from typing import Any

import httpx

from bot.sandbox.propops import SandboxPropOps

JOBS = "/api/jobs/manage"


async def read(http: httpx.AsyncClient, action: str, **query: Any) -> Any:
    answer = await http.get(JOBS, params={"action": action, **query})
    assert answer.status_code == 200, answer.text
    assert answer.json()["success"] is True
    return answer.json()["data"]


async def write(http: httpx.AsyncClient, action: str, **fields: Any) -> httpx.Response:
    token = (await http.get("/api/security/csrf-token")).json()["data"]["token"]
    return await http.post(JOBS, json={"action": action, "csrf_token": token, **fields})


def ids(propops: SandboxPropOps) -> dict[str, Any]:
    """The six required fields of a new job."""
    [home] = [r for r in propops.rows("addresses") if "12 Elm Row" in r["full_address"]]
    return {
        "job_title": "Boiler not firing",
        "job_description": "No hot water.",
        "priority_id": propops.rows("priorities")[1]["ID"],
        "status_id": propops.rows("statuses")[0]["ID"],
        "job_type_id": propops.rows("types")[0]["ID"],
        "address_id": home["ID"],
    }


def first(propops: SandboxPropOps, **having: Any) -> dict[str, Any]:
    """The first seeded job with a contractor, and with these values."""
    return next(
        job
        for job in propops.jobs
        if job["contractor_id"] and all(job[name] == value for name, value in having.items())
    )
