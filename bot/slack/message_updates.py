"""Keeping posted messages true: updates to one message are joined, the newest wins."""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field
from functools import partial
from time import monotonic

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import BotError, CannotPost
from bot.slack.message_text import Sendable, drawn, plain
from bot.slack.post_once import CONTENT_ERRORS
from bot.slack.rate_limit import Timing
from bot.slack.web_api import Ok, RetryAfterGate, call_until_answered

METHOD = "chat.update"
_GONE = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})
_MOST_CARDS = 2_000

log = structlog.get_logger(__name__)


@dataclass
class TrackedMessage:
    """One message that is kept true. `wanted` counts the updates asked for, `shown` those done."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    message: Sendable | None = None
    digest: str = ""
    wanted: int = 0
    shown: int = 0
    next_at: float = 0.0
    here: bool = True
    trouble: BotError | None = None
    last_digest: str = ""


class MessageUpdater:
    def __init__(self, client: AsyncWebClient, timing: Timing) -> None:
        self._client, self._timing, self._gate = client, timing, RetryAfterGate()
        self._cards: OrderedDict[tuple[str, str], TrackedMessage] = OrderedDict()

    async def update(self, channel: str, ts: str, message: Sendable, digest: str = "") -> bool:
        """Whether the message still is there and now shows this, or something newer.

        Raises `CannotPost`, `SlackSilent`.
        """
        card = self._card(channel, ts)
        card.wanted += 1
        mine, card.message, card.digest = card.wanted, message, digest
        async with card.lock:
            if card.shown < mine:
                await asyncio.sleep(max(0.0, card.next_at - monotonic()))
                await self._show(channel, ts, card)
            if card.trouble is not None:
                raise card.trouble
            return card.here

    async def _show(self, channel: str, ts: str, card: TrackedMessage) -> None:
        newest, message, digest = card.wanted, card.message, card.digest
        if message is None or (digest and digest == card.last_digest):
            card.shown = newest
            return
        card.trouble, card.last_digest = None, ""
        try:
            card.here = await self._send(channel, ts, message)
            card.last_digest = digest if card.here else ""
        except BotError as error:
            card.trouble = error
        card.shown, card.next_at = newest, monotonic() + self._timing.card_gap

    async def _send(self, channel: str, ts: str, message: Sendable) -> bool:
        body, words = drawn(message), plain(message)
        while True:
            call = partial(self._client.chat_update, channel=channel, ts=ts, **body)
            answer = await call_until_answered(METHOD, call, self._timing.patience, self._gate)
            if isinstance(answer, Ok):
                return True
            if answer.error in _GONE:
                return False
            if answer.error not in CONTENT_ERRORS or body == words:
                raise CannotPost(channel, answer.error)
            log.error("slack refused a message", error=answer.error, where=answer.where)
            body = words

    def _card(self, channel: str, ts: str) -> TrackedMessage:
        card = self._cards.setdefault((channel, ts), TrackedMessage())
        self._cards.move_to_end((channel, ts))
        while len(self._cards) > _MOST_CARDS:
            oldest = next(iter(self._cards))
            if self._cards[oldest].lock.locked():
                break
            del self._cards[oldest]
        return card
