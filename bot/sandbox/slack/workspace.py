"""The state of the sandbox's one workspace, and the few ways in which it changes."""

import itertools
import string
from collections.abc import Callable
from dataclasses import dataclass
from secrets import choice, token_hex
from typing import Any, Literal

from bot.sandbox.slack.faults import Faults
from bot.sandbox.slack.feed import Feed
from bot.sandbox.slack.links import SharedLinks
from bot.sandbox.slack.messages import Message
from bot.sandbox.slack.panels import Panels
from bot.sandbox.slack.pings import Ping, autolinks_in, pings_in
from bot.sandbox.slack.refusals import NotPossible, SlackRefused
from bot.sandbox.slack.tickets import Hooks, Triggers
from bot.sandbox.slack.views import View
from bot.sandbox.slack.world import BOT, Channel, Person, cast, channels, groups

Json = dict[str, Any]
Clock = Callable[[], float]

STACK = 3
_LETTERS = string.ascii_letters + string.digits


@dataclass(frozen=True)
class Identity:
    """Ids of the workspace and of the installed app."""

    team: str
    enterprise: str = ""
    domain: str = "elm-maintenance"
    name: str = "Elm Maintenance"
    app: str = "A0PROPOPS1"
    bot: str = "B0PROPOPS1"
    bot_user: str = BOT


