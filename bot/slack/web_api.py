"""What became of one call to Slack, told apart by whether it may be sent again.

    Ok             Slack did it
    SlackRefusal   Slack understood and said no: sending it again changes nothing
    Limited        429: nothing was done, wait
    NotSent        no connection: nothing was done
    NoAnswer       the answer never came or can't be read: it may have been done

slack_sdk's own exceptions hold the request, its token and its text; none of them leaves this file.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, TypeAlias

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.errors import BotError

Json: TypeAlias = dict[str, Any]

_UNSURE = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout"})
"""Refusals that leave open whether part of the call was carried out [reference/methods]."""
_LIMITED = frozenset({"ratelimited", "rate_limited"})
_TOO_LONG = frozenset({413, 414, 431})
"""Statuses that are about what was sent, whoever says so."""
_TIMESTAMP = re.compile(r"\d+\.\d+")
_POINTER = re.compile(r"\[json-pointer:([^\]\s]+)\]")


class SlackSilent(BotError):
    """Slack can't be reached or has no time. `maybe_sent`: a message may have been posted."""

    words = "Slack isn't answering right now. Nothing is lost: please try again in a minute."
    retryable = True

    def __init__(self, method: str, cause: str, maybe_sent: bool = False) -> None:
        super().__init__(method, cause, maybe_sent)
        self.method, self.cause, self.maybe_sent = method, cause, maybe_sent


class SlackRefused(BotError):
    """Slack said no to something that isn't a post; `error` is its own word."""

    def __init__(self, method: str, error: str) -> None:
        super().__init__(method, error)
        self.method, self.error = method, error

    @property
    def advice(self) -> str:
        return f"Slack wouldn't let me do that ({self.error}). Please ask whoever installed me."


class NoBotToken(Exception):
    """There is no token to call Slack with. `error`: Slack's word for it.

    `for_good`: the app was removed there; otherwise there will be one later.
    """

    def __init__(self, error: str, *, for_good: bool) -> None:
        super().__init__(error)
        self.error, self.for_good = error, for_good


def thing_in(body: Json, name: str) -> Json:
    """Empty where Slack left it out."""
    there = body.get(name)
    return there if isinstance(there, dict) else {}


@dataclass(frozen=True)
class Ok:
    body: Json = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)

    def text(self, thing: str, name: str) -> str:
        """Of a thing in the answer; empty where Slack left it out."""
        return str(self.thing(thing).get(name) or "")

    def thing(self, name: str) -> Json:
        """Empty where Slack left it out."""
        return thing_in(self.body, name)

    def rows(self, name: str) -> list[Any] | None:
        """None where Slack left them out, which is not the same as none."""
        there = self.body.get(name)
        return there if isinstance(there, list) else None

    @property
    def cursor(self) -> str:
        """Of the next page; empty after the last."""
        return self.text("response_metadata", "next_cursor")

    @property
    def timestamp(self) -> str:
        """Of the message that was posted; empty where Slack left it out."""
        ts = self.body.get("ts")
        return ts if isinstance(ts, str) and _TIMESTAMP.fullmatch(ts) else ""


@dataclass(frozen=True)
class SlackRefusal:
    """`where`: JSON pointers into what was sent, where Slack named them. Never its contents."""

    error: str
    where: tuple[str, ...] = ()


@dataclass(frozen=True)
class Limited:
    """`after`: seconds to wait before this method may be called again [apis/web-api/rate-limits]."""

    after: float


@dataclass(frozen=True)
class NotSent:
    cause: str


@dataclass(frozen=True)
class NoAnswer:
    cause: str


Answer: TypeAlias = Ok | SlackRefusal | Limited | NotSent | NoAnswer
Call: TypeAlias = Callable[[], Awaitable[AsyncSlackResponse]]


