"""Socket Mode: Slack sends everything through a web socket that the bot opens.

[apis/events-api/using-socket-mode]. Reconnecting is slack_sdk's; counting the requests under way, so
that a stop still answers them, is ours.
"""

import asyncio
from typing import Any

import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.web_api import Ok, SlackRefusal, call_once
from bot.supervision import supervised
from bot.web.bolt import BotApp

_log = structlog.get_logger(__name__)
_RETRY_SECONDS = 5.0
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
    """The one connection. Must be made on the running loop."""

    def __init__(self, app: BotApp, app_token: str) -> None:
        ours = app.client
        self._web = AsyncWebClient(
            base_url=ours.base_url, ssl=ours.ssl, proxy=ours.proxy, logger=app.logger
        )
        self._token = app_token
        self._handler = _Handler(app, app_token=app_token, web_client=self._web)
        self._client: Any = self._handler.client  # slack_sdk leaves connect and close untyped
        self._opening: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Begins to connect, and goes on trying while Slack is away. Raises `SlackRefuses`."""
        run = self._client.connect if await self._fetch_url() else self._keep_trying
        self._opening = supervised("opening the socket", run, ends=True)

    async def check(self) -> str | None:
        return None if await self._client.is_connected() else "not connected to Slack"

    async def close(self, within: float) -> None:
        """Takes nothing new, answers requests under way for at most `within` seconds, disconnects."""
        if self._opening is not None:
            self._opening.cancel()
        await self._handler.drain(within)
        await self._client.close()

    async def _keep_trying(self) -> None:
        while True:
            await asyncio.sleep(_RETRY_SECONDS)
            try:
                if await self._fetch_url():
                    await self._client.connect()
                    return
            except SlackRefuses as refused:
                _log.error("slack refuses the socket, retrying", error=refused.error)
            except Exception as error:
                _log.exception("connecting to slack failed, retrying", cause=type(error).__name__)

    async def _fetch_url(self) -> bool:
        answer = await call_once(lambda: self._web.apps_connections_open(app_token=self._token))
        if isinstance(answer, SlackRefusal):
            if answer.error in _PERMANENT:
                raise SlackRefuses(answer.error)
            _log.warning("slack opened no socket, retrying", error=answer.error)
            return False
        url = answer.body.get("url") if isinstance(answer, Ok) else None
        if not url:
            cause = getattr(answer, "cause", "an answer without an address")
            _log.warning("slack can't be reached, retrying", cause=cause)
            return False
        self._client.wss_uri = str(url)
        return True


class _Handler(AsyncSocketModeHandler):
    def __init__(self, app: BotApp, *, app_token: str, web_client: AsyncWebClient) -> None:
        super().__init__(app, app_token=app_token, web_client=web_client)
        self._accepting = True
        self._in_progress: set[asyncio.Future[None]] = set()

    async def handle(  # type: ignore[override]  # as Bolt's own subclass does
        self, client: SocketModeClient, req: SocketModeRequest
    ) -> None:
        if not self._accepting:
            return
        work = asyncio.ensure_future(super().handle(client, req))
        self._in_progress.add(work)
        work.add_done_callback(self._in_progress.discard)
        await work

    async def drain(self, within: float) -> None:
        self._accepting = False
        if self._in_progress:
            await asyncio.wait(self._in_progress, timeout=within)