class Workspace:
    """People, channels, messages, open views; what was sent to it and what went wrong."""

    def __init__(self, team_id: str, clock: Clock, enterprise_id: str = "") -> None:
        self.identity = Identity(team_id, enterprise_id)
        self.installed_for_organisation = False
        """Whether the app is installed for the whole organisation, not here alone."""
        self.clock = clock
        self.feed = Feed()
        self.faults = Faults()
        self.triggers = Triggers(clock)
        self.hooks = Hooks(clock)
        self.panels = Panels(clock, self.new_id)
        self.people = {person.id: person for person in cast(team_id)}
        self.channels = {channel.id: channel for channel in channels()}
        self.groups = {group.id: group for group in groups()}
        self.stacks: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}
        self.unfurl_domains: frozenset[str] = frozenset()
        """Whose links the app is told of, as the manifest of the installed app says."""
        self.drafts: dict[str, SharedLinks] = {}
        """By `unfurl_id`: what people are typing."""
        self.files: dict[str, object] = {}
        """By id; what is in it is known to `files` alone."""
        self.scheduled: dict[str, tuple[float, Message]] = {}
        self.pings: list[Ping] = []
        self.autolinks: list[Ping] = []
        self.complaints: list[str] = []
        self.base_url = ""
        self.work_objects: Literal["shown", "dropped", "refused"] = "shown"
        """What becomes of entities: `dropped` with a warning alone, as where an app has not switched them on."""
        self.on_event: Callable[[str, Json], None] = lambda _kind, _event: None
        self._numbers = itertools.count(1)
        self._last_ts = 0

    # Names and numbers

    def new_id(self, prefix: str) -> str:
        return f"{prefix}0{next(self._numbers):08X}"

    def new_block_id(self) -> str:
        return "".join(choice(_LETTERS) for _ in range(5))

    def new_ts(self) -> str:
        """A time stamp after every one before: seconds and six decimals."""
        self._last_ts = max(self._last_ts + 1, int(self.clock() * 1_000_000))
        seconds, micros = divmod(self._last_ts, 1_000_000)
        return f"{seconds}.{micros:06d}"

    def complain(self, what: str) -> None:
        """Note what Slack would bear in silence, but no bot should do."""
        self.complaints.append(what)
        self.feed.publish("complaint", what=what)

    # Who and where, for people: by id, handle, name or role

    def person(self, who: str) -> Person:
        """Raises `NotPossible` for a name nobody bears."""
        wanted = who.removeprefix("@")
        for key in ("id", "handle", "real_name", "role"):
            for person in self.people.values():
                if getattr(person, key) == wanted:
                    return person
        raise NotPossible(f"nobody here is called {who!r}")

    def channel(self, where: str) -> Channel:
        """Raises `NotPossible` for a name no channel has."""
        wanted = where.removeprefix("#")
        for channel in self.channels.values():
            if wanted in {channel.id, channel.name}:
                return channel
        raise NotPossible(f"there is no channel {where!r}")

    def direct(self, *members: str) -> Channel:
        """The direct message channel of exactly these members, opened when needed."""
        wanted = set(members)
        for channel in self.channels.values():
            if channel.kind in {"im", "mpim"} and channel.members == wanted:
                return channel
        names = sorted(self.people[each].handle for each in wanted)
        if len(wanted) > 2:  # a group's has the id of a channel
            channel = Channel(self.new_id("C"), f"mpdm-{'--'.join(names)}-1", "mpim", wanted)
        else:
            channel = Channel(self.new_id("D"), "dm-" + "-".join(names), "im", wanted)
        self.channels[channel.id] = channel
        return channel

    def find_message(self, channel: str, ts: str) -> Message | None:
        """A message that is there and that the Web API may touch: never an ephemeral one."""
        for message in reversed(self.channels[channel].messages):
            if message.ts == ts and message.only_to is None and not message.deleted:
                return message
        return None

    # Messages

    def add(self, message: Message) -> Message:
        self.channels[message.channel].messages.append(message)
        self._look_for_pings(message)
        self._publish_message("message.posted", message)
        if message.only_to is None:
            self._tell_subscribers(message)
        return message

    def changed(self, message: Message) -> None:
        self._look_for_pings(message)
        self._publish_message("message.updated", message)
        self._tell_subscribers(message, "message_changed", {"message": message.wire()})

    def _publish_message(self, what: str, message: Message) -> None:
        if self.feed.is_heard:
            self.feed.publish(what, message=message.snapshot())

    def remove(self, message: Message) -> None:
        message.deleted = True
        self.feed.publish("message.deleted", channel=message.channel, ts=message.ts)
        self._tell_subscribers(message, "message_deleted", {"deleted_ts": message.ts})

    def _tell_subscribers(
        self, message: Message, subtype: str | None = None, extra: Json | None = None
    ) -> None:
        channel = self.channels[message.channel]
        if message.only_to is not None or BOT not in channel.members:
            return
        kind = {"public": "channels", "private": "groups", "im": "im", "mpim": "mpim"}[channel.kind]
        where: Json = {"channel": channel.id, "channel_type": kind.removesuffix("s")}
        body = extra if extra is not None else message.wire()
        event: Json = {**body, **where, "type": "message", "event_ts": self.new_ts()}
        if subtype:
            event |= {"subtype": subtype, "hidden": True, "ts": event["event_ts"]}
        self.on_event(f"message.{kind}", event)

    def _look_for_pings(self, message: Message) -> None:
        if message.bot is None:
            return
        where = f"message {message.ts} in {self.channels[message.channel].label}"
        blocks = [*message.blocks, *message.attachments]
        self.pings += pings_in(where, message.text, blocks)
        self.autolinks += autolinks_in(where, message.text, blocks, link_names=message.link_names)

    # Views

    def view(self, view_id: str) -> View | None:
        """An open modal or a Home, by id."""
        for view in [*itertools.chain.from_iterable(self.stacks.values()), *self.homes.values()]:
            if view.id == view_id:
                return view
        return None

    def view_by_external_id(self, external_id: str) -> View | None:
        for view in [*itertools.chain.from_iterable(self.stacks.values()), *self.homes.values()]:
            if external_id and view.source.get("external_id") == external_id:
                return view
        return None

    def top(self, member: str) -> View | None:
        stack = self.stacks.get(member)
        return stack[-1] if stack else None

    def open_view(self, member: str, source: Json) -> View:
        """A new modal; one that was open before makes room for it."""
        self.clear_views(member)
        return self._put_on_stack(member, source)

    def push_view(self, member: str, source: Json) -> View:
        """A view upon the open one. Raises `not_found`, `push_limit_reached`."""
        stack = self.stacks.get(member)
        if not stack:
            raise SlackRefused("not_found")
        if len(stack) >= STACK:
            raise SlackRefused("push_limit_reached")
        return self._put_on_stack(member, source)

    def _put_on_stack(self, member: str, source: Json) -> View:
        self.check_external_id(source, None)
        stack = self.stacks.setdefault(member, [])
        view = self._new_view(member)
        view.root_id = stack[0].id if stack else view.id
        view.previous_id = stack[-1].id if stack else None
        stack.append(view)
        self.redraw(view, source, "view.opened")
        return view

    def publish_home(self, member: str, source: Json) -> View:
        view = self.homes.get(member)
        self.check_external_id(source, view)
        if view is None:
            view = self.homes[member] = self._new_view(member)
            view.root_id = view.id
        self.redraw(view, source, "home.published")
        return view

    def _new_view(self, member: str) -> View:
        ids = {"team": self.identity.team, "app": self.identity.app, "bot": self.identity.bot}
        return View(self.new_id("V"), member, {}, ids=ids)

    def check_external_id(self, source: Json, allowed: View | None) -> None:
        """Raises `duplicate_external_id` when another open view has it."""
        other = self.view_by_external_id(source.get("external_id", ""))
        if other is not None and other is not allowed:
            raise SlackRefused("duplicate_external_id")

    def redraw(self, view: View, source: Json, what: str = "view.updated") -> None:
        view.draw(source, f"{self.clock():.0f}.{token_hex(4)}", self.new_block_id)
        where = f"view {view.title!r} of {self.people[view.owner].handle}"
        self.pings += pings_in(where, "", view.blocks)
        self.publish_view(view, what)

    def publish_view(self, view: View, what: str) -> None:
        """Tell that a view was opened, updated, filled in or refused."""
        if self.feed.is_heard:
            self.feed.publish(what, member=view.owner, view=view.wire(), errors=dict(view.errors))

    def close_view(self, view: View) -> None:
        """Take it from its stack; the one under it shows again."""
        stack = self.stacks.get(view.owner, [])
        if view in stack:
            stack.remove(view)
        view.is_open = False
        self.feed.publish("view.closed", member=view.owner, view_id=view.id)

    def clear_views(self, member: str) -> None:
        for view in reversed(self.stacks.get(member, []).copy()):
            self.close_view(view)
