"""Another port of this machine plays a host that is not Slack's, and must not even be asked."""

import contextlib
from collections.abc import AsyncIterator

from aiohttp import web


@contextlib.asynccontextmanager
async def another_host(body: bytes) -> AsyncIterator[tuple[str, list[str]]]:
    """An address that answers any path with the picture, and the `Authorization` of who asked it."""
    asked: list[str] = []

    async def reply(request: web.Request) -> web.Response:
        asked.append(request.headers.get("Authorization", ""))
        return web.Response(body=body, content_type="image/jpeg")

    app = web.Application()
    app.router.add_get("/{path:.*}", reply)
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/x", asked
    finally:
        await runner.cleanup()
