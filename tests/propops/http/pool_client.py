"""A connection pool towards a server that behaves as a test says."""

import asyncio
import socket
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx

from bot.propops.http.connection_pool import ConnectionPool
from tests.propops.http.serving import Behaviour, serving

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


TIMEOUT = {"connect": 0.3, "read": 2.0}


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
