"""The life of the process: ports, health, signals, and the socket."""

import asyncio
import json
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

import pytest
from aiohttp import WSMsgType, web

from bot.serve import CannotStart, listen, serve
from bot.settings import Settings
from bot.web.http_app import run_checks
from tests.processes import port_in
from tests.web.serving import now_signed, serving
from tests.web.signed_requests import command
from tests.web.stub_app import StubApp, settings

ROOT = Path(__file__).parents[2]


async def test_http_serves_slack_health_and_metrics_and_nothing_else() -> None:
    app = StubApp(settings())

    async def all_well() -> None: ...

    app.checks = {"database": all_well}
    async with serving(app) as (http, _):
        raw = command("mine")
        answer = await http.post("/slack/events", content=raw, headers=now_signed(raw))
        health, ready = await http.get("/healthz"), await http.get("/readyz")
        metrics = await http.get("/metrics")
        nothing = [
            (await http.get(path)).status_code
            for path in ("/", "/docs", "/openapi.json", "/slack", "/healthz/", "/slack/events/")
        ]

    assert answer.text == "heard mine"
    assert "server" not in answer.headers
    assert (health.status_code, ready.status_code) == (200, 200)
    assert ready.json() == {"ok": True, "checks": {"process": "ok", "database": "ok"}}
    assert "propops_bot_queue_depth 0.0" in metrics.text
    assert nothing == [404] * 6
    for name in ("content-security-policy", "x-content-type-options", "referrer-policy"):
        assert name in health.headers
    assert app.life == ["start", "warm", "close"]


async def test_one_failing_check_is_not_ready_and_names_itself() -> None:
    app = StubApp(settings())

    async def down() -> str:
        return "no database"

    async def broken() -> None:
        raise OSError("password=hunter2")

    app.checks = {"database": down, "slack": broken}
    async with serving(app) as (http, _):
        ready = await http.get("/readyz")
        assert (await http.get("/healthz")).status_code == 200

    assert ready.status_code == 503
    assert ready.json()["checks"] == {
        "process": "ok",
        "database": "no database",
        "slack": "failed",
    }


async def test_a_check_that_hangs_has_failed_and_does_not_hold_the_others() -> None:
    async def hang() -> None:
        await asyncio.sleep(60)

    async def fine() -> None: ...

    said = await run_checks({"slack": hang, "database": fine}, within=0.02)
    assert said == {"slack": "no answer within 0.02 s", "database": None}


async def test_what_is_inside_when_it_stops_is_answered() -> None:
    app = StubApp(settings())
    raw = command("slow")
    async with serving(app) as (http, stop):
        inside = asyncio.create_task(
            http.post("/slack/events", content=raw, headers=now_signed(raw))
        )
        await app.is_inside.wait()
        stop.set()
        await asyncio.sleep(0.05)
        app.may_go_on.set()
        assert (await inside).text == "heard slow"


async def test_while_stopping_it_is_not_ready_and_takes_nothing_new() -> None:
    app = StubApp(settings())
    raw = command("slow")
    late = command("late")
    async with serving(app) as (http, stop):
        inside = asyncio.create_task(
            http.post("/slack/events", content=raw, headers=now_signed(raw))
        )
        await app.is_inside.wait()
        stop.set()
        await asyncio.sleep(0.05)
        ready = await http.get("/readyz")
        refused = await http.post("/slack/events", content=late, headers=now_signed(late))
        app.may_go_on.set()
        await inside

    assert (ready.status_code, ready.json()["checks"]["process"]) == (503, "stopping")
    assert refused.status_code == 503
    assert app.heard == ["slow"]


def test_a_taken_port_is_one_sentence() -> None:
    with closing(listen("127.0.0.1", 0)) as first, pytest.raises(CannotStart) as told:
        listen("127.0.0.1", first.getsockname()[1])
    assert str(told.value).startswith("Can't listen on 127.0.0.1:")
    assert str(told.value).endswith("set HOST and PORT to a free place.")


def test_an_impossible_host_is_one_sentence() -> None:
    with pytest.raises(CannotStart, match="Can't listen on"):
        listen("256.1.1.1", 0)


async def test_an_app_that_cannot_start_is_closed_and_says_why() -> None:
    class Broken(StubApp):
        async def start(self) -> None:
            raise CannotStart("The database is locked by another bot.")

        async def close(self, within: float) -> None:
            await super().close(within)
            raise RuntimeError("half started")

    app = Broken(settings())
    with pytest.raises(CannotStart, match="locked"):
        await serve(app.settings, lambda _: app)
    assert app.life == ["close"]


@pytest.fixture
def start_program() -> Iterator[Any]:
    programs: list[subprocess.Popen[bytes]] = []

    def start(close_seconds: float = 0) -> tuple[subprocess.Popen[bytes], int]:
        program = subprocess.Popen(
            [sys.executable, "-m", "tests.web.stub_app", str(close_seconds)],
            cwd=ROOT,
            stderr=subprocess.PIPE,
        )
        programs.append(program)
        assert program.stderr is not None
        while (port := port_in(program.stderr.readline())) is None:
            pass
        return program, port

    yield start
    for program in programs:
        if program.poll() is None:
            program.kill()
        program.wait()
        assert program.stderr is not None
        program.stderr.close()


