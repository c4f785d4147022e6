"""The pool over aiohttp: what httpx promises of a request and its answer."""

import asyncio
import gzip

import httpx
import pytest

from tests.propops.http.pool_client import OK, saying, talking_to


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
