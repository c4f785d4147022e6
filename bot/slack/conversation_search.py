"""Finding a message again by the key that it carries [messaging/message-metadata]."""

import asyncio
from dataclasses import dataclass, field
from functools import partial
from time import monotonic
from typing import NamedTuple

from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.message_metadata import key_of
from bot.slack.rate_limit import Timing
from bot.slack.web_api import Json, Ok, RetryAfterGate, SlackSilent, call_until_answered

_PAGE = 200
_MOST_PAGES = 15


class ChannelOrThread(NamedTuple):
    """A channel, or one thread in it."""

    channel: str
    thread: str = ""


class Unreadable(Exception):
    """The conversation can't be read; `error` is Slack's word (`missing_scope`, …)."""

    def __init__(self, error: str) -> None:
        super().__init__(error)
        self.error = error


@dataclass(frozen=True)
class KeyedMessages:
    """All keyed messages of a conversation since `oldest` (Slack's clock).

    `read_at` is monotonic. `timestamps`: key → time stamps, the oldest first.
    """

    oldest: float
    read_at: float
    timestamps: dict[str, list[str]] = field(default_factory=dict)


class ConversationSearch:
    """Each conversation is read at most once for all keys whose posts are unconfirmed."""

    def __init__(self, client: AsyncWebClient, timing: Timing) -> None:
        self._client, self._timing, self._gate = client, timing, RetryAfterGate()
        self._cached: dict[ChannelOrThread, KeyedMessages] = {}

    async def find(
        self,
        conversation: ChannelOrThread,
        key: str,
        *,
        since: float,
        quiet_at: float,
        deadline: float,
    ) -> str | None:
        """The message with this key, sent after `since` (Unix seconds); None when there is none.

        Reads until it is found, or until a reading made after `quiet_at` (monotonic: from then on
        nothing that was sent can still show up) did not find it. One reading serves all keys of the
        conversation, so that a restart with many unconfirmed posts reads each channel once.
        Raises `Unreadable`, or `SlackSilent` when `deadline` passes.
        """
        oldest = since - self._timing.clocks_apart
        wait = self._timing.first_read_after
        while True:
            messages = self._cached.get(conversation)
            if messages is None or messages.oldest > oldest or messages.read_at < quiet_at:
                messages = await self.read(conversation, oldest, deadline)
            if key in messages.timestamps:
                return messages.timestamps[key][0]
            if messages.read_at >= quiet_at:
                return None
            await asyncio.sleep(min(wait, max(0.0, quiet_at - monotonic()) + 0.001))
            wait *= 2

    async def read(
        self, conversation: ChannelOrThread, oldest: float, deadline: float
    ) -> KeyedMessages:
        """Reads a conversation page by page. Raises `Unreadable`, `SlackSilent`."""
        messages = KeyedMessages(oldest, monotonic())
        cursor = ""
        for _ in range(_MOST_PAGES):
            page = await self._page(conversation, oldest, cursor, deadline)
            for message in page.rows("messages") or ():
                if isinstance(message, dict):
                    _add_if_keyed(messages, message)
            cursor = page.cursor
            if not cursor:
                for stamps in messages.timestamps.values():
                    stamps.sort(key=float)
                self._cache(conversation, messages)
                return messages
        raise Unreadable("too_much_said")

    def invalidate(self, channel: str) -> None:
        """Drops what was read of this channel: something was removed from it."""
        self._cached = {
            conversation: messages
            for conversation, messages in self._cached.items()
            if conversation.channel != channel
        }

    async def _page(
        self, conversation: ChannelOrThread, oldest: float, cursor: str, deadline: float
    ) -> Ok:
        arguments: Json = {
            "channel": conversation.channel,
            "oldest": f"{oldest:.6f}",
            "include_all_metadata": True,
            "limit": _PAGE,
        }
        if cursor:
            arguments["cursor"] = cursor
        if conversation.thread:
            method = "conversations.replies"
            call = partial(self._client.conversations_replies, ts=conversation.thread, **arguments)
        else:
            method = "conversations.history"
            call = partial(self._client.conversations_history, **arguments)
        answer = await call_until_answered(method, call, deadline - monotonic(), self._gate)
        if isinstance(answer, Ok):
            if answer.rows("messages") is None:  # it says nothing of what is there
                raise SlackSilent(method, "unreadable answer")
            return answer
        raise Unreadable(answer.error)

    def _cache(self, conversation: ChannelOrThread, messages: KeyedMessages) -> None:
        if len(self._cached) >= 100:
            self._cached.pop(next(iter(self._cached)))
        self._cached[conversation] = messages


def _add_if_keyed(messages: KeyedMessages, message: Json) -> None:
    key = key_of(message)
    if key is not None and isinstance(message.get("ts"), str):
        messages.timestamps.setdefault(key, []).append(message["ts"])
