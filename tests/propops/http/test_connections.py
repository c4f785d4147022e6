"""What becomes of a request on a real connection, and which loss allows another try."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from bot.errors import (
    OutcomeUnknown,
    RateLimited,
    TokenDead,
    Unreachable,
)
from bot.propops.client import PropOpsClient
from bot.propops.gateway import Gateway
from bot.propops.http.transport import Transport
from bot.sandbox.propops import Fault, SandboxPropOps
from tests.propops.http.serving import Behaviour, serving
from tests.propops.scripted import NAMES, TOKEN, UUID, Script, refused

DELETE = {"uuid": UUID}


@asynccontextmanager
async def listening(behaviour: Behaviour, seconds: float = 1) -> AsyncIterator[PropOpsClient]:
    """A client of such a server."""
    async with serving(behaviour) as host:
        gateway = Gateway(Transport(f"http://{host}", seconds), NAMES)
        try:
            yield gateway.as_person(TOKEN)
        finally:
            await gateway.aclose()


async def csrf_then(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, close: bool = False
) -> bytes:
    """Answers the CSRF call; gives the head of the request after it."""
    await reader.readuntil(b"\r\n\r\n")
    body = b'{"success": true, "data": {"token": "csrf-number-1"}}'
    end = b"Connection: close\r\n" if close else b""
    writer.write(
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
        + end
        + b"Content-Length: %d\r\n\r\n" % len(body)
        + body
    )
    await writer.drain()
    return b"" if close else await reader.readuntil(b"\r\n\r\n")


async def test_a_connection_cut_after_the_request_leaves_the_outcome_open() -> None:
    heads = []

    async def cut(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heads.append(await csrf_then(reader, writer))

    async with listening(cut) as person:
        with pytest.raises(OutcomeUnknown) as caught:
            await person.write("delete", DELETE)
    assert caught.value.cause == "dropped"
    assert heads[0].startswith(b"POST /api/jobs/manage")


async def test_silence_after_the_request_leaves_the_outcome_open() -> None:
    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await csrf_then(reader, writer)
        await asyncio.sleep(60)

    async with listening(silent, 1.0) as person:
        with pytest.raises(OutcomeUnknown) as caught:
            await person.write("delete", DELETE)
    assert caught.value.cause == "timeout"


async def test_an_answer_that_trickles_for_ever_is_given_up() -> None:
    written = 0

    async def trickle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await csrf_then(reader, writer)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        nonlocal written
        while written < 1000:
            writer.write(b" ")
            written += 1
            await writer.drain()
            await asyncio.sleep(0.05)

    async with listening(trickle, 3.0) as person:
        with pytest.raises(OutcomeUnknown):
            await person.write("delete", DELETE)
    assert 0 < written < 200


async def test_a_kept_connection_that_the_server_has_closed_is_not_used_for_a_write() -> None:
    requests = []

    async def one_each(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Closes after every answer without having said so, as a server with short patience."""
        head = await reader.readuntil(b"\r\n\r\n")
        requests.append(head.split()[0])
        body = b'{"success": true, "data": {"token": "csrf-number-1"}}'
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
        await writer.drain()

    async with listening(one_each) as person:
        await person.prefetch_csrf()
        await asyncio.sleep(0.05)
        await person.write("delete", DELETE)
    assert requests == [b"GET", b"POST"]


async def test_a_write_cut_while_its_connection_was_being_made_never_left() -> None:
    """TLS is asked of a server that does not know it: not a byte of the request goes out."""
    received = []

    async def deaf(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        received.append(await reader.read(2000))
        await asyncio.sleep(60)

    async with serving(deaf) as host:
        gateway = Gateway(Transport(f"https://{host}", 0.4), NAMES)
        with pytest.raises(Unreachable):
            await gateway.login("p@x.example", "hunter22")
        await gateway.aclose()
    assert received
    assert b"hunter22" not in received[0]


async def test_proxies_of_the_environment_are_ignored(
    sandbox: SandboxPropOps, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    async with sandbox.serving() as url:
        gateway = Gateway(Transport(url, 2), NAMES)
        assert await gateway.heartbeat() > 0
        await gateway.aclose()


# the sandbox


@pytest.mark.parametrize("kind", ["500_after", "drop_after", "html_after", "garbage"])
async def test_the_outcome_of_an_applied_write_with_a_lost_answer_is_unknown(
    sandbox: SandboxPropOps, priya: PropOpsClient, kind: Any
) -> None:
    sandbox.fail(Fault("update", kind))
    job = sandbox.job("JOB-001")
    with pytest.raises(OutcomeUnknown):
        await priya.write("update", {"uuid": job["uuid"], "job_title": "Renamed"})
    assert [row["action"] for row in sandbox.writes] == ["update"]


async def test_a_late_answer_is_a_lost_one(sandbox: SandboxPropOps) -> None:
    sandbox.fail(Fault("update", "late", seconds=0.6))
    uuid = sandbox.job("JOB-001")["uuid"]
    async with sandbox.serving() as url:
        gateway = Gateway(Transport(url, 0.3), NAMES)
        person = gateway.as_person(sandbox.token_for("Priya Shah"))
        with pytest.raises(OutcomeUnknown, match="timeout"):
            await person.write("update", {"uuid": uuid, "job_title": "Renamed"})
        await gateway.aclose()


async def test_after_closing_nothing_leaves(
    sandbox: SandboxPropOps, gateway: Gateway, priya: PropOpsClient
) -> None:
    await priya.prefetch_csrf()
    await gateway.aclose()
    with pytest.raises(Unreachable):
        await priya.write("delete", {"uuid": sandbox.job("JOB-001")["uuid"]})
    assert sandbox.writes == []


async def test_a_login_does_not_wait_for_a_window_to_reset() -> None:
    script = Script(refused(429, "Too many attempts", **{"Retry-After": "20"}))
    gateway = script.gateway()
    for _ in range(2):
        with pytest.raises(RateLimited) as caught:
            await gateway.login("p@x.example", "hunter22")
        assert caught.value.after == pytest.approx(20, abs=1)
    assert script.pauses == []


async def test_a_csrf_token_that_propops_lost_is_replaced(
    sandbox: SandboxPropOps, priya: PropOpsClient
) -> None:
    sandbox.fail(Fault("update", "csrf"))
    job = sandbox.job("JOB-001")
    await priya.write("update", {"uuid": job["uuid"], "job_title": "Renamed"})
    assert sandbox.job("JOB-001")["job_title"] == "Renamed"
    assert len(sandbox.writes) == 1


async def test_reads_survive_dropped_connections(
    sandbox: SandboxPropOps, priya: PropOpsClient
) -> None:
    sandbox.fail(Fault("get", "drop_before", times=2))
    assert (await priya.get(sandbox.job("JOB-001")["uuid"])).job_ref == "JOB-001"


async def test_a_revoked_token_is_a_dead_link(
    sandbox: SandboxPropOps, priya: PropOpsClient
) -> None:
    sandbox.revoke("Priya Shah")
    with pytest.raises(TokenDead):
        await priya.search("boiler")
    with pytest.raises(TokenDead):
        await priya.write("delete", {"uuid": sandbox.job("JOB-001")["uuid"]})
