"""Who may come in: this page alone, in a browser on this machine.

The address carries a secret that no other page knows; on top of it, requests from elsewhere are
refused by their `Host`, `Origin` and `Sec-Fetch-Site`, and the page may load nothing but itself.
"""

import secrets
from collections.abc import Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
LOST = "This is not the address of the demo. Please open the one that the terminal shows.\n"
STRANGER = "Only the page of the demo itself may ask for this.\n"
_OURS = frozenset({"same-origin", "none"})


def new_secret() -> str:
    """A first part of paths that nobody guesses."""
    return secrets.token_urlsafe(16)


class Door:
    """ASGI middleware: lets requests in whose path begins with the secret, as if it did not."""

    def __init__(self, app: ASGIApp, secret: str) -> None:
        self._app = app
        self.secret = secret

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        refused = self._refusal(scope)
        if refused is not None:
            await refused(scope, receive, with_headers)
            return
        inner = scope["path"].removeprefix(f"/{self.secret}")
        await self._app({**scope, "path": inner, "root_path": ""}, receive, with_headers)

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if host.rpartition(":")[0] not in {"127.0.0.1", "localhost"}:
            return PlainTextResponse(STRANGER, 403)
        _, first, rest = f"{scope['path']}/".split("/", 2)
        if not secrets.compare_digest(first.encode(), self.secret.encode()) or not rest:
            return PlainTextResponse(LOST, 404)
        if headers.get("sec-fetch-site", "none") not in _OURS and scope["path"] != (
            f"/{self.secret}/"
        ):
            return PlainTextResponse(STRANGER, 403)
        if scope["method"] != "GET" and headers.get("origin", f"http://{host}") != f"http://{host}":
            return PlainTextResponse(STRANGER, 403)
        return None
