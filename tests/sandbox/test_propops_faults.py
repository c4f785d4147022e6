"""Each thing that can go wrong with the sandbox PropOps, over a real connection."""

import asyncio
from typing import Any

import httpx
import pytest

from bot.sandbox.propops import Fault, SandboxPropOps
from bot.sandbox.propops.faults import KINDS, Kind
from tests.sandbox.faulty_calls import JOBS, listed, rename, renamed
from tests.waiting import until

ANSWERS: list[tuple[Kind, int, bool]] = [
    # kind, status, applied
    ("400", 400, False),
    ("429", 429, False),
    ("500_before", 500, False),
    ("500_after", 500, True),
    ("html", 502, False),
    ("html_after", 502, True),
    ("maintenance", 503, False),
    ("401", 401, False),
    ("403", 403, False),
    ("404", 404, False),
    ("csrf", 403, False),
    ("401_page", 401, False),
    ("403_page", 403, False),
    ("404_page", 404, False),
    ("200_page", 200, False),
    ("401_gateway", 401, False),
    ("404_gateway", 404, False),
    ("200_gateway", 200, False),
    ("garbage", 200, True),
]


@pytest.mark.parametrize(("kind", "status", "applied"), ANSWERS)
async def test_a_fault_answers_wrongly_once_and_then_all_is_well(
    http: httpx.AsyncClient,
    propops: SandboxPropOps,
    kind: Kind,
    status: int,
    applied: bool,
) -> None:
    propops.fail(Fault("update", kind))
    answer = await rename(http, propops)
    assert answer.status_code == status
    assert renamed(propops) is applied
    assert len(propops.writes) == int(applied)
    assert propops.requests[-1]["fault"] == kind
    assert (await rename(http, propops)).status_code == 200
    assert len(propops.writes) == int(applied) + 1


@pytest.mark.parametrize("kind", ["html", "html_after", "maintenance", "401_page", "200_page"])
async def test_html_faults_are_html(
    http: httpx.AsyncClient,
    propops: SandboxPropOps,
    kind: Kind,
) -> None:
    propops.fail(Fault("update", kind))
    answer = await rename(http, propops)
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.text.startswith("<!DOCTYPE html>")


async def test_garbage_is_no_json(http: httpx.AsyncClient, propops: SandboxPropOps) -> None:
    propops.fail(Fault("update", "garbage"))
    answer = await rename(http, propops)
    assert answer.headers["content-type"] == "application/json"
    with pytest.raises(ValueError, match="Expecting"):
        answer.json()


@pytest.mark.parametrize(("seconds", "header"), [(0, "0"), (0.2, "1"), (3, "3")])
async def test_a_429_says_when_to_come_back(
    http: httpx.AsyncClient,
    propops: SandboxPropOps,
    seconds: float,
    header: str,
) -> None:
    propops.fail(Fault("update", "429", seconds=seconds))
    assert (await rename(http, propops)).headers["Retry-After"] == header


async def test_a_429_and_a_500_before_leave_the_csrf_token_good(
    http: httpx.AsyncClient,
    propops: SandboxPropOps,
) -> None:
    token = (await http.get("/api/security/csrf-token")).json()["data"]["token"]
    body = {"action": "delete", "uuid": propops.job("JOB-001")["uuid"], "csrf_token": token}
    propops.fail(Fault("delete", "429"))
    propops.fail(Fault("delete", "500_before"))
    seen = [(await http.post(JOBS, json=body)).status_code for _ in range(4)]
    assert seen == [429, 500, 200, 403]


@pytest.mark.parametrize(("kind", "applied"), [("drop_before", False), ("drop_after", True)])
async def test_a_dropped_connection_gives_no_answer(
    http: httpx.AsyncClient,
    propops: SandboxPropOps,
    kind: Kind,
    applied: bool,
) -> None:
    propops.fail(Fault("update", kind))
    with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
        await rename(http, propops)
    assert renamed(propops) is applied
    assert propops.requests[-1]["status"] == 0
    assert (await rename(http, propops)).status_code == 200


