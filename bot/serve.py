"""The process: opens the port, starts the app, serves, and ends within 20 seconds of SIGTERM."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from typing import Protocol

import structlog
import uvicorn
import uvloop
from starlette.routing import BaseRoute
from starlette.types import ASGIApp

from bot import __version__
from bot.settings import Settings
from bot.stop_signals import handled
from bot.web.bolt import BotApp
from bot.web.http_app import Check, http_app, is_local, metrics_app
from bot.web.http_protocol import HttpLimits, bounded_http
from bot.web.metrics import Metrics
from bot.web.rejected_requests import RejectedRequests
from bot.web.slack_endpoint import SlackEndpoint
from bot.web.socket_mode import SlackRefuses, Socket

_log = structlog.get_logger(__name__)
_DRAIN_SECONDS = 3.0
_CLOSE_SECONDS = 15.0
_WARM_UP_AFTER = 0.5
"""Seconds the port is open before the slow first calls are made: what is asked at once, as whether the bot is
ready, would wait for them.
"""
_REFUSED = (
    "Slack refuses SLACK_APP_TOKEN ({}): create an app-level token with connections:write "
    "on your app's Basic Information page."
)


class ServedApp(Protocol):
    """The app as `bot.app.build` returns it, not yet started."""

    @property
    def bolt(self) -> BotApp: ...
    @property
    def checks(self) -> Mapping[str, Check]:
        """The checks of `/readyz`: database, Slack, queue."""

    @property
    def metrics(self) -> Metrics: ...
    @property
    def pages(self) -> Sequence[BaseRoute]:
        """Pages for browsers: account linking."""

    @property
    def is_lost(self) -> bool:
        """Whether it had to end, since another process may have taken over what it did."""

    async def start(self) -> None:
        """Opens everything, on the running loop. Raises `CannotStart` with a sentence."""

    def warm_up(self) -> None:
        """Makes the slow first calls (dates, lists), in a thread, once the port is open."""

    async def close(self, within: float) -> None:
        """Lets runs finish or stop at a step, at most `within` seconds, then closes everything."""


class CannotStart(Exception):
    """The bot can't run here. Its text is one whole sentence for the operator, without secrets."""


class LostDatabase(CannotStart):
    """The session with the process's lock was lost. Whoever watches the process starts it again."""

    def __init__(self) -> None:
        super().__init__(
            "The session with the database was lost, and another bot may have taken over: please start me again."
        )


def run(settings: Settings, build: Callable[[Settings], ServedApp]) -> None:
    """Serves until told to end. Raises `CannotStart`."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serve(settings, build))


async def serve(
    settings: Settings,
    build: Callable[[Settings], ServedApp],
    *,
    stop: asyncio.Event | None = None,
    opened: Callable[[int], None] | None = None,
    listener: socket.socket | None = None,
    limits: HttpLimits = HttpLimits(),  # noqa: B008 - frozen
) -> None:
    """Runs the bot that `build` makes, until SIGTERM or SIGINT; a second one ends it at once.

    `stop`: ends it instead of the signals, which are then the caller's. `opened` is called with the
    port. `listener`: a listening socket instead of HOST and PORT; it is closed at the end, so a
    caller who keeps the port passes a duplicate. `limits`: on what is no body. HTTP listens before anything else starts, so that
    what Slack sends meanwhile is queued instead of refused. Raises `CannotStart`, `LostDatabase`.
    """
    own_stop = stop is None
    stop = stop or asyncio.Event()
    app: ServedApp | None = None

    def code() -> int:
        return 1 if app is not None and app.is_lost else 0

    handled_signals = handled(stop, code) if own_stop else contextlib.nullcontext()
    with (
        handled_signals,
        contextlib.closing(listener or listen(settings.host, settings.port)) as server_socket,
    ):
        app = build(settings)
        try:
            await app.start()
        except BaseException:
            with contextlib.suppress(Exception):  # it would hide the first error
                await app.close(within=1)
            raise
        try:
            await _serve(settings, app, server_socket, stop, opened, limits)
        finally:
            await _bounded(app.close(within=_CLOSE_SECONDS), _CLOSE_SECONDS + 1)
        if app.is_lost:
            raise LostDatabase


def listen(host: str, port: int, setting: str = "PORT") -> socket.socket:
    """A listening socket. Raises `CannotStart` when the address is taken or invalid.

    `setting`: where the port comes from.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener: socket.socket | None = None
    try:
        listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(2048)
        listener.setblocking(False)
    except OSError as error:
        if listener is not None:
            listener.close()
        raise CannotStart(
            f"Can't listen on {host}:{port} ({error.strerror or error}): set HOST and {setting} to a free place."
        ) from None
    return listener


