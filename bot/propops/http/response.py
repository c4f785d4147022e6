"""An answer of PropOps: what it says, and which of our errors that makes it.

Errors are `{"success": false, "error": text}` with a status for the category (api/errors), but a
proxy or the maintenance screen may answer HTML, plain text or JSON of its own in its place. Only
PropOps's own envelope is believed: anybody's 401 is not the end of a link, nor a 404 of a job.
"""

import json
import math
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any

import orjson

from bot.errors import (
    Garbled,
    NotAllowed,
    NotFound,
    OutcomeUnknown,
    PropOpsError,
    RateLimited,
    Refused,
    TokenDead,
)
from bot.propops.parse.plain_text import plain, without_markup
from bot.propops.parse.values import flag

USUAL_WAIT = 5.0
"""Seconds to wait after a 429 that does not say how long."""
LONGEST_WAIT = 3600.0

_NAMED = re.compile(r"\bparameters?\b[^:]*: ([A-Za-z_]\w*)\.?$")
_CSRF = re.compile(r"csrf|security (token|key)", re.IGNORECASE)
_CSRF_STATUSES = {400, 401, 403, 419}
_NO_TOKEN = 419
"""By which web frameworks say that a CSRF token is not taken; no proxy answers it."""
_PARTIAL = 206
"""No request of ours asks for part of an answer."""
_GATEWAY_KEYS = ({"errors", "messages"}, {"errors", "result"})
"""What an envelope of Cloudflare's has besides `success` [developers.cloudflare.com/api]; PropOps says `error`."""


@dataclass(frozen=True)
class Response:
    """`payload` is the parsed body, None when it was no JSON object or array."""

    status: int
    payload: Any = field(repr=False)
    text: str = field(repr=False)
    headers: Mapping[str, str] = field(repr=False, default_factory=dict)

    @property
    def ok(self) -> bool:
        """2xx and readable, and it does not say that it failed."""
        readable = self.payload is not None and not self._is_gateways
        return self.is_whole and readable and self.success is not False

    @property
    def is_whole(self) -> bool:
        """2xx, for all that was asked."""
        return 200 <= self.status < 300 and self.status != _PARTIAL

    @property
    def success(self) -> bool | None:
        """The `success` of the envelope; None when the body has none and names no error, or is another API's."""
        if not isinstance(self.payload, dict) or self._is_gateways:
            return None
        success = self.payload.get("success")
        if success is None:
            return False if self.payload.get("error") else None
        return flag(success)

    @property
    def is_own_refusal(self) -> bool:
        """Whether PropOps itself says no: its envelope has `success`, and that reads as false."""
        return (
            isinstance(self.payload, dict)
            and self.payload.get("success") is not None
            and self.success is False
        )

    @property
    def message(self) -> str:
        """PropOps's own sentence: short, without markup; empty when it is a page or none."""
        if isinstance(self.payload, dict):
            return plain(_error_text(self.payload))
        if self.payload is None and "html" not in self.headers.get("content-type", ""):
            return "" if self.text.lstrip().startswith(("{", "[")) else plain(self.text)
        return ""

    @property
    def refuses_csrf(self) -> bool:
        """Whether it was the CSRF token that was refused, so that nothing was done.

        A web page with such words may be anybody's, and may stand in for the answer to a write that was done.
        """
        if self.payload is None and self.status != _NO_TOKEN and self._is_page:
            return False
        refused = self.status in _CSRF_STATUSES or (self.is_whole and self.success is False)
        return refused and bool(_CSRF.search(without_markup(self.text[:20_000])))

    @property
    def _is_gateways(self) -> bool:
        names = self.payload.keys() if isinstance(self.payload, dict) else set()
        return "error" not in names and any(keys <= names for keys in _GATEWAY_KEYS)

    @property
    def _is_page(self) -> bool:
        return "html" in self.headers.get("content-type", "") or self.text.lstrip().startswith("<")


def read_fault(response: Response) -> PropOpsError | None:
    """Why a read has no result; None when it has one."""
    if response.ok:
        return None
    if response.is_whole:
        return refusal(response) if response.is_own_refusal else Garbled("unreadable answer")
    if response.status >= 500 or response.status < 400:
        return Garbled(f"status {response.status}")
    return _client_fault(response) or Garbled(f"status {response.status}")