async def test_a_drop_closes_the_socket_without_a_byte(propops: SandboxPropOps) -> None:
    propops.fail(Fault("*", "drop_before"))
    async with propops.serving() as url:
        reader, writer = await asyncio.open_connection("127.0.0.1", httpx.URL(url).port)
        writer.write(b"GET /api/jobs/manage?action=list HTTP/1.1\r\nHost: x\r\n\r\n")
        try:
            got = await asyncio.wait_for(reader.read(), 60)
        except ConnectionResetError:
            got = b""
        assert got == b""
        writer.close()


async def test_a_drop_leaves_other_connections_alone(
    http: httpx.AsyncClient,
    propops: SandboxPropOps,
) -> None:
    propops.fail(Fault("list", "slow", seconds=0.15))
    slow = asyncio.create_task(listed(http))
    await until(lambda: propops.requests and propops.requests[-1]["fault"] == "slow")
    propops.fail(Fault("update", "drop_after"))
    with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
        await rename(http, propops)
    assert len(await slow) == 60


async def test_a_refused_csrf_token_is_spent(
    http: httpx.AsyncClient,
    propops: SandboxPropOps,
) -> None:
    propops.fail(Fault("update", "csrf"))
    answer = await rename(http, propops)
    assert answer.json() == {"success": False, "error": "Invalid or expired CSRF token"}


@pytest.mark.parametrize(
    ("match", "struck"),
    [
        ("update", True),
        ("create", False),
        ("*", True),
        (JOBS, True),
        (f"POST {JOBS}", True),
        (f"GET {JOBS}", False),
        ("/api/jobs", False),
        (lambda call: call.body.get("job_title") == "Renamed", True),
        (lambda call: call.body.get("job_title") == "Other", False),
    ],
)
async def test_a_fault_strikes_what_it_matches(
    http: httpx.AsyncClient,
    propops: SandboxPropOps,
    match: Any,
    struck: bool,
) -> None:
    token = (await http.get("/api/security/csrf-token")).json()["data"]["token"]
    body = {"action": "update", "uuid": propops.job("JOB-001")["uuid"], "job_title": "Renamed"}
    propops.fail(Fault(match, "500_before"))
    answer = await http.post(JOBS, json=body | {"csrf_token": token})
    assert answer.status_code == (500 if struck else 200)


async def test_a_list_of_another_path_is_not_the_list_of_jobs(
    http: httpx.AsyncClient,
    propops: SandboxPropOps,
) -> None:
    propops.fail(Fault("list", "500_before"))
    answer = await http.get("/api/jobs/statuses", params={"action": "list"})
    assert answer.status_code == 200


async def test_a_fault_strikes_as_often_as_asked_or_until_healed(
    http: httpx.AsyncClient,
    propops: SandboxPropOps,
) -> None:
    async def strikes(count: int) -> list[int]:
        return [(await rename(http, propops)).status_code for _ in range(count)]

    propops.fail(Fault("update", "500_before", times=2))
    assert await strikes(3) == [500, 500, 200]
    propops.fail(Fault("update", "500_before", times=None))
    assert await strikes(5) == [500] * 5
    propops.heal()
    assert await strikes(1) == [200]


async def test_faults_of_different_moments_strike_together(
    http: httpx.AsyncClient,
    propops: SandboxPropOps,
) -> None:
    propops.fail(Fault("update", "slow", seconds=0.05))
    propops.fail(Fault("update", "500_after"))
    answer = await rename(http, propops)
    assert answer.status_code == 500
    assert float(answer.headers["X-Response-Time-ms"]) >= 50
    assert renamed(propops)


def test_an_unknown_kind_is_a_mistake_of_the_test() -> None:
    with pytest.raises(ValueError, match="no such fault: 418"):
        Fault("update", "418")  # type: ignore[arg-type]  # the mistake itself


def test_every_kind_is_tried_here() -> None:
    others = {"slow", "hang", "late", "drop_before", "drop_after", "list_lag"}
    assert {kind for kind, _, _ in ANSWERS} | others == set(KINDS)
