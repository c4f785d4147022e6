"""A member's client: what it shows, and what it would not let them do."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.sandbox.slack.courier import Courier
from bot.sandbox.slack.messages import Message
from bot.sandbox.slack.payloads import Payloads
from bot.sandbox.slack.refusals import NotPossible
from bot.sandbox.slack.views import View
from bot.sandbox.slack.workspace import Workspace
from bot.sandbox.slack.world import BOT, Channel, Person

Json = dict[str, Any]


@dataclass(frozen=True)
class Connections:
    """What every member's client is connected to."""

    workspace: Workspace
    courier: Courier
    payloads: Payloads
    commands: frozenset[str]
    shortcuts: Mapping[str, bool]
    """By callback id: whether it is one of messages; else it is a global one."""
    escape_commands: bool = False


class Client:
    """The screen of one person."""

    def __init__(self, connections: Connections, person: Person) -> None:
        self._connections = connections
        self._workspace = connections.workspace
        self.person = person

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.person.handle})"

    @property
    def id(self) -> str:
        return self.person.id

    @property
    def name(self) -> str:
        return self.person.real_name

    @property
    def dm(self) -> str:
        """The id of the direct message channel with the bot."""
        return self._workspace.direct(BOT, self.id).id

    @property
    def home(self) -> View | None:
        return self._workspace.homes.get(self.id)

    @property
    def top(self) -> View | None:
        """The modal on top, if any is open."""
        return self._workspace.top(self.id)

    @property
    def dms(self) -> list[Message]:
        """The direct messages with the bot."""
        return self.sees(self.dm)

    @property
    def ephemerals(self) -> list[Message]:
        """Everything this member alone can see, in any channel, oldest first."""
        return sorted(self._ephemerals(), key=lambda message: float(message.ts))

    def _ephemerals(self) -> Iterator[Message]:
        for channel in self._workspace.channels.values():
            for message in channel.messages:
                if message.only_to == self.id and not message.deleted:
                    yield message

    def sees(self, channel: str) -> list[Message]:
        """What stands in a channel for this member: nothing when they are not in it."""
        where = self._workspace.channel(channel)
        return [each for each in where.messages if self._can_see(each)]

    def _can_see(self, message: Message) -> bool:
        where = self._workspace.channels[message.channel]
        is_ours = message.only_to == self.id
        is_for_all = message.only_to is None and self.id in where.members
        return (is_ours or is_for_all) and not message.deleted

    def _blocks_of(self, target: Message | View) -> list[Json]:
        """The blocks on the screen. Raises `NotPossible` when they are not."""
        if isinstance(target, View):
            self._must_be_open(target)
        elif not self._can_see(target):
            raise NotPossible(f"{self.person.handle} does not see that message")
        return target.blocks

    def _must_be_active(self) -> None:
        if self.person.deleted:
            raise NotPossible(f"{self.person.handle} is deactivated")

    def _must_be_in(self, channel: str) -> Channel:
        where = self._workspace.channel(channel)
        if self.id not in where.members:
            raise NotPossible(f"{self.person.handle} is not in {where.label}")
        if where.is_archived:
            raise NotPossible(f"{where.label} is archived")
        return where

    def _must_be_open(self, view: View) -> None:
        """The Home tab, or the modal on top."""
        if view.owner != self.id:
            raise NotPossible(f"{view.title!r} is open at another member's client")
        if view is self.home:
            return
        if not view.is_open:
            raise NotPossible(f"{view.title!r} is closed")
        if self.top is not view:
            raise NotPossible(f"{view.title!r} is covered by another view")
