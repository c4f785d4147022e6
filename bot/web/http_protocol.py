"""HTTP as uvicorn speaks it, with bounds on what one connection may cost before anybody has signed anything.

httptools keeps a header until it is complete, and copies it at every piece: without a bound one
connection takes all memory and all time. Bodies are bounded by whoever reads them, in bytes and in
seconds; here it is what nobody asked for: the head of a request, trailers, extensions of chunks, a
body nobody waits for any more, requests queued behind one, answers nobody fetches.
"""

import asyncio
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, ClassVar

import structlog
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

_log = structlog.get_logger(__name__)
_PIECE = 8_192


@dataclass(frozen=True)
class HttpLimits:
    """`head_bytes`: of the request line and all headers, and of whatever else is no body. `seconds`: for the head,
    for the rest of a body after the answer, and for fetching an answer. `pipelined`: requests that
    wait for the answer to an earlier one. Beyond `connections` the one that has waited longest
    without a whole request is closed.
    """

    head_bytes: int = 65_536
    headers: int = 100
    seconds: float = 10.0
    connections: int = 500
    pipelined: int = 8


class BoundedHttp(HttpToolsProtocol):
    """One connection. Too much is 431, too slow 408, no room 503; each closes it."""

    limits: ClassVar[HttpLimits]
    waiting: ClassVar[dict["BoundedHttp", None]]
    """Connections without a whole request, in the order they began to wait."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._loose = 0
        """Bytes since a head or a message was complete, less twice those of its body."""
        self._in_body = self._refused = self._too_many = False
        self._deadline: asyncio.TimerHandle | None = None
        self._unfetched: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # uvicorn's
        super().connection_made(transport)
        if len(self.connections) > self.limits.connections:
            longest = next(iter(self.waiting), None)
            if longest is None:
                _log.warning("too many connections, refusing one")
                self._refuse(HTTPStatus.SERVICE_UNAVAILABLE)
                return
            longest.give_way()
        self.waiting[self] = None
        self._set_deadline()

    def connection_lost(self, exc: Exception | None) -> None:
        self.waiting.pop(self, None)
        self._end_deadline()
        self._end_unfetched()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._deadline is None and not self._in_body:
            self._set_deadline()
        for at in range(0, len(data), _PIECE):
            if self._refused or self.transport.is_closing():
                return
            piece = data[at : at + _PIECE]
            self._loose += len(piece)
            super().data_received(piece)
            if self._loose > self.limits.head_bytes:
                self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)

    def give_way(self) -> None:
        """Closes the connection to make room for another."""
        self.waiting.pop(self, None)
        self._refuse(HTTPStatus.REQUEST_TIMEOUT)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._too_many, self._loose = False, max(self._loose, 1)
        if self._deadline is None:
            self._set_deadline()

    def on_header(self, name: bytes, value: bytes) -> None:
        if self._in_body:
            return  # a trailer, which nobody reads
        self._too_many = len(self.headers) >= self.limits.headers
        if not self._too_many:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        if self._refused:
            return
        if self._too_many or len(self.pipeline) >= self.limits.pipelined:
            self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
            return
        self._loose, self._in_body = 0, True
        self._end_deadline()
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        if self._refused:
            return
        if not self.cycle.response_complete:  # what frames a body may be as long, not many times
            self._loose = max(0, self._loose - 2 * len(body))
        super().on_body(body)

    def on_message_complete(self) -> None:
        if self._refused:
            return
        self._loose, self._in_body = 0, False
        self._end_deadline()
        self.waiting.pop(self, None)
        super().on_message_complete()
        if self.cycle.response_complete:
            self.waiting[self] = None

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self._in_body:
            self._set_deadline()
        elif not self.pipeline:
            self.waiting[self] = None

    def pause_writing(self) -> None:
        super().pause_writing()
        self._end_unfetched()
        self._unfetched = self.loop.call_later(self.limits.seconds, self.transport.abort)

    def resume_writing(self) -> None:
        self._end_unfetched()
        super().resume_writing()

    def _unsupported_upgrade_warning(self) -> None:
        """Nothing here upgrades, and a line for each piece of such a request helps nobody."""

    def _refuse(self, status: HTTPStatus) -> None:
        """Answers, unless an answer is on its way already, and closes."""
        if self._refused or self.transport.is_closing():
            return
        self._refused = True
        self._end_deadline()
        answering = self.cycle is not None and not self.cycle.response_complete
        if not answering and self._loose:
            words = status.phrase.encode()
            head = (
                b"content-type: text/plain; charset=utf-8\r\nconnection: close\r\ncontent-length: "
            )
            length = str(len(words)).encode()
            self.transport.write(STATUS_LINE[status] + head + length + b"\r\n\r\n" + words)
        self.transport.close()

    def _too_slow(self) -> None:
        self._deadline = None
        self._refuse(HTTPStatus.REQUEST_TIMEOUT)

    def _set_deadline(self) -> None:
        self._end_deadline()
        self._deadline = self.loop.call_later(self.limits.seconds, self._too_slow)

    def _end_deadline(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _end_unfetched(self) -> None:
        if self._unfetched is not None:
            self._unfetched.cancel()
            self._unfetched = None


def bounded_http(limits: HttpLimits) -> type[BoundedHttp]:
    """The protocol of one server: its connections are counted by themselves."""
    return type("BoundedHttp", (BoundedHttp,), {"limits": limits, "waiting": {}})
