"""Several workspaces and organisations that have installed one app, on one address.

Ids are the same in all of them on purpose: a bot that takes one for the other is found out.
"""

import contextlib
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

from aiohttp import web

from bot.sandbox.slack.calls import Record, arguments
from bot.sandbox.slack.files import CHECKED
from bot.sandbox.slack.oauth import Grant, OAuth
from bot.sandbox.slack.refusals import SlackRefused
from bot.sandbox.slack.sandbox import Behaviour, SandboxSlack
from bot.sandbox.slack.sign_in import METHODS as SIGN_IN_METHODS

Json = dict[str, Any]


class ManyWorkspaces:
    """`clock`: Unix seconds. `rotates`: the app has token rotation switched on."""

    def __init__(
        self,
        *,
        clock: Callable[[], float] = time.time,
        behaviour: Behaviour = Behaviour(escape_commands=True),  # noqa: B008 - frozen
        rotates: bool = False,
    ) -> None:
        self._clock, self._behaviour = clock, behaviour
        self.workspaces: dict[str, SandboxSlack] = {}
        self._names: dict[str, tuple[str, str]] = {}
        self.oauth = OAuth(clock, self._names, rotates=rotates)
        self.calls: list[Record] = []
        """Calls that no workspace has heard of: of the app itself, and with a token that is not good."""
        self.url = ""

    def add(self, team: str, name: str = "", enterprise: str = "") -> SandboxSlack:
        """Another workspace, before `serving`. `enterprise`: of Enterprise Grid."""
        slack = SandboxSlack(
            team_id=team, enterprise_id=enterprise, clock=self._clock, behaviour=self._behaviour
        )
        self.workspaces[team] = slack
        self._names[team] = (enterprise, name or team)
        if enterprise:
            self._names.setdefault(enterprise, (enterprise, "Harrowfield Group"))
        return slack

    @contextlib.asynccontextmanager
    async def serving(self, port: int = 0, host: str = "127.0.0.1") -> AsyncIterator[str]:
        """Listen while inside; gives `http://127.0.0.1:PORT`."""
        app = web.Application(client_max_size=4 * 1024 * 1024)
        app.add_routes(
            [
                web.route("*", "/api/{method}", self._api),
                web.get("/oauth/v2/authorize", self.oauth.authorize),
                web.get("/openid/connect/authorize", self._sign_in),
                web.post("/hooks/{token}", self._hook),
                web.get("/files-pri/{team_and_id}/{name}", self._file),
                web.get("/files-pri/{team_and_id}/download/{name}", self._file),
            ]
        )
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await runner.setup()
        try:
            await web.TCPSite(runner, host, port, backlog=1024).start()
            self.url = f"http://{host}:{runner.addresses[0][1]}"
            async with contextlib.AsyncExitStack() as stack:
                for slack in self.workspaces.values():
                    await stack.enter_async_context(slack.reached_at(self.url))
                yield self.url
        finally:
            await runner.cleanup()

    def deliver_to(self, url: str) -> None:
        """Where all of them send what happens."""
        for slack in self.workspaces.values():
            slack.deliver_to(url)

    async def uninstall(self, where: str, *, revoked: bool = True) -> None:
        """Somebody removes the app there: its tokens are dead, and the app is told (an organisation's
        through one of its workspaces).
        """
        grant = self._live(where)
        grant.is_gone = True
        slack = self._of(grant)
        events: list[Json] = [{"type": "app_uninstalled"}]
        if revoked:
            events.append(
                {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": ["U0PROPBOT1"]}}
            )
        for event in events:
            await slack.emit(event)
        for each in self.workspaces.values():
            if each.workspace.identity.enterprise == grant.enterprise and not grant.team:
                each.workspace.installed_for_organisation = False

    def _live(self, where: str) -> Grant:
        """The installation of a workspace or an organisation, by its id."""
        return next(
            grant
            for grant in self.oauth.grants
            if not grant.is_gone and where == (grant.team or grant.enterprise)
        )

    def _of(self, grant: Grant) -> SandboxSlack:
        if grant.team:
            return self.workspaces[grant.team]
        return next(
            each
            for each in self.workspaces.values()
            if each.workspace.identity.enterprise == grant.enterprise
        )

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method, body = request.match_info["method"], await request.read()
        record = Record(method, {}, self._clock())
        try:
            args, _ = arguments(request.query, request.headers.get("Content-Type", ""), body)
            header = request.headers.get("Authorization", "")
            token = header[7:].strip() if header.lower().startswith("bearer ") else ""
            token = str(args.pop("token", "")) or token
            record.args = {name: value for name, value in args.items() if "secret" not in name}
            if method in SIGN_IN_METHODS:
                return await self._of_somebody(request)
            if method == "oauth.v2.access":
                answer = self.oauth.access(args, header)
                grant = self.oauth.grant_of(answer["access_token"])
                self._installed(grant)
                return self._answer(record, answer)
            grant = self.oauth.grant_of(token)
            if method == "auth.test" and not grant.team:
                return self._answer(record, self._organisation(grant))
            if method in {"auth.revoke", "apps.uninstall"}:
                await self.uninstall(grant.team or grant.enterprise)
                return self._answer(record, {"revoked": True})
            slack = self._addressed(grant, args)
        except SlackRefused as refused:
            record.error = refused.error
            self.calls.append(record)
            return web.json_response(refused.wire())
        request[CHECKED] = True
        return await slack.web_api.api(request)

    def _answer(self, record: Record, answer: Json) -> web.Response:
        record.ok = True
        self.calls.append(record)
        return web.json_response({"ok": True, **answer})

    def _installed(self, grant: Grant) -> None:
        """From now on the bot has these scopes there, and no others."""
        for team, each in self.workspaces.items():
            of_organisation = each.workspace.identity.enterprise == grant.enterprise
            if team == grant.team or (not grant.team and of_organisation):
                each.workspace.installed_for_organisation = not grant.team
                each.grant(*grant.scopes)

    def _organisation(self, grant: Grant) -> Json:
        """`auth.test` of an organisation's token."""
        return {
            "url": f"https://{grant.enterprise.lower()}.enterprise.slack.com/",
            "team": grant.name,
            "team_id": grant.enterprise,
            "enterprise_id": grant.enterprise,
            "user": "propops",
            "user_id": "U0PROPBOT1",
            "bot_id": "B0PROPOPS1",
            "is_enterprise_install": True,
        }

    def _addressed(self, grant: Grant, args: Json) -> SandboxSlack:
        """An organisation's token has to say which workspace is meant: ids here are the same in all."""
        team = grant.team or str(args.get("team_id") or "")
        if not team:
            raise SlackRefused("missing_argument", ["missing required field: team_id"])
        slack = self.workspaces.get(team)
        if slack is None or slack.workspace.identity.enterprise != grant.enterprise:
            raise SlackRefused("team_access_not_granted")
        return slack

    async def _of_somebody(self, request: web.Request) -> web.StreamResponse:
        """*Sign in with Slack*: in the workspace that whoever has the browser is signed in to."""
        return await self.workspaces[self.oauth.signed_in].web_api.api(request)

    async def _sign_in(self, request: web.Request) -> web.StreamResponse:
        return await self.workspaces[self.oauth.signed_in].web_api.sign_in.authorize(request)

    async def _hook(self, request: web.Request) -> web.StreamResponse:
        token = request.match_info["token"]
        owners = [each for each in self.workspaces.values() if each.workspace.hooks.is_known(token)]
        slack = owners[0] if owners else next(iter(self.workspaces.values()))
        return await slack.web_api.hook(request)

    async def _file(self, request: web.Request) -> web.StreamResponse:
        team = request.match_info["team_and_id"].partition("-")[0]
        header = request.headers.get("Authorization", "")
        try:
            grant = self.oauth.grant_of(header.removeprefix("Bearer "))
            slack = self._addressed(grant, {"team_id": team})
            request[CHECKED] = slack.workspace.identity.team == team
        except SlackRefused:
            slack = self.workspaces[team]
        return await slack.web_api.files.fetch(request)