@pytest.mark.parametrize("asked", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_by_itself_with_exit_code_0(start_program: Any, asked: int) -> None:
    program, _ = start_program()
    program.send_signal(asked)
    assert program.wait(timeout=60) == 0


def test_a_second_signal_ends_it_at_once(start_program: Any) -> None:
    program, _ = start_program(close_seconds=600)
    program.send_signal(signal.SIGTERM)
    time.sleep(1.0)
    assert program.poll() is None
    program.send_signal(signal.SIGTERM)
    assert program.wait(timeout=60) == 1


class SocketSlack:
    """`apps.connections.open` and the web socket behind it, with what a test wants to send."""

    def __init__(self, refuse: str = "") -> None:
        self.refuse = refuse
        self.opened = 0
        self.answers: list[dict[str, Any]] = []
        self.sockets: list[web.WebSocketResponse] = []
        self.connected = asyncio.Event()

    @asynccontextmanager
    async def run(self) -> AsyncIterator[str]:
        app = web.Application()
        app.router.add_post("/api/apps.connections.open", self._open)
        app.router.add_get("/socket", self._socket)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        host, port = runner.addresses[0][:2]
        self._at = f"{host}:{port}"
        yield f"http://{self._at}/api/"
        await runner.cleanup()

    async def _open(self, request: web.Request) -> web.Response:
        assert request.headers["Authorization"] == "Bearer xapp-1"
        self.opened += 1
        if self.refuse:
            return web.json_response({"ok": False, "error": self.refuse})
        return web.json_response({"ok": True, "url": f"ws://{self._at}/socket"})

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        ws = web.WebSocketResponse()
        await ws.prepare(request)
        self.sockets.append(ws)
        await ws.send_json({"type": "hello", "num_connections": 1})
        self.connected.set()
        async for message in ws:
            if message.type == WSMsgType.TEXT:
                self.answers.append(json.loads(message.data))
        return ws

    async def type_command(self, text: str, envelope: str) -> None:
        payload = {"command": "/job", "text": text, "team_id": "T1", "user_id": "U1"}
        await self.sockets[-1].send_json(
            {"type": "slash_commands", "envelope_id": envelope, "payload": payload}
        )

    async def answered(self, count: int) -> list[dict[str, Any]]:
        async with asyncio.timeout(60):
            while len(self.answers) < count:
                await asyncio.sleep(0.01)
        return self.answers


def socket_settings(api: str) -> Settings:
    return settings(slack_app_token="xapp-1", slack_api_url=api)


async def test_in_socket_mode_slack_is_answered_through_the_socket_only() -> None:
    slack = SocketSlack()
    async with slack.run() as api, serving(StubApp(socket_settings(api))) as (http, _):
        await asyncio.wait_for(slack.connected.wait(), 60)
        await slack.type_command("mine", "e1")
        assert await slack.answered(1) == [{"envelope_id": "e1", "payload": {"text": "heard mine"}}]
        raw = command()
        closed = await http.post("/slack/events", content=raw, headers=now_signed(raw))
        ready = await http.get("/readyz")

    assert closed.status_code == 404
    assert ready.json()["checks"] == {"process": "ok", "socket": "ok"}
    assert slack.opened == 1


async def test_a_stopping_socket_answers_what_it_took_and_takes_nothing_new() -> None:
    slack = SocketSlack()
    async with slack.run() as api:
        app = StubApp(socket_settings(api))
        async with serving(app) as (_, stop):
            await asyncio.wait_for(slack.connected.wait(), 60)
            await slack.type_command("slow", "e1")
            await app.is_inside.wait()
            stop.set()
            await asyncio.sleep(0.05)
            await slack.type_command("late", "e2")
            app.may_go_on.set()
            await slack.answered(1)

    assert [each["envelope_id"] for each in slack.answers] == ["e1"]
    assert app.heard == ["slow"]


async def test_a_refused_app_token_is_one_sentence() -> None:
    slack = SocketSlack(refuse="invalid_auth")
    async with slack.run() as api:
        app = StubApp(socket_settings(api))
        with pytest.raises(CannotStart, match="Slack refuses SLACK_APP_TOKEN"):
            await serve(app.settings, lambda _: app)


async def test_while_slack_is_away_it_serves_health_and_goes_on_trying(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.web.socket_mode._RETRY_SECONDS", 0.05)
    slack = SocketSlack(refuse="internal_error")
    async with slack.run() as api, serving(StubApp(socket_settings(api))) as (http, _):
        ready = await http.get("/readyz")
        slack.refuse = ""
        await asyncio.wait_for(slack.connected.wait(), 60)

    assert ready.status_code == 503
    assert ready.json()["checks"]["socket"] == "not connected to Slack"
