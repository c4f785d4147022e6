"""Who is in a channel: the bot, and a person (`conversations.info`, `conversations.members`), cached."""

from functools import partial
from time import monotonic
from typing import Literal

from slack_sdk.web.async_client import AsyncWebClient

from bot.lru_dict import LruDict
from bot.slack.web_api import Ok, SlackRefusal, call_once

CACHED_FOR = 300.0
"""Seconds for which it counts that somebody is there; that they are not is asked anew each time."""
_ON_PAGE, _MOST_PAGES = 1_000, 20
_MOST = 5_000

Standing = Literal["in", "out", "archived", "unknown"]
"""Of the bot in a channel. `unknown`: Slack did not say."""


class ChannelMembers:
    """No method raises."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self._there: LruDict[tuple[str, str], float] = LruDict(_MOST)
        """Channel and user (empty: the bot) → until when it counts, monotonic."""

    async def standing(self, channel: str, *, fresh: bool = False) -> Standing:
        """Of the bot [reference/objects/conversation-object]. `fresh`: not from the cache."""
        if not fresh and self._there.get((channel, ""), 0.0) > monotonic():
            return "in"
        answer = await call_once(partial(self._client.conversations_info, channel=channel))
        if isinstance(answer, SlackRefusal) and answer.error == "channel_not_found":
            return "out"
        about = answer.body.get("channel") if isinstance(answer, Ok) else None
        if not isinstance(about, dict) or not isinstance(about.get("is_member"), bool):
            return "unknown"
        if about.get("is_archived"):
            return "archived"
        if about["is_member"]:
            self._there[channel, ""] = monotonic() + CACHED_FOR
        return "in" if about["is_member"] else "out"

    async def has(self, channel: str, user: str, *, fresh: bool = False) -> bool | None:
        """Whether the person is in it; None where Slack did not say. `fresh`: not from the cache."""
        if not fresh and self._there.get((channel, user), 0.0) > monotonic():
            return True
        cursor = ""
        for _ in range(_MOST_PAGES):
            ask = partial(
                self._client.conversations_members, channel=channel, limit=_ON_PAGE, cursor=cursor
            )
            answer = await call_once(ask)
            if not isinstance(answer, Ok):
                return None
            members = answer.rows("members")
            if members is None:
                return None
            if user in members:
                self._there[channel, user] = monotonic() + CACHED_FOR
                return True
            cursor = answer.cursor
            if not cursor:
                return False
        return None
