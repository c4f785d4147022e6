"""Socket Mode: Slack sends everything through a web socket that the bot opens.

[apis/events-api/using-socket-mode]. What slack_sdk has for this looks every few seconds whether its
socket still stands, tries an address that opens once again and again when its handshake fails, and
closes a socket that Slack wants replaced together with what is still to be answered on it. A slash
command is sent once, so whoever types meanwhile is told that the app failed.
"""

import asyncio
import json
from contextlib import suppress
from typing import Any

import aiohttp
import structlog
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app
from slack_bolt.response import BoltResponse
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.web_api import Limited, Ok, SlackRefusal, call_once
from bot.supervision import supervised
from bot.web.bolt import BotApp

_log = structlog.get_logger(__name__)
_RETRY_SECONDS = 5.0
_AT_ONCE = 3
"""How often a lost socket is asked for anew without a wait that grows to `_RETRY_SECONDS`."""
_HELLO_WITHIN = 10.0
"""Seconds that a handshake, and Slack's first word after it, may take."""
_HEARTBEAT = 10.0
"""Seconds between pings; a pong may take half of it, or the socket counts as lost."""
_RETIRE_AFTER, _RETIRED_WITHIN = 2.0, 30.0
"""Seconds that a replaced socket is still read, and that what came on it may take to be answered."""
_PERMANENT = {
    "account_inactive",
    "invalid_auth",
    "missing_scope",
    "not_allowed_token_type",
    "not_authed",
    "token_expired",
    "token_revoked",
}
"""Errors of `apps.connections.open` that stay however often it is called."""


class SlackRefuses(Exception):
    """Slack will not open a socket with this token: `error` is its own word."""

    def __init__(self, error: str) -> None:
        super().__init__(error)
        self.error = error


