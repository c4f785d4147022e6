"""Slack's postman: brings commands, interactions and events to the bot, signed and in time."""

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote_plus, urlencode

import aiohttp

from bot.sandbox.slack.refusals import BadAnswer, NotAcked
from bot.sandbox.slack.sockets import Lost, Sockets
from bot.sandbox.slack.workspace import Workspace

Json = dict[str, Any]

PATIENCE = 3.0
RETRY_AFTER = (0.0, 60.0, 300.0)
_ENVELOPES = {"command": "slash_commands", "event_callback": "events_api"}
# json.dumps gives ASCII alone; a table is ten times as fast as urlencode on a long payload.
_IN_A_FORM = {code: quote_plus(chr(code)) for code in range(128)}
_TAKES_PAYLOAD = frozenset({"command", "view_submission", "block_suggestion"})


@dataclass(frozen=True)
class Delivery:
    """Something Slack sent to the bot, and how the bot answered.

    `status` is 0 when nothing came back; `body` is parsed JSON, a text, or None; `seconds` is how
    long the answer took. `error` is Slack's retry reason where the delivery failed.
    """

    kind: str
    status: int
    body: Any
    seconds: float
    payload: Json = field(repr=False)
    error: str = ""
    retry: int = 0
    no_retry: bool = False


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """`v0=` and the HMAC [authentication/verifying-requests-from-slack]."""
    base = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


class Courier:
    """Delivers through a WebSocket when one is connected, else by signed HTTP."""

    def __init__(
        self,
        workspace: Workspace,
        sockets: Sockets,
        signing_secret: str,
        *,
        patience: float = PATIENCE,
        retry_after: Sequence[float] = RETRY_AFTER,
        wall_clock: Callable[[], float] = time.time,
    ) -> None:
        self._workspace = workspace
        self._sockets = sockets
        self._secret = signing_secret
        self._retry_after = retry_after
        self._wall_clock = wall_clock
        self._session: aiohttp.ClientSession | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopping = False
        self.patience = patience
        self.url: str | None = None
        self.log: list[Delivery] = []

    async def start(self) -> None:
        self._stopping = False
        connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=2)  # shorter than any server's
        self._session = aiohttp.ClientSession(connector=connector)

    async def stop(self) -> None:
        self._stopping = True
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def settle(self) -> None:
        """Wait until the events under way have arrived or failed for good."""
        while self._tasks:
            await asyncio.gather(*self._tasks)

    async def send(self, kind: str, payload: Json, *, retry: int = 0, reason: str = "") -> Delivery:
        """One delivery, whatever becomes of it. `kind` is the payload's type, or `command`."""
        began = time.perf_counter()
        status, body, error, stop = await self._carry(kind, payload, retry, reason)
        seconds = time.perf_counter() - began
        delivery = Delivery(kind, status, body, seconds, payload, error, retry, stop)
        self.log.append(delivery)
        self._workspace.feed.publish(
            "delivery", kind=kind, status=status, seconds=seconds, error=error
        )
        return delivery

    async def bring(self, kind: str, payload: Json) -> Delivery:
        """A delivery somebody waits for. Raises `NotAcked`, or `BadAnswer` for a body out of place."""
        delivery = await self.send(kind, payload)
        if delivery.error:
            raise NotAcked(kind, delivery.status, delivery.error)
        if delivery.body not in (None, "") and kind not in _TAKES_PAYLOAD:
            raise BadAnswer(f"the answer to {kind} must be empty, not {delivery.body!r}")
        return delivery

    async def event(self, envelope: Json) -> Delivery:
        """An event: the first try is awaited, the retries follow in the background."""
        first = await self.send("event_callback", envelope)
        if first.error and not first.no_retry:
            self.spawn(self._retry(envelope, first.error))
        return first

    def spawn(self, work: Coroutine[Any, Any, Any]) -> None:
        """In the background; nothing any more once it stops."""
        if self._stopping:
            work.close()
            return
        task: asyncio.Task[None] = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _retry(self, envelope: Json, reason: str) -> None:
        for number, pause in enumerate(self._retry_after, start=1):
            await asyncio.sleep(pause)
            again = await self.send("event_callback", envelope, retry=number, reason=reason)
            if not again.error or again.no_retry:
                return
            reason = again.error

    async def _carry(
        self, kind: str, payload: Json, retry: int, reason: str
    ) -> tuple[int, Any, str, bool]:
        """Status, body, what failed, and whether the bot forbids retries."""
        if self._sockets.connected or self.url is None:
            return await self._by_socket(kind, payload, retry, reason)
        return await self._by_http(kind, payload, retry, reason)

    async def _by_socket(
        self, kind: str, payload: Json, retry: int, reason: str
    ) -> tuple[int, Any, str, bool]:
        envelope: Json = {"type": _ENVELOPES.get(kind, "interactive"), "payload": payload}
        if kind == "event_callback":
            envelope |= {"retry_attempt": retry, "retry_reason": reason}
        takes = kind in _TAKES_PAYLOAD
        try:
            body = await self._sockets.deliver(
                envelope, takes_payload=takes, patience=self.patience
            )
        except TimeoutError:
            return 0, None, "http_timeout", False
        except Lost:
            return 0, None, "connection_failed", False
        return 200, body, "", False

    async def _by_http(
        self, kind: str, payload: Json, retry: int, reason: str
    ) -> tuple[int, Any, str, bool]:
        assert self._session is not None, "the sandbox is not serving"
        assert self.url is not None
        body, content_type = encoded(kind, payload)
        timestamp = str(int(self._wall_clock()))
        headers = {
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "Accept": "application/json,*/*",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature(self._secret, timestamp, body),
        }
        if retry:
            headers |= {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": reason}
        try:
            async with (
                asyncio.timeout(self.patience),
                self._session.post(
                    self.url, data=body, headers=headers, allow_redirects=False
                ) as answer,
            ):
                said = _decoded(await answer.read(), answer.content_type)
                stop = answer.headers.get("X-Slack-No-Retry") == "1"
        except TimeoutError:
            return 0, None, "http_timeout", False
        except aiohttp.ClientError:
            return 0, None, "connection_failed", False
        return answer.status, said, "" if answer.status == 200 else "http_error", stop


def encoded(kind: str, payload: Json) -> tuple[bytes, str]:
    """The body as Slack sends it: commands as a form, events as JSON, the rest as `payload=`."""
    form = "application/x-www-form-urlencoded"
    if kind == "command":
        return urlencode(payload).encode(), form
    if kind in {"event_callback", "url_verification"}:
        return json.dumps(payload, ensure_ascii=False).encode(), "application/json"
    return b"payload=" + json.dumps(payload).translate(_IN_A_FORM).encode(), form


def _decoded(body: bytes, content_type: str) -> Any:
    text = body.decode(errors="replace")
    if content_type == "application/json" or text.startswith("{"):
        try:
            return json.loads(text)
        except ValueError:
            return text
    return text or None
