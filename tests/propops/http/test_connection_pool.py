"""The pool over aiohttp: whether a request can have been read."""

import asyncio
import socket
import time

import httpx
import pytest

from tests.propops.http.pool_client import OK, TIMEOUT, Client, reset, saying, talking_to
from tests.waiting import until

NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout)


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
