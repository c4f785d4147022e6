"""Whether people of another company read a channel (Slack Connect), from `conversations.info`, cached.

`is_ext_shared` counts, not `is_shared`, which is also true within one organisation, and so does
an invitation that nobody has accepted yet [reference/objects/conversation-object].
"""

import asyncio
from functools import partial
from time import monotonic
from typing import Any, Literal, TypeAlias

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.lru_dict import LruDict
from bot.slack.client import without_retries
from bot.slack.web_api import Answer, Limited, Ok, SlackRefusal, call_once

CACHED_FOR = 120.0
"""Seconds after which Slack is asked again, where no event told of a change."""
STANDS_FOR = 900.0
"""Seconds for which what Slack last said stands while it doesn't answer."""
PATIENCE = 3.0
_PAUSE = 10.0
_MOST = 5_000

Sharing: TypeAlias = Literal["internal", "shared", "unknown"]
"""`unknown`: Slack did not say; nothing may be shown there that others must not see."""

log = structlog.get_logger(__name__)


class ChannelDirectory:
    """One request at a time for one channel. No method raises."""

    def __init__(self, client: AsyncWebClient, *, patience: float = PATIENCE) -> None:
        self._client, self._patience = without_retries(client), patience
        self._known: LruDict[str, tuple[float, Sharing]] = LruDict(_MOST)
        """When it was said (monotonic), and what."""
        self._asked_again_at: LruDict[str, float] = LruDict(_MOST)
        self._requests: dict[str, asyncio.Task[None]] = {}
        self._logged_problem = ""

    async def sharing(self, channel: str, patience: float | None = None) -> Sharing:
        """`patience`: seconds, shorter than those of the directory. The request goes on."""
        if channel.startswith("D"):
            return "internal"  # with the bot itself: nobody else reads it
        request = self.prefetch(channel)
        if request is not None:
            await asyncio.wait({request}, timeout=patience or self._patience)
        said_at, sharing = self._known.get(channel, (0.0, "unknown"))
        return sharing if monotonic() - said_at < STANDS_FOR else "unknown"

    def prefetch(self, channel: str) -> "asyncio.Task[None] | None":
        """Asks Slack, unless it has said so lately."""
        if not channel or channel.startswith("D") or self._is_fresh(channel):
            return None
        if channel not in self._requests:
            request = asyncio.create_task(self._ask(channel), name="conversations.info")
            self._requests[channel] = request
            request.add_done_callback(lambda _: self._requests.pop(channel, None))
        return self._requests[channel]

    def learn_shared(self, channel: str) -> None:
        """An event says that another company was invited."""
        self._remember(channel, "shared")

    def forget(self, channel: str) -> None:
        """An event says that something has changed: Slack is asked anew."""
        self._known.pop(channel, None)
        self._asked_again_at.pop(channel, None)

    def _is_fresh(self, channel: str) -> bool:
        said_at, _ = self._known.get(channel, (-CACHED_FOR, "unknown"))
        now = monotonic()
        return now - said_at < CACHED_FOR or now < self._asked_again_at.get(channel, 0.0)

    async def _ask(self, channel: str) -> None:
        asked_at = monotonic()
        answer = await call_once(partial(self._client.conversations_info, channel=channel))
        if self._known.get(channel, (0.0, "unknown"))[0] > asked_at:
            return  # an event has told meanwhile
        sharing = sharing_of(answer)
        if sharing != "unknown":
            self._remember(channel, sharing)
            self._logged_problem = ""
            return
        if isinstance(answer, SlackRefusal):
            self._known.pop(channel, None)  # not a channel that the bot may look at
        pause = answer.after if isinstance(answer, Limited) else _PAUSE
        self._asked_again_at[channel] = monotonic() + pause
        problem = str(
            getattr(answer, "error", None) or getattr(answer, "cause", None) or "unreadable answer"
        )
        if self._logged_problem != problem:
            self._logged_problem = problem
            log.warning(
                "slack doesn't say whether a channel is shared, so no amounts are shown there",
                problem=problem,
            )

    def _remember(self, channel: str, sharing: Sharing) -> None:
        self._known[channel] = (monotonic(), sharing)
        self._asked_again_at.pop(channel, None)


def sharing_of(answer: Answer) -> Sharing:
    channel: Any = answer.body.get("channel") if isinstance(answer, Ok) else None
    if not isinstance(channel, dict) or not isinstance(channel.get("is_ext_shared"), bool):
        return "unknown"
    pending = channel.get("is_pending_ext_shared") or channel.get("pending_shared")
    return "shared" if channel["is_ext_shared"] or pending else "internal"