class Socket:
    """One connection that stands, and for a moment the one that Slack wants replaced by it.

    Must be made on the running loop.
    """

    def __init__(self, app: BotApp, app_token: str) -> None:
        ours = app.client
        self._web = AsyncWebClient(
            base_url=ours.base_url, ssl=ours.ssl, proxy=ours.proxy, logger=app.logger
        )
        self._app, self._token = app, app_token
        self._http = aiohttp.ClientSession()
        self._first: str | None = None
        self._limited = 0.0
        self._standing: _Connection | None = None
        self._open: set[_Connection] = set()
        self._staying: asyncio.Task[None] | None = None
        self._retiring: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Begins to connect, and goes on trying while Slack is away. Raises `SlackRefuses`."""
        self._first = await self._address()
        self._staying = supervised("the socket", self._stay_connected)

    async def check(self) -> str | None:
        standing = self._standing
        return None if standing and not standing.lost else "not connected to Slack"

    async def close(self, within: float) -> None:
        """Takes nothing new, answers requests under way for at most `within` seconds, disconnects."""
        for task in (self._staying, self._retiring):
            if task is not None:
                task.cancel()
        await asyncio.gather(*(each.drain(within) for each in tuple(self._open)))
        self._standing = None
        await self._http.close()

    async def _stay_connected(self) -> None:
        failures = 0
        while True:
            first, self._first = self._first, None
            connection = await self._connect(first or await self._next_address())
            if connection is None:
                failures += 1
                limited, self._limited = self._limited, 0.0
                await asyncio.sleep(max(limited, _pause(failures)))
                continue
            before, self._standing, failures = self._standing, connection, 0
            if before is not None and not before.lost:
                self._retiring = supervised("retiring a socket", before.retire, ends=True)
            await connection.leaving.wait()
            if connection.lost:
                self._standing = None
                _log.info("the socket is lost, opening another")

    async def _connect(self, address: str | None) -> "_Connection | None":
        """A connection on which Slack has said hello; None when there is none to be had."""
        if address is None:
            return None
        try:
            async with asyncio.timeout(_HELLO_WITHIN):
                stream = await self._http.ws_connect(
                    address,
                    heartbeat=_HEARTBEAT,
                    proxy=self._web.proxy,
                    ssl=True if self._web.ssl is None else self._web.ssl,
                )
        except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
            _log.warning("the socket can't be opened, retrying", cause=type(error).__name__)
            return None
        connection = _Connection(self._app, stream)
        reading = supervised("reading the socket", connection.read, ends=True)
        self._open.add(connection)
        reading.add_done_callback(lambda _: self._open.discard(connection))
        with suppress(TimeoutError):
            async with asyncio.timeout(_HELLO_WITHIN):
                await connection.greeted.wait()
        if connection.lost or not connection.greeted.is_set():
            _log.warning("the socket says nothing, retrying")
            await connection.drain(0)
            return None
        return connection

    async def _next_address(self) -> str | None:
        try:
            return await self._address()
        except SlackRefuses as refused:
            _log.error("slack refuses the socket, retrying", error=refused.error)
        return None

    async def _address(self) -> str | None:
        """Where a socket may be opened, once. None: not now. Raises `SlackRefuses`."""
        answer = await call_once(lambda: self._web.apps_connections_open(app_token=self._token))
        if isinstance(answer, SlackRefusal):
            if answer.error in _PERMANENT:
                raise SlackRefuses(answer.error)
            _log.warning("slack opened no socket, retrying", error=answer.error)
            return None
        if isinstance(answer, Limited):
            self._limited = answer.after
        url = answer.body.get("url") if isinstance(answer, Ok) else None
        if not isinstance(url, str) or not url:
            cause = getattr(answer, "cause", type(answer).__name__)
            _log.warning("slack can't be reached, retrying", cause=cause)
            return None
        return url


class _Connection:
    """One web socket: what comes is handed to the app, and answered on it.

    `leaving` is set once another should stand in its place; `lost` says that nothing more can be
    answered here.
    """

    def __init__(self, app: BotApp, stream: aiohttp.ClientWebSocketResponse) -> None:
        self._app, self._stream = app, stream
        self.greeted, self.leaving = asyncio.Event(), asyncio.Event()
        self.lost, self.accepting = False, True
        self._in_progress: set[asyncio.Task[None]] = set()

    async def read(self) -> None:
        """Until the socket ends."""
        try:
            async for message in self._stream:
                if message.type is aiohttp.WSMsgType.ERROR:
                    break
                if message.type is aiohttp.WSMsgType.TEXT:
                    self._take(message.data)
        finally:
            self.lost = True
            self.greeted.set()
            self.leaving.set()
            await self._stream.close()

    async def retire(self) -> None:
        """Takes what Slack still sends here for a moment, then as `drain`."""
        await asyncio.sleep(_RETIRE_AFTER)
        await self.drain(_RETIRED_WITHIN)

    async def drain(self, within: float) -> None:
        """Answers what is under way for at most `within` seconds, then ends the socket."""
        self.accepting = False
        if self._in_progress:
            await asyncio.wait(self._in_progress, timeout=within)
        await self._stream.close()

    def _take(self, frame: str) -> None:
        try:
            said = json.loads(frame)
        except ValueError:
            said = None
        if not isinstance(said, dict):
            _log.warning("slack sent a frame that can't be read")
            return
        match said.get("type"):
            case "hello":
                self.greeted.set()
            case "disconnect":
                _log.info("slack wants another socket", reason=said.get("reason"))
                self.leaving.set()
            case _:
                self._begin(said)

    def _begin(self, said: dict[str, Any]) -> None:
        envelope, payload = said.get("envelope_id"), said.get("payload")
        if not (self.accepting and isinstance(envelope, str) and isinstance(payload, dict)):
            return
        work = asyncio.create_task(self._answer(said))
        self._in_progress.add(work)
        work.add_done_callback(self._in_progress.discard)

    async def _answer(self, said: dict[str, Any]) -> None:
        request = SocketModeRequest.from_dict(said | {"type": str(said.get("type"))})
        if request is None:
            return
        try:
            response: BoltResponse = await run_async_bolt_app(self._app, request)
            if response.status != 200:
                return
            await self._stream.send_str(json.dumps(_ack(request.envelope_id, response)))
        except (ConnectionError, aiohttp.ClientError):
            _log.warning("the socket was lost before an answer", envelope=request.type)
        except Exception as error:
            _log.exception("a request failed", error=type(error).__name__)


def _ack(envelope_id: str, response: BoltResponse) -> dict[str, Any]:
    """As Bolt's own adapter writes it."""
    if not response.body:
        return {"envelope_id": envelope_id}
    kind = response.headers.get("content-type", [""])[0]
    body = response.body
    payload = json.loads(body) if kind.startswith("application/json") else {"text": body}
    return {"envelope_id": envelope_id, "payload": payload}


def _pause(failures: int) -> float:
    """Seconds before the next address is asked for."""
    return _RETRY_SECONDS if failures > _AT_ONCE else min(_RETRY_SECONDS, 0.2 * failures)
