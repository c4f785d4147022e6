"""A private ⏳ where something was asked for that takes longer than a moment.

Slack can't take it back: a response_url of a command only adds messages, the one of a press would
replace the message with the button, and an ephemeral message has no id to delete it by
[interactivity/handling-user-interaction]. It goes with the next reload, so it says nothing that
would not be true beside the answer, beside an error, or if no answer came.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog

from bot.errors import BotError
from bot.jobs.change import Member
from bot.lru_dict import LruDict
from bot.slack.messenger import Messenger
from bot.views import messages
from handlers.request import Request

APART = 3.0
"""Seconds between two signs to one member in one channel."""
AT_ONCE = 4
"""Signs that are shown at a time: a thousand at once would make the answers to Slack late by a second."""
PUT_OFF = 0.5
"""Seconds by which one is put off while others are being shown, or Slack's answers are late already."""
_SENT_WITHIN = 2.0
"""Seconds that an answer waits for a sign on its way, so that it stands below it."""
_MOST_REMEMBERED = 1_000

log = structlog.get_logger(__name__)


@dataclass
class _Sign:
    timer: asyncio.TimerHandle
    sending: asyncio.Task[None] | None = None


class SignsOfLife:
    """`after`: seconds until a sign is shown. `crowded`: whether Slack's answers come late because many
    ask at once.
    """

    def __init__(
        self, messenger: Messenger, after: float, crowded: Callable[[], bool] = lambda: False
    ) -> None:
        self._messenger, self._after, self._crowded = messenger, after, crowded
        self._signs: dict[str, _Sign] = {}
        """By trigger, which is another one for each command and press."""
        self._being_shown = 0
        self._shown_at: LruDict[tuple[Member, str], float] = LruDict(_MOST_REMEMBERED)

    def begin(self, request: Request, is_due: Callable[[], Awaitable[bool]] | None = None) -> bool:
        """Shows a sign unless `end` comes first. Whether this request had none coming.

        A form has its modal, and no response_url: it gets no sign. `is_due`: asked before it is shown.
        """
        if not (request.url and request.trigger) or request.trigger in self._signs:
            return False
        loop = asyncio.get_running_loop()
        timer = loop.call_later(self._after, self._ring, request, is_due)
        self._signs[request.trigger] = _Sign(timer)
        return True

    async def end(self, trigger: str) -> None:
        """The answer is about to be shown."""
        sign = self._signs.pop(trigger, None)
        if sign is None:
            return
        sign.timer.cancel()
        if sign.sending is not None:
            await asyncio.wait([sign.sending], timeout=_SENT_WITHIN)

    def _ring(self, request: Request, is_due: Callable[[], Awaitable[bool]] | None) -> None:
        sign = self._signs[request.trigger]
        if self._crowded() or self._being_shown >= AT_ONCE:
            loop = asyncio.get_running_loop()
            sign.timer = loop.call_later(PUT_OFF, self._ring, request, is_due)
            return
        self._being_shown += 1
        sign.sending = asyncio.create_task(self._show(request, is_due), name="sign of life")
        sign.sending.add_done_callback(self._was_shown)
        if is_due is not None:  # nobody ends it
            sign.sending.add_done_callback(lambda _: self._signs.pop(request.trigger, None))

    def _was_shown(self, _: "asyncio.Task[None]") -> None:
        self._being_shown -= 1

    async def _show(self, request: Request, is_due: Callable[[], Awaitable[bool]] | None) -> None:
        where, now = (request.member, request.place.channel), time.monotonic()
        try:
            if is_due is not None and not await is_due():
                return
            if now - self._shown_at.get(where, -APART) < APART:
                return
            self._shown_at[where] = now
            await self._messenger.respond(request.url, messages.one_moment())
        except BotError as error:
            log.info("a sign of life was not shown, going on", problem=type(error).__name__)
        except Exception:
            log.exception("a sign of life failed, going on without")