async def call_once(call: Call) -> Answer:
    """Makes one call, once. Never raises but for cancellation."""
    try:
        response = await call()
    except SlackApiError as error:
        return _refused(error.response)
    except NoBotToken as error:
        return SlackRefusal(error.error) if error.for_good else NotSent(error.error)
    except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL):
        return NotSent("no connection")
    except TimeoutError:
        return NoAnswer("timeout")
    except aiohttp.ClientError:
        return NoAnswer("dropped")
    except Exception:  # a body that is not what its headers say breaks slack_sdk in many ways
        return NoAnswer("unreadable answer")
    return Ok(response.data, response.headers) if isinstance(response.data, dict) else _UNREADABLE


def posted(answer: Answer) -> Answer:
    """The answer to a post: without a time stamp it says nothing of a message."""
    return _UNREADABLE if isinstance(answer, Ok) and not answer.timestamp else answer


class RetryAfterGate:
    """Shut for everyone while Slack's `Retry-After` for a method runs."""

    def __init__(self) -> None:
        self._opens_at = 0.0

    def shut(self, seconds: float) -> None:
        self._opens_at = max(self._opens_at, monotonic() + seconds)

    @property
    def shut_for(self) -> float:
        return max(0.0, self._opens_at - monotonic())


_FIRST_PAUSE = 0.25
"""Seconds until a call that was not answered is repeated; each pause is twice the one before."""


async def call_until_answered(
    method: str, call: Call, patience: float, gate: RetryAfterGate | None = None
) -> Ok | SlackRefusal:
    """Repeats a call that may be repeated until Slack says something, at most `patience` seconds.

    `gate` is shared by callers of the same method. Raises `SlackSilent`.
    """
    gate = gate or RetryAfterGate()
    deadline = monotonic() + patience
    wait, cause = _FIRST_PAUSE, "rate limited"
    while True:
        while pause := gate.shut_for:
            if monotonic() + pause > deadline:
                raise SlackSilent(method, cause)
            await asyncio.sleep(pause)
        answer = await call_once(call)
        match answer:
            case Ok() | SlackRefusal():
                return answer
            case Limited(after=after):
                cause = "rate limited"
                gate.shut(after)
            case NotSent() | NoAnswer():
                cause = answer.cause
                if monotonic() + wait > deadline:
                    raise SlackSilent(method, cause)
                await asyncio.sleep(wait)
                wait = min(wait * 2, 5.0)


_UNREADABLE = NoAnswer("unreadable answer")


def _refused(response: object) -> Answer:
    if not isinstance(response, AsyncSlackResponse):
        return _UNREADABLE
    status, data = response.status_code, response.data
    said = data if isinstance(data, dict) and data.get("ok") is False else {}
    error = str(said.get("error") or "")  # with `ok`, as all that Slack itself says [apis/web-api]
    if status == 429 or error in _LIMITED:
        return Limited(_seconds(response.headers))
    if status >= 500 or status == 408:
        return NoAnswer(f"status {status}")
    if error in _UNSURE:
        return NoAnswer(error)
    if error:
        return SlackRefusal(error, _where(data))
    if status in _TOO_LONG:
        return SlackRefusal(f"http_{status}")
    return _UNREADABLE if status < 400 else NoAnswer(f"status {status}")


def _seconds(headers: Mapping[str, str]) -> float:
    """`Retry-After`, at least a moment; half a minute where Slack left it out."""
    for name, value in headers.items():
        if name.lower() == "retry-after":
            try:
                return min(max(float(value), 0.05), 3600.0)
            except ValueError:
                break
    return 30.0


def _where(data: object) -> tuple[str, ...]:
    """From the sentences of `response_metadata`, or the rows of `blocks.validate`, whose keys no page names."""
    if not isinstance(data, dict):
        return ()
    meta = data.get("response_metadata")
    messages = meta.get("messages") if isinstance(meta, dict) else None
    if isinstance(messages, list):
        return tuple(_POINTER.findall(" ".join(map(str, messages))))
    errors = data.get("errors")
    complaints = (
        [each for each in errors if isinstance(each, dict)] if isinstance(errors, list) else []
    )
    values = [value for each in complaints for value in each.values() if isinstance(value, str)]
    return tuple(value for value in values if value.startswith("/") and " " not in value)
