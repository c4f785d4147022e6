"""Everything that answers over HTTP: Slack's endpoint, health, metrics, and the pages people open."""

import asyncio
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
from bot.web.metrics import CONTENT_TYPE, Metrics
from bot.web.slack_endpoint import SlackEndpoint

Check: TypeAlias = Callable[[], Awaitable[str | None]]
"""Answers None when all is well, else what is wrong, in a few words without secrets."""

SLACK_PATH = "/slack/events"
_CHECK_SECONDS = 2.0
_log = structlog.get_logger(__name__)
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
) -> ASGIApp:
    """The whole HTTP side. Without `slack_endpoint` (Socket Mode) nothing answers for Slack."""

    async def healthz(_: Request) -> Response:
        return JSONResponse({"ok": True, "version": __version__})

    async def readyz(_: Request) -> Response:
        results = await run_checks(checks)
        ok = not any(results.values())
        lines = {name: wrong or "ok" for name, wrong in results.items()}
        return JSONResponse({"ok": ok, "checks": lines}, status_code=200 if ok else 503)

    async def metrics_page(_: Request) -> Response:
        return Response(metrics.text(), media_type=CONTENT_TYPE)

    pages = Starlette(
        routes=[
            Route("/healthz", healthz, methods=["GET"]),
            Route("/readyz", readyz, methods=["GET"]),
            Route("/metrics", metrics_page, methods=["GET"]),
            *extra_routes,
        ],
        exception_handlers={Exception: _server_error},
    )
    pages.router.redirect_slashes = False
    guarded = _with_security_headers(pages)

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if slack_endpoint is not None and scope["type"] == "http" and scope["path"] == SLACK_PATH:
            await slack_endpoint(scope, receive, send)
        else:
            await guarded(scope, receive, send)

    return app


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


async def _server_error(_: Request, __: Exception) -> Response:
    return PlainTextResponse("Something went wrong on our side. Please try again.", status_code=500)


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
