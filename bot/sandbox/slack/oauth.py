"""OAuth of an app that many workspaces install: codes, tokens that rotate, the end of an installation.

[authentication/installing-with-oauth], [authentication/using-token-rotation], [reference/methods/oauth.v2.access]
"""

import base64
import binascii
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from secrets import token_hex
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from bot.sandbox.slack.refusals import SlackRefused
from bot.sandbox.slack.sign_in import CLIENT_ID, CLIENT_SECRET

Json = dict[str, Any]
CODE_SECONDS = 600.0
TOKEN_SECONDS = 43_200
_MOST_ACTIVE = 2
"""Access tokens of one installation that are good at once."""


@dataclass(eq=False)
class Grant:
    """One installation: of a workspace, or (without `team`) of an organisation.

    `active`: access tokens and when each ends, the newest last. `refresh`: the one token that gives
    the next; `spent` those that were used.
    """

    enterprise: str
    team: str
    name: str
    scopes: tuple[str, ...]
    installer: str
    active: dict[str, float | None] = field(default_factory=dict, repr=False)
    refresh: str = field(default="", repr=False)
    spent: set[str] = field(default_factory=set, repr=False)
    is_gone: bool = False
    refreshed: int = 0

    @property
    def token(self) -> str:
        """The newest."""
        return next(reversed(self.active))


@dataclass(frozen=True)
class _Code:
    grant: Grant
    redirect: str
    issued_at: float


class OAuth:
    """`signed_in`: the workspace or organisation (its id) of whoever has the browser, `installer` who it
    is. `redirects`: the app's redirect URLs. `rotates`: whether the app has switched token rotation on.
    """

    def __init__(
        self, clock: Callable[[], float], names: Mapping[str, tuple[str, str]], *, rotates: bool
    ) -> None:
        """`names`: of each workspace and organisation by id, its organisation and what it is called."""
        self._clock, self._names, self.rotates = clock, names, rotates
        self.redirects: set[str] = set()
        self.signed_in, self.installer, self.denies = "", "U0PRIYA001", False
        self.grants: list[Grant] = []
        self._codes: dict[str, _Code] = {}
        self.calls: list[Json] = []
        """Arguments of `oauth.v2.access` without secrets, and what was answered."""

    async def authorize(self, request: web.Request) -> web.Response:
        """Leads back at once: whoever is signed in has allowed it, unless `denies`."""
        asked = request.query
        redirect, scopes = asked.get("redirect_uri", ""), tuple(asked.get("scope", "").split(","))
        wrong = ""
        if asked.get("client_id") != CLIENT_ID:
            wrong = "invalid_client_id"
        elif redirect not in self.redirects:
            wrong = "bad_redirect_uri"
        elif not all(scopes):
            wrong = "invalid_scope_requested"
        elif self.signed_in not in self._names:
            wrong = "not_signed_in"
        if wrong:
            return web.Response(status=400, text=wrong)
        said = {"state": asked.get("state", "")}
        if self.denies:
            said |= {"error": "access_denied"}
        else:
            said |= {"code": self._code(redirect, scopes)}
        return web.Response(status=302, headers={"Location": f"{redirect}?{urlencode(said)}"})

    def _code(self, redirect: str, scopes: tuple[str, ...]) -> str:
        enterprise, name = self._names[self.signed_in]
        team = "" if self.signed_in.startswith("E") else self.signed_in
        grant = Grant(enterprise, team, name, scopes, self.installer)
        code = f"{token_hex(8)}.{token_hex(8)}"
        self._codes[code] = _Code(grant, redirect, self._clock())
        return code

    def access(self, args: Mapping[str, Any], authorization: str) -> Json:
        """`oauth.v2.access`. Raises `SlackRefused` as Slack does."""
        client, secret = _client(args, authorization)
        if client != CLIENT_ID:
            raise SlackRefused("invalid_client_id")
        if secret != CLIENT_SECRET:
            raise SlackRefused("bad_client_secret")
        match args.get("grant_type", "authorization_code"):
            case "authorization_code":
                return self._installed(args)
            case "refresh_token":
                return self._refreshed(str(args.get("refresh_token")))
        raise SlackRefused("invalid_grant_type")

    def _installed(self, args: Mapping[str, Any]) -> Json:
        code = self._codes.pop(str(args.get("code")), None)
        if code is None or self._clock() - code.issued_at > CODE_SECONDS:
            raise SlackRefused("invalid_code")
        if args.get("redirect_uri") != code.redirect:
            raise SlackRefused("bad_redirect_uri")
        grant = code.grant
        for before in self.grants:  # installed anew: what was there before is no longer good
            if (before.enterprise, before.team) == (grant.enterprise, grant.team):
                before.is_gone = True
        self.grants.append(grant)
        return self._answer(grant)

    def _refreshed(self, refresh: str) -> Json:
        for grant in self.grants:
            if not grant.is_gone and refresh and refresh == grant.refresh:
                grant.refreshed += 1
                grant.spent.add(refresh)
                return self._answer(grant)
        raise SlackRefused("invalid_refresh_token")

    def _answer(self, grant: Grant) -> Json:
        prefix = "xoxe.xoxb-1-" if self.rotates else "xoxb-"
        token = f"{prefix}{token_hex(16)}"
        grant.active[token] = self._clock() + TOKEN_SECONDS if self.rotates else None
        for old in list(grant.active)[:-_MOST_ACTIVE]:
            del grant.active[old]
        answer: Json = {
            "access_token": token,
            "token_type": "bot",
            "scope": ",".join(grant.scopes),
            "bot_user_id": "U0PROPBOT1",
            "app_id": "A0PROPOPS1",
            "team": {"id": grant.team, "name": grant.name} if grant.team else None,
            "enterprise": {"id": grant.enterprise, "name": self._names[grant.enterprise][1]}
            if grant.enterprise
            else None,
            "is_enterprise_install": not grant.team,
            "authed_user": {"id": grant.installer},
        }
        if self.rotates:
            grant.refresh = f"xoxe-1-{token_hex(16)}"
            answer |= {"expires_in": TOKEN_SECONDS, "refresh_token": grant.refresh}
        return answer

    def grant_of(self, token: str) -> Grant:
        """Whose token it is. Raises `SlackRefused` for one that is not, or no longer, good."""
        for grant in self.grants:
            if token in grant.active:
                if grant.is_gone:
                    raise SlackRefused("account_inactive")
                ends = grant.active[token]
                if ends is not None and ends <= self._clock():
                    raise SlackRefused("token_expired")
                return grant
        raise SlackRefused("not_authed" if not token else "invalid_auth")


def _client(args: Mapping[str, Any], authorization: str) -> tuple[str, str]:
    """Id and secret: from the arguments, or as HTTP Basic."""
    if authorization.lower().startswith("basic "):
        try:
            name, _, secret = base64.b64decode(authorization[6:]).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return "", ""
        return name, secret
    return str(args.get("client_id") or ""), str(args.get("client_secret") or "")
