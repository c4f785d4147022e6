"""What a message is made of, and how one is cut short without breaking it."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import orjson
import structlog

from bot.jobs.promises import Promise

TEXT_LIMIT = 4_000
"""Characters of `text`; `chat.update` refuses more [reference/methods/chat.update]."""
PLAIN_LIMIT = 3_000
"""Characters of the plain text that stands in for blocks Slack refused."""

log = structlog.get_logger(__name__)
_HALF_ENTITY = re.compile(r"&[a-z]{0,3}$")


class Sendable(Protocol):
    """`text` is escaped mrkdwn and says the same as `blocks`.

    `promise`: what the message asks or promises of the one person who reads it.
    """

    @property
    def text(self) -> str: ...
    @property
    def blocks(self) -> Sequence[Mapping[str, Any]]: ...
    @property
    def promise(self) -> Promise | None: ...


def shortened(text: str, limit: int = TEXT_LIMIT) -> str:
    """At most `limit` characters, never cut inside an entity or inside `<…>`."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    opened = cut.rfind("<")
    if opened > cut.rfind(">"):
        cut = cut[:opened]
    return _HALF_ENTITY.sub("", cut).rstrip() + "…"


def message_arguments(message: Sendable) -> dict[str, Any]:
    """The `text` and `blocks` arguments of a call; the text alone where blocks are no JSON."""
    blocks = list(message.blocks)
    try:
        orjson.dumps(blocks)
    except TypeError as error:
        log.error(
            "blocks of a message are no JSON, sending its text alone",
            problem=type(error).__name__,
        )
        return plain_arguments(message)
    return {"text": shortened(message.text), "blocks": blocks}


def plain_arguments(message: Sendable) -> dict[str, Any]:
    """The same without blocks, for when Slack refuses them."""
    return {"text": shortened(message.text, PLAIN_LIMIT), "blocks": []}
