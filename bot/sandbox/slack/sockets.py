"""Socket Mode, Slack's side [apis/events-api/using-socket-mode]."""

import asyncio
import itertools
import json
from secrets import token_hex
from typing import Any

from aiohttp import WSMsgType, web

from bot.sandbox.slack.workspace import Workspace

Json = dict[str, Any]

MOST = 10


class Lost(Exception):
    """The connection went away before the envelope was acked."""


class _Socket:
    """One connection and the envelopes that wait for their ack on it."""

    def __init__(self, stream: web.WebSocketResponse) -> None:
        self.stream = stream
        self.retiring = False
        self.waiting: dict[str, tuple[asyncio.Future[Any], bool]] = {}


class Sockets:
    """The app's connections: up to ten, any of which may get any envelope."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._tickets: set[str] = set()
        self._sockets: list[_Socket] = []
        self._turns = itertools.count()

    @property
    def connected(self) -> int:
        """How many connections take envelopes."""
        return len(self._taking())

    def ticket(self) -> str:
        """The path of a new connection; it opens once."""
        ticket = token_hex(12)
        self._tickets.add(ticket)
        return f"/link/{ticket}"

    async def accept(self, request: web.Request) -> web.StreamResponse:
        """Serve one connection until either side ends it."""
        ticket = request.match_info["ticket"]
        if ticket not in self._tickets:
            return web.json_response({"ok": False, "error": "invalid_ticket"}, status=404)
        self._tickets.discard(ticket)
        stream = web.WebSocketResponse()
        await stream.prepare(request)
        socket = _Socket(stream)
        if self.connected >= MOST:
            await self._send(socket, {"type": "disconnect", "reason": "too_many_websockets"})
            await stream.close()
            return stream
        self._sockets.append(socket)
        await self._send(socket, self._hello())
        self._workspace.feed.publish("socket.opened", connections=self.connected)
        try:
            async for message in stream:
                if message.type is WSMsgType.TEXT:
                    self._take(socket, message.data)
        finally:
            self._drop(socket)
        return stream

    async def deliver(self, envelope: Json, *, takes_payload: bool, patience: float) -> Any:
        """Send an envelope and wait for its ack; gives the ack's payload, if any.

        Raises `TimeoutError`, or `Lost` when the connection ended first.
        """
        taking = self._taking()
        if not taking:
            raise Lost("no connection")
        socket = taking[next(self._turns) % len(taking)]
        envelope_id = token_hex(16)
        ack: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        socket.waiting[envelope_id] = (ack, takes_payload)
        try:
            async with asyncio.timeout(patience):
                frame = {"envelope_id": envelope_id, "accepts_response_payload": takes_payload}
                await self._send(socket, {**envelope, **frame})
                return await ack
        finally:
            socket.waiting.pop(envelope_id, None)

    async def refresh(self, reason: str) -> None:
        """Ask each connection to be replaced; nothing more is sent to it."""
        for socket in self._taking():
            socket.retiring = True
            await self._send(socket, {"type": "disconnect", "reason": reason, "debug_info": {}})

    async def cut(self) -> None:
        """End every connection at once, without a word."""
        for socket in tuple(self._sockets):
            self._drop(socket)
            await socket.stream.close()

    def _taking(self) -> list[_Socket]:
        return [each for each in self._sockets if not each.retiring and not each.stream.closed]

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": self.connected,
            "debug_info": {"host": "sandbox", "approximate_connection_time": 18_060},
            "connection_info": {"app_id": self._workspace.identity.app},
        }

    async def _send(self, socket: _Socket, frame: Json) -> None:
        try:
            await socket.stream.send_str(json.dumps(frame))
        except ConnectionError as error:
            raise Lost(str(error)) from None

    def _take(self, socket: _Socket, frame: str) -> None:
        """An ack. Whatever Slack would not understand is noted as a complaint."""
        try:
            said = json.loads(frame)
        except ValueError:
            said = None
        if not isinstance(said, dict) or not isinstance(said.get("envelope_id"), str):
            self._workspace.complain("a frame from the bot is not an ack with an envelope_id")
            return
        found = socket.waiting.get(said["envelope_id"])
        if found is None:
            self._workspace.complain("an ack came too late, twice, or for an unknown envelope")
            return
        ack, takes_payload = found
        payload = said.get("payload")
        if payload and not takes_payload:
            self._workspace.complain("an ack has a payload where none is accepted")
            payload = None
        if not ack.done():
            ack.set_result(payload)

    def _drop(self, socket: _Socket) -> None:
        if socket not in self._sockets:
            return
        self._sockets.remove(socket)
        for ack, _ in socket.waiting.values():
            if not ack.done():
                ack.set_exception(Lost("connection closed"))
        self._workspace.feed.publish("socket.closed", connections=self.connected)
