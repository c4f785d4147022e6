"""What the bot sent, as a test asks about it."""

from collections.abc import Callable
from typing import Any, TypeVar

from bot.sandbox.slack.calls import Record
from bot.sandbox.slack.client import Client
from bot.sandbox.slack.courier import Courier, Delivery
from bot.sandbox.slack.feed import PATIENCE
from bot.sandbox.slack.messages import Message
from bot.sandbox.slack.pings import Ping
from bot.sandbox.slack.web import WebApi
from bot.sandbox.slack.workspace import Workspace
from bot.sandbox.slack.world import BOT

Json = dict[str, Any]
T = TypeVar("T")


class Evidence:
    """Messages, calls and deliveries so far, and waiting for more."""

    def __init__(self, workspace: Workspace, api: WebApi, courier: Courier) -> None:
        self.workspace = workspace
        self._api = api
        self._courier = courier

    def messages(self, channel: str) -> list[Message]:
        """What everyone in the channel sees, oldest first; replies are in their `thread`."""
        return [each for each in self._visible(channel) if not each.is_reply or each.broadcast]

    def thread(self, message: Message) -> list[Message]:
        """The replies to a message, oldest first."""
        return [
            each
            for each in self._visible(message.channel)
            if each.thread_ts == message.ts and each.is_reply
        ]

    def _visible(self, channel: str) -> list[Message]:
        where = self.workspace.channel(channel)
        return [each for each in where.messages if each.only_to is None and not each.deleted]

    async def wait_for_message(
        self,
        channel: str | None = None,
        containing: str = "",
        timeout: float = PATIENCE,  # noqa: ASYNC109 - a person's patience
        *,
        to: str | Client | None = None,
        thread: Message | None = None,
        after: Message | None = None,
    ) -> Message:
        """The newest message of the bot with these words, in the channel or (`None`) anywhere.

        `to`: one that only this member sees; `thread`: a reply to that message; `after`: posted
        later than that one.
        Raises `TimeoutError`, which says what is there instead.
        """
        only_to = self._id_of(to)
        looked_at: dict[str, str | None] = {}

        def fits(message: Message) -> bool:
            in_place = thread is None or (message.is_reply and message.thread_ts == thread.ts)
            in_time = after is None or float(message.ts) > float(after.ts)
            return message.only_to == only_to and in_place and in_time

        def look() -> Message | None:
            for message in reversed(self._bot_messages(channel)):
                if looked_at.get(message.ts, "") == message.edited_ts or not fits(message):
                    continue
                if message.says(containing):
                    return message
                looked_at[message.ts] = message.edited_ts
            return None

        try:
            return await self.workspace.feed.until(look, timeout, f"no message with {containing!r}")
        except TimeoutError as error:
            raise TimeoutError(f"{error}\n{self.story(channel)}") from None

    async def until(
        self,
        look: Callable[[], T | None],
        timeout: float = PATIENCE,  # noqa: ASYNC109 - a person's patience
        why: str = "",
    ) -> T:
        """What `look` finds, once it finds something; asked at each event and every 50 ms."""
        return await self.workspace.feed.until(look, timeout, why or "it did not happen")

    def _id_of(self, who: str | Client | None) -> str | None:
        if isinstance(who, Client):
            return who.id
        return None if who is None else self.workspace.person(who).id

    def _bot_messages(self, channel: str | None) -> list[Message]:
        where = [self.workspace.channel(channel)] if channel else self.workspace.channels.values()
        found = [
            each
            for one in where
            for each in one.messages
            if each.author == BOT and not each.deleted
        ]
        return sorted(found, key=lambda each: float(each.ts))

    def story(self, channel: str | None = None) -> str:
        """What the bot said so far, and which of its calls were refused: for a failing test."""
        lines = [
            f"{self.workspace.channels[each.channel].label}"
            f"{' (only ' + each.only_to + ')' if each.only_to else ''}: {each.outline()}"
            for each in self._bot_messages(channel)
        ]
        refused = [f"refused: {each.method}: {each.error}" for each in self.calls if each.error]
        failed = [f"not acked: {each.kind}: {each.error}" for each in self.deliveries if each.error]
        return "\n".join([*lines, *refused, *failed]) or "nothing happened so far"

    def sent(self, method: str) -> list[Json]:
        """The arguments of every call of the method that took effect."""
        return [each.args for each in self.calls if each.method == method and each.ok]

    @property
    def calls(self) -> list[Record]:
        """Every Web API call and use of a response URL, refused ones included."""
        return self._api.records

    @property
    def deliveries(self) -> list[Delivery]:
        """Everything Slack sent to the bot, failures and retries included."""
        return self._courier.log

    @property
    def pings(self) -> list[Ping]:
        """Group mentions in anything the bot sent: `<!channel>`, `<!here>`, `<!subteam…>` …"""
        return self.workspace.pings

    @property
    def autolinks(self) -> list[Ping]:
        """Plain `@channel` and the like, where Slack would link them by itself."""
        return self.workspace.autolinks

    @property
    def complaints(self) -> list[str]:
        """What Slack bears in silence, but no bot should do."""
        return self.workspace.complaints
