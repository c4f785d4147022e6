"""The sandbox Slack as its users hold it: start it, let members act, look at what the bot sent."""

import time
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from secrets import token_hex
from types import MappingProxyType
from typing import Any, TypeVar

from aiohttp import web

from bot.sandbox.slack.client import Connections
from bot.sandbox.slack.control import control_routes
from bot.sandbox.slack.courier import PATIENCE, RETRY_AFTER, Courier, Delivery
from bot.sandbox.slack.evidence import Evidence
from bot.sandbox.slack.faults import Fault
from bot.sandbox.slack.feed import Subscription
from bot.sandbox.slack.member import Member
from bot.sandbox.slack.messages import Message
from bot.sandbox.slack.methods import DEFAULT_SCOPES
from bot.sandbox.slack.payloads import Payloads
from bot.sandbox.slack.snapshot import snapshot
from bot.sandbox.slack.sockets import Sockets
from bot.sandbox.slack.web import Tokens, WebApi
from bot.sandbox.slack.workspace import Workspace
from bot.sandbox.slack.world import Channel

Json = dict[str, Any]
T = TypeVar("T")

SIGNING_SECRET = "sandbox-signing-secret"
BOT_TOKEN = "xoxb-sandbox"
APP_TOKEN = "xapp-sandbox"
SUBSCRIPTIONS = frozenset({"app_home_opened", "app_mention", "link_shared", "message.im"})
_SCOPE_OF_EVENT = {"link_shared": "links:read"}

COMMANDS = frozenset({"/job"})
SHORTCUTS: Mapping[str, bool] = MappingProxyType(
    {"job.from_message": True, "note.from_message": True, "job.new": False}
)
"""Callback ids of the manifest, and whether each is in the menu of messages."""


@dataclass(frozen=True)
class Behaviour:
    """How Slack treats an app.

    `patience`: seconds it waits for an ack, and in which a trigger can be used; `retry_after`: the pauses before an event is sent again.
    `escape_commands`: typed mentions reach the app as `<@U…|name>`. `rate_limit_posts`: more than
    one post a second to a channel is refused with 429.
    """

    patience: float = PATIENCE
    retry_after: Sequence[float] = RETRY_AFTER
    escape_commands: bool = False
    rate_limit_posts: bool = False


USUAL = Behaviour()
OTHER_APP = ("U0OTHERAPP", "B0OTHERAPP", "A0OTHERAPP")
"""User, bot and app id of an app that is not ours."""


