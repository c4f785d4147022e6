"""Bolt, made quick: a listener is found in a dict, and its ack leaves the moment it is given.

With `bot.web.bolt_listener` the one file that uses parts of Bolt which are importable but not documented, so Bolt is pinned.
Bolt alone builds all arguments anew for each listener that does not match, and looks for the ack
every 10 ms. Argument injection and ordinary Bolt listeners work as ever.
"""

import asyncio
import contextlib
import contextvars
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeAlias

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.listener.async_listener import AsyncCustomListener
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import BotError, Busy, NotWelcome
from bot.slack.workspace import working_for
from bot.web import payloads
from bot.web.bolt_environment import hidden
from bot.web.bolt_listener import (
    NOTHING,
    Failures,
    Guard,
    PlainListener,
    Read,
    argument_names,
    bolts_names,
)
from bot.web.installation import BotAuth, SlackInstallation
from bot.web.observed_request import ObservedRequest, Requests
from bot.web.prompt_ack import PromptAck
from bot.web.routes import Kind, Listener, Routes

__all__ = ["BotApp", "Routes", "SlackInstallation", "bolt_app"]

_log = structlog.get_logger(__name__)
_bolts_log = logging.getLogger("bot.web.bolt")
_bolts_log.setLevel(logging.WARNING)  # below it Bolt writes whole bodies
_ACK_WITHIN = 2.5
"""Seconds a listener has for its ack; Slack's own patience ends at 3."""


Acks: TypeAlias = Callable[[Kind], Callable[[float], object]]
"""Called with the kind of each request that somebody listens to, when Slack begins to wait; what it returns is
called once, with the seconds until the answer, or until the listener waits on purpose (`PromptAck.pause`).
"""


def bolt_app(
    routes: Routes,
    *,
    client: AsyncWebClient,
    bot_auth: BotAuth,
    parts: Mapping[str, Any],
    read: Read = NOTHING,
    guard: Guard | None = None,
    on_error: Callable[..., Awaitable[BoltResponse | None]],
    acks: Acks | None = None,
    requests: Requests | None = None,
) -> "BotApp":
    """The Bolt app that runs `routes`.

    `parts` reach listeners and `on_error` by parameter name. What `read` makes of a payload reaches
    the listeners that name it, in place of what Bolt may give under that name; what it raises
    counts as raised by the listener. `guard` is
    asked before every listener but those of events, in one place for all. `on_error(error, body, ack, …)` is called for whatever a
    listener raises; it may `ack` (when the listener had not), return a `BoltResponse`, or do
    neither: Slack hears 200 in every case. Raises ValueError when a part is named as something that
    Bolt injects, and for a listener that names what nobody gives: Bolt would hand it None.
    `acks` hears of each request and its answer, `requests` of what came of each payload.
    """
    taken = sorted(set(parts) & bolts_names())
    if taken:
        raise ValueError(f"Bolt injects these names itself: {', '.join(taken)}")
    given = {*parts, *read, *bolts_names(), "self", "cls"}
    for kind, name, listener in routes:
        if unknown := sorted(set(argument_names(listener)) - given):
            raise ValueError(f"nobody gives {kind} {name} its {', '.join(unknown)}")
    with hidden():
        app = BotApp(client, bot_auth)
    failures = Failures(on_error, parts)
    app.listener_runner.listener_error_handler = failures
    app._async_middleware_error_handler = failures  # noqa: SLF001 - app.error() would wrap it
    app.dispatch = _Dispatch(routes, bot_auth, parts, read, guard, acks, requests)
    app.use(app.dispatch)
    return app


class BotApp(AsyncApp):
    """A Bolt app whose listeners may go on after their ack; `settle` waits for those."""

    dispatch: "_Dispatch"

    def __init__(self, client: AsyncWebClient, bot_auth: BotAuth) -> None:
        token, client.token = client.token, None  # Bolt warns of a token beside authorize=
        super().__init__(
            name="propops-bot",
            logger=_bolts_log,
            client=client,
            authorize=bot_auth,
            process_before_response=True,
            request_verification_enabled=False,  # bot.web.slack_endpoint is the door; a socket has none
            ssl_check_enabled=False,
            url_verification_enabled=False,
            attaching_function_token_enabled=False,
        )
        client.token = token

    async def settle(self, within: float) -> int:
        """Waits at most `within` seconds for listeners at work; how many were still left."""
        if self.dispatch.running:
            await asyncio.wait(self.dispatch.running, timeout=within)
        return len(self.dispatch.running)

    def _init_context(self, req: AsyncBoltRequest) -> None:
        """As Bolt does, but with the one client of the one workspace instead of a new one each."""
        req.context["logger"] = _bolts_log
        req.context["client"] = self.client
        req.context["listener_runner"] = self.listener_runner

    def _handle_unmatched_requests(self, req: AsyncBoltRequest, resp: BoltResponse) -> BoltResponse:
        """Nobody listens: old buttons, link buttons, forms of an older version."""
        kind, names = payloads.kind_and_names(req.body)
        _log.info("nothing listens to a payload", kind=kind, name=names[0] if names else "")
        return payloads.unhandled_response(kind, req.body) or super()._handle_unmatched_requests(
            req, resp
        )


