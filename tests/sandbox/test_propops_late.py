"""The sandbox PropOps, slow or late."""

import asyncio
import time

import httpx
import pytest

from bot.sandbox.propops import Fault, SandboxPropOps
from bot.sandbox.propops.faults import Kind
from tests.sandbox.faulty_calls import JOBS, create, listed, rename, renamed
from tests.waiting import until


async def test_slow_delays_the_answer(http: httpx.AsyncClient, propops: SandboxPropOps) -> None:
    propops.fail(Fault("update", "slow", seconds=0.1))
    started = time.monotonic()
    assert (await rename(http, propops)).status_code == 200
    assert time.monotonic() - started >= 0.1
    assert float(propops.requests[-1]["ms"]) >= 100


async def test_what_hangs_goes_on_once_all_is_healed(
    http: httpx.AsyncClient,
    propops: SandboxPropOps,
) -> None:
    propops.fail(Fault("update", "hang"))
    hanging = asyncio.create_task(rename(http, propops, "Held", patience=60))
    await until(lambda: propops.requests and propops.requests[-1]["fault"] == "hang")
    assert (await rename(http, propops, "Not held")).status_code == 200
    assert not hanging.done()
    propops.heal()
    assert (await hanging).status_code == 200
    assert propops.job("JOB-001")["job_title"] == "Held"


async def test_late_applies_although_the_client_has_gone(
    http: httpx.AsyncClient,
    propops: SandboxPropOps,
) -> None:
    propops.fail(Fault("update", "late", go_on=(go_on := asyncio.Event())))
    with pytest.raises(httpx.TimeoutException):
        await rename(http, propops, patience=0.5)
    await until(lambda: propops.requests[-1]["fault"] == "late")
    assert not renamed(propops)
    go_on.set()
    await until(lambda: renamed(propops))
    assert len(propops.writes) == 1


async def test_late_answers_a_client_that_waits(
    http: httpx.AsyncClient,
    propops: SandboxPropOps,
) -> None:
    propops.fail(Fault("update", "late", seconds=0.05))
    assert (await rename(http, propops)).json()["success"] is True


async def test_a_late_write_overtaken_by_another_is_the_one_that_stays(
    http: httpx.AsyncClient,
    propops: SandboxPropOps,
) -> None:
    propops.fail(Fault("update", "late", go_on=(go_on := asyncio.Event())))
    first = asyncio.create_task(rename(http, propops, "Late"))
    await until(lambda: propops.requests and propops.requests[-1]["fault"] == "late")
    await rename(http, propops, "In time")
    assert propops.job("JOB-001")["job_title"] == "In time"
    go_on.set()
    await first
    assert propops.job("JOB-001")["job_title"] == "Late"


async def test_a_created_job_may_be_late_in_lists(
    http: httpx.AsyncClient,
    propops: SandboxPropOps,
) -> None:
    propops.fail(Fault("create", "list_lag", seconds=2.0))
    uuid = (await create(http, propops)).json()["data"]["uuid"]
    await create(http, propops)

    assert "JOB-061" not in await listed(http)
    assert "JOB-062" in await listed(http)
    found = await http.get("/api/search", params={"q": "JOB-061", "types": "jobs"})
    assert found.json()["data"]["jobs"] == []
    direct = await http.get(JOBS, params={"action": "get", "uuid": uuid})
    assert direct.json()["data"]["job_ref"] == "JOB-061"

    async def there() -> bool:
        return "JOB-061" in await listed(http)

    await until(there)


async def test_a_refused_create_does_not_use_up_the_lag(
    http: httpx.AsyncClient,
    propops: SandboxPropOps,
) -> None:
    propops.fail(Fault("create", "list_lag", seconds=60))
    token = (await http.get("/api/security/csrf-token")).json()["data"]["token"]
    await http.post(JOBS, json={"action": "create", "csrf_token": token})
    await create(http, propops)
    assert "JOB-061" not in await listed(http)
    propops.heal()
    assert "JOB-061" in await listed(http)


@pytest.mark.parametrize("kind", ["500_after", "drop_after", "html_after", "garbage"])
async def test_a_create_whose_answer_is_lost_exists_once(
    http: httpx.AsyncClient,
    propops: SandboxPropOps,
    kind: Kind,
) -> None:
    propops.fail(Fault("create", kind))
    try:
        answer = await create(http, propops)
    except httpx.TransportError:
        pass
    else:
        assert "JOB-061" not in answer.text
    assert [row["job_ref"] for row in propops.writes] == ["JOB-061"]


async def test_leaving_ends_what_still_waits(propops: SandboxPropOps) -> None:
    propops.fail(Fault("*", "slow", seconds=60))
    async with httpx.AsyncClient(verify=False) as client:
        started = time.monotonic()
        async with propops.serving() as url:
            waiting = asyncio.create_task(client.get(f"{url}/api/system/heartbeat"))
            await until(lambda: propops.requests)
        with pytest.raises(httpx.TransportError):
            await waiting
    assert time.monotonic() - started < 50
