"""*Sign in with Slack*: the page that a browser is led to, and the two calls that follow it.

[authentication/sign-in-with-slack], [reference/methods/openid.connect.token]
"""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from secrets import token_hex
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from bot.sandbox.slack.refusals import SlackRefused
from bot.sandbox.slack.workspace import Workspace

Json = dict[str, Any]
CLIENT_ID, CLIENT_SECRET = "1234567890.1234567890", "sandbox-client-secret"
METHODS = frozenset({"openid.connect.token", "openid.connect.userInfo"})
CODE_SECONDS = 600.0


@dataclass(frozen=True)
class _Code:
    user: str
    redirect: str
    nonce: str
    issued_at: float


class SignIn:
    """`signed_in`: the user id of whoever has the browser. A code works once, for its own redirect."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.signed_in = ""
        self.claims: Json = {}
        """What the next identity tokens say differently."""
        self._codes: dict[str, _Code] = {}
        self._tokens: dict[str, str] = {}

    async def authorize(self, request: web.Request) -> web.Response:
        """Leads back at once: whoever is signed in has allowed it."""
        asked = request.query
        wanted = {"response_type": "code", "client_id": CLIENT_ID}
        if any(asked.get(name) != value for name, value in wanted.items()):
            return web.Response(status=400, text="invalid_client_id or response_type")
        if "openid" not in asked.get("scope", "").split() or not asked.get("state"):
            return web.Response(status=400, text="invalid_scope or no state")
        code = token_hex(16)
        redirect = asked.get("redirect_uri", "")
        now = self._workspace.clock()
        self._codes[code] = _Code(self.signed_in, redirect, asked.get("nonce", ""), now)
        query = urlencode({"code": code, "state": asked["state"]})
        return web.Response(status=302, headers={"Location": f"{redirect}?{query}"})

    def answer(self, method: str, args: Mapping[str, Any], authorization: str) -> Json:
        """Raises `SlackRefused` as Slack does."""
        if method == "openid.connect.userInfo":
            return self._user_info(authorization.removeprefix("Bearer "))
        return self._token(args)

    def _token(self, args: Mapping[str, Any]) -> Json:
        if args.get("client_id") != CLIENT_ID:
            raise SlackRefused("invalid_client_id")
        if args.get("client_secret") != CLIENT_SECRET:
            raise SlackRefused("bad_client_secret")
        if args.get("grant_type") not in {None, "authorization_code"}:
            raise SlackRefused("invalid_grant_type")
        code = self._codes.pop(str(args.get("code")), None)
        if code is None or self._workspace.clock() - code.issued_at > CODE_SECONDS:
            raise SlackRefused("invalid_code")
        if args.get("redirect_uri") != code.redirect:
            raise SlackRefused("bad_redirect_uri")
        token = f"xoxp-{token_hex(16)}"
        self._tokens[token] = code.user
        team = self._workspace.people[code.user].team
        claims: Json = {
            "iss": "https://slack.com",
            "sub": code.user,
            "aud": CLIENT_ID,
            "exp": self._workspace.clock() + 300,
            "nonce": code.nonce,
            "https://slack.com/user_id": code.user,
            "https://slack.com/team_id": team,
            **self.claims,
        }
        return {"access_token": token, "token_type": "Bearer", "id_token": _jwt(claims)}

    def _user_info(self, token: str) -> Json:
        user = self._tokens.get(token)
        if user is None:
            raise SlackRefused("invalid_auth")
        team = self._workspace.people[user].team
        return {
            "sub": user,
            "https://slack.com/user_id": user,
            "https://slack.com/team_id": team,
        }


def _jwt(claims: Json) -> str:
    parts = [{"typ": "JWT", "alg": "RS256"}, claims]
    texts = [base64.urlsafe_b64encode(json.dumps(each).encode()).decode() for each in parts]
    return ".".join([*(text.rstrip("=") for text in texts), "c2lnbmF0dXJl"])
