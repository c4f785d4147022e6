"""A Slack with web sockets, which can be lost in every way a network loses one."""

import asyncio
import json
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from socket import SO_LINGER, SOL_SOCKET
from typing import Any

from aiohttp import WSMsgType, web


class SocketSlack:
    """`apps.connections.open` and the web sockets behind it, with what a test wants to send.

    As with Slack an address opens once. `autoping=False` makes it one that answers no ping.
    """

    def __init__(self, refuse: str = "") -> None:
        self.refuse = refuse
        self.garbage = self.handshakes_refused = self.mute = self.opened = 0
        self.hello = self.autoping = True
        self.answers: list[dict[str, Any]] = []
        self.answered_on: list[web.WebSocketResponse] = []
        self.sockets: list[web.WebSocketResponse] = []
        self._streams: list[asyncio.Transport] = []
        self._tickets: set[str] = set()

    @asynccontextmanager
    async def run(self) -> AsyncIterator[str]:
        app = web.Application()
        app.router.add_post("/api/apps.connections.open", self._open)
        app.router.add_get("/socket/{ticket}", self._socket)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        host, port = runner.addresses[0][:2]
        self._at = f"{host}:{port}"
        yield f"http://{self._at}/api/"
        await runner.cleanup()

    async def _open(self, request: web.Request) -> web.Response:
        assert request.headers["Authorization"] == "Bearer xapp-1"
        self.opened += 1
        if self.garbage:
            self.garbage -= 1
            return web.Response(text='{"ok": tr', content_type="application/json")
        if self.refuse:
            return web.json_response({"ok": False, "error": self.refuse})
        ticket = str(self.opened)
        self._tickets.add(ticket)
        return web.json_response({"ok": True, "url": f"ws://{self._at}/socket/{ticket}"})

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        ticket = request.match_info["ticket"]
        if ticket not in self._tickets:
            return web.Response(status=404, text="this address was opened before")
        self._tickets.discard(ticket)
        if self.handshakes_refused:
            self.handshakes_refused -= 1
            return web.Response(status=503, text="<html>Bad gateway</html>")
        ws = web.WebSocketResponse(autoping=self.autoping)
        await ws.prepare(request)
        assert request.transport is not None
        self._streams.append(request.transport)
        if self.mute:
            self.mute -= 1
        else:
            await ws.send_json({"type": "hello", "num_connections": 1})
            self.sockets.append(ws)
        async for message in ws:
            if message.type == WSMsgType.TEXT:
                self.answers.append(json.loads(message.data))
                self.answered_on.append(ws)
        return ws

    def reset(self) -> None:
        """The newest connection is gone: no close frame, no goodbye."""
        stream = self._streams[-1]
        linger = struct.pack("ii", 1, 0)  # closing sends RST
        stream.get_extra_info("socket").setsockopt(SOL_SOCKET, SO_LINGER, linger)
        stream.abort()

    async def type_command(self, text: str, envelope: str) -> None:
        payload = {"command": "/job", "text": text, "team_id": "T1", "user_id": "U1"}
        await self.sockets[-1].send_json(
            {"type": "slash_commands", "envelope_id": envelope, "payload": payload}
        )

    async def connected(self, count: int = 1) -> web.WebSocketResponse:
        """Once so many sockets have been opened; the newest."""
        async with asyncio.timeout(60):
            while len(self.sockets) < count:
                await asyncio.sleep(0.01)
        return self.sockets[-1]

    async def answered(self, count: int) -> list[dict[str, Any]]:
        async with asyncio.timeout(60):
            while len(self.answers) < count:
                await asyncio.sleep(0.01)
        return self.answers
