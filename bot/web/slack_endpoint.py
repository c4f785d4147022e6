"""Slack's endpoint: `POST /slack/events`. Only what Slack signed within five minutes gets past it.

Slack signs `v0:{timestamp}:{raw body}` with HMAC-SHA256 and the app's signing secret
[authentication/verifying-requests-from-slack]. Nothing of a refused request is parsed, logged or
handed on; that there was one is counted (`rejected_requests`). A request sent again as it was, with its signature, is given the first one's answer and
does nothing (remembered by each process for itself; Slack signs its own retries anew). What passes
is decoded here and given to Bolt as a dict, as a socket would, so Bolt's own check is never reached:
this file is the whole boundary.
"""

import asyncio
import contextlib
import hmac
import time
from collections.abc import Awaitable, Callable, Iterable, MutableMapping, Sequence
from typing import Any

import orjson
import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.lru_dict import LruDict
from bot.web import urlencoded
from bot.web.rejected_requests import Reason

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

_log = structlog.get_logger(__name__)
_MOST_BYTES = 1_000_000
_MOST_SKEW_SECONDS = 300
_READ_SECONDS = 10
_REMEMBERED = 10_000
"""Requests whose answers are remembered, so that one sent again does nothing again."""
_MOST_ANSWER = 2_000
_RETRY_HEADERS = (b"x-slack-retry-num", b"x-slack-retry-reason")
_SECURITY = [
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
]


class RejectedRequest(Exception):
    """A request that goes no further: `status`, and a word or two for whoever sent it.

    `reason`: None where nothing is wrong with the request.
    """

    def __init__(self, status: int, words: str, reason: Reason | None = "malformed") -> None:
        super().__init__(status, words, reason)
        self.status, self.words, self.reason = status, words, reason


class SlackEndpoint:
    """An ASGI application for the one path Slack calls."""

    def __init__(
        self,
        app: AsyncApp,
        signing_secret: str,
        clock: Callable[[], float] = time.time,
        on_rejected: Callable[[Reason], None] | None = None,
    ) -> None:
        if not signing_secret:
            raise ValueError("a signing secret is needed: without one anybody could sign")
        self._app, self._clock = app, clock
        self._on_rejected = on_rejected or (lambda _: None)
        self._secret = signing_secret.encode()
        self._answers: LruDict[bytes, asyncio.Future[BoltResponse]] = LruDict(_REMEMBERED)
        self._accepting = True
        self._in_progress = 0
        self._idle = asyncio.Event()
        self._idle.set()

    async def close(self, within: float) -> None:
        """Answers 503 from now on, and waits at most `within` seconds for requests under way."""
        self._accepting = False
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(within):
                await self._idle.wait()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._in_progress += 1
        self._idle.clear()
        try:
            try:
                answer = await self._answer(scope, receive)
            except RejectedRequest as refusal:
                if refusal.reason is not None:
                    self._on_rejected(refusal.reason)
                answer = BoltResponse(status=refusal.status, body=refusal.words)
            if answer is not None:
                await _send(send, answer)
        finally:
            self._in_progress -= 1
            if not self._in_progress:
                self._idle.set()

    async def _answer(self, scope: Scope, receive: Receive) -> BoltResponse | None:
        """None when the sender has gone. Raises `RejectedRequest`."""
        if scope["method"] != "POST":
            raise RejectedRequest(405, "method not allowed")
        if not self._accepting:
            raise RejectedRequest(503, "stopping, please try again", reason=None)
        headers: list[tuple[bytes, bytes]] = scope["headers"]
        raw = await _read(receive, headers)
        if raw is None:
            return None
        signature = self._verify(headers, raw)
        if (earlier := self._answers.get(signature)) is not None:
            _log.warning("the same signed request came again, giving the same answer")
            return await asyncio.shield(earlier)
        answer = self._answers[signature] = asyncio.get_running_loop().create_future()
        try:
            response = await self._answer_verified(headers, raw)
        except BaseException as error:
            self._answers.pop(signature, None)
            status = error.status if isinstance(error, RejectedRequest) else 503
            answer.set_result(BoltResponse(status=status))
            raise
        answer.set_result(_remembered(response))
        return response

    async def _answer_verified(
        self, headers: Iterable[tuple[bytes, bytes]], raw: bytes
    ) -> BoltResponse:
        body = _decode(_single_header(headers, b"content-type"), raw)
        if body.get("type") == "url_verification":
            return _challenge(body)
        if body.get("ssl_check") == "1":
            return BoltResponse(status=200)
        return await self._dispatch(body, headers)

    def _verify(self, headers: Iterable[tuple[bytes, bytes]], raw: bytes) -> bytes:
        """The signature, which is good and new enough. Raises `RejectedRequest`."""
        stamp = _single_header(headers, b"x-slack-request-timestamp")
        signature = _single_header(headers, b"x-slack-signature")
        if not stamp or not signature or len(stamp) > 12 or not stamp.isdigit():
            raise RejectedRequest(401, "not signed")
        digest = hmac.digest(self._secret, b"v0:" + stamp + b":" + raw, "sha256")
        if not hmac.compare_digest(b"v0=" + digest.hex().encode(), signature):
            raise RejectedRequest(401, "signed by someone else", "signature")
        if abs(self._clock() - int(stamp)) > _MOST_SKEW_SECONDS:
            raise RejectedRequest(401, "signed too long ago", "timestamp")
        return digest

    async def _dispatch(
        self, body: dict[str, Any], headers: Iterable[tuple[bytes, bytes]]
    ) -> BoltResponse:
        retry_headers: dict[str, str | Sequence[str]] = {
            name.decode(): value.decode("latin-1")
            for name, value in headers
            if name in _RETRY_HEADERS
        }
        try:
            request = AsyncBoltRequest(body=body, headers=retry_headers, mode="socket_mode")
        except Exception as error:
            _log.warning("slack sent an unknown shape, answering 400", cause=type(error).__name__)
            raise RejectedRequest(400, "unknown shape") from None
        try:
            return await self._app.async_dispatch(request)
        except Exception:
            _log.exception("a request raised, answering 200")
            return BoltResponse(status=200)


