"""A message is posted once, also when Slack's answer is lost.

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
from bot.slack.conversation_search import (
    EVENT_TYPE,
    ChannelOrThread,
    ConversationSearch,
    Unreadable,
)
from bot.slack.message_text import Sendable, drawn, plain
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
_NO_THREAD = frozenset({"thread_not_found", "cannot_reply_to_message", "invalid_thread_ts"})
_REMEMBERED = 5_000

log = structlog.get_logger(__name__)


class UnconfirmedPost(NamedTuple):
    """A send that may have worked: since when (Unix seconds), last tried at (monotonic)."""

    since: float
    at: float


@dataclass
class PendingPost:
    """One message on its way. `lost`: answers that never came; `blind`: history can't be read."""

    spot: ChannelOrThread
    key: str
    body: dict[str, Any]
    message: Sendable
    broadcast: bool
    deadline: float
    lost: int = 0
    blind: bool = False

    def arguments(self) -> dict[str, Any]:
        shown = {name: value for name, value in self.body.items() if value}
        arguments = shown | {
            "channel": self.spot.channel,
            "metadata": {"event_type": EVENT_TYPE, "event_payload": {"key": self.key}},
            "unfurl_links": False,
            "unfurl_media": False,
        }
        if self.spot.thread:
            arguments |= {"thread_ts": self.spot.thread, "reply_broadcast": self.broadcast}
        return arguments


class PostOnce:
    """Every post of this process. One lane a channel, in order; see `Tempo` for the waits."""

    def __init__(
        self,
        client: AsyncWebClient,
        clock: Callable[[], float],
        timing: Timing,
        history: ConversationSearch,
    ) -> None:
        self._client, self._clock, self._timing, self._history = client, clock, timing, history
        self._queues = ChannelQueues(timing)
        self._born = monotonic()
        self._posted: LruDict[tuple[str, str], str] = LruDict(_REMEMBERED)
        self._doubts: LruDict[str, UnconfirmedPost] = LruDict(_REMEMBERED)

    async def post(
        self,
        spot: ChannelOrThread,
        message: Sendable,
        *,
        key: str = "",
        broadcast: bool = False,
        maybe_sent_since: float | None = None,
    ) -> str:
        """The time stamp of the one message with this key. Raises `CannotPost`, `SlackSilent`."""
        if not spot.channel:
            raise CannotPost("", "channel_not_found")
        async with self._queues.queue(spot.channel) as queue:
            if key and (known := self._posted.get((spot.channel, key))):
                return known
            body, deadline = drawn(message), monotonic() + self._timing.patience
            sending = PendingPost(spot, key or uuid4().hex, body, message, broadcast, deadline)
            ts = await self._earlier(sending, maybe_sent_since) or await self._send(queue, sending)
            self._doubts.pop(sending.key, None)
            self._posted[spot.channel, sending.key] = ts
            return ts

    def gone(self, channel: str, ts: str) -> None:
        """That message is no more, or can't be changed: its key may be posted anew."""
        for place in [at for at, known in self._posted.items() if at[0] == channel and known == ts]:
            del self._posted[place]
        self._history.forget(channel)

    async def _earlier(self, sending: PendingPost, since: float | None) -> str | None:
        """What an earlier try, of this process or of one that died, may have posted."""
        quiet_at = 0.0
        if since is not None:
            asked_at = monotonic() - max(0.0, self._clock() - since)
            quiet_at = max(self._born, asked_at) + self._timing.grace
        if doubt := self._doubts.get(sending.key):
            since = doubt.since if since is None else min(since, doubt.since)
            quiet_at = max(quiet_at, doubt.at + self._timing.settle)
        return None if since is None else await self._look(sending, since, quiet_at)

    async def _send(self, queue: ChannelQueue, sending: PendingPost) -> str:
        pause = 0.25
        while True:
            if queue.held_until > sending.deadline:
                raise SlackSilent(METHOD, "rate limited")
            await queue.turn()
            answer = await self._once(sending)
            match answer:
                case Ok(body=body):
                    return await self._only(sending, str(body["ts"]))
                case NoAnswer():
                    ts = await self._look(sending, self._doubts[sending.key].since)
                    if ts is not None:
                        return ts
                    if sending.blind and sending.lost > 1:
                        raise SlackSilent(METHOD, answer.cause, maybe_sent=True)
                case Limited(after=after):
                    queue.hold(after)
                case NotSent():
                    await asyncio.sleep(pause)
                    pause = min(pause * 2, 5.0)
                case SlackRefusal():
                    self._yield_to(answer, sending)
            if monotonic() > sending.deadline:
                cause = "rate limited" if isinstance(answer, Limited) else "no answer"
                raise SlackSilent(METHOD, cause)

    async def _once(self, sending: PendingPost) -> Answer:
        """One try. From before it starts the key is in doubt, until Slack says what became of it."""
        before = self._doubts.get(sending.key)
        since = before.since if before else self._clock()
        self._doubts[sending.key] = UnconfirmedPost(since, monotonic())
        answer = await call_once(partial(self._client.chat_postMessage, **sending.arguments()))
        if isinstance(answer, NoAnswer):
            sending.lost += 1
            self._doubts[sending.key] = UnconfirmedPost(since, monotonic())
            log.warning("slack answer lost", method=METHOD, cause=answer.cause, key=sending.key)
        elif not sending.blind:
            self._doubts.pop(sending.key, None)
        return answer

    async def _look(
        self, sending: PendingPost, since: float, quiet_at: float | None = None
    ) -> str | None:
        """Reads the channel back. None also where it can't be read: rather twice than never."""
        if quiet_at is None:
            quiet_at = monotonic() + self._timing.settle
        deadline = max(sending.deadline, quiet_at + self._timing.patience / 2)
        try:
            return await self._history.find(
                sending.spot, sending.key, since=since, quiet_at=quiet_at, deadline=deadline
            )
        except Unreadable as error:
            if sending.spot.thread and error.error in _NO_THREAD:
                sending.spot = ChannelOrThread(sending.spot.channel)
                return await self._look(sending, since, quiet_at)
            sending.blind = True
            log.warning("slack history unreadable", channel=sending.spot.channel, error=error.error)
            return None
        except SlackSilent as error:
            raise SlackSilent(error.method, error.cause, maybe_sent=True) from None

    async def _only(self, sending: PendingPost, ts: str) -> str:
        """After a doubt: should an earlier try have landed after all, the later message goes."""
        if not sending.lost or sending.blind:
            return ts
        since = float(ts) - self._timing.patience - self._timing.clocks_apart
        try:
            reading = await self._history.read(sending.spot, since, sending.deadline)
        except (Unreadable, SlackSilent):
            return ts
        first = reading.found.get(sending.key, [ts])[0]
        if first != ts:
            log.warning("posted twice, taking one back", key=sending.key)
            await call_once(partial(self._client.chat_delete, channel=sending.spot.channel, ts=ts))
            self._history.forget(sending.spot.channel)
        return first

    def _yield_to(self, refusal: SlackRefusal, sending: PendingPost) -> None:
        """What can be mended is mended in `sending`. Raises `CannotPost` for the rest."""
        channel = sending.spot.channel
        words = plain(sending.message)
        if refusal.error in CONTENT_ERRORS and sending.body != words:
            log.error("slack refused a message", error=refusal.error, where=refusal.where)
            sending.body = words
        elif refusal.error in _NO_THREAD and sending.spot.thread:
            log.warning("thread is gone, posting to the channel", channel=channel)
            sending.spot = ChannelOrThread(channel)
        else:
            raise CannotPost(channel, refusal.error)
