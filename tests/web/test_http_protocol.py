"""What a stranger's connection may cost: raw sockets against the real server."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.web.http_protocol import BoundedHttp, HttpLimits
from tests.web.serving import now_signed, serving
from tests.web.signed_requests import command
from tests.web.stub_app import StubApp, settings

QUICK = HttpLimits(seconds=0.5, connections=50)
"""Where something must end in time."""
PATIENT = HttpLimits(seconds=30, connections=50)
"""Where something must be answered, or end for its size alone."""
HEAD = b"GET /healthz HTTP/1.1\r\nHost: x\r\n"


class Raw:
    """One connection, byte by byte."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    async def send(self, data: bytes) -> bool:
        """Whether it could still be sent."""
        try:
            self.writer.write(data)
            await self.writer.drain()
        except ConnectionError:
            return False
        return not self.writer.is_closing()

    async def rest(self) -> bytes:
        """All that comes until the server closes. Raises TimeoutError where it does not."""
        with contextlib.suppress(ConnectionError):
            async with asyncio.timeout(60):
                return await self.reader.read()
        return b""

    async def flood(self, piece: bytes, most: int) -> int:
        """Sends a piece again and again; how many bytes went before the server closed."""
        sent = 0
        while sent < most and not self.reader.at_eof() and await self.send(piece):
            sent += len(piece)
            await asyncio.sleep(0.001)
        return sent


class Server:
    def __init__(self, http: httpx.AsyncClient) -> None:
        self.http = http
        self._open: list[Raw] = []

    async def connect(self, first: bytes = b"") -> Raw:
        raw = Raw(*await asyncio.open_connection("127.0.0.1", self.http.base_url.port))
        self._open.append(raw)
        if first:
            await raw.send(first)
        return raw

    async def healthy(self) -> None:
        """`/healthz` answers on a fresh connection."""
        async with httpx.AsyncClient(base_url=self.http.base_url, timeout=60) as http:
            assert (await http.get("/healthz")).status_code == 200

    def close(self) -> None:
        for raw in self._open:
            raw.writer.transport.abort()


@asynccontextmanager
async def server(limits: HttpLimits = QUICK, app: StubApp | None = None) -> AsyncIterator[Server]:
    async with serving(app or StubApp(settings()), limits) as (http, _):
        running = Server(http)
        try:
            yield running
        finally:
            running.close()


@pytest.mark.parametrize(
    "begin",
    [
        HEAD + b"X-Big: ",
        b"GET /healthz?",
        b"GET ",
        b"POST /slack/events HTTP/1.1\r\nHost: x\r\nX-Big",
        b"POST /slack/events HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1;x=",
        b"POST /slack/events HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nX-T: ",
    ],
    ids=["header", "query", "path", "name", "chunk-extension", "trailer"],
)
async def test_what_is_no_body_ends_at_64_kb(begin: bytes) -> None:
    async with server(PATIENT) as running:
        raw = await running.connect(begin)
        sent = await raw.flood(b"a" * 8_192, 1_000_000)
        assert sent <= 1_000_000 // 4
        await running.healthy()


async def test_a_head_that_is_too_big_or_of_too_many_headers_is_told_so() -> None:
    async with server(PATIENT) as running:
        big = await running.connect(HEAD + b"X-Big: " + b"a" * 70_000)
        assert b" 431 " in (await big.rest()).split(b"\r\n")[0]
        many = await running.connect(
            HEAD + b"".join(b"X: %d\r\n" % n for n in range(101)) + b"\r\n"
        )
        assert b" 431 " in (await many.rest()).split(b"\r\n")[0]
        enough = await running.connect(
            HEAD + b"".join(b"X: %d\r\n" % n for n in range(90)) + b"\r\n"
        )
        assert b" 200 " in await enough.reader.readline()


async def test_many_trailers_are_no_headers_and_end() -> None:
    begin = b"POST /slack/events HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n"
    async with server(PATIENT) as running:
        raw = await running.connect(begin)
        assert await raw.flood(b"X-Slack-Signature: a\r\n" * 400, 1_000_000) < 250_000


@pytest.mark.parametrize("begin", [b"", b"G", HEAD, HEAD + b"\r\n" + HEAD, b"\r\n\r\n"])
async def test_half_a_head_is_closed_in_time(begin: bytes) -> None:
    async with server() as running:
        raw = await running.connect(begin)
        answer = await raw.rest()
        assert not begin.strip() or b" 408 " in answer


