"""Who the bot is in Slack: `auth.test`, called once and cached; called again while Slack is away."""

import asyncio
import contextlib
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Any

import structlog
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import BotError, Busy, NotWelcome
from bot.slack.web_api import Ok, SlackRefusal, SlackSilent, call_once
from bot.slack.workspace import WorkspaceKey

REFUSALS = frozenset(
    {"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"}
)
"""Slack's words for a token that no longer works [reference/methods/auth.test]."""
FILES_SCOPE = "files:read"
FOREIGN = "I belong to another Slack workspace, so I can't do that for you here."
RECHECK = 10.0
"""Seconds for which it counts that Slack accepted the token."""
_log = structlog.get_logger(__name__)


class BotTokenRefused(BotError):
    """Slack does not accept SLACK_BOT_TOKEN; `error` is its own word."""

    def __init__(self, error: str) -> None:
        super().__init__(error)
        self.error = error

    @property
    def advice(self) -> str:
        return (
            f"Slack refuses SLACK_BOT_TOKEN ({self.error}). "
            "Copy it again from your app's page *OAuth & Permissions*."
        )


@dataclass(frozen=True)
class Installed:
    """What `auth.test` said [reference/methods/auth.test]. `enterprise` is empty outside Grid."""

    team: str
    enterprise: str
    bot_user: str
    bot: str
    url: str
    scopes: tuple[str, ...]

    def covers(self, team: str | None, enterprise: str | None) -> bool:
        """Whether a payload belongs here. On Grid a payload may name the organisation only."""
        if self.enterprise and self.enterprise in (team, enterprise):
            return True
        return team == self.team


class BotAuth(AsyncAuthorize, ABC):
    """Bolt's `authorize=`, and whose a payload is."""

    @abstractmethod
    async def workspace_of(
        self, team: str | None, enterprise: str | None, body: Mapping[str, Any] | None = None
    ) -> WorkspaceKey | None:
        """The workspace that a payload is worked for; None where there is only one.

        Raises `NotWelcome` where the bot is not installed, and `Busy` while nobody knows.
        """

    @abstractmethod
    async def __call__(self, **_: object) -> AuthorizeResult: ...


class Identity(ABC):
    """Who the bot is in a workspace, as far as is known."""

    @property
    @abstractmethod
    def installed(self) -> Installed | None:
        """None while nobody knows."""

    @property
    def takes_files(self) -> bool:
        """Whether a form may ask for files, as far as is known: Slack opens none without the scope."""
        scopes = self.installed.scopes if self.installed else ()
        return not scopes or FILES_SCOPE in scopes


class SlackInstallation(Identity, BotAuth):
    """Of the one workspace: one `auth.test` for the life of the process, never one per request."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self._request: asyncio.Task[Installed] | None = None
        self._known: Installed | None = None
        self._refused = ""
        self._asked_at = -RECHECK
        self._result = AuthorizeResult(
            enterprise_id=None, team_id=None, bot_token=client.token or ""
        )

    @property
    def installed(self) -> Installed | None:
        return self._known

    @installed.setter
    def installed(self, known: Installed | None) -> None:
        self._known = known

    async def load(self) -> Installed:
        """Calls Slack unless that is known; callers at the same time share one call.

        Raises `BotTokenRefused`, and `SlackSilent` when it is away.
        """
        if self.installed is not None:
            return self.installed
        return await self._ask()

    async def refusal(self) -> str:
        """Slack's word when it refuses the token, now or within the last seconds; empty otherwise.

        While Slack is away the last answer counts.
        """
        if monotonic() - self._asked_at > RECHECK:
            with contextlib.suppress(BotTokenRefused, SlackSilent):
                await self._ask()
        return self._refused

    async def _ask(self) -> Installed:
        if self._request is None or self._request.done():
            self._request = asyncio.create_task(self._fetch())
            self._request.add_done_callback(_retrieve_error)
        return await asyncio.shield(self._request)

    async def get_within(self, within: float) -> Installed | None:
        """The identity, waiting at most `within` seconds for it; None while Slack is away."""
        if self.installed is not None:
            return self.installed
        try:
            async with asyncio.timeout(within):
                return await self.load()
        except Exception as error:
            _log.warning(
                "slack does not answer auth.test, retrying at the next request",
                error=type(error).__name__,
            )
            return None

    async def workspace_of(
        self, team: str | None, enterprise: str | None, body: Mapping[str, Any] | None = None
    ) -> WorkspaceKey | None:
        del body  # whatever was pressed, no other installation of ours has posted it
        here = self.installed or await self.get_within(within=1.0)
        if here is None:
            raise Busy
        if not here.covers(team, enterprise):
            raise NotWelcome(FOREIGN)
        return None

    async def __call__(self, **_: object) -> AuthorizeResult:
        return self._result

    async def _fetch(self) -> Installed:
        answer = await call_once(self._client.auth_test)
        if isinstance(answer, SlackRefusal):
            self._asked_at = monotonic()
            if answer.error in REFUSALS:
                self._refused = answer.error
            raise BotTokenRefused(answer.error)
        if not isinstance(answer, Ok):
            raise SlackSilent("auth.test", getattr(answer, "cause", "rate limited"))
        response = answer.body
        if not response.get("user_id"):  # not Slack's own words: nobody is known from them
            raise SlackSilent("auth.test", "unreadable answer")
        self._asked_at, self._refused = monotonic(), ""
        header = next((v for k, v in answer.headers.items() if k.lower() == "x-oauth-scopes"), "")
        self.installed = Installed(
            team=response.get("team_id") or "",
            enterprise=response.get("enterprise_id") or "",
            bot_user=response.get("user_id") or "",
            bot=response.get("bot_id") or "",
            url=response.get("url") or "",
            scopes=tuple(scope.strip() for scope in str(header).split(",") if scope.strip()),
        )
        self._result = AuthorizeResult(
            enterprise_id=self.installed.enterprise or None,
            team_id=self.installed.team,
            bot_user_id=self.installed.bot_user,
            bot_id=self.installed.bot,
            bot_token=self._client.token,
            bot_scopes=list(self.installed.scopes),
            url=self.installed.url,
        )
        return self.installed


def _retrieve_error(task: asyncio.Task[Installed]) -> None:
    """So that asyncio does not complain when everyone who waited has gone."""
    if not task.cancelled():
        task.exception()
