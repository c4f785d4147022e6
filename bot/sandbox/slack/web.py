"""The HTTP side: Web API under /api/, response URLs under /hooks/, WebSockets under /link/."""

import json
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.sandbox.slack.calls import Call, Method, Record, arguments
from bot.sandbox.slack.faults import RESPONSE_URL, Fault
from bot.sandbox.slack.files import CHECKED, FileHost
from bot.sandbox.slack.methods import METHODS, POSTING
from bot.sandbox.slack.refusals import SlackRefused
from bot.sandbox.slack.responses import say_back
from bot.sandbox.slack.sign_in import METHODS as SIGN_IN_METHODS
from bot.sandbox.slack.sign_in import SignIn
from bot.sandbox.slack.sockets import Sockets
from bot.sandbox.slack.workspace import Workspace

Json = dict[str, Any]

BURST = 3
_STATUSES = {"http_500": 500, "http_500_after": 500, "http_503": 503}
_ODD_PARTS: Json = {
    **dict.fromkeys(("ts", "message_ts", "view", "user", "url", "warning"), None),
    "channel": 5,
    "messages": {},
    "members": "U1",
    "users": 7,
    "usergroups": "S1",
    "response_metadata": "x",
    "file": [],
    "permalink": {},
}
_PAGES = {"page_403": 403, "page_418": 418, "page_451": 451}


@dataclass(frozen=True)
class Tokens:
    """The tokens that open the Web API."""

    bot: str
    app: str

    def __repr__(self) -> str:
        return "Tokens(…)"


class _Throttle:
    """One post a second in each channel, with short bursts [apis/web-api/rate-limits]."""

    def __init__(self) -> None:
        self._left: dict[str, tuple[float, float]] = {}

    def takes(self, channel: str, now: float) -> bool:
        left, last = self._left.get(channel, (float(BURST), now))
        left = min(float(BURST), left + now - last)
        fits = left >= 1
        self._left[channel] = (left - 1 if fits else left, now)
        return fits


