"""uvicorn inside a running event loop, with connections that can be cut."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Generator
from typing import Final

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.sandbox.propops.gate import DROP

HOST: Final = "127.0.0.1"
_ACCEPTED_AFTER: Final = 5
"""Turns of the loop until what was being accepted is a connection, which can be cut."""


class _Server(uvicorn.Server):
    """Starts and stops when told; the signals stay with the program around it."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()
        self.enough = asyncio.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()

    async def main_loop(self) -> None:
        await self.on_tick(0)
        await self.enough.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Nothing is waited for: whoever leaves has cut the connections."""
        for server in self.servers:
            server.close()
        for listener in sockets or []:
            listener.close()
        await asyncio.gather(*self.server_state.tasks, return_exceptions=True)

    def cut(self, client: tuple[str, int] | None = None) -> None:
        """Close the connection of this client, or every one, at once and without a word."""
        for connection in list(self.server_state.connections):
            transport = connection.transport
            if client in {None, transport.get_extra_info("peername")}:
                transport.abort()


@contextlib.asynccontextmanager
async def serving(app: ASGIApp, listener: socket.socket | None = None) -> AsyncIterator[str]:
    """Serve the app on loopback, on a free port or on a socket of `bound`; the value is its URL.

    Leaving cuts what is still open, and ends requests that still wait.
    """

    async def cuttable(scope: Scope, receive: Receive, send: Send) -> None:
        client = tuple(scope["client"])
        try:
            await app({**scope, DROP: lambda: server.cut(client)}, receive, send)
        except asyncio.CancelledError:
            if not server.enough.is_set():
                raise

    config = uvicorn.Config(
        cuttable,
        log_config=None,
        access_log=False,
        lifespan="off",
        ws="none",
        proxy_headers=False,
        server_header=False,
        date_header=False,
        timeout_keep_alive=75,
    )
    server = _Server(config)
    with listener or bound() as server_socket:
        running = asyncio.create_task(server.serve(sockets=[server_socket]))
        await server.ready.wait()
        try:
            yield f"http://{HOST}:{server_socket.getsockname()[1]}"
        finally:
            server.enough.set()
            asyncio.get_running_loop().remove_reader(server_socket)  # no new connections
            for _ in range(_ACCEPTED_AFTER):
                await asyncio.sleep(0)
            server.cut()
            await asyncio.sleep(0)
            for task in list(server.server_state.tasks):
                task.cancel()
            await running


def bound(port: int = 0) -> socket.socket:
    """A socket that has its port. Raises `OSError` when that is taken."""
    # asyncio turns Nagle off only for sockets that name their protocol: 40 ms an answer otherwise
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except OSError:
        listener.close()
        raise
    return listener
