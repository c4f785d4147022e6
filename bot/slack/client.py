"""The one way to Slack's Web API: one shared HTTP session, and clients that never post twice."""

import logging
from base64 import b64encode
from collections.abc import Callable
from time import monotonic
from types import SimpleNamespace
from typing import Any, NotRequired, Protocol, TypedDict, Unpack
from urllib.parse import urlsplit
from urllib.request import proxy_bypass

import aiohttp
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.settings import Settings

TIMEOUT = 10.0
"""Seconds one call may take, connecting included."""
LONGEST_WAIT = 30.0
"""Seconds of `Retry-After` a client waits by itself; a longer one is the caller's to judge."""
FILE_DOWNLOAD = "file download"
"""What a request that fetches a file is counted as: hand it over as `trace_request_ctx`."""

OnCall = Callable[[str, int, float], None]
"""`(method, status, seconds)`: the HTTP status, 0 without an answer."""

LOOPBACK = {"localhost", "127.0.0.1", "::1"}

# slack_sdk writes texts and response_urls to any logger whose own level is DEBUG or unset.
_sdk_log = logging.getLogger("bot.slack.sdk")
_sdk_log.setLevel(logging.WARNING)


def open_session(
    on_call: OnCall | None = None, *, timeout: float = TIMEOUT
) -> aiohttp.ClientSession:
    """One session for every call to Slack; close it at the end. Needs a running loop.

    slack_sdk ignores its own timeout once it is given a session, so the session carries it.
    """
    return aiohttp.ClientSession(
        timeout=aiohttp.ClientTimeout(total=timeout, sock_connect=min(5.0, timeout)),
        connector=aiohttp.TCPConnector(keepalive_timeout=50, ttl_dns_cache=300),
        cookie_jar=aiohttp.DummyCookieJar(),
        trace_configs=[_trace(on_call)] if on_call else [],
    )


class BotToken(Protocol):
    """The token of one workspace, which changes while the bot runs."""

    async def get(self) -> str:
        """Raises `NoBotToken`."""

    @property
    def only_team(self) -> str:
        """The workspace to name in each call, where the token is good for a whole organisation."""


class WorkspaceClient(AsyncWebClient):
    """A client that asks for its token at every call."""

    def __init__(self, bot_token: BotToken, **options: Any) -> None:
        super().__init__(token=None, **options)
        self.bot_token = bot_token

    async def api_call(self, api_method: str, **arguments: Any) -> AsyncSlackResponse:
        """Raises `NoBotToken` besides."""
        self.token = await self.bot_token.get()
        team = self.bot_token.only_team
        self.default_params = {"team_id": team} if team else {}
        return await super().api_call(api_method, **arguments)


class AppClient(AsyncWebClient):
    """A client without a token, for calls that the app signs with its own credentials.

    slack_sdk gives them to aiohttp in a way that aiohttp warns of.
    """

    async def api_call(
        self, api_method: str, *, auth: dict[str, str] | None = None, **arguments: Any
    ) -> AsyncSlackResponse:
        if auth is not None:
            pair = f"{auth['client_id']}:{auth['client_secret']}".encode()
            scheme = "Basic", b64encode(pair).decode()
            arguments["headers"] = {"Authorization": " ".join(scheme)}
        return await super().api_call(api_method, **arguments)


def app_client(settings: Settings, session: aiohttp.ClientSession) -> AsyncWebClient:
    """For installing the app and for renewing its tokens; never tried again by itself."""
    client = AppClient(
        base_url=settings.slack_api_url,
        timeout=int(TIMEOUT),
        session=session,
        logger=_sdk_log,
        retry_handlers=[],
    )
    return _without_proxy(client)