async def _read(receive: Receive, headers: Iterable[tuple[bytes, bytes]]) -> bytes | None:
    """The raw body, bounded in bytes and in time; None when the sender went away."""
    length = next((value for name, value in headers if name == b"content-length"), b"")
    if length.isdigit() and (len(length) > 9 or int(length) > _MOST_BYTES):
        raise RejectedRequest(413, "too large")
    try:
        async with asyncio.timeout(_READ_SECONDS):
            message = await receive()
            raw: bytes = message.get("body", b"")
            if message.get("more_body"):
                raw = await _rest(receive, bytearray(raw))
    except TimeoutError:
        raise RejectedRequest(408, "too slow") from None
    except ConnectionError:
        return None
    if message["type"] != "http.request":
        return None
    if len(raw) > _MOST_BYTES:
        raise RejectedRequest(413, "too large")
    return raw


async def _rest(receive: Receive, raw: bytearray) -> bytes:
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise ConnectionError
        raw += message.get("body", b"")
        if len(raw) > _MOST_BYTES:
            raise RejectedRequest(413, "too large")
        if not message.get("more_body"):
            return bytes(raw)


def _remembered(answer: BoltResponse) -> BoltResponse:
    """What a copy of the request hears: the same, or of a long answer (options, a view) nothing."""
    if len(answer.body or "") <= _MOST_ANSWER:
        return answer
    return BoltResponse(status=answer.status)


def _single_header(headers: Iterable[tuple[bytes, bytes]], wanted: bytes) -> bytes:
    """The value of a header that is there exactly once, else nothing."""
    values = [value for name, value in headers if name == wanted]
    return values[0] if len(values) == 1 else b""


def _decode(content_type: bytes, raw: bytes) -> dict[str, Any]:
    """The payload. Slack posts JSON for events, a form for the rest, often around JSON."""
    try:
        match content_type.split(b";", 1)[0].strip().lower():
            case b"application/json":
                body = orjson.loads(raw)
            case b"application/x-www-form-urlencoded":
                body = dict(urlencoded.pairs(raw.decode("ascii")))
                if "payload" in body and "command" not in body:
                    body = orjson.loads(body["payload"])
            case _:
                raise RejectedRequest(400, "unknown content type")
    except ValueError:  # orjson's and Unicode's errors are kinds of it
        raise RejectedRequest(400, "unreadable") from None
    if not isinstance(body, dict):
        raise RejectedRequest(400, "unreadable")
    return body


def _challenge(body: dict[str, Any]) -> BoltResponse:
    """Slack proves that the address is ours [apis/events-api/using-http-request-urls]."""
    if not isinstance(body.get("challenge"), str):
        raise RejectedRequest(400, "no challenge")
    return BoltResponse(status=200, body={"challenge": body["challenge"]})


async def _send(send: Send, answer: BoltResponse) -> None:
    content = answer.body.encode() if isinstance(answer.body, str) else b""
    kind = answer.headers.get("content-type", ["text/plain;charset=utf-8"])[0]
    headers = [
        (b"content-type", kind.encode("latin-1")),
        (b"content-length", str(len(content)).encode()),
        *_SECURITY,
    ]
    if answer.status == 405:
        headers.append((b"allow", b"POST"))
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": content})