class _Dispatch(AsyncMiddleware):
    def __init__(
        self,
        routes: Routes,
        bot_auth: BotAuth,
        parts: Mapping[str, Any],
        read: Read,
        guard: Guard | None,
        acks: Acks | None,
        requests: Requests | None,
    ) -> None:
        self._routes, self._auth, self._parts, self._acks = routes, bot_auth, parts, acks
        self._requests = requests or Requests()
        self._read, self._guard = read, guard
        self._ready: dict[tuple[Kind, int], PlainListener] = {}
        self.running: set[asyncio.Task[BoltResponse | None]] = set()

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002 - Bolt's name
    ) -> BoltResponse | None:
        kind, names = payloads.kind_and_names(req.body)
        name, listener = self._find(kind, names)
        if kind is None or listener is None:
            self._requests.unheard(kind)
            return await next()
        answered = _once(self._acks(kind) if self._acks is not None else None)
        try:
            return await self._answer(kind, name, listener, req, resp, answered)
        finally:
            answered()

    async def _answer(
        self,
        kind: Kind,
        name: str,
        listener: AsyncCustomListener,
        req: AsyncBoltRequest,
        resp: BoltResponse,
        answered: Callable[[], None],
    ) -> BoltResponse | None:
        context = req.context
        context.update(self._parts)
        scope: contextlib.AbstractContextManager[None] = contextlib.nullcontext()
        try:
            here = await self._auth.workspace_of(context.team_id, context.enterprise_id, req.body)
        except (Busy, NotWelcome) as error:
            if kind == "event" and isinstance(error, NotWelcome):
                self._requests.count(kind, name, "refused")
                return BoltResponse(status=200)
            listener = PlainListener("command", _refusing(error))
        else:
            scope = working_for(here) if here is not None else scope
        observed = ObservedRequest(self._requests, kind, name)
        with scope:  # the task of the listener is started in it
            return await self._run(kind, listener, req, resp, observed, answered)

    def _find(
        self, kind: Kind | None, names: tuple[str, ...]
    ) -> tuple[str, AsyncCustomListener | None]:
        """The name that somebody listens to, and who does."""
        if kind is not None:
            for name in names:
                if (fn := self._routes.find(kind, name)) is not None:
                    return name, self._listener(kind, fn)
        return "", None

    def _listener(self, kind: Kind, fn: Listener) -> PlainListener:
        """Made when it is first asked for: a start of the bot waits for none of 160."""
        ready = self._ready.get((kind, id(fn)))
        if ready is None:
            ready = PlainListener(kind, fn, self._read, self._guard)
            self._ready[kind, id(fn)] = ready
        return ready

    async def _run(
        self,
        kind: Kind,
        listener: AsyncCustomListener,
        req: AsyncBoltRequest,
        resp: BoltResponse,
        observed: ObservedRequest,
        answered: Callable[[], None],
    ) -> BoltResponse:
        """What Slack is told: as soon as the listener acks, ends, or has taken too long."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[BoltResponse | None] = loop.create_future()
        req.context["ack"] = PromptAck(answer, answered)
        runner = req.context.listener_runner
        context = contextvars.copy_context()
        context.run(observed.enter, req.context.team_id or "", req.context.user_id or "")
        observed.begin()
        task = loop.create_task(
            runner.run(request=req, response=resp, listener_name="", listener=listener),
            context=context,
        )
        self.running.add(task)

        def ended(task: asyncio.Task[BoltResponse | None]) -> None:
            self.running.discard(task)
            observed.end()
            if not answer.done():
                answer.set_result(None if task.cancelled() else task.result())

        task.add_done_callback(ended)
        bell = loop.call_later(_ACK_WITHIN, _give_up, answer, kind, req.body, observed)
        response = await answer
        bell.cancel()
        if response is None:
            observed.note("failed")
            _log.error(
                "a listener ended without an ack, answering with an error",
                kind=kind,
                name=listener.ack_function,
            )
            return payloads.busy_response(kind, req.body)
        if '"response_action": "errors"' in (response.body or ""):
            observed.note("sent back")
        return response


def _once(end: Callable[[float], object] | None) -> Callable[[], None]:
    """Tells how long it took when it is first called, and nothing afterwards."""
    started, ends = time.perf_counter(), [end] if end is not None else []

    def answered() -> None:
        if ends:
            ends.pop()(time.perf_counter() - started)

    return answered


def _refusing(error: BotError) -> Callable[[], Awaitable[None]]:
    """Nobody is served before we know whose they are."""

    async def refuse() -> None:
        raise error

    return refuse


def _give_up(
    answer: asyncio.Future[BoltResponse | None],
    kind: Kind,
    body: Mapping[str, Any],
    observed: ObservedRequest,
) -> None:
    if not answer.done():
        observed.note("failed")
        _log.warning(
            "a listener did not ack in time, answering with an error",
            kind=kind,
            seconds=_ACK_WITHIN,
        )
        answer.set_result(payloads.busy_response(kind, body))
