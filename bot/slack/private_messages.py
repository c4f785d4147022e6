"""Messages to one person: by response_url, ephemeral or direct."""

import asyncio
from functools import partial
from typing import Protocol
from urllib.parse import urlsplit

import aiohttp
import structlog
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.errors import BotError
from bot.jobs.change import Member, Place
from bot.jobs.promises import Promise
from bot.lru_dict import LruDict
from bot.slack.conversation_search import ChannelOrThread
from bot.slack.message_text import Sendable, message_arguments
from bot.slack.post_once import PostOnce
from bot.slack.web_api import Json, Limited, NoAnswer, NotSent, Ok, SlackSilent, call_once

_SLACK_HOSTS = ("slack.com", "slack-gov.com")
_MOST_DM_CHANNELS = 5_000
_PATIENCE = 2.0
"""Seconds an ephemeral message waits for a free place; it is worth little later."""

log = structlog.get_logger(__name__)


class PromiseBook(Protocol):
    """Where it is kept which message asks or promises what."""

    async def make(self, member: Member, promise: Promise, key: str = "") -> str: ...
    async def posted(self, key: str, channel: str, ts: str) -> bool: ...
    async def made_at(
        self, key: str, member: Member, promise: Promise, channel: str, ts: str
    ) -> None: ...
    async def kept_at(self, channel: str, ts: str) -> None: ...