async def _serve(
    settings: Settings,
    app: ServedApp,
    listener: socket.socket,
    stop: asyncio.Event,
    opened: Callable[[int], None] | None,
    limits: HttpLimits,
) -> None:
    async def stopping() -> str | None:
        return "stopping" if stop.is_set() else None

    checks: dict[str, Check] = {"process": stopping, **app.checks}
    endpoint = slack = None
    if settings.slack_app_token is not None:
        slack = Socket(app.bolt, settings.slack_app_token.get_secret_value())
        checks["socket"] = slack.check
    elif settings.slack_signing_secret is not None:
        rejected = RejectedRequests(app.metrics.slack_rejected)
        secret = settings.slack_signing_secret.get_secret_value()
        endpoint = SlackEndpoint(app.bolt, secret, on_rejected=rejected.add)

    own_port = settings.metrics_port is not None
    operators = (lambda _: False) if own_port else is_local
    http = http_app(endpoint, checks, app.metrics, app.pages, operators=operators)
    server = _Server(_uvicorn(http, limits))
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    warming = asyncio.create_task(_warm_up(app))
    warming.add_done_callback(_log_warm_up_failure)
    port = listener.getsockname()[1]
    mode = "socket" if slack else "http"
    _log.info("ready", version=__version__, mode=mode, host=settings.host, port=port)
    if opened is not None:
        opened(port)
    async with _metrics_port(settings, checks, app.metrics, limits):
        try:
            if slack is not None:
                try:
                    await slack.open()
                except SlackRefuses as refused:
                    raise CannotStart(_REFUSED.format(refused.error)) from None
            stopped = asyncio.create_task(stop.wait())
            await asyncio.wait({stopped, serving}, return_when=asyncio.FIRST_COMPLETED)
            stopped.cancel()
        finally:
            stop.set()
            warming.cancel()
            _log.info("stopping")
            for receiver in (slack, endpoint):
                if receiver is not None:
                    await _bounded(receiver.close(within=_DRAIN_SECONDS), _DRAIN_SECONDS + 0.5)
            await app.bolt.settle(within=1.0)
            server.leave()
            await _bounded(serving, 3.0)


@contextlib.asynccontextmanager
async def _metrics_port(
    settings: Settings, checks: Mapping[str, Check], metrics: Metrics, limits: HttpLimits
) -> AsyncIterator[None]:
    """Serves `/metrics` on METRICS_PORT, where that is set. Raises `CannotStart`."""
    if settings.metrics_port is None:
        yield
        return
    with contextlib.closing(
        listen(settings.host, settings.metrics_port, "METRICS_PORT")
    ) as listener:
        server = _Server(_uvicorn(metrics_app(checks, metrics), limits))
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        _log.info("metrics ready", host=settings.host, port=listener.getsockname()[1])
        try:
            yield
        finally:
            server.leave()
            await _bounded(serving, 1.5)


def _uvicorn(app: ASGIApp, limits: HttpLimits) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        loop="none",
        http=bounded_http(limits),
        lifespan="off",
        ws="none",
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=1,
    )


class _Server(uvicorn.Server):
    """Without uvicorn's signal handlers, which would end the process with the signal's exit code.

    It waits for its end, where uvicorn looks ten times a second whether it has come.
    """

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._leaving = asyncio.Event()

    def leave(self) -> None:
        self.should_exit = True
        self._leaving.set()

    async def main_loop(self) -> None:
        while not await self.on_tick(0):  # once a second: the header Date
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(1):
                    await self._leaving.wait()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def _bounded(work: Awaitable[None], seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await work
    except TimeoutError:
        _log.warning("closing took too long, going on without", seconds=seconds)
    except Exception:
        _log.exception("closing failed, going on")


async def _warm_up(app: ServedApp) -> None:
    await asyncio.sleep(_WARM_UP_AFTER)
    await asyncio.to_thread(app.warm_up)


def _log_warm_up_failure(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        _log.warning("warm-up failed, first uses will be slower", cause=type(error).__name__)
