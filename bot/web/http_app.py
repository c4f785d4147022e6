"""Everything that answers over HTTP: Slack's endpoint, health, metrics, and the pages people open."""

import asyncio
import ipaddress
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TypeAlias

import structlog
from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot import __version__
from bot.views.error_codes import with_code_in_words
from bot.web.metrics import CONTENT_TYPE, Metrics
from bot.web.observed_request import failed
from bot.web.payloads import BUG
from bot.web.slack_endpoint import SlackEndpoint

Check: TypeAlias = Callable[[], Awaitable[str | None]]
"""Answers None when all is well, else what is wrong, in a few words without secrets."""

SLACK_PATH = "/slack/events"
_CHECK_SECONDS = 2.0
_log = structlog.get_logger(__name__)
_FORWARDED = ("forwarded", "via", "x-real-ip", "x-client-ip", "true-client-ip", "cf-connecting-ip")
"""Headers by which proxies are known, besides all that begin with `x-forwarded-`."""
_SECURITY = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "cross-origin-opener-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "strict-transport-security": "max-age=63072000",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}


def http_app(
    slack_endpoint: SlackEndpoint | None,
    checks: Mapping[str, Check],
    metrics: Metrics,
    extra_routes: Sequence[BaseRoute] = (),
    *,
    operators: Callable[[Request], bool] | None = None,
) -> ASGIApp:
    """The whole HTTP side. Without `slack_endpoint` (Socket Mode) nothing answers for Slack.

    `operators`: whose requests may read numbers and details, by default those of this machine.
    """

    async def healthz(_: Request) -> Response:
        return JSONResponse({"ok": True, "version": __version__})

    routes = [
        Route("/healthz", healthz, methods=["GET"]),
        *_operator_routes(checks, metrics, operators or is_local),
    ]
    guarded = _pages([*routes, *extra_routes])

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if slack_endpoint is not None and scope["type"] == "http" and scope["path"] == SLACK_PATH:
            await slack_endpoint(scope, receive, send)
        else:
            await guarded(scope, receive, send)

    return app


def metrics_app(checks: Mapping[str, Check], metrics: Metrics) -> ASGIApp:
    """`/metrics` and `/readyz` with its details, for a port that only operators reach."""
    return _pages(_operator_routes(checks, metrics, lambda _: True))


def is_local(request: Request) -> bool:
    """Whether it comes from this machine, and no proxy says that it passes on somebody else's."""
    names = request.headers.keys()
    if any(name in _FORWARDED or name.startswith("x-forwarded-") for name in names):
        return False
    if request.client is None:
        return False
    try:
        return ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False


def _operator_routes(
    checks: Mapping[str, Check], metrics: Metrics, trusted: Callable[[Request], bool]
) -> list[Route]:
    """Others read of `/readyz` yes or no, and nothing of `/metrics`."""

    async def readyz(request: Request) -> Response:
        results = await run_checks(checks)
        ok = not any(results.values())
        lines = {name: wrong or "ok" for name, wrong in results.items()}
        said = {"ok": ok, "checks": lines} if trusted(request) else {"ok": ok}
        return JSONResponse(said, status_code=200 if ok else 503)

    async def metrics_page(request: Request) -> Response:
        if not trusted(request):
            return PlainTextResponse("Not Found", status_code=404)
        metrics.gauges.checked(await run_checks(checks))
        return Response(await metrics.page(), media_type=CONTENT_TYPE)

    return [
        Route("/readyz", readyz, methods=["GET"]),
        Route("/metrics", metrics_page, methods=["GET"]),
    ]


def _pages(routes: Sequence[BaseRoute]) -> ASGIApp:
    pages = Starlette(routes=routes, exception_handlers={Exception: _server_error})
    pages.router.redirect_slashes = False
    return _with_security_headers(pages)


async def run_checks(
    checks: Mapping[str, Check], within: float = _CHECK_SECONDS
) -> dict[str, str | None]:
    """All checks side by side; one that takes longer than `within` seconds has failed."""

    async def bounded(check: Check) -> str | None:
        try:
            async with asyncio.timeout(within):
                return await check()
        except TimeoutError:
            return f"no answer within {within:g} s"
        except Exception as error:
            _log.warning("a health check raised, counting it as failed", cause=type(error).__name__)
            return "failed"

    results = await asyncio.gather(*map(bounded, checks.values()))
    return dict(zip(checks, results, strict=True))


async def _server_error(_: Request, error: Exception) -> Response:
    """The server logs the traceback."""
    code = failed()
    _log.error("a page failed", code=code, error=type(error).__name__)
    return PlainTextResponse(with_code_in_words(BUG, code), status_code=500)


def _with_security_headers(app: ASGIApp) -> ASGIApp:
    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _SECURITY.items():
                    headers.setdefault(name, value)
            await send(message)

        await app(scope, receive, sending)

    return guarded
