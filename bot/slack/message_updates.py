"""Updates of posted messages: those to one message that come together are joined, the newest wins."""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field
from functools import partial
from time import monotonic

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import BotError, CannotPost
from bot.slack.message_metadata import WorkObjects, dropped_entities, refused_entities
from bot.slack.message_text import Sendable, message_arguments, plain_arguments
from bot.slack.post_once import CONTENT_ERRORS
from bot.slack.rate_limit import Timing
from bot.slack.web_api import Ok, RetryAfterGate, call_until_answered

METHOD = "chat.update"
_REMOVED = "message_not_found"
_GONE = frozenset({_REMOVED, "cant_update_message", "edit_window_closed"})
_MOST_MESSAGES = 2_000

log = structlog.get_logger(__name__)


@dataclass
class TrackedMessage:
    """One message, and what it shall show. `requested` counts the updates asked for, `applied` those done.

    `next_at` (monotonic): when the next update may be sent. `error`: why the last one failed.
    """

    message: Sendable
    work_objects: WorkObjects | None = None
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    requested: int = 0
    applied: int = 0
    next_at: float = 0.0
    exists: bool = True
    removed: bool = False
    error: BotError | None = None


class MessageUpdater:
    def __init__(self, client: AsyncWebClient, timing: Timing) -> None:
        self._client, self._timing, self._gate = client, timing, RetryAfterGate()
        self._messages: OrderedDict[tuple[str, str], TrackedMessage] = OrderedDict()

    async def update(
        self, channel: str, ts: str, message: Sendable, work_objects: WorkObjects | None = None
    ) -> bool:
        """Whether the message still is there and now shows this, or something newer.

        Raises `CannotPost`, `SlackSilent`.
        """
        tracked = self._tracked(channel, ts, message)
        tracked.requested += 1
        mine = tracked.requested
        tracked.message, tracked.work_objects = message, work_objects
        async with tracked.lock:
            if tracked.applied < mine:
                await asyncio.sleep(max(0.0, tracked.next_at - monotonic()))
                await self._apply(channel, ts, tracked)
            if tracked.error is not None:
                raise tracked.error
            return tracked.exists

    def was_removed(self, channel: str, ts: str) -> bool:
        """Whether the last update of the message found it deleted, not only closed to edits."""
        tracked = self._messages.get((channel, ts))
        return tracked is not None and tracked.removed

    async def _apply(self, channel: str, ts: str, tracked: TrackedMessage) -> None:
        newest, tracked.error = tracked.requested, None
        try:
            refused = await self._send(channel, ts, tracked.message, tracked.work_objects)
            tracked.exists, tracked.removed = not refused, refused == _REMOVED
        except BotError as error:
            tracked.error = error
        tracked.applied, tracked.next_at = newest, monotonic() + self._timing.update_gap

    async def _send(
        self, channel: str, ts: str, message: Sendable, work_objects: WorkObjects | None
    ) -> str:
        """Slack's word for why the message shows it not, one of `_GONE`; empty where it does."""
        body, plain = message_arguments(message), plain_arguments(message)
        shows = work_objects is not None and bool(work_objects.entities)
        while True:
            arguments = body
            if work_objects is not None:
                arguments = work_objects.with_them(body) if shows else work_objects.without(body)
            call = partial(self._client.chat_update, channel=channel, ts=ts, **arguments)
            answer = await call_until_answered(METHOD, call, self._timing.patience, self._gate)
            if isinstance(answer, Ok):
                if work_objects is None or not shows or not (warning := dropped_entities(answer)):
                    return ""
                await work_objects.on_dropped(warning)
                shows = False
            elif answer.error in _GONE:
                return answer.error
            elif work_objects is not None and shows and refused_entities(answer):
                await work_objects.on_dropped(answer.error)
                shows = False
            elif answer.error not in CONTENT_ERRORS or body == plain:
                raise CannotPost(channel, answer.error)
            else:
                log.error(
                    "slack refused a message, sending it without blocks",
                    error=answer.error,
                    where=answer.where,
                )
                body, shows = plain, False

    def _tracked(self, channel: str, ts: str, message: Sendable) -> TrackedMessage:
        tracked = self._messages.setdefault((channel, ts), TrackedMessage(message))
        self._messages.move_to_end((channel, ts))
        while len(self._messages) > _MOST_MESSAGES:
            oldest = next(iter(self._messages))
            if self._messages[oldest].lock.locked():
                break
            del self._messages[oldest]
        return tracked
