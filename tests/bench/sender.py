"""Slack's side of the wire: signed requests over kept connections, each answer timed."""

import asyncio
import json
import time
from typing import Any, NamedTuple

from tests.bench.load import request

_KEPT_SECONDS = 2.0
"""An idle connection is used again for this long: servers close them after five seconds."""


class Ack(NamedTuple):
    """`seconds`: from the first byte sent to the whole answer read."""

    status: int
    body: bytes
    seconds: float

    def json(self) -> Any:
        return json.loads(self.body or b"{}")


class Sender:
    """As many connections as there are requests at once; each is used again."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._free: list[_Connection] = []

    async def send(self, raw: bytes, within: float = 30) -> Ack:
        """Sends a payload, signed now. Raises TimeoutError, and ConnectionError when it is cut off."""
        return await self._exchange(request(raw), within)

    async def get(self, path: str, within: float = 30) -> Ack:
        return await self._exchange(f"GET {path} HTTP/1.1\r\nhost: bot\r\n\r\n".encode(), within)

    def close(self) -> None:
        for connection in self._free:
            connection.transport.close()
        self._free.clear()

    async def _exchange(self, message: bytes, within: float) -> Ack:
        connection = self._kept() or await self._connect()
        async with asyncio.timeout(within):
            ack = await connection.exchange(message)
        if not connection.transport.is_closing():
            self._free.append(connection)
        return ack

    def _kept(self) -> "_Connection | None":
        while self._free:
            connection = self._free.pop()
            if time.perf_counter() - connection.answered_at < _KEPT_SECONDS:
                if not connection.transport.is_closing():
                    return connection
            else:
                connection.transport.close()
        return None

    async def _connect(self) -> "_Connection":
        loop = asyncio.get_running_loop()
        _, connection = await loop.create_connection(_Connection, "127.0.0.1", self._port)
        return connection


class _Connection(asyncio.Protocol):
    def __init__(self) -> None:
        self.transport: Any = None
        self._read = b""
        self._sent_at = 0.0
        self.answered_at = 0.0
        self._done: asyncio.Future[Ack] | None = None

    def connection_made(self, transport: Any) -> None:
        self.transport = transport

    async def exchange(self, message: bytes) -> Ack:
        self._read, self._done = b"", asyncio.get_running_loop().create_future()
        self._sent_at = time.perf_counter()
        self.transport.write(message)
        return await self._done

    def data_received(self, data: bytes) -> None:
        self._read += data
        head, found, body = self._read.partition(b"\r\n\r\n")
        if not found or self._done is None or self._done.done():
            return
        if b"transfer-encoding: chunked" in head.lower():
            if not body.endswith(b"0\r\n\r\n"):
                return
            body = _unchunked(body)
        elif len(body) < _length(head):
            return
        self.answered_at = time.perf_counter()
        seconds = self.answered_at - self._sent_at
        self._done.set_result(Ack(int(head[9:12]), body, seconds))

    def connection_lost(self, _: Exception | None) -> None:
        if self._done is not None and not self._done.done():
            self._done.set_exception(ConnectionError("the server closed the connection"))


def _length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line[15:])
    return 0


def _unchunked(body: bytes) -> bytes:
    whole = b""
    while body:
        size, _, body = body.partition(b"\r\n")
        length = int(size, 16)
        whole, body = whole + body[:length], body[length + 2 :]
        if not length:
            break
    return whole
