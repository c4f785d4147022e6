"""One request of a member, watched until all that it started has ended; then it is counted, once.

It is part of the context in which it is worked on: tasks begun by it belong to it.
"""

import contextvars
from collections.abc import Callable
from typing import Literal, get_args

import structlog

from bot import tracing
from bot.errors import error_code
from bot.tracing import IdsOnly, Tracer
from bot.web.routes import Kind

Came = Literal["ok", "sent back", "refused", "not linked", "failed", "unheard"]
"""What came of a request, the worst last. Labels of a metric, which never change."""
_RANK = {came: rank for rank, came in enumerate(get_args(Came))}
Count = Callable[[str, str, str], None]
"""`(kind, name, what came of it)`."""
UNKNOWN = "unknown"
"""The name of what nobody listens to, and of a sub-command that there is none of."""


class Requests:
    """Those of one app. `count`: adds one to a metric. Each is the beginning of a trace."""

    def __init__(self, count: Count = lambda *_: None, tracer: Tracer | None = None) -> None:
        self.count, self.tracer, self.under_way = count, tracer or IdsOnly(), 0

    def unheard(self, kind: Kind | None) -> None:
        """Nobody listens to it: an old button, a form of an older version."""
        self.count(kind or "other", UNKNOWN, "unheard")


class ObservedRequest:
    """`name`: of the listener, later of the sub-command; never what somebody typed."""

    def __init__(self, requests: Requests, kind: Kind, name: str) -> None:
        self._requests, self._kind, self.name = requests, kind, name
        self._works, self._over = 0, False
        self._came: Came = "ok"
        self._span = requests.tracer.begin(f"Slack {kind}", "server", None, {})

    def enter(self, team: str, user: str) -> None:
        """What is done in this context from now on is done for it. Slack's ids, for the log."""
        current.set(self)
        tracing.current.set(self._span)
        trace = self._span.context.trace
        structlog.contextvars.bind_contextvars(trace=trace, team=team, member=user)

    def begin(self) -> None:
        """Something is done for it: it ends with the last of these. What comes later is not counted."""
        if self._over:
            return
        if not self._works:
            self._requests.under_way += 1
        self._works += 1

    def end(self) -> None:
        if self._over:
            return
        self._works -= 1
        if not self._works:
            self._over = True
            self._requests.under_way -= 1
            self._requests.count(self._kind, self.name, self._came)
            self._span.set(kind=self._kind, name=self.name, outcome=self._came)
            self._span.end()

    def note(self, came: Came) -> None:
        """What came of a part of it: the worst counts."""
        if _RANK[came] > _RANK[self._came]:
            self._came = came


current: contextvars.ContextVar[ObservedRequest | None] = contextvars.ContextVar(
    "request", default=None
)


def note(came: Came) -> None:
    """Of the request that this is done for, if it is done for one."""
    if (request := current.get()) is not None:
        request.note(came)


def named(name: str) -> None:
    """It is this sub-command, or `UNKNOWN`."""
    if (request := current.get()) is not None:
        request.name = name


def failed() -> str:
    """A new code, `E-…`, of a failure that its member is about to be told."""
    note("failed")
    code = error_code()
    tracing.failed(code)
    return code