class WebApi:
    """Answers the bot's calls as Slack would, strictly, and keeps a record of each."""

    def __init__(
        self,
        workspace: Workspace,
        sockets: Sockets,
        tokens: Tokens,
        scopes: frozenset[str],
        *,
        rate_limit_posts: bool,
    ) -> None:
        self._workspace = workspace
        self._sockets = sockets
        self._tokens = tokens
        self._throttle = _Throttle() if rate_limit_posts else None
        self.scopes = scopes
        self.records: list[Record] = []
        self.sign_in = SignIn(workspace)
        self.files = FileHost(workspace, tokens.bot, lambda: self.scopes)

    def routes(self) -> list[web.RouteDef]:
        return [
            web.route("GET", "/api/{method}", self.api),
            web.route("POST", "/api/{method}", self.api),
            web.get("/openid/connect/authorize", self.sign_in.authorize),
            web.post("/hooks/{token}", self.hook),
            web.get("/link/{ticket}", self._sockets.accept),
            *self.files.routes(),
        ]

    async def api(self, request: web.Request) -> web.StreamResponse:
        """One Web API call."""
        method = request.match_info["method"]
        body = await request.read()
        record = Record(method, {}, self._workspace.clock())
        self.records.append(record)
        fault = self._workspace.faults.take(
            method, lambda: str(_readable_arguments(request, body).get("channel", ""))
        )
        if fault is not None and not fault.takes_effect:
            record.args = _readable_arguments(request, body)
            return await self._fail(request, record, fault)
        try:
            record.answer = {"ok": True, **self._answer(request, body, record)}
            record.ok = True
        except SlackRefused as refused:
            record.error = refused.error
            record.answer = refused.wire()
            if refused.error == "ratelimited":
                return self._done(record, status=429, headers={"Retry-After": "1"})
        if fault is not None:
            return await self._fail(request, record, fault)
        return self._done(record)

    def _answer(self, request: web.Request, body: bytes, record: Record) -> Json:
        args, is_json = arguments(request.query, request.headers.get("Content-Type", ""), body)
        token = args.pop("token", "")
        header = request.headers.get("Authorization", "")
        if header.lower().startswith("bearer "):
            token = header[7:].strip()
        record.args = {key: _parsed(key, value) for key, value in args.items()}
        if record.method == "apps.connections.open":
            self._check_token(token, self._tokens.app, self._tokens.bot)
            ws = self._workspace.base_url.replace("http", "ws", 1)
            return {"url": f"{ws}{self._sockets.ticket()}"}
        if record.method in SIGN_IN_METHODS:
            return self.sign_in.answer(record.method, args, header or f"Bearer {token}")
        scope, method = self._known(record.method)
        open_to_all = record.method in {"api.test", "blocks.validate"}
        if not open_to_all and CHECKED not in request:
            self._check_token(token, self._tokens.bot, self._tokens.app)
        call = Call(record.method, args, is_json, self.scopes)
        if scope is not None:
            call.need(scope)
        if self._throttle is not None and record.method in POSTING:
            channel = str(args.get("channel"))
            if not self._throttle.takes(channel, self._workspace.clock()):
                raise SlackRefused("ratelimited")
        return method(self._workspace, call)

    def _known(self, name: str) -> tuple[str | None, Method]:
        if name not in METHODS:
            raise SlackRefused("unknown_method", req_method=name)
        return METHODS[name]

    def _check_token(self, token: str, wanted: str, other: str) -> None:
        if not token:
            raise SlackRefused("not_authed")
        if token == other:
            raise SlackRefused("not_allowed_token_type")
        if token != wanted:
            raise SlackRefused("invalid_auth")

    def _done(
        self, record: Record, status: int = 200, headers: dict[str, str] | None = None
    ) -> web.Response:
        self._workspace.feed.publish("call", method=record.method, ok=record.ok, error=record.error)
        scopes = {"x-oauth-scopes": ",".join(sorted(self.scopes))}
        return web.json_response(record.answer, status=status, headers=scopes | (headers or {}))

    async def _fail(self, request: web.Request, record: Record, fault: Fault) -> web.StreamResponse:
        """Play the ordered fault."""
        record.error = fault.error
        if fault.error == "ratelimited":
            record.answer = {"ok": False, "error": "ratelimited"}
            return self._done(record, 429, {"Retry-After": str(fault.retry_after)})
        answer = await self._break(request, fault)
        self._workspace.feed.publish("call", method=record.method, ok=record.ok, error=fault.error)
        if answer is None:
            record.answer = {"ok": False, "error": fault.error}
            return self._done(record)
        return answer

    async def _break(self, request: web.Request, fault: Fault) -> web.StreamResponse | None:
        """A broken connection or answer; None when the fault is one of Slack's error names."""
        if fault.error.startswith(("timeout", "drop")):
            if fault.error.startswith("timeout"):
                await self._workspace.faults.hang()
            if request.transport is not None:
                request.transport.abort()
            return web.Response()
        if fault.error in _STATUSES:
            return web.Response(status=_STATUSES[fault.error], text="Internal Server Error")
        if fault.error in _PAGES:  # a proxy's
            status = _PAGES[fault.error]
            return web.Response(
                status=status, text="<html>Blocked</html>", content_type="text/html"
            )
        if fault.error == "json_403":  # a gateway's
            return web.json_response({"error": "forbidden"}, status=403)
        if fault.error == "garbage":
            return web.Response(text="<html>Something went wrong</html>", content_type="text/html")
        if fault.error == "cut_json":  # what a proxy leaves of an answer
            return web.Response(text='{"ok": tru', content_type="application/json")
        if fault.error == "empty":
            return web.json_response({"ok": True})
        if fault.error == "odd_parts":
            return web.json_response({"ok": True, **_ODD_PARTS})
        return None

    async def hook(self, request: web.Request) -> web.StreamResponse:
        """A message through a response URL; 404 once used up or too old."""
        body = await request.read()
        fault = self._workspace.faults.take(RESPONSE_URL)
        record = Record(RESPONSE_URL, {}, self._workspace.clock())
        self.records.append(record)
        if fault is not None and not fault.takes_effect:
            return await self._break_hook(request, record, fault)
        try:
            self._say_back(request, body, record)
            record.ok = True
        except SlackRefused as refused:
            record.error, record.answer = refused.error, refused.wire()
            gone = {"invalid_url", "expired_url", "used_url", "message_not_found"}
            status = 404 if refused.error in gone else 400
            return self._done(record, status)
        if fault is not None:
            return await self._break_hook(request, record, fault)
        self._workspace.feed.publish("call", method=RESPONSE_URL, ok=True, error="")
        return web.Response(text="ok")

    def _say_back(self, request: web.Request, body: bytes, record: Record) -> None:
        try:
            said = json.loads(body)
        except ValueError:
            raise SlackRefused("invalid_payload") from None
        if not isinstance(said, dict):
            raise SlackRefused("invalid_payload")
        record.args = said
        hook = self._workspace.hooks.use(request.match_info["token"])
        say_back(self._workspace, hook.member, hook.channel, hook.message, said)

    async def _break_hook(
        self, request: web.Request, record: Record, fault: Fault
    ) -> web.StreamResponse:
        record.error = fault.error
        answer = await self._break(request, fault)
        if answer is not None:
            return answer
        status = 429 if fault.error == "ratelimited" else 500
        headers = {"Retry-After": str(fault.retry_after)} if status == 429 else {}
        return web.Response(status=status, text=fault.error, headers=headers)


def _parsed(key: str, value: Any) -> Any:
    """For the record: JSON in a form argument, decoded."""
    if key in {"attachments", "blocks", "metadata", "view"} and isinstance(value, str):
        with suppress(ValueError):
            return json.loads(value)
    return value


def _readable_arguments(request: web.Request, body: bytes) -> Json:
    """The arguments for the record of a call that was never looked at."""
    try:
        args, _ = arguments(request.query, request.headers.get("Content-Type", ""), body)
    except SlackRefused:
        return {}
    args.pop("token", None)
    return args
