"""The rules of whole surfaces: a view, the blocks of a message, its metadata."""

import json
from dataclasses import dataclass
from typing import Any

from bot.sandbox.slack.blocks import look_at_blocks
from bot.sandbox.slack.entities import checked_entities, too_large
from bot.sandbox.slack.refusals import SlackRefused
from bot.sandbox.slack.shapes import (
    Json,
    Look,
    Place,
    Rule,
    anything,
    flag,
    one_of,
    plain,
    shape,
    string,
)

VIEW_BYTES = 250_000


@dataclass(frozen=True)
class CheckedMetadata:
    """What Slack keeps, and what it adds to the answer of the call."""

    kept: Json | None
    warning: Json


_COMMON: dict[str, Rule] = {
    "private_metadata": string(3_000, 0),
    "callback_id": string(255),
    "external_id": string(255, 0),
}


def _submit_with_inputs(view: Json, path: str, look: Look) -> None:
    has_input = any(
        isinstance(each, dict) and each.get("type") == "input" for each in view["blocks"]
    )
    if has_input and "submit" not in view:
        look.say(path, "submit is required when there is an input block")


_MODAL = shape(
    {"type": one_of("modal"), "title": plain(24), "blocks": anything},
    {
        **_COMMON,
        "submit": plain(24),
        "close": plain(24),
        "clear_on_close": flag,
        "notify_on_close": flag,
        "submit_disabled": flag,
    },
)
_HOME = shape({"type": one_of("home"), "blocks": anything}, _COMMON)


def checked_view(view: Any, place: Place) -> Json:
    """The view, if Slack would take it [reference/views].

    Raises `SlackRefused`: `invalid_arguments` with every complaint, or `view_too_large`.
    """
    if isinstance(view, str):
        view = _parsed(view, "invalid_arguments")
    if len(json.dumps(view, ensure_ascii=False).encode()) > VIEW_BYTES:
        raise SlackRefused("view_too_large")
    look = Look(place)
    (_HOME if place == "home" else _MODAL)(view, "/view", look)
    if isinstance(view, dict) and "blocks" in view:
        look_at_blocks(view["blocks"], "/view/blocks", look)
    if not look.complaints and place == "modal":
        _submit_with_inputs(view, "/view", look)
    if look.complaints:
        raise SlackRefused("invalid_arguments", look.complaints)
    return dict(view)


def checked_blocks(blocks: Any) -> list[Json]:
    """The blocks of a message. Raises `SlackRefused`: `invalid_blocks`, `invalid_blocks_format`."""
    if isinstance(blocks, str):
        blocks = _parsed(blocks, "invalid_blocks_format")
    if not isinstance(blocks, list):
        raise SlackRefused("invalid_blocks_format")
    look = Look("message")
    look_at_blocks(blocks, "/blocks", look)
    if look.complaints:
        raise SlackRefused("invalid_blocks", look.complaints)
    return blocks


def checked_metadata(metadata: Any) -> CheckedMetadata:
    """Message metadata; `{}` stands for none. Entities that are not as Slack wants them take all of it along.

    Raises `SlackRefused`: `invalid_metadata_format`, `invalid_metadata_schema`, `metadata_too_large`
    [messaging/message-metadata].
    """
    if isinstance(metadata, str):
        metadata = _parsed(metadata, "invalid_metadata_format")
    if not isinstance(metadata, dict):
        raise SlackRefused("invalid_metadata_format")
    if not metadata:
        return CheckedMetadata(None, {})
    if set(metadata) - {"event_type", "event_payload", "entities"}:
        raise SlackRefused("invalid_metadata_format")
    if too_large(metadata):
        raise SlackRefused("metadata_too_large")
    if "entities" not in metadata or "event_type" in metadata or "event_payload" in metadata:
        _check_event(metadata)
    if "entities" not in metadata:
        return CheckedMetadata(metadata, {})
    checked = checked_entities(metadata["entities"])
    kept = metadata | {"entities": checked.kept} if checked.kept else None
    return CheckedMetadata(kept, checked.warning)


def _check_event(metadata: Json) -> None:
    """Raises `SlackRefused`."""
    if not isinstance(metadata.get("event_type"), str) or not metadata["event_type"]:
        raise SlackRefused("invalid_metadata_schema")
    payload = metadata.get("event_payload")
    if not isinstance(payload, dict) or not all(_flat(each) for each in payload.values()):
        raise SlackRefused("invalid_metadata_schema")


def checked_attachments(attachments: Any) -> list[Json]:
    """Legacy attachments; only their number and the blocks in them are looked at."""
    if isinstance(attachments, str):
        attachments = _parsed(attachments, "invalid_attachments")
    if not isinstance(attachments, list) or not all(isinstance(each, dict) for each in attachments):
        raise SlackRefused("invalid_attachments")
    if len(attachments) > 100:
        raise SlackRefused("too_many_attachments")
    for each in attachments:
        if "blocks" in each:
            checked_blocks(each["blocks"])
    return attachments


def _flat(value: Any) -> bool:
    """A plain value, or one level of objects of them."""
    if isinstance(value, dict):
        return all(isinstance(each, str | int | float) for each in value.values())
    return isinstance(value, str | int | float)


def _parsed(text: str, error: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        raise SlackRefused(error) from None
