"""Previews under links that people share [reference/methods/chat.unfurl]."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal, TypeAlias

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.client import without_retries
from bot.slack.message_metadata import dropped_entities, refused_entities
from bot.slack.web_api import Json, Ok, RetryAfterGate, call_until_answered

METHOD = "chat.unfurl"
COMPOSER = "composer"
"""The `source` of links that somebody is still typing."""
_PATIENCE = 20.0
_GONE = frozenset(
    {
        "cannot_find_channel",
        "cannot_find_message",
        "cannot_unfurl_message",
        "channel_not_found",
        "invalid_unfurl_id",
        "message_not_found",
    }
)
"""The message is gone, or the link was taken out of it."""

Shown: TypeAlias = Literal["shown", "gone", "refused"]

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class LinkPlace:
    """Where links stand: in a message, or in what is being typed, which has no channel yet."""

    channel: str
    ts: str
    unfurl_id: str = ""
    source: str = ""

    @property
    def is_draft(self) -> bool:
        return self.source == COMPOSER

    def arguments(self) -> Json:
        if self.is_draft:
            return {"unfurl_id": self.unfurl_id or self.ts, "source": COMPOSER}
        return {"channel": self.channel, "ts": self.ts}


class Unfurls:
    def __init__(self, client: AsyncWebClient) -> None:
        self._client, self._gate = without_retries(client), RetryAfterGate()

    async def show(
        self,
        place: LinkPlace,
        blocks: Mapping[str, Sequence[Json]],
        entities: Sequence[Json] = (),
        *,
        on_dropped: Callable[[str], Awaitable[None]],
    ) -> Shown:
        """Shows blocks by link, and Work Objects in their place where Slack takes them.

        A second call for a message changes what is shown there. `on_dropped` hears Slack's word about
        entities that it did not take. Raises `SlackSilent`.
        """
        unfurls = {url: {"blocks": list(drawn)} for url, drawn in blocks.items()}
        where = place.arguments()
        while True:
            metadata = {"entities": list(entities)} if entities else None
            call = partial(self._client.chat_unfurl, **where, unfurls=unfurls, metadata=metadata)
            answer = await call_until_answered(METHOD, call, _PATIENCE, self._gate)
            if isinstance(answer, Ok):
                if not entities or not (warning := dropped_entities(answer)):
                    return "shown"
                await on_dropped(warning)
            elif entities and refused_entities(answer):
                await on_dropped(answer.error)
            else:
                log.info("slack shows no preview of a link", error=answer.error)
                return "gone" if answer.error in _GONE else "refused"
            entities = ()