class SandboxSlack(Evidence):
    """One workspace with the bot installed in it. Everything is in memory.

    `clock` gives UNIX seconds; it decides about time stamps, triggers and response URLs.
    """

    def __init__(
        self,
        *,
        signing_secret: str = SIGNING_SECRET,
        team_id: str = "T0SANDBOX1",
        enterprise_id: str = "",
        clock: Callable[[], float] = time.time,
        scopes: Iterable[str] = DEFAULT_SCOPES,
        subscriptions: Iterable[str] = SUBSCRIPTIONS,
        behaviour: Behaviour = USUAL,
    ) -> None:
        workspace = Workspace(team_id, clock, enterprise_id)
        workspace.on_event = self._announce
        workspace.triggers.seconds = behaviour.patience
        self._sockets = Sockets(workspace)
        courier = Courier(
            workspace,
            self._sockets,
            signing_secret,
            patience=behaviour.patience,
            retry_after=behaviour.retry_after,
        )
        api = WebApi(
            workspace,
            self._sockets,
            Tokens(BOT_TOKEN, APP_TOKEN),
            frozenset(scopes),
            rate_limit_posts=behaviour.rate_limit_posts,
        )
        super().__init__(workspace, api, courier)
        self._payloads = Payloads(workspace)
        self._connections = Connections(
            *(workspace, courier, self._payloads, COMMANDS, SHORTCUTS),
            behaviour.escape_commands,
        )
        self._subscriptions = frozenset(subscriptions)
        self._members: dict[str, Member] = {}

    # Running

    @property
    def app(self) -> web.Application:
        """A new aiohttp application: /api/, /hooks/, /link/ (WebSockets) and /sandbox/."""
        app = web.Application(client_max_size=4 * 1024 * 1024)
        app.add_routes(self._api.routes())
        app.add_routes(control_routes(self))
        return app

    @asynccontextmanager
    async def serving(self, port: int = 0, host: str = "127.0.0.1") -> AsyncIterator[str]:
        """Listen while inside; gives `http://127.0.0.1:PORT`. The Web API is at that plus `/api/`."""
        runner = web.AppRunner(self.app, access_log=None, shutdown_timeout=1)
        await runner.setup()
        try:
            site = web.TCPSite(runner, host, port, backlog=1024)
            await site.start()
            url = f"http://{host}:{runner.addresses[0][1]}"
            async with self.reached_at(url):
                yield url
        finally:
            await runner.cleanup()

    @asynccontextmanager
    async def reached_at(self, url: str) -> AsyncIterator[None]:
        """At work while inside; somebody else listens at `url` and passes requests on."""
        self.workspace.base_url = url
        await self._courier.start()
        try:
            yield
        finally:
            self.heal()
            await self._courier.stop()
            await self._sockets.cut()

    @property
    def web_api(self) -> WebApi:
        """For requests that somebody else received."""
        return self._api

    def deliver_to(self, url: str) -> None:
        """Where commands, interactions and events go while no WebSocket is connected."""
        self._courier.url = url

    async def verify_url(self) -> bool:
        """Send `url_verification`; whether the bot gave the challenge back."""
        challenge = token_hex(16)
        payload = {"type": "url_verification", "challenge": challenge, "token": "deprecated"}
        answer = await self._courier.send("url_verification", payload)
        said = answer.body.get("challenge") if isinstance(answer.body, dict) else answer.body
        return answer.status == 200 and said == challenge

    @property
    def connections(self) -> int:
        """Open Socket Mode connections."""
        return self._sockets.connected

    async def refresh_sockets(self, reason: str = "refresh_requested") -> None:
        """Ask the bot to open new connections (`warning`, `refresh_requested`, `link_disabled`)."""
        await self._sockets.refresh(reason)

    async def cut_sockets(self) -> None:
        """End all connections at once."""
        await self._sockets.cut()

    async def settled(self) -> None:
        """Wait until all events under way have arrived."""
        await self._courier.settle()

    async def redeliver(self, delivery: Delivery, *, reason: str = "http_timeout") -> Delivery:
        """The very same delivery once more, as after an answer that was lost."""
        return await self._courier.send(
            delivery.kind, delivery.payload, retry=delivery.retry + 1, reason=reason
        )

    async def emit(self, event: Json) -> Delivery:
        """An event the app is told of, as `{"type": "app_uninstalled"}`; its first delivery."""
        return await self._courier.event(self._payloads.event(event))

    def _announce(self, kind: str, event: Json) -> None:
        granted = kind not in _SCOPE_OF_EVENT or _SCOPE_OF_EVENT[kind] in self._api.scopes
        if kind in self._subscriptions and granted:
            self._courier.spawn(self.emit(event))

    # The world

    def member(self, who: str) -> Member:
        """By handle, name, id or role: `priya`, `coordinator`, `guest` … (see `world`)."""
        person = self.workspace.person(who)
        return self._members.setdefault(person.id, Member(self._connections, person))

    def channel(self, name: str) -> Channel:
        return self.workspace.channel(name)

    def dm(self, *people: str) -> str:
        """The id of the direct message channel between members, the bot not among them."""
        return self.workspace.direct(*(self.workspace.person(each).id for each in people)).id

    def post_as_app(self, name: str, channel: str, text: str = "", **parts: Any) -> Message:
        """A message of another app. `parts`: `blocks`, `attachments`, `files` (`StoredFile`s), `thread_ts`."""
        where = self.workspace.channel(channel)
        files = parts.pop("files", ())
        for each in files:
            each.shared_in.add(where.id)
        message = Message(
            channel=where.id,
            ts=self.workspace.new_ts(),
            author=OTHER_APP[0],
            team=self.workspace.identity.team,
            text=text,
            bot=OTHER_APP[1:],
            app_name=name,
            files=[each.wire(self.workspace) for each in files],
            **parts,
        )
        return self.workspace.add(message)

    def invite(self, who: str, channel: str) -> None:
        """Let a member, or `bot`, into a channel; a stranger makes it a shared one."""
        person, where = self.workspace.person(who), self.workspace.channel(channel)
        where.members.add(person.id)
        where.is_shared = where.is_shared or person.team != self.workspace.identity.team

    def kick(self, who: str, channel: str) -> None:
        self.workspace.channel(channel).members.discard(self.workspace.person(who).id)

    def archive(self, channel: str) -> None:
        self.workspace.channel(channel).is_archived = True

    def grant(self, *scopes: str) -> None:
        """Replace the scopes of the bot token."""
        self._api.scopes = frozenset(scopes)

    def unfurls(self, *domains: str) -> None:
        """Whose links the app is told of, as its manifest says."""
        self.workspace.unfurl_domains = frozenset(domains)

    def post_scheduled(self) -> None:
        """Post every scheduled message whose time has come by the clock."""
        for key, (when, message) in tuple(self.workspace.scheduled.items()):
            if when <= self.workspace.clock():
                del self.workspace.scheduled[key]
                message.ts = self.workspace.new_ts()
                self.workspace.add(message)

    # Faults

    def fail(
        self, method: str, error: str, times: int = 1, retry_after: int = 1, channel: str = ""
    ) -> None:
        """Make the next `times` calls fail (-1: all). `method` may be `*` or `response_url`.

        `channel`: the name of the one channel that it is for.

        `error`: one of Slack's names; `ratelimited` (429 with Retry-After); `http_500`,
        `http_503`, `garbage`, `cut_json`, `empty` (`ok` and nothing else), `odd_parts` (`ok`, and parts of other types), `page_403`, `page_418`, `page_451`,
        `json_403` (not Slack's own words); `drop_before`, `timeout` (nothing is done); `drop_after`, `timeout_after`, `http_500_after` (done, but the answer is lost).
        """
        where = self.workspace.channel(channel).id if channel else ""
        self.workspace.faults.add(Fault(method, error, times, retry_after, where))

    def sign_in(self, who: str) -> None:
        """Whoever is signed in to Slack in the browser that is led to *Sign in with Slack*."""
        self._api.sign_in.signed_in = self.workspace.person(who).id

    def falsify_sign_in(self, **claims: Any) -> None:
        """Identity tokens say this instead; without arguments what is true."""
        self._api.sign_in.claims = claims

    def heal(self) -> None:
        """End all faults; calls that hang are dropped."""
        self.workspace.faults.heal()

    # For a page that draws it

    def subscribe(self) -> Subscription:
        """Everything that happens from now on, as JSON events."""
        return self.workspace.feed.subscribe()

    def snapshot(self) -> Json:
        """The whole workspace as JSON."""
        return snapshot(self.workspace) | {
            "connections": self.connections,
            "deliver_to": self._courier.url,
            "calls": len(self.calls),
        }
