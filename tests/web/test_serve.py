"""The life of the process: ports, health, signals."""

import asyncio
import errno
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.serve import CannotStart, listen, serve
from bot.web.http_app import run_checks
from tests.processes import port_in
from tests.waiting import until
from tests.web.serving import heard_of, now_signed, serving
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
        await until(lambda: "warm" in app.life)

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
        await heard_of(stop)
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
        await heard_of(stop)
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


def test_a_port_for_metrics_that_is_taken_is_named() -> None:
    with closing(listen("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CannotStart, match="set HOST and METRICS_PORT to a free place"):
            listen("127.0.0.1", port, "METRICS_PORT")


def test_a_machine_without_such_sockets_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise OSError(errno.EAFNOSUPPORT, "Address family not supported by protocol")

    monkeypatch.setattr(socket, "socket", refused)
    with pytest.raises(CannotStart, match="Address family not supported"):
        listen("::1", 0)


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