def write_fault(response: Response) -> PropOpsError | None:
    """Why a write is not known to have been applied; None when PropOps says that it was.

    A 2xx counts only with `success` true, as every documented answer carries it.
    """
    if response.is_whole:
        if response.success:
            return None
        return refusal(response) if response.is_own_refusal else OutcomeUnknown("unreadable answer")
    if response.status >= 500 or response.status < 400 or response.status == 408:
        return OutcomeUnknown(f"status {response.status}")
    return _client_fault(response) or OutcomeUnknown(f"status {response.status}")


def refusal(response: Response) -> Refused:
    """PropOps understood and said no; the field is the parameter it names (api/errors)."""
    message = response.message
    named = _NAMED.search(message)
    return Refused(response.status, message, named[1] if named else None)


def _client_fault(response: Response) -> PropOpsError | None:
    """What a 4xx says; None when it is not PropOps that says it, save *too many requests*."""
    if response.status != 429 and not response.is_own_refusal:
        return None
    match response.status:
        case 401:
            return TokenDead()
        case 403:
            return NotAllowed(response.message)
        case 404:
            return NotFound()
        case 429:
            return RateLimited(retry_after(response.headers))
        case _:
            return refusal(response)


def retry_after(headers: Mapping[str, str]) -> float:
    """Seconds to wait by `Retry-After`, which is seconds or an HTTP date; never negative."""
    raw = headers.get("retry-after", "").strip()
    try:
        wait = float(raw)
    except ValueError:
        try:
            wait = parsedate_to_datetime(raw).timestamp() - server_time(headers)
        except (TypeError, ValueError, OverflowError):
            return USUAL_WAIT
    return USUAL_WAIT if math.isnan(wait) else min(max(wait, 0.0), LONGEST_WAIT)


def until_reset(headers: Mapping[str, str]) -> float | None:
    """Seconds until the rate-limit window resets when it is used up, None otherwise.

    `X-RateLimit-Reset` is Unix time (api/overview); milliseconds and plain seconds to wait are
    understood too.
    """
    try:
        left = float(headers.get("x-ratelimit-remaining", ""))
        reset = float(headers.get("x-ratelimit-reset", ""))
    except ValueError:
        return None
    if not left <= 0:
        return None
    if reset > 1e11:
        reset /= 1000
    wait = reset - server_time(headers) if reset > 1e8 else reset
    return None if math.isnan(wait) else min(max(wait, 0.0), LONGEST_WAIT)


def server_time(headers: Mapping[str, str]) -> float:
    """Unix time by the server's own clock, ours when it does not say."""
    try:
        return parsedate_to_datetime(headers.get("date", "")).timestamp()
    except (TypeError, ValueError, OverflowError):
        return time.time()


def parsed(body: bytes) -> Any:
    """The JSON object or array, None for anything else.

    A character cut in half, as a name shortened by the server may end, becomes U+FFFD: JSON allows
    a lone surrogate, which orjson refuses, and one row must not cost the whole list.
    """
    body = body.removeprefix(b"\xef\xbb\xbf")
    try:
        payload = orjson.loads(body)
    except orjson.JSONDecodeError:
        payload = _mended(body)
    return payload if isinstance(payload, dict | list) else None


def _mended(body: bytes) -> Any:
    """JSON with halves of characters in it, None for anything else."""
    if not body.lstrip().startswith((b"{", b"[")):
        return None
    try:
        payload = json.loads(body.decode("utf-8", "replace"), parse_constant=_refuse)
        return _whole_characters(payload)
    except (ValueError, RecursionError):
        return None


def _refuse(word: str) -> Any:
    raise ValueError(word)  # NaN and Infinity are no JSON


def _whole_characters(value: Any) -> Any:
    match value:
        case str():
            return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        case list():
            return [_whole_characters(each) for each in value]
        case dict():
            return {_whole_characters(key): _whole_characters(part) for key, part in value.items()}
        case _:
            return value


def _error_text(payload: Mapping[str, Any]) -> str:
    """The first text under `error`, `errors` or `message`, however deep it is wrapped."""
    for name in ("error", "errors", "message", "detail"):
        text = _first_text(payload.get(name))
        if text:
            return text
    return ""


def _first_text(value: Any, depth: int = 3) -> str:
    if isinstance(value, str):
        return value
    if depth and isinstance(value, dict):
        inner = [value.get("message"), value.get("error"), *value.values()]
    elif depth and isinstance(value, list):
        inner = value
    else:
        return ""
    return next(filter(None, (_first_text(each, depth - 1) for each in inner)), "")
