"""One HTTP request to PropOps, and what became of it."""

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx
import orjson
import structlog

from bot.jobs.model import Upload
from bot.leave_by import LeaveBy
from bot.propops.http.bearer import Bearer
from bot.propops.http.connection_pool import ConnectionPool
from bot.propops.http.rate_limit import CONCURRENT_CALLS, CONCURRENT_TYPING
from bot.propops.http.response import Response, parsed

OnCall = Callable[[str, str, int, float], None]
"""Told of each request: method, action, status (0 without an answer), seconds."""

CONNECT_SECONDS = 5.0
MOST_BYTES = 20_000_000
"""Of one answer, unpacked: some 50,000 addresses are 15 MB. A longer one counts as unreadable."""
_BRIEF = 256_000
"""Bytes that are read at once; more is read in a thread, so that nobody waits for it."""
_MOST_CONNECTIONS = CONCURRENT_CALLS + CONCURRENT_TYPING
_KEPT_SECONDS = 75.0
_SECRET_LENGTH = 6
_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class FormFile:
    """A file of a multipart form. `name`: of its field."""

    name: str
    upload: Upload = field(repr=False)


@dataclass(frozen=True)
class HttpCall:
    """What is asked of PropOps. `action`: its name in logs and metrics."""

    method: str
    path: str
    action: str
    params: Mapping[str, str | int] | None = None
    body: Mapping[str, Any] | None = field(default=None, repr=False)
    file: FormFile | None = None
    leave_by: LeaveBy | None = None


def _content_of(body: Mapping[str, Any] | None, file: FormFile | None) -> dict[str, Any]:
    """JSON, or the fields of a form and its file."""
    if body is None:
        return {}
    if file is None:
        return {"content": orjson.dumps(body)}
    upload = file.upload
    return {
        "data": {name: str(value) for name, value in body.items()},
        "files": {file.name: (upload.name, upload.data, upload.media_type)},
    }


class HttpSender:
    """The one connection pool of the process. `timeout`: seconds a request may take in all."""

    def __init__(
        self,
        base_url: str,
        timeout: float,
        pool: httpx.AsyncBaseTransport | None,
        on_call: OnCall | None,
    ) -> None:
        self._base = base_url.rstrip("/").removesuffix("/api").rstrip("/")
        self._timeout = timeout
        self._extensions = {
            "timeout": {"connect": min(CONNECT_SECONDS, timeout / 2), "read": timeout}
        }
        self._on_call = on_call or (lambda *_: None)
        self._owned = pool is None
        self._pool = pool or ConnectionPool(
            _MOST_CONNECTIONS, _KEPT_SECONDS, tls=self._base.startswith("https:")
        )

    async def aclose(self) -> None:
        if self._owned:
            await self._pool.aclose()

    async def send(self, bearer: Bearer | None, call: HttpCall) -> Response:
        """One request, one answer, whatever it says.

        Raises NoResponse when there is no answer, or one longer than `MOST_BYTES`.
        """
        body, file = call.body, call.file
        request = httpx.Request(
            call.method,
            f"{self._base}/{call.path.lstrip('/')}",
            params=call.params,
            **_content_of(body, file),
            headers={
                "Accept": "application/json",
                "Accept-Encoding": "gzip, deflate",
                "User-Agent": "propops-slack",
                **({} if body is None or file else {"Content-Type": "application/json"}),
                **(bearer.headers() if bearer else {}),
            },
            extensions=self._extensions,
        )
        started, status = time.perf_counter(), 0
        try:
            async with asyncio.timeout(self._timeout + (file.upload.extra_seconds if file else 0)):
                response = await self._pool.handle_async_request(request)
                status = response.status_code
                content = await _content(response)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout):
            raise NoResponse("no connection", may_have_left=False) from None
        except (httpx.TimeoutException, TimeoutError):  # making a connection has a time of its own
            raise NoResponse("timeout") from None
        except httpx.DecodingError:
            raise NoResponse("unreadable answer", unreadable=True) from None
        except httpx.RequestError:
            raise NoResponse("dropped") from None
        finally:
            seconds = time.perf_counter() - started
            self._on_call(call.method, call.action, status, seconds)
            _log.debug("propops.call", action=call.action, status=status, ms=round(seconds * 1000))
        if len(content) <= _BRIEF:
            return _read(response, content, bearer, body)
        return await asyncio.to_thread(_read, response, content, bearer, body)


async def _content(response: httpx.Response) -> bytes:
    """The body; raises NoResponse once it is longer than any answer may be."""
    content = bytearray()
    try:
        async for chunk in response.aiter_bytes():
            content += chunk
            if len(content) > MOST_BYTES:
                raise NoResponse("answer too long", unreadable=True)
    finally:
        await response.aclose()
    return bytes(content)


def _read(
    response: httpx.Response,
    content: bytes,
    bearer: Bearer | None,
    body: Mapping[str, Any] | None,
) -> Response:
    content = bearer.hidden_in(content) if bearer else content
    if not response.is_success or (body and "csrf_token" in body):
        content = _without_secrets(content, body or {})
    return Response(
        response.status_code,
        parsed(content),
        content.decode("utf-8", "replace"),
        response.headers,
    )


def _without_secrets(content: bytes, body: Mapping[str, Any]) -> bytes:
    """The answer, should it repeat what it was sent, without what nobody may read."""
    for secret in (str(body.get("csrf_token", "")), str(body.get("password", ""))):
        if len(secret) >= _SECRET_LENGTH:
            content = content.replace(secret.encode(), "…".encode())
    return content


class NoResponse(Exception):
    """A request without an answer. `may_have_left`: whether it may have reached PropOps."""

    def __init__(self, cause: str, *, may_have_left: bool = True, unreadable: bool = False) -> None:
        super().__init__(cause)
        self.cause, self.may_have_left, self.unreadable = cause, may_have_left, unreadable
