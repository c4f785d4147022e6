"""The pool over aiohttp: whether a request can have been read, and what httpx promises of an answer."""

import asyncio
import gzip
import socket
import struct
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest

from bot.propops.http.connection_pool import ConnectionPool
from tests.propops.http.serving import Behaviour, serving
from tests.waiting import until

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
TIMEOUT = {"connect": 0.3, "read": 2.0}
NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout)


class Client:
    """One pool, towards one server."""

    def __init__(self, url: str, most: int = 4) -> None:
        self.url = url
        self.pool = ConnectionPool(most, 75, tls=url.startswith("https"))

    async def send(
        self, method: str = "GET", path: str = "/", content: bytes | None = None, **more: Any
    ) -> httpx.Response:
        """An answer that has been read."""
        request = httpx.Request(
            method, self.url + path, content=content, extensions={"timeout": TIMEOUT}, **more
        )
        response = await self.pool.handle_async_request(request)
        try:
            await response.aread()
        finally:
            await response.aclose()
        return response


@asynccontextmanager
async def talking_to(
    behaviour: Behaviour, scheme: str = "http", most: int = 4
) -> AsyncIterator[Client]:
    async with serving(behaviour) as host:
        client = Client(f"{scheme}://{host}", most)
        try:
            yield client
        finally:
            await client.pool.aclose()


