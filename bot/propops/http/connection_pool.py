"""Connections to PropOps, as an httpx transport over aiohttp.

httpx's own pool costs 1.2 ms of CPU a call alone and 3 ms with thirty at once, this one 0.3 to 0.7.
What it raises tells whether a request can have been read: `ConnectError` and `ConnectTimeout` come
from making a connection, or waiting for one, and from nothing else. (That is why it is not the
library httpx-aiohttp, which calls a connection that broke after the request a `ConnectTimeout`.)
"""

import asyncio
import io
import ssl
from collections.abc import AsyncIterator

import aiohttp
import httpx
from yarl import URL

_LONGEST_HEADER = 64_000
_WARNED_OF = 1_000_000
"""Bytes from which on aiohttp wants to be handed a file."""
_HEARS_AFTER = 2
"""Turns of the loop until it has heard which idle connections the server has closed meanwhile."""


class ConnectionPool(httpx.AsyncBaseTransport):
    """At most `most` connections, each kept for `keep` idle seconds; opened at the first request.

    Of a request's timeouts it takes `connect`, which holds for the wait for a free connection as
    well, and `read`. Writing has none of its own: whoever sends limits the whole exchange. Proxies
    of the environment are ignored, cookies never kept, redirects never followed.
    """

    def __init__(self, most: int, keep: float, *, tls: bool) -> None:
        self._most, self._keep = most, keep
        self._tls = _tls() if tls else None
        self._opened: aiohttp.ClientSession | None = None
        self._closed = False

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if request.method != "GET":
            for _ in range(_HEARS_AFTER):
                await asyncio.sleep(0)
        timeout = request.extensions.get("timeout", {})
        content = await request.aread()
        try:
            answer = await self._session().request(
                request.method,
                URL(str(request.url), encoded=True),
                headers=[(name.decode(), value.decode()) for name, value in request.headers.raw],
                data=io.BytesIO(content) if len(content) > _WARNED_OF else content or None,
                allow_redirects=False,
                timeout=aiohttp.ClientTimeout(
                    total=None, connect=timeout.get("connect"), sock_read=timeout.get("read")
                ),
            )
        except (aiohttp.ClientError, TimeoutError) as error:
            raise _named(error) from error
        return httpx.Response(
            answer.status, headers=answer.raw_headers, stream=_Body(answer), request=request
        )

    async def aclose(self) -> None:
        self._closed = True
        if self._opened is not None:
            await self._opened.close()

    def _session(self) -> aiohttp.ClientSession:
        if self._closed:
            raise httpx.ConnectError("closed")
        if self._opened is None:
            self._opened = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    limit=self._most, keepalive_timeout=self._keep, ssl=self._tls or True
                ),
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
                max_line_size=_LONGEST_HEADER,
                max_field_size=_LONGEST_HEADER,
            )
        return self._opened


class _Body(httpx.AsyncByteStream):
    """The answer's body as it comes in, still packed."""

    def __init__(self, answer: aiohttp.ClientResponse) -> None:
        self._answer = answer

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            async for chunk in self._answer.content.iter_any():
                yield chunk
        except (aiohttp.ClientError, TimeoutError) as error:
            raise _named(error) from error

    async def aclose(self) -> None:
        """A connection whose answer was not read to its end is closed, not kept."""
        self._answer.close()


def _tls() -> ssl.SSLContext:
    """Trust as httpx has it, whatever the environment names."""
    context = httpx.create_ssl_context(trust_env=False)
    context.set_alpn_protocols(["http/1.1"])
    return context


def _named(error: Exception) -> httpx.TransportError:
    match error:
        case aiohttp.ConnectionTimeoutError():
            return httpx.ConnectTimeout(str(error))
        case aiohttp.ClientConnectorError():
            return httpx.ConnectError(str(error))
        case TimeoutError():
            return httpx.ReadTimeout(str(error))
        case _:
            return httpx.NetworkError(str(error))
