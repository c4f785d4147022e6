"""A lean HTTP/1.1 server for stand-ins: every answer is made by one function, after a settable time."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, unquote


class Reply(NamedTuple):
    """`body` becomes JSON."""

    body: Any
    status: int = 200
    headers: Mapping[str, str] = {}


@dataclass(frozen=True)
class Call:
    """One request; header names are in lower case."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    raw: bytes

    def form(self) -> dict[str, str]:
        """A body in either of the two forms that Slack's Web API takes."""
        if self.headers.get("content-type", "").startswith("application/json"):
            return {name: _as_text(value) for name, value in json.loads(self.raw or b"{}").items()}
        return dict(parse_qsl(self.raw.decode(), keep_blank_values=True))

    def bearer(self) -> str:
        return self.headers.get("authorization", "").removeprefix("Bearer ")


@dataclass
class HttpDouble:
    """`answer` is called as a request arrives; the reply is sent `latency` seconds later.

    `open` and `most_open`: requests being answered, now and at most.
    """

    answer: Callable[[Call], Reply]
    latency: float = 0.0
    open: int = 0
    most_open: int = 0
    port: int = 0
    _transports: set[asyncio.Transport] = field(default_factory=set)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @contextlib.asynccontextmanager
    async def serving(self) -> AsyncIterator["HttpDouble"]:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: _Connection(self), "127.0.0.1", 0, backlog=2048)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            server.close()
            for transport in list(self._transports):
                transport.close()


class _Connection(asyncio.Protocol):
    """Requests one after another, as clients with a pool send them."""

    def __init__(self, double: HttpDouble) -> None:
        self._double = double
        self._read = b""
        self._transport: Any = None

    def connection_made(self, transport: Any) -> None:
        self._transport = transport
        self._double._transports.add(transport)

    def connection_lost(self, _: Exception | None) -> None:
        self._double._transports.discard(self._transport)

    def data_received(self, data: bytes) -> None:
        self._read += data
        while (end := self._read.find(b"\r\n\r\n")) >= 0:
            first, *lines = self._read[:end].decode("latin-1").split("\r\n")
            headers = {
                name.lower(): value.strip() for name, _, value in (x.partition(":") for x in lines)
            }
            whole = end + 4 + int(headers.get("content-length", 0))
            if len(self._read) < whole:
                if headers.get("expect"):
                    self._transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")
                return
            raw, self._read = self._read[end + 4 : whole], self._read[whole:]
            method, target, _ = first.split(" ")
            path, _, query = target.partition("?")
            self._answer(Call(method, unquote(path), dict(parse_qsl(query)), headers, raw))

    def _answer(self, call: Call) -> None:
        double = self._double
        reply = double.answer(call)
        if double.latency:
            double.open += 1
            double.most_open = max(double.most_open, double.open)
            asyncio.get_running_loop().call_later(double.latency, self._send_late, reply)
        else:
            self._send(reply)

    def _send_late(self, reply: Reply) -> None:
        self._double.open -= 1
        self._send(reply)

    def _send(self, reply: Reply) -> None:
        if self._transport.is_closing():
            return
        body = json.dumps(reply.body).encode()
        more = "".join(f"{name}: {value}\r\n" for name, value in reply.headers.items())
        head = (
            f"HTTP/1.1 {reply.status} X\r\ncontent-type: application/json\r\n"
            f"content-length: {len(body)}\r\n{more}\r\n"
        )
        self._transport.write(head.encode() + body)


def _as_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)