def saying(*answers: bytes, heads: list[bytes] | None = None, close: bool = False) -> Behaviour:
    """Answers the requests of a connection in turn, keeping their heads; then waits, or closes."""

    async def behave(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for answer in answers:
            head = await reader.readuntil(b"\r\n\r\n")
            if heads is not None:
                heads.append(head)
            writer.write(answer)
            await writer.drain()
        if not close:
            await reader.read()

    return behave


def reset(writer: asyncio.StreamWriter) -> None:
    """Breaks the connection off, as a crash does."""
    peer = writer.get_extra_info("socket")
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


# never sent


async def test_nobody_listens() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        client = Client(f"http://127.0.0.1:{probe.getsockname()[1]}")
        with pytest.raises(httpx.ConnectError):
            await client.send("POST", content=b"x")
    await client.pool.aclose()


async def test_the_name_is_unknown() -> None:
    client = Client("http://propops.invalid")
    with pytest.raises(NEVER_SENT):
        await client.send("POST", content=b"x")
    await client.pool.aclose()


@pytest.mark.parametrize("greeting", [b"", b"HTTP/1.1 400 Bad Request\r\n\r\n"])
async def test_no_tls_comes_about(greeting: bytes) -> None:
    received = []

    async def no_tls(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        received.append(await reader.read(2000))
        writer.write(greeting)
        await reader.read()

    async with talking_to(no_tls, "https") as client:
        with pytest.raises(NEVER_SENT):
            await client.send("POST", content=b"hunter22")
    assert b"hunter22" not in received[0]


async def test_all_connections_are_taken() -> None:
    heads: list[bytes] = []
    async with talking_to(saying(b"", heads=heads), most=1) as client:
        first = asyncio.create_task(client.send("POST", "/first", b"x"))
        await until(lambda: heads)
        with pytest.raises(httpx.ConnectTimeout):
            await client.send("POST", "/second", b"x")
        with pytest.raises(httpx.ReadTimeout):
            await first
    assert [head.split()[1] for head in heads] == [b"/first"]


async def test_a_closed_pool_opens_nothing() -> None:
    client = Client("http://127.0.0.1:9")
    await client.pool.aclose()
    with pytest.raises(httpx.ConnectError):
        await client.send("POST", content=b"x")


# may have been read


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Le",
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhal",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhal",
        b"220 mail.example ESMTP\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: lots\r\n\r\n",
    ],
)
@pytest.mark.parametrize("end", ["close", "reset", "silence"])
async def test_whatever_breaks_after_the_request_is_no_failure_to_connect(
    said: bytes, end: str
) -> None:
    posts = []

    async def behave(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        posts.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(said)
        await writer.drain()
        if end == "silence":
            await reader.read()
        if end == "reset":
            reset(writer)

    async with talking_to(behave) as client:
        with pytest.raises(httpx.TransportError) as caught:
            await client.send("POST", content=b"x")
    assert not isinstance(caught.value, NEVER_SENT)
    assert len(posts) == 1


async def test_a_connection_that_breaks_while_a_long_body_is_written() -> None:
    async def behave(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(100)
        reset(writer)

    async with talking_to(behave) as client:
        with pytest.raises(httpx.TransportError) as caught:
            await client.send("POST", content=b"x" * 20_000_000)
    assert not isinstance(caught.value, NEVER_SENT)


# kept connections


@pytest.mark.parametrize("end", ["close", "reset"])
async def test_a_write_does_not_go_to_a_connection_closed_while_the_loop_was_busy(end: str) -> None:
    """The server's end is in the socket, and the loop has had no time to read it."""
    requests = []
    ended = asyncio.Event()

    async def one_each(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        requests.append((await reader.readuntil(b"\r\n\r\n")).split()[0])
        writer.write(OK)
        await writer.drain()
        await asyncio.sleep(0.02)
        if end == "reset":
            reset(writer)
        else:
            writer.close()
        ended.set()

    async with talking_to(one_each) as client:
        for _ in range(3):
            await client.send("GET")
            await ended.wait()
            ended.clear()
            time.sleep(0.005)  # noqa: ASYNC251 -- the loop is busy
            await client.send("POST", content=b"x")
            await ended.wait()
            ended.clear()
    assert requests == [b"GET", b"POST"] * 3


async def test_connections_are_kept_and_no_more_than_allowed_are_opened() -> None:
    opened = []

    async def behave(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        opened.append(1)
        while True:
            await reader.readuntil(b"\r\n\r\n")
            await asyncio.sleep(0.01)
            writer.write(OK)

    async with talking_to(behave, most=3) as client:
        for _ in range(3):
            await asyncio.gather(*(client.send() for _ in range(10)))
    assert len(opened) == 3


async def test_an_answer_left_unread_leaves_its_connection_behind() -> None:
    opened = []

    async def behave(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        opened.append(1)
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nstart")
        await reader.read()

    async with talking_to(behave) as client:
        for _ in range(2):
            request = httpx.Request("GET", client.url, extensions={"timeout": TIMEOUT})
            response = await client.pool.handle_async_request(request)
            await response.aclose()
    assert len(opened) == 2


# requests and answers


async def test_a_request_is_sent_as_httpx_wrote_it() -> None:
    heads: list[bytes] = []
    async with talking_to(saying(OK, heads=heads)) as client:
        await client.send(
            "GET", "/api/x", params={"q": "12 Elm & Söhne +44/7", "at": "a@b"},
            headers={"Authorization": "Bearer t", "Accept-Encoding": "gzip, deflate"},
        )  # fmt: skip
    lines = heads[0].decode().split("\r\n")
    sent = httpx.Request("GET", "http://h/api/x", params={"q": "12 Elm & Söhne +44/7", "at": "a@b"})
    assert lines[0] == f"GET {sent.url.raw_path.decode()} HTTP/1.1"
    assert {"Authorization: Bearer t", "Accept-Encoding: gzip, deflate"} <= set(lines)
    assert len([line for line in lines if line.lower().startswith("accept-encoding")]) == 1


async def test_a_body_of_megabytes_arrives_whole() -> None:
    received = bytearray()

    async def behave(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        assert b"content-length: 3000000" in head.lower()
        received.extend(await reader.readexactly(3_000_000))
        writer.write(OK)
        await reader.read()

    async with talking_to(behave) as client:
        assert (await client.send("POST", content=b"x" * 3_000_000)).content == b"ok"
    assert received == b"x" * 3_000_000


async def test_a_form_with_a_file_arrives_whole() -> None:
    received = bytearray()

    async def behave(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        length = int(head.split(b"content-length: ")[1].split()[0])
        received.extend(await reader.readexactly(length))
        writer.write(OK)
        await reader.read()

    async with talking_to(behave) as client:
        await client.send("POST", files={"photo": ("p.jpg", b"pixels" * 1000, "image/jpeg")})
    assert b"pixels" * 1000 in received


async def test_cookies_never_travel_and_repeated_headers_stay_apart() -> None:
    heads: list[bytes] = []
    cookies = b"Set-Cookie: a=1; Path=/\r\nSet-Cookie: b=2; Path=/\r\n"
    answer = b"HTTP/1.1 200 Fine\r\n" + cookies + b"Content-Length: 2\r\n\r\nok"
    async with talking_to(saying(answer, OK, heads=heads)) as client:
        first = await client.send()
        await client.send()
    assert first.headers.get_list("set-cookie") == ["a=1; Path=/", "b=2; Path=/"]
    assert b"cookie" not in heads[1].lower()


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_no_redirect_is_followed(status: int) -> None:
    answer = b"HTTP/1.1 %d Moved\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n" % status
    heads: list[bytes] = []
    async with talking_to(saying(answer, heads=heads)) as client:
        assert (await client.send("POST", content=b"x")).status_code == status
    assert len(heads) == 1


@pytest.mark.parametrize(
    ("answer", "content"),
    [
        (b"HTTP/1.1 204 No Content\r\n\r\n", b""),
        (b"HTTP/1.0 200 OK\r\n\r\nto the end", b"to the end"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n", b"ok"),
        (b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + OK, b"ok"),
        (b"HTTP/1.1 200 OK\r\nX-Policy: " + b"x" * 30_000 + OK[15:], b"ok"),
    ],
)
async def test_answers_end_as_they_may(answer: bytes, content: bytes) -> None:
    async with talking_to(saying(answer, close=True)) as client:
        assert (await client.send("POST", content=b"x")).content == content


async def test_a_packed_answer_is_unpacked_and_a_broken_one_is_told() -> None:
    for packed, readable in ((gzip.compress(b"hello"), True), (b"not gzip at all", False)):
        head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n"
        async with talking_to(saying(head % len(packed) + packed)) as client:
            if readable:
                assert (await client.send()).content == b"hello"
            else:
                with pytest.raises(httpx.DecodingError):
                    await client.send()
