"""One listener as Bolt runs it, and what becomes of what it raises.

Like `bot.web.bolt`, it uses parts of Bolt which are importable but not documented.
"""

import functools
import inspect
from collections.abc import Awaitable, Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, TypeAlias

import structlog
from slack_bolt.kwargs_injection.async_utils import build_async_required_kwargs
from slack_bolt.listener.async_listener import AsyncCustomListener
from slack_bolt.listener.async_listener_error_handler import AsyncListenerErrorHandler
from slack_bolt.middleware.async_middleware_error_handler import AsyncMiddlewareErrorHandler
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_bolt.util.utils import get_arg_names_of_callable

from bot.web import observed_request, payloads
from bot.web.routes import Kind, Listener

_log = structlog.get_logger(__name__)
Read: TypeAlias = Mapping[str, Callable[[Mapping[str, Any]], Any]]
Guard: TypeAlias = Callable[[Mapping[str, Any]], Awaitable[None]]
"""Raises for a payload whose sender may not do anything here."""
NOTHING: Read = MappingProxyType({})


def argument_names(fn: Callable[..., object]) -> Sequence[str]:
    """As Bolt reads them, but without a signature of each, which takes a start of the bot 20 ms."""
    code = getattr(inspect.unwrap(fn), "__code__", None)
    return get_arg_names_of_callable(fn) if code is None else code.co_varnames[: code.co_argcount]


class PlainListener(AsyncCustomListener):
    """A listener behind its guard, and what is made of a payload for it: only what it names. Bolt itself would make
    two dozen things for each request.

    Events have no guard: they tell that the app was removed, and may name nobody.
    """

    def __init__(
        self, kind: Kind, fn: Listener, read: Read = NOTHING, guard: Guard | None = None
    ) -> None:
        super().__init__(
            app_name="propops-bot",
            ack_function=fn,
            lazy_functions=(),
            matchers=(),
            middleware=(),
            auto_acknowledgement=kind == "event",
        )
        self._guard = None if kind == "event" else guard
        self._read = [(name, read[name]) for name in self.arg_names if name in read]
        self.arg_names = [n for n in self.arg_names if n not in {*read, "self", "cls"}]
        self._at_hand = [n for n in self.arg_names if n == "ack" or n not in bolts_names()]
        self._of_bolt = [n for n in self.arg_names if n not in self._at_hand]

    async def run_ack_function(
        self, *, request: AsyncBoltRequest, response: BoltResponse
    ) -> BoltResponse | None:
        if self._guard is not None:
            await self._guard(request.body)
        made = {name: make(request.body) for name, make in self._read}
        given = {name: request.context.get(name) for name in self._at_hand}
        if self._of_bolt:
            given |= build_async_required_kwargs(
                logger=self.logger,
                required_arg_names=list(self._of_bolt),
                request=request,
                response=response,
                this_func=self.ack_function,
            )
        return await self.ack_function(**given, **made)


class Failures(AsyncListenerErrorHandler, AsyncMiddlewareErrorHandler):
    """Hands an error to `on_error`; whatever happens, Slack hears 200 and the member something."""

    def __init__(
        self, on_error: Callable[..., Awaitable[BoltResponse | None]], parts: Mapping[str, Any]
    ) -> None:
        self._on_error, self._parts = on_error, parts
        self._names = get_arg_names_of_callable(on_error)

    async def handle(
        self, error: Exception, request: AsyncBoltRequest, response: BoltResponse | None
    ) -> None:
        ack = request.context.ack
        acked = ack.response
        answer: BoltResponse | None = None
        try:
            request.context.update(self._parts)
            answer = await self._on_error(
                **build_async_required_kwargs(
                    logger=request.context.logger,
                    required_arg_names=list(self._names),
                    request=request,
                    response=response,
                    error=error,
                    this_func=self._on_error,
                )
            )
        except Exception:
            code = observed_request.failed()
            _log.exception(
                "the error handler raised, answering in general words",
                code=code,
                cause=type(error).__name__,
            )
            kind, _ = payloads.kind_and_names(request.body)
            words = f"{payloads.BUG} Code for whoever runs this bot: {code}"
            answer = payloads.failure_response(kind, request.body, words)
        final = acked or answer or ack.response or BoltResponse(status=200)
        if response is not None:
            response.status, response.body = final.status, final.body
            response.headers = final.headers


@functools.cache
def bolts_names() -> frozenset[str]:
    """What Bolt injects: the fields of its own argument list, and of a request's context."""
    from slack_bolt.context.async_context import AsyncBoltContext  # noqa: PLC0415 - only here
    from slack_bolt.kwargs_injection.async_args import AsyncArgs  # noqa: PLC0415 - only here

    names = {*AsyncArgs.__annotations__, *AsyncBoltContext.standard_property_names}
    return frozenset(names | {"args", "next", "next_", "error"})
