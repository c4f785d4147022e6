"""Traces: what is done for one press, from the press to the card, over restarts of the bot.

Every request of Slack begins a trace. Its id stands in each line of the log; a change keeps it, as W3C
writes a `traceparent`, and its runs go on with it, whichever process they are in. Where a collector is set
spans are sent there besides (`bot.otlp`). No span holds what somebody typed, a secret, or a person's id.
"""

import contextlib
import re
import secrets
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Literal, Protocol

Kind = Literal["internal", "server", "client"]
Value = str | int | float | bool
_TRACEPARENT = re.compile(r"00-([0-9a-f]{32})-([0-9a-f]{16})-0([01])")


class TraceId(str):
    """32 hexadecimal digits, which the log shows, unlike any other such word."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class TraceContext:
    """Where in which trace something is done [www.w3.org/TR/trace-context]."""

    trace: TraceId
    span: str
    sampled: bool = True

    @classmethod
    def new(cls) -> "TraceContext":
        return cls(TraceId(secrets.token_hex(16)), secrets.token_hex(8))

    @classmethod
    def parse(cls, text: str) -> "TraceContext | None":
        """What `str` of one says; None for anything else."""
        found = _TRACEPARENT.fullmatch(text)
        return cls(TraceId(found[1]), found[2], found[3] == "1") if found else None

    def __str__(self) -> str:
        return f"00-{self.trace}-{self.span}-0{int(self.sampled)}"


class OpenSpan(Protocol):
    """Something that is being done."""

    @property
    def context(self) -> TraceContext: ...
    def set(self, **about: Value) -> None: ...
    def fail(self, problem: str) -> None:
        """`problem`: a code, or the kind of an exception; never its message."""

    def end(self) -> None: ...


class Tracer(Protocol):
    def begin(
        self, name: str, kind: Kind, parent: TraceContext | None, about: Mapping[str, Value]
    ) -> OpenSpan:
        """A new trace, where it has no parent."""

    def call(self, name: str, seconds: float, problem: str, about: Mapping[str, Value]) -> None:
        """A call to another service that has just ended, as part of what is done now."""

    def close(self, within: float) -> None:
        """Sends what has not been sent; may take `within` seconds, so in a thread."""


class _Unrecorded:
    """A span of which nothing is kept but where it is."""

    __slots__ = ("context",)

    def __init__(self, context: TraceContext) -> None:
        self.context = context

    def set(self, **about: Value) -> None: ...
    def fail(self, problem: str) -> None: ...
    def end(self) -> None: ...


class IdsOnly:
    """For a bot without a collector: traces have ids, for the log and for the next process."""

    def begin(
        self, name: str, kind: Kind, parent: TraceContext | None, about: Mapping[str, Value]
    ) -> OpenSpan:
        del name, kind, about
        return _Unrecorded(parent or TraceContext.new())

    def call(self, name: str, seconds: float, problem: str, about: Mapping[str, Value]) -> None: ...
    def close(self, within: float) -> None: ...


current: ContextVar[OpenSpan | None] = ContextVar("span", default=None)
"""What is being done."""


def here() -> TraceContext | None:
    """Where in which trace this is done, if in one."""
    span = current.get()
    return None if span is None else span.context


def about(**values: Value) -> None:
    """Says more of what is being done."""
    if (span := current.get()) is not None:
        span.set(**values)


def failed(code: str) -> None:
    """What is being done came to nothing; somebody is shown the code."""
    if (span := current.get()) is not None:
        span.set(code=code)
        span.fail(code)


@contextlib.contextmanager
def doing(
    tracer: Tracer, name: str, parent: TraceContext | None = None, **about: Value
) -> Iterator[OpenSpan]:
    """`parent`: by default what is being done already."""
    span = tracer.begin(name, "internal", parent or here(), about)
    before = current.set(span)
    try:
        yield span
    except Exception as error:
        span.fail(type(error).__name__)
        raise
    finally:
        current.reset(before)
        span.end()
