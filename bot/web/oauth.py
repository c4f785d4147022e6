"""Installing the app by OAuth, in Bolt's own flow, on our tables [authentication/installing-with-oauth]."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from time import time
from typing import Any

from slack_bolt.error import BoltError
from slack_bolt.oauth.async_callback_options import AsyncCallbackOptions
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.oauth.installation_store import Installation as SlacksInstallation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from slack_sdk.web.async_client import AsyncWebClient

from bot import manifest
from bot.errors import BotError
from bot.slack.web_api import Ok, call_once
from bot.store.installations import Installation
from bot.store.oauth_states import GOOD_FOR, OAuthStateStore
from bot.web.installations import Installations

INSTALL, REDIRECT = manifest.INSTALL_PATH, manifest.REDIRECT_PATH
# Bolt writes the one-time code of a failed installation to its log.
_bolts_log = logging.getLogger("bot.web.oauth")
_bolts_log.setLevel(logging.CRITICAL)


@dataclass(frozen=True)
class OAuthApp:
    """The app's credentials, and where it is reached: `public_url` without a path."""

    client_id: str
    client_secret: str
    public_url: str


def oauth_flow(
    app: OAuthApp,
    client: AsyncWebClient,
    installations: Installations,
    states: OAuthStateStore,
    pages: AsyncCallbackOptions,
    clock: Callable[[], float],
) -> AsyncOAuthFlow:
    """`client`: without a token. `pages`: what the browser is shown at the end."""
    home = client.base_url.removesuffix("/").removesuffix("/api")
    settings = AsyncOAuthSettings(
        client_id=app.client_id,
        client_secret=app.client_secret,
        scopes=manifest.SCOPES,
        user_scopes=[],
        redirect_uri=app.public_url + REDIRECT,
        install_path=INSTALL,
        redirect_uri_path=REDIRECT,
        install_page_rendering_enabled=False,  # leads to Slack's own page at once
        callback_options=pages,
        authorization_url=f"{home}/oauth/v2/authorize",
        installation_store=_Store(installations, client, clock),
        installation_store_bot_only=True,
        state_store=_States(states),
        state_expiration_seconds=int(GOOD_FOR),
        logger=_bolts_log,
    )
    return AsyncOAuthFlow(client=client, logger=_bolts_log, settings=settings)


class _Store(AsyncInstallationStore):
    """What Bolt's flow needs of a store: the rest is asked of `Installations`."""

    def __init__(
        self, installations: Installations, client: AsyncWebClient, clock: Callable[[], float]
    ) -> None:
        self._installations, self._client, self._clock = installations, client, clock

    @property
    def logger(self) -> logging.Logger:
        return _bolts_log

    async def async_save(self, installation: SlacksInstallation) -> None:
        """Raises `BoltError`, which the flow shows as `storage_error`."""
        row = _row(installation, self._clock())
        if row is None:
            raise BoltError("no bot token, or no workspace")
        row = replace(row, url=row.url or await self._url(row.token))
        try:
            await self._installations.store.put(row)
            await self._installations.refresh(anew=True)
        except BotError as error:
            raise BoltError(type(error).__name__) from None

    async def _url(self, token: str) -> str:
        """The address of the workspace, which Bolt keeps of organisations alone; empty where Slack is silent."""
        answer = await call_once(lambda: self._client.auth_test(token=token))
        return str(answer.body.get("url") or "") if isinstance(answer, Ok) else ""


class _States(AsyncOAuthStateStore):
    def __init__(self, states: OAuthStateStore) -> None:
        self._states = states

    @property
    def logger(self) -> logging.Logger:
        return _bolts_log

    async def async_issue(self, *_: Any, **__: Any) -> str:
        return await self._states.issue()

    async def async_consume(self, state: str) -> bool:
        return await self._states.consume(state)


def _row(told: SlacksInstallation, now: float) -> Installation | None:
    """None without a bot token, or without anything that it is good for."""
    team = "" if told.is_enterprise_install else told.team_id or ""
    enterprise, ends = told.enterprise_id or "", told.bot_token_expires_at
    if not told.bot_token or not (team or (told.is_enterprise_install and enterprise)):
        return None
    name = told.enterprise_name if told.is_enterprise_install else told.team_name
    return Installation(
        enterprise,
        team,
        name=name or "",
        app=told.app_id or "",
        bot_user=told.bot_user_id or "",
        bot=told.bot_id or "",
        url=told.enterprise_url or "",
        scopes=",".join(told.bot_scopes or ()),
        installed_by=told.user_id or "",
        token=told.bot_token,
        refresh_token=told.bot_refresh_token or "",
        expires_at=None if ends is None else now + ends - time(),
    )
