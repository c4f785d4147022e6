"""*Sign in with Slack* (OpenID Connect): which Slack account the person at a browser has.

[authentication/sign-in-with-slack], [reference/methods/openid.connect.token], OpenID Connect Core 3.1.3.
"""

import base64
import time
from typing import Any, NamedTuple
from urllib.parse import urlencode

import orjson
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.client import without_retries

_ISSUER = "https://slack.com"
_USER, _TEAM = "https://slack.com/user_id", "https://slack.com/team_id"
_CLOCKS_APART = 60.0
"""Seconds by which Slack's clock and ours may differ."""


class SlackApp(NamedTuple):
    """The app's credentials, from its *Basic Information*."""

    client_id: str
    client_secret: str


class SignedIn(NamedTuple):
    user: str
    team: str


class SlackSignIn:
    """`redirect`: our address that Slack leads the browser back to, one of the app's redirect URLs."""

    def __init__(self, client: AsyncWebClient, app: SlackApp, redirect: str) -> None:
        self._client, self._app, self._redirect = without_retries(client), app, redirect
        self._client.token = None  # these calls are not the bot's

    def address(self, state: str, nonce: str, team: str) -> str:
        """Slack's page. `state` and `nonce` come back: the one with the browser, the other from Slack."""
        arguments = {
            "response_type": "code",
            "scope": "openid",
            "client_id": self._app.client_id,
            "redirect_uri": self._redirect,
            "state": state,
            "nonce": nonce,
        }
        if team.startswith("T"):
            arguments["team"] = team
        home = self._client.base_url.removesuffix("/").removesuffix("/api")
        return f"{home}/openid/connect/authorize?{urlencode(arguments)}"

    async def who(self, code: str, nonce: str) -> SignedIn | None:
        """Who has signed in, by the one-time `code`; None where Slack does not say so, or is away.

        The tokens come from Slack itself over TLS, so that no signature needs checking (3.1.3.7).
        """
        try:
            answer = await self._client.api_call(
                "openid.connect.token",
                data={
                    **self._app._asdict(),
                    "code": code,
                    "redirect_uri": self._redirect,
                    "grant_type": "authorization_code",
                },
            )
            claims = _claims(str(answer.get("id_token") or ""))
            if not self._is_for_us(claims, nonce):
                return None
            bearer = {"Authorization": f"Bearer {answer.get('access_token')}"}
            info = await self._client.api_call("openid.connect.userInfo", headers=bearer)
        except (SlackClientError, OSError, ValueError, TimeoutError):
            return None
        user, team = info.get(_USER), info.get(_TEAM)
        if not (isinstance(user, str) and isinstance(team, str) and user and team):
            return None
        return SignedIn(user, team) if claims.get(_USER) in {None, user} else None

    def _is_for_us(self, claims: dict[str, Any], nonce: str) -> bool:
        audience, ends = claims.get("aud"), claims.get("exp")
        return (
            claims.get("iss") == _ISSUER
            and audience in (self._app.client_id, [self._app.client_id])
            and claims.get("nonce") == nonce
            and isinstance(ends, int | float)
            and ends > time.time() - _CLOCKS_APART
        )


def _claims(id_token: str) -> dict[str, Any]:
    """What the token says. Raises `ValueError`."""
    _, _, rest = id_token.partition(".")
    body, _, _ = rest.partition(".")
    claims = orjson.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return claims if isinstance(claims, dict) else {}
