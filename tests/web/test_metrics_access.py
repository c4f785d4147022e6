"""Who reads numbers and details: operators on this machine, or on a port of their own."""

import socket

import httpx
import pytest

from bot.web.http_app import http_app
from bot.web.metrics import Metrics
from tests.web.serving import serving
from tests.web.stub_app import StubApp, settings

FROM_OUTSIDE = (
    {"x-forwarded-for": "192.0.2.7"},
    {"forwarded": "for=192.0.2.7"},
    {"via": "1.1 proxy"},
    {"x-real-ip": "192.0.2.7"},
    {"x-forwarded-proto": "https"},
    {"x-forwarded-host": "bot.example.com"},
    {"cf-connecting-ip": "192.0.2.7"},
    {"true-client-ip": "192.0.2.7"},
    {"x-client-ip": "192.0.2.7"},
)


@pytest.mark.parametrize("headers", FROM_OUTSIDE)
async def test_through_a_proxy_nobody_reads_numbers_or_details(headers: dict[str, str]) -> None:
    app = StubApp(settings())

    async def down() -> str:
        return "no database"

    app.checks = {"database": down}
    async with serving(app) as (http, _):
        metrics = await http.get("/metrics", headers=headers)
        ready = await http.get("/readyz", headers=headers)
    assert (metrics.status_code, metrics.text) == (404, "Not Found")
    assert (ready.status_code, ready.json()) == (503, {"ok": False})


@pytest.mark.parametrize("peer", ["192.0.2.7", "2001:db8::7", "testclient"])
async def test_another_machine_reads_no_numbers(peer: str) -> None:
    transport = httpx.ASGITransport(http_app(None, {}, Metrics()), client=(peer, 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://bot") as http:
        assert (await http.get("/metrics")).status_code == 404
        assert (await http.get("/readyz")).json() == {"ok": True}


async def test_metrics_have_a_port_of_their_own() -> None:
    own = free_port()
    app = StubApp(settings(metrics_port=own))
    async with serving(app) as (http, _):
        assert (await http.get("/metrics")).status_code == 404
        assert (await http.get("/readyz")).json() == {"ok": True}
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{own}") as operator:
            assert "propops_bot_queue_depth" in (await operator.get("/metrics")).text
            assert "checks" in (await operator.get("/readyz")).json()
            assert (await operator.get("/slack/events")).status_code == 404


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port
