"""Posting a message exactly once, also when Slack's answer is lost.

Slack takes no idempotency key from bots, so every message carries its key as metadata, and the
channel is read back before anything is posted that may already be there
[messaging/message-metadata].
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from time import monotonic
from typing import Any, NamedTuple
from uuid import uuid4

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import CannotPost
from bot.lru_dict import LruDict
from bot.slack.conversation_search import ChannelOrThread, ConversationSearch, Unreadable
from bot.slack.message_metadata import (
    WorkObjects,
    dropped_entities,
    key_metadata,
    marked,
    refused_entities,
)
from bot.slack.message_text import Sendable, message_arguments, plain_arguments
from bot.slack.rate_limit import ChannelQueue, ChannelQueues, Timing
from bot.slack.web_api import (
    Answer,
    Limited,
    NoAnswer,
    NotSent,
    Ok,
    SlackRefusal,
    SlackSilent,
    call_once,
    call_until_answered,
    posted,
)

METHOD = "chat.postMessage"
CONTENT_ERRORS = frozenset(
    {
        "msg_too_long",
        "msg_blocks_too_long",
        "invalid_blocks",
        "invalid_blocks_format",
        "block_mismatch",
        "invalid_arguments",
        "invalid_attachments",
        "too_many_attachments",
        "attachment_payload_limit_exceeded",
        "no_text",
    }
)
"""What was sent is wrong, not where: the words alone may still get through."""
NO_THREAD = frozenset({"thread_not_found", "cannot_reply_to_message", "invalid_thread_ts"})
"""The message that the thread hangs on was deleted."""
_REMEMBERED = 5_000

log = structlog.get_logger(__name__)


class UnconfirmedPost(NamedTuple):
    """A post that may have worked: since when (Unix seconds), last tried at (monotonic)."""

    since: float
    tried_at: float


@dataclass
class PendingPost:
    """One message on its way. `unreadable`: the conversation can't be read back. `work_objects`: None
    once Slack did not want them. `only_in_thread`: not in the channel where the thread is gone.
    """

    conversation: ChannelOrThread
    key: str
    body: dict[str, Any]
    message: Sendable
    broadcast: bool
    deadline: float
    work_objects: WorkObjects | None = None
    only_in_thread: bool = False
    lost_answers: int = 0
    unreadable: bool = False

    def arguments(self) -> dict[str, Any]:
        shown = {name: value for name, value in self.body.items() if value}
        arguments = shown | {
            "channel": self.conversation.channel,
            "metadata": key_metadata(self.key),
            "unfurl_links": False,
            "unfurl_media": False,
        }
        if self.work_objects is not None and self.work_objects.entities and shown.get("blocks"):
            arguments["blocks"] = marked(shown["blocks"], self.key)
            arguments = self.work_objects.with_them(arguments)
        if self.conversation.thread:
            arguments |= {"thread_ts": self.conversation.thread, "reply_broadcast": self.broadcast}
        return arguments


class PostOnce:
    """Every post of this process. One queue a channel, in order; see `Timing` for the waits."""

    def __init__(
        self,
        client: AsyncWebClient,
        clock: Callable[[], float],
        timing: Timing,
        search: ConversationSearch,
    ) -> None:
        self._client, self._clock, self._timing, self._search = client, clock, timing, search
        self.queues = ChannelQueues(timing)
        self._started_at = monotonic()
        self._timestamps: LruDict[tuple[str, str], str] = LruDict(_REMEMBERED)
        self._unconfirmed: LruDict[str, UnconfirmedPost] = LruDict(_REMEMBERED)

    async def post(
        self,
        conversation: ChannelOrThread,
        message: Sendable,
        *,
        key: str = "",
        broadcast: bool = False,
        maybe_sent_since: float | None = None,
        work_objects: WorkObjects | None = None,
        only_in_thread: bool = False,
    ) -> str:
        """The time stamp of the one message with this key. Raises `CannotPost`, `SlackSilent`."""
        if not conversation.channel:
            raise CannotPost("", "channel_not_found")
        async with self.queues.queue(conversation.channel) as queue:
            if key and (earlier := self._timestamps.get((conversation.channel, key))):
                return earlier
            body, deadline = message_arguments(message), monotonic() + self._timing.patience
            asked = key or uuid4().hex, body, message, broadcast, deadline, work_objects
            pending = PendingPost(conversation, *asked, only_in_thread=only_in_thread)
            ts = await self._find_earlier(pending, maybe_sent_since)
            ts = ts or await self._send(queue, pending)
            self._unconfirmed.pop(pending.key, None)
            self._timestamps[conversation.channel, pending.key] = ts
            return ts

    def forget_message(self, channel: str, ts: str) -> None:
        """That message was deleted, or can't be changed any more: its key may be posted anew."""
        for place in [
            at for at, there in self._timestamps.items() if at[0] == channel and there == ts
        ]:
            del self._timestamps[place]
        self._search.invalidate(channel)

    async def _find_earlier(self, pending: PendingPost, since: float | None) -> str | None:
        """What an earlier try, of this process or of one that died, may have posted."""
        quiet_at = 0.0
        if since is not None:
            asked_at = monotonic() - max(0.0, self._clock() - since)
            quiet_at = max(self._started_at, asked_at) + self._timing.grace
        if unconfirmed := self._unconfirmed.get(pending.key):
            since = unconfirmed.since if since is None else min(since, unconfirmed.since)
            quiet_at = max(quiet_at, unconfirmed.tried_at + self._timing.settle)
        return None if since is None else await self._read_back(pending, since, quiet_at)

    async def _send(self, queue: ChannelQueue, pending: PendingPost) -> str:
        pause = 0.25
        while True:
            if queue.paused_until > pending.deadline:
                raise SlackSilent(METHOD, "rate limited")
            await queue.wait_turn()
            answer = await self._try_once(pending)
            match answer:
                case Ok():
                    ts = await self._without_duplicate(pending, answer.timestamp)
                    return await self._without_dropped(pending, ts, answer)
                case NoAnswer():
                    found = await self._read_back(pending, self._unconfirmed[pending.key].since)
                    if found is not None:
                        return found
                    if pending.unreadable and pending.lost_answers > 1:
                        raise SlackSilent(METHOD, answer.cause, maybe_sent=True)
                case Limited(after=after):
                    queue.pause(after)
                case NotSent():
                    await asyncio.sleep(pause)
                    pause = min(pause * 2, 5.0)
                case SlackRefusal():
                    await self._adapt(answer, pending)
            if monotonic() > pending.deadline:
                cause = "rate limited" if isinstance(answer, Limited) else "no answer"
                raise SlackSilent(METHOD, cause)

    async def _try_once(self, pending: PendingPost) -> Answer:
        """One call. From before it starts the post counts as unconfirmed, until Slack says what became of it."""
        before = self._unconfirmed.get(pending.key)
        since = before.since if before else self._clock()
        self._unconfirmed[pending.key] = UnconfirmedPost(since, monotonic())
        call = partial(self._client.chat_postMessage, **pending.arguments())
        answer = posted(await call_once(call))
        if isinstance(answer, NoAnswer):
            pending.lost_answers += 1
            self._unconfirmed[pending.key] = UnconfirmedPost(since, monotonic())
            log.warning(
                "slack's answer to a post was lost, reading the channel back",
                method=METHOD,
                cause=answer.cause,
                key=pending.key,
            )
        elif not pending.unreadable:
            self._unconfirmed.pop(pending.key, None)
        return answer

    async def _read_back(
        self, pending: PendingPost, since: float, quiet_at: float | None = None
    ) -> str | None:
        """Reads the channel back. None also where it can't be read: rather twice than never."""
        if quiet_at is None:
            quiet_at = monotonic() + self._timing.settle
        deadline = max(pending.deadline, quiet_at + self._timing.patience / 2)
        try:
            return await self._search.find(
                pending.conversation, pending.key, since=since, quiet_at=quiet_at, deadline=deadline
            )
        except Unreadable as error:
            if pending.conversation.thread and error.error in NO_THREAD:
                if pending.only_in_thread:
                    raise CannotPost(pending.conversation.channel, error.error) from None
                pending.conversation = ChannelOrThread(pending.conversation.channel)
                return await self._read_back(pending, since, quiet_at)
            pending.unreadable = True
            log.warning(
                "a channel can't be read back, posting without the check",
                channel=pending.conversation.channel,
                error=error.error,
            )
            return None
        except SlackSilent as error:
            raise SlackSilent(error.method, error.cause, maybe_sent=True) from None

    async def _without_duplicate(self, pending: PendingPost, ts: str) -> str:
        """After a lost answer: had an earlier try worked after all, the later message is deleted."""
        if not pending.lost_answers or pending.unreadable:
            return ts
        since = float(ts) - self._timing.patience - self._timing.clocks_apart
        try:
            messages = await self._search.read(pending.conversation, since, pending.deadline)
        except (Unreadable, SlackSilent):
            return ts
        first = messages.timestamps.get(pending.key, [ts])[0]
        if first != ts:
            log.warning("a message was posted twice, deleting the later one", key=pending.key)
            await call_once(
                partial(self._client.chat_delete, channel=pending.conversation.channel, ts=ts)
            )
            self._search.invalidate(pending.conversation.channel)
        return first

    async def _without_dropped(self, pending: PendingPost, ts: str, answer: Ok) -> str:
        """Where Slack has dropped all metadata, with a warning alone: the message gets its key again."""
        work_objects, warning = pending.work_objects, dropped_entities(answer)
        if work_objects is None or not work_objects.entities or not warning:
            return ts
        await work_objects.on_dropped(warning)
        arguments = work_objects.without({"channel": pending.conversation.channel, "ts": ts})
        call = partial(self._client.chat_update, **arguments, **pending.body)
        try:
            updated = await call_until_answered("chat.update", call, self._timing.patience)
        except SlackSilent as error:
            log.warning("a card keeps no key, since slack is silent", cause=error.cause)
        else:
            if isinstance(updated, SlackRefusal):
                log.warning("a card keeps no key, since slack refused it", error=updated.error)
        return ts

    async def _adapt(self, refusal: SlackRefusal, pending: PendingPost) -> None:
        """Changes `pending` so that the next try may work. Raises `CannotPost` where nothing can."""
        channel = pending.conversation.channel
        plain, work_objects = plain_arguments(pending.message), pending.work_objects
        if work_objects is not None and work_objects.entities and refused_entities(refusal):
            pending.work_objects = None
            await work_objects.on_dropped(refusal.error)
        elif refusal.error in CONTENT_ERRORS and pending.body != plain:
            log.error(
                "slack refused a message, sending it without blocks",
                error=refusal.error,
                where=refusal.where,
            )
            pending.body, pending.work_objects = plain, None
        elif (
            refusal.error in NO_THREAD
            and pending.conversation.thread
            and not pending.only_in_thread
        ):
            log.warning("the thread was deleted, posting to the channel", channel=channel)
            pending.conversation = ChannelOrThread(channel)
        else:
            raise CannotPost(channel, refusal.error)
