"""What goes along with a message unseen: its key, and the Work Objects that it shows
[messaging/message-metadata] [messaging/work-objects-implementation].
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.slack.web_api import Json, Ok, SlackRefusal

EVENT_TYPE = "propops_change"
"""Never changes: messages of earlier releases are found by it."""
_REFUSED = frozenset(
    {
        "error_processing_metadata",
        "invalid_arguments",
        "invalid_metadata",
        "invalid_metadata_format",
        "invalid_metadata_schema",
        "metadata_must_be_sent_from_app",
        "metadata_too_large",
    }
)
"""What Slack may say to a call because of its entities; without them it may get through."""
_HARMLESS = frozenset({"missing_charset", "superfluous_charset", "missing_text_in_message"})
"""Warnings about other things [apis/web-api]."""


@dataclass(frozen=True)
class WorkObjects:
    """The entities of a message (`bot.views.job_entity`); none: it shows none any more.

    `key`: what the message was posted under, which goes along when it is updated. `on_dropped`
    hears Slack's word once it has refused them, or dropped them with a warning alone.
    """

    key: str
    entities: Sequence[Json]
    on_dropped: Callable[[str], Awaitable[None]]

    def metadata(self) -> Json:
        return key_metadata(self.key) | {"entities": list(self.entities)}

    def with_them(self, arguments: Json) -> Json:
        """The arguments of a call that shows them."""
        return (
            arguments | {"metadata": self.metadata()} if self.entities else self.without(arguments)
        )

    def without(self, arguments: Json) -> Json:
        """The arguments of a call that takes them off, and leaves the key."""
        return arguments | {"metadata": key_metadata(self.key)}


def key_metadata(key: str) -> Json:
    return {"event_type": EVENT_TYPE, "event_payload": {"key": key}}


def marked(blocks: Sequence[Any], key: str) -> list[Any]:
    """The blocks with the key in the id of the first, by which a message is found again whose
    metadata Slack has dropped.
    """
    first, *rest = blocks
    return [{**first, "block_id": f"{EVENT_TYPE}:{key}"}, *rest]


def key_of(message: Json) -> str | None:
    """The key of a message as it is read back; None for one of somebody else."""
    metadata = message.get("metadata") or {}
    if metadata.get("event_type") == EVENT_TYPE:
        key = (metadata.get("event_payload") or {}).get("key")
        return key if isinstance(key, str) else None
    blocks = message.get("blocks") or [{}]
    first = str(blocks[0].get("block_id") or "") if isinstance(blocks[0], dict) else ""
    return first.removeprefix(f"{EVENT_TYPE}:") if first.startswith(f"{EVENT_TYPE}:") else None


def refused_entities(answer: SlackRefusal) -> bool:
    return answer.error in _REFUSED


def dropped_entities(answer: Ok) -> str:
    """The warning of a call that was taken without its entities; empty where it has none."""
    warning = answer.body.get("warning")
    more = answer.body.get("response_metadata")
    listed = more.get("warnings") if isinstance(more, dict) else None
    words = [*str(warning or "").split(","), *(listed if isinstance(listed, list) else ())]
    return next((word for word in map(str, words) if word and word not in _HARMLESS), "")