def web_client(
    settings: Settings,
    session: aiohttp.ClientSession | None,
    bot_token: BotToken | None = None,
) -> AsyncWebClient:
    """A client for Bolt and for reads; posting goes through `Messenger`.

    `bot_token`: of one of many workspaces; without it that of the settings, if they name one.
    """
    options: dict[str, Any] = {
        "base_url": settings.slack_api_url,
        "timeout": int(TIMEOUT),
        "session": session,
        "logger": _sdk_log,
        "retry_handlers": [_RateLimits(max_retry_count=2), _Connections(max_retry_count=1)],
    }
    if bot_token is not None:
        return _without_proxy(WorkspaceClient(bot_token, **options))
    token = settings.slack_bot_token
    known = token.get_secret_value() if token is not None else None
    return _without_proxy(AsyncWebClient(token=known, **options))


def without_retries(client: AsyncWebClient) -> AsyncWebClient:
    """The same client without retries, for callers that decide about every answer themselves."""
    options: dict[str, Any] = {
        "base_url": client.base_url,
        "timeout": client.timeout,
        "ssl": client.ssl,
        "proxy": client.proxy,
        "session": client.session,
        "logger": _sdk_log,
        "retry_handlers": [],
    }
    if isinstance(client, WorkspaceClient):
        return _without_proxy(WorkspaceClient(client.bot_token, **options))
    return _without_proxy(AsyncWebClient(token=client.token, **options))


def _without_proxy(client: AsyncWebClient) -> AsyncWebClient:
    """slack_sdk takes a proxy from the environment for every host; NO_PROXY and loopback count."""
    host = urlsplit(client.base_url).hostname or ""
    if client.proxy and (host in LOOPBACK or proxy_bypass(host)):
        client.proxy = None
    return client


class _Tried(TypedDict):
    """What slack_sdk tells a retry handler."""

    state: RetryState
    request: HttpRequest
    response: NotRequired[HttpResponse | None]
    error: NotRequired[Exception | None]


class _RateLimits(AsyncRateLimitErrorRetryHandler):
    """Waits as Slack says (429 means nothing was done), unless that is very long."""

    async def _can_retry_async(self, **tried: Unpack[_Tried]) -> bool:
        response = tried.get("response")
        if response is None or response.status_code != 429:
            return False
        retry_after = next(
            (v for k, v in response.headers.items() if k.lower() == "retry-after"), ["1"]
        )
        return retry_after[0].isdecimal() and int(retry_after[0]) <= LONGEST_WAIT


class _Connections(AsyncRetryHandler):
    """Repeats what certainly never left, and reads. The handler slack_sdk brings along repeats a
    `chat.postMessage` whose connection broke, which posts twice.
    """

    async def _can_retry_async(self, **tried: Unpack[_Tried]) -> bool:
        error = tried.get("error")
        if isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError):
            return True
        return tried["request"].method == "GET" and isinstance(error, aiohttp.ClientConnectionError)


def _trace(on_call: OnCall) -> aiohttp.TraceConfig:
    """Reports every exchange by method; a response_url only ever as `response_url`. A request that is neither
    says by its `trace_request_ctx` what it is.
    """

    async def started(
        _: aiohttp.ClientSession,
        call: SimpleNamespace,
        params: aiohttp.TraceRequestStartParams,
    ) -> None:
        path = params.url.path
        by_address = path.rpartition("/")[2] if "/api/" in path else "response_url"
        call.method = call.trace_request_ctx or by_address
        call.at = monotonic()

    async def ended(
        _: aiohttp.ClientSession, call: SimpleNamespace, params: aiohttp.TraceRequestEndParams
    ) -> None:
        on_call(call.method, params.response.status, monotonic() - call.at)

    async def broke(
        _: aiohttp.ClientSession,
        call: SimpleNamespace,
        __: aiohttp.TraceRequestExceptionParams,
    ) -> None:
        on_call(call.method, 0, monotonic() - call.at)

    trace = aiohttp.TraceConfig()
    trace.on_request_start.append(started)
    trace.on_request_end.append(ended)
    trace.on_request_exception.append(broke)
    return trace
