"""Requests as Slack sends them, signed, over a few kept connections, as fast as they are answered."""

import asyncio
import contextlib
import hashlib
import hmac
import itertools
import json
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from tests.bench.machine import ROOT, cpu_seconds, first_core
from tests.bench.signing import SECRET


@dataclass
class Load:
    """What a run showed: answers, seconds they took together, each one's seconds, CPU seconds."""

    answers: int = 0
    seconds: float = 0.0
    cpu: float = 0.0
    waits: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        return self.answers / self.seconds

    @property
    def cpu_each(self) -> float:
        return self.cpu / self.answers

    def percentile(self, share: float) -> float:
        """In milliseconds."""
        waits = sorted(self.waits)
        return waits[min(len(waits) - 1, int(len(waits) * share))] * 1000


def a_command() -> bytes:
    return urlencode(
        {
            "token": "x" * 24, "team_id": "T1", "team_domain": "example", "channel_id": "C1",
            "channel_name": "jobs", "user_id": "U1", "user_name": "ann", "command": "/job",
            "text": "new boiler not firing at 12 Elm Row tomorrow high £250", "api_app_id": "A1",
            "is_enterprise_install": "false", "trigger_id": "13345224609.738474920.8088930838d88f",
            "response_url": "https://hooks.example.com/commands/T1/397700885554/96rGlfmibIGlgcZRs",
        }
    ).encode()  # fmt: skip


def a_press() -> bytes:
    """A press on a card with a dozen fields: about 2.3 kB on the wire."""
    fields = [{"type": "mrkdwn", "text": f"*Field {n}*\nvalue & more"} for n in range(8)]
    payload: dict[str, Any] = {
        "type": "block_actions", "user": {"id": "U1", "username": "ann", "team_id": "T1"},
        "api_app_id": "A1", "token": "x" * 24, "trigger_id": "13345224609.738474920.80889308",
        "container": {"type": "message", "message_ts": "1750000000.000100", "channel_id": "C1"},
        "team": {"id": "T1", "domain": "example"}, "enterprise": None,
        "is_enterprise_install": False, "channel": {"id": "C1", "name": "jobs"},
        "message": {"type": "message", "ts": "1750000000.000100", "text": "Job created · JOB-001",
                    "blocks": [{"type": "section", "block_id": "f", "fields": fields}]},
        "state": {"values": {}}, "response_url": "https://hooks.example.com/actions/T1/1/abc",
        "actions": [{"action_id": "card.restore", "block_id": "card", "type": "button",
                     "text": {"type": "plain_text", "text": "Restore", "emoji": True},
                     "value": '{"job":"0b9d0f4e","attempt":1}',
                     "action_ts": "1750000001.000000"}],
    }  # fmt: skip
    return urlencode({"payload": json.dumps(payload)}).encode()


_numbers = itertools.count()


def request(raw: bytes) -> bytes:
    """Signed, and unlike any before: a copy of a request is not worked on again. An event is JSON."""
    is_event = raw.startswith(b"{")
    kind = "json" if is_event else "x-www-form-urlencoded"
    raw += b"" if is_event else f"&n={next(_numbers)}".encode()
    stamp = str(int(time.time()))
    digest = hmac.new(SECRET.encode(), f"v0:{stamp}:".encode() + raw, hashlib.sha256).hexdigest()
    head = (
        "POST /slack/events HTTP/1.1\r\nhost: bot\r\nuser-agent: Slackbot 1.0\r\n"
        f"accept: */*\r\ncontent-type: application/{kind}\r\n"
        f"x-slack-request-timestamp: {stamp}\r\nx-slack-signature: v0={digest}\r\n"
        f"content-length: {len(raw)}\r\n\r\n"
    )
    return head.encode() + raw


class _Connection(asyncio.Protocol):
    """Sends the next request when the last one is answered; answers are small and come whole."""

    def __init__(self, raw: bytes, load: Load, until: float) -> None:
        self._raw, self._load, self._until = raw, load, until
        self._sent = 0.0
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: Any) -> None:
        self._transport = transport
        self._send()

    def data_received(self, data: bytes) -> None:
        if not data.startswith(b"HTTP/1.1 200"):
            if data.startswith(b"HTTP/1.1"):
                self._fail(data)
            return  # the rest of an answer that came in two pieces
        now = time.perf_counter()
        self._load.answers += 1
        self._load.waits.append(now - self._sent)
        if now < self._until:
            self._send()
        elif not self.done.done():
            self.done.set_result(None)
            self._transport.close()

    def connection_lost(self, _: Exception | None) -> None:
        self._fail(b"connection lost")

    def _fail(self, data: bytes) -> None:
        if not self.done.done():
            self.done.set_exception(RuntimeError(data[:200].decode("latin-1")))

    def _send(self) -> None:
        message = request(self._raw)
        self._sent = time.perf_counter()
        self._transport.write(message)


@dataclass(frozen=True)
class Server:
    port: int
    pid: int

    async def drive(self, raw: bytes, connections: int, seconds: float) -> Load:
        """All `connections` busy for that long. Raises RuntimeError on any answer but
        200, TimeoutError when one does not come."""
        load = Load()
        loop = asyncio.get_running_loop()
        cpu, started = cpu_seconds(self.pid), time.perf_counter()
        made = [
            await loop.create_connection(
                lambda: _Connection(raw, load, started + seconds), "127.0.0.1", self.port
            )
            for _ in range(connections)
        ]
        async with asyncio.timeout(seconds + 10):
            await asyncio.gather(*(protocol.done for _, protocol in made))
        load.seconds = time.perf_counter() - started
        load.cpu = cpu_seconds(self.pid) - cpu
        return load


@contextlib.asynccontextmanager
async def server(kind: str, listeners: int = 1) -> AsyncIterator[Server]:
    with first_core():
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.bench.servers", kind, str(listeners),
            cwd=ROOT, stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
    assert process.stdout is not None
    try:
        port = int(await process.stdout.readline())
        yield Server(port, process.pid)
    finally:
        process.terminate()
        await process.wait()