async def test_a_head_that_trickles_is_closed_in_time() -> None:
    async with server() as running:
        for drop in (b"a", b"\r\n"):
            raw = await running.connect(HEAD[:20] if drop == b"a" else b"")
            sent = 0
            while not raw.reader.at_eof() and await raw.send(drop):
                sent += 1
                assert sent < 400
                await asyncio.sleep(0.02)


async def test_half_open_connections_by_the_hundred_keep_nobody_out() -> None:
    async with server(PATIENT) as running:
        for _ in range(300):
            await running.connect(HEAD)
        raw = command("mine")
        answer = await running.http.post("/slack/events", content=raw, headers=now_signed(raw))
        assert answer.text == "heard mine"
        await running.healthy()


async def test_half_bodies_by_the_hundred_keep_nobody_out() -> None:
    half = b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\na"
    async with server(PATIENT) as running:
        for _ in range(200):
            await running.connect(half)
        await running.healthy()


async def test_a_body_nobody_waits_for_any_more_ends() -> None:
    begin = b"POST /slack/events HTTP/1.1\r\nContent-Length: 900000000\r\n\r\n"
    async with server() as running:
        raw = await running.connect(begin)
        assert await raw.flood(b"a" * 8_192, 4_000_000) < 2_000_000
        slow = await running.connect(begin)
        assert b" 413 " in (await slow.rest()).split(b"\r\n")[0]


async def test_requests_in_a_row_are_answered_and_a_queue_without_end_is_closed() -> None:
    app = StubApp(settings())

    async def wait(_: Request) -> Response:
        await asyncio.sleep(0.3)
        return Response("waited")

    app.pages = [Route("/wait", wait)]
    request = b"GET /wait HTTP/1.1\r\nHost: x\r\n\r\n"
    async with server(PATIENT, app) as running:
        last = b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
        answers = await (await running.connect(request * 3 + last)).rest()
        assert answers.count(b"waited") == 3
        assert answers.count(b"HTTP/1.1 200") == 4
        endless = await running.connect(request * 5_000)
        assert (await endless.rest()).count(b"waited") <= 9


async def test_answers_that_nobody_fetches_end(monkeypatch: pytest.MonkeyPatch) -> None:
    closed, close = asyncio.Event(), BoundedHttp.connection_lost

    def connection_lost(connection: BoundedHttp, error: Exception | None) -> None:
        close(connection, error)
        closed.set()

    monkeypatch.setattr(BoundedHttp, "connection_lost", connection_lost)
    app = StubApp(settings())

    async def much(_: Request) -> Response:
        return Response(b"x" * 4_000_000)

    app.pages = [Route("/much", much)]
    async with server(app=app) as running:
        raw = await running.connect(b"GET /much HTTP/1.1\r\nHost: x\r\n\r\n")
        async with asyncio.timeout(60):
            await closed.wait()
        assert len(await raw.rest()) < 4_000_000
        assert raw.reader.at_eof() or raw.reader.exception() is not None


async def test_a_connection_that_is_kept_is_used_again_after_a_while() -> None:
    async with server(HttpLimits(seconds=2, connections=50)) as running:
        raw = await running.connect(HEAD + b"\r\n")
        assert await raw.reader.readuntil(b'{"ok":true')
        await asyncio.sleep(2.5)
        assert await raw.send(HEAD + b"\r\n")
        assert await raw.reader.readuntil(b'{"ok":true')


async def test_a_body_in_crumbs_ends_and_one_in_chunks_does_not() -> None:
    async with server(PATIENT) as running:
        begin = b"POST /slack/events HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
        raw = await running.connect(begin)
        assert await raw.flood(b"1\r\na\r\n" * 5_000, 2_000_000) < 300_000

        honest = await running.connect(begin)
        assert await honest.send(b"10\r\n" + b"a" * 16 + b"\r\n")
        for _ in range(40):
            assert await honest.send((b"10\r\n" + b"a" * 16 + b"\r\n") * 500)
        assert await honest.send(b"0\r\n\r\n")
        assert b" 401 " in await honest.reader.readline(), "read to its end, and not signed"