class PrivateMessages:
    """A direct message that asks or promises something is entered in the book before it is sent."""

    def __init__(
        self, client: AsyncWebClient, posting: PostOnce, book: PromiseBook | None = None
    ) -> None:
        self._client, self._posting, self._book = client, posting, book
        self._dm_channels: LruDict[str, str] = LruDict(_MOST_DM_CHANNELS)

    async def send_ephemeral(
        self, channel: str, member: Member, message: Sendable, response_url: str = ""
    ) -> None:
        """Where the person is looking, else in their direct messages. Raises as `send_dm` does."""
        if response_url and await self.respond(response_url, message):
            return
        if channel and await self._ephemeral(channel, member, message):
            return
        await self.send_dm(member, message)

    async def send_dm(
        self,
        member: Member,
        message: Sendable,
        key: str = "",
        maybe_sent_since: float | None = None,
    ) -> str:
        """A direct message from the app; its time stamp.

        Raises `CannotPost`, `SlackSilent`, and `DatabaseDown` for one that promises something.
        """
        if maybe_sent_since is not None:
            _, ts = await self.find_or_send_dm(member, message, key, maybe_sent_since)
            return ts
        channel = await self._dm_channel(member.user) or member.user
        return await self._send_to(channel, member, message, key, None)

    async def find_or_send_dm(
        self, member: Member, message: Sendable, key: str, sent_since: float | None
    ) -> tuple[str, str]:
        """Channel and time stamp of the direct message under this key, which is sent if there is none.

        `sent_since`: Unix seconds since when it may have been sent; None: not before. Raises as `send_dm` does,
        and `SlackSilent` where Slack does not say which channel that is: without it nothing can be read back.
        """
        channel = await self._dm_channel(member.user)
        if not channel:
            raise SlackSilent("conversations.open", "the direct message channel is unknown")
        return channel, await self._send_to(channel, member, message, key, sent_since)

    async def _send_to(
        self, channel: str, member: Member, message: Sendable, key: str, sent_since: float | None
    ) -> str:
        book = self._book if message.promise is not None else None
        if book is not None and message.promise is not None:
            key = await book.make(member, message.promise, key)
        where = ChannelOrThread(channel)
        ts = await self._posting.post(where, message, key=key, maybe_sent_since=sent_since)
        if book is not None:
            await book.posted(key, channel, ts)
        return ts

    async def delete(self, channel: str, ts: str) -> bool:
        """Of our own messages only [reference/methods/chat.delete]; a failure is logged. Whether it is gone."""
        answer = await call_once(partial(self._client.chat_delete, channel=channel, ts=ts))
        if isinstance(answer, Ok):
            return True
        log.info("deleting an old message failed, leaving it", problem=_problem(answer))
        return False

    async def send_privately(
        self,
        member: Member,
        place: Place,
        message: Sendable,
        response_url: str = "",
        key: str = "",
    ) -> bool:
        """Whether it reached them. Ephemeral messages are lost on reload, so a direct message goes
        before one that has no response_url [reference/methods/chat.postEphemeral]. Never raises.
        """
        try:
            if response_url and await self.respond(response_url, message):
                return True
            try:
                await self.send_dm(member, message, key)
            except BotError as error:
                sent = bool(place.channel) and await self._ephemeral(place.channel, member, message)
                if not sent:
                    log.error(
                        "a message to a member was not sent, giving up", problem=_problem(error)
                    )
                return sent
        except Exception as error:
            log.error("a message to a member was not sent, giving up", problem=type(error).__name__)
            return False
        return True

    async def note_promise(
        self, key: str, member: Member, promise: Promise, channel: str, ts: str
    ) -> None:
        """The direct message there, sent under `key`, was made to promise this. Raises `DatabaseDown`."""
        if self._book is not None:
            await self._book.made_at(key, member, promise, channel, ts)

    async def note_place(self, key: str, channel: str, ts: str) -> bool:
        """What was sent under `key` is there. False: a press has put another promise in its place. Raises
        `DatabaseDown`.
        """
        return self._book is None or await self._book.posted(key, channel, ts)

    async def note_outcome(self, channel: str, ts: str) -> None:
        """The direct message there promises nothing any more. Raises `DatabaseDown`."""
        if self._book is not None:
            await self._book.kept_at(channel, ts)

    async def replace_by_url(self, url: str, message: Sendable) -> bool:
        """Puts it in the place of the message that was pressed; whether Slack took it."""
        return await self.respond(url, message, replaces=True)

    async def respond(self, url: str, message: Sendable, *, replaces: bool = False) -> bool:
        """Whether Slack took it: a response_url works 5 times in 30 minutes, then answers 404."""
        if not self._is_slack_url(url):
            log.warning("response_url of a foreign host, sending another way")
            return False
        hook = AsyncWebhookClient(
            url,
            timeout=self._client.timeout,
            session=self._client.session,
            proxy=self._client.proxy,
            logger=self._client.logger,
            retry_handlers=[],
        )
        hook.proxy = self._client.proxy
        try:
            response = await hook.send_dict(
                _body(message) | {"response_type": "ephemeral", "replace_original": replaces}
            )
        except (aiohttp.ClientError, TimeoutError, UnicodeDecodeError) as error:
            log.info("response_url failed, sending another way", problem=type(error).__name__)
            return False
        accepted = response.status_code == 200 and _is_taken(response.body)
        if not accepted:
            log.info("response_url was refused, sending another way", status=response.status_code)
        return accepted

    async def _ephemeral(self, channel: str, member: Member, message: Sendable) -> bool:
        if channel.startswith("D"):
            return False  # a direct message there stays, an ephemeral one doesn't
        arguments = _body(message) | {"channel": channel, "user": member.user}
        for again in (True, False):
            answer = await call_once(partial(self._client.chat_postEphemeral, **arguments))
            if not (again and isinstance(answer, Limited) and answer.after <= _PATIENCE):
                break
            await asyncio.sleep(answer.after)
        if not isinstance(answer, Ok):
            log.info("sending an ephemeral message failed", problem=_problem(answer))
        return isinstance(answer, Ok)

    async def _dm_channel(self, user: str) -> str:
        """The direct message channel: its `D…` id can be read back, a user id can only be posted
        to, which is what is left without the scope im:write [reference/methods/conversations.open]. Empty
        where Slack does not answer.
        """
        if user not in self._dm_channels:
            answer = await call_once(partial(self._client.conversations_open, users=[user]))
            if isinstance(answer, Limited | NotSent | NoAnswer):
                return ""
            if not (isinstance(answer, Ok) and (channel := answer.text("channel", "id"))):
                return user
            self._dm_channels[user] = channel
        return self._dm_channels[user]

    def _is_slack_url(self, url: str) -> bool:
        try:
            parts, home = urlsplit(url), urlsplit(self._client.base_url)
        except ValueError:
            return False
        if (parts.scheme, parts.netloc) == (home.scheme, home.netloc):
            return True
        host = parts.hostname or ""
        return parts.scheme == "https" and any(
            host == each or host.endswith("." + each) for each in _SLACK_HOSTS
        )


def _body(message: Sendable) -> Json:
    """Without an empty `blocks`, which response_urls refuse."""
    return {name: value for name, value in message_arguments(message).items() if value}


def _problem(what: object) -> str:
    return str(getattr(what, "error", None) or getattr(what, "cause", None) or type(what).__name__)


def _is_taken(body: str) -> bool:
    """Slack says `ok` or `{"ok":true}` [interactivity/handling]; a page is somebody else's."""
    said = body.strip().replace(" ", "")
    return '"ok":true' in said if said.startswith("{") else not said.startswith("<")
