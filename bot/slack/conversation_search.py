"""Finding a message again by the key in its metadata [messaging/message-metadata]."""

import asyncio
from dataclasses import dataclass, field
from functools import partial
from time import monotonic
from typing import NamedTuple

from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.rate_limit import Timing
from bot.slack.web_api import Json, Ok, RetryAfterGate, call_until_answered

EVENT_TYPE = "propops_change"
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
    """All keyed messages of a spot since `oldest` (Slack's clock), as read at `at` (monotonic).

    `found`: key → time stamps, the oldest first.
    """

    oldest: float
    at: float
    found: dict[str, list[str]] = field(default_factory=dict)


class ConversationSearch:
    """What the conversations say, each read at most once for all keys that are in doubt."""

    def __init__(self, client: AsyncWebClient, timing: Timing) -> None:
        self._client, self._timing, self._gate = client, timing, RetryAfterGate()
        self._last: dict[ChannelOrThread, KeyedMessages] = {}

    async def find(
        self, spot: ChannelOrThread, key: str, *, since: float, quiet_at: float, deadline: float
    ) -> str | None:
        """The message with this key, sent after `since` (Unix seconds); None when there is none.

        Looks until it is found, or until a look made after `quiet_at` (monotonic: from then on
        nothing that was sent can still show up) did not find it. One look serves all keys of the
        spot, so that a restart with many doubts reads each channel once.
        Raises `Unreadable`, or `SlackSilent` when `deadline` passes.
        """
        oldest = since - self._timing.clocks_apart
        wait = self._timing.first_look
        while True:
            seen = self._last.get(spot)
            if seen is None or seen.oldest > oldest or seen.at < quiet_at:
                seen = await self.read(spot, oldest, deadline)
            if key in seen.found:
                return seen.found[key][0]
            if seen.at >= quiet_at:
                return None
            await asyncio.sleep(min(wait, max(0.0, quiet_at - monotonic()) + 0.001))
            wait *= 2

    async def read(self, spot: ChannelOrThread, oldest: float, deadline: float) -> KeyedMessages:
        """Reads a spot page by page. Raises `Unreadable`, `SlackSilent`."""
        reading = KeyedMessages(oldest, monotonic())
        cursor = ""
        for _ in range(_MOST_PAGES):
            page = await self._page(spot, oldest, cursor, deadline)
            for message in page.get("messages") or ():
                _note(reading, message)
            cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
            if not cursor:
                for stamps in reading.found.values():
                    stamps.sort(key=float)
                self._keep(spot, reading)
                return reading
        raise Unreadable("too_much_said")

    def forget(self, channel: str) -> None:
        """What was read of this channel no longer holds: something was removed."""
        self._last = {spot: seen for spot, seen in self._last.items() if spot.channel != channel}

    async def _page(
        self, spot: ChannelOrThread, oldest: float, cursor: str, deadline: float
    ) -> Json:
        arguments: Json = {
            "channel": spot.channel,
            "oldest": f"{oldest:.6f}",
            "include_all_metadata": True,
            "limit": _PAGE,
        }
        if cursor:
            arguments["cursor"] = cursor
        if spot.thread:
            method = "conversations.replies"
            call = partial(self._client.conversations_replies, ts=spot.thread, **arguments)
        else:
            method = "conversations.history"
            call = partial(self._client.conversations_history, **arguments)
        answer = await call_until_answered(method, call, deadline - monotonic(), self._gate)
        if isinstance(answer, Ok):
            return answer.body
        raise Unreadable(answer.error)

    def _keep(self, spot: ChannelOrThread, reading: KeyedMessages) -> None:
        if len(self._last) >= 100:
            self._last.pop(next(iter(self._last)))
        self._last[spot] = reading


def _note(reading: KeyedMessages, message: Json) -> None:
    metadata = message.get("metadata") or {}
    if metadata.get("event_type") != EVENT_TYPE:
        return
    key = (metadata.get("event_payload") or {}).get("key")
    if isinstance(key, str) and isinstance(message.get("ts"), str):
        reading.found.setdefault(key, []).append(message["ts"])
