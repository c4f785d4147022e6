"""chat.unfurl [reference/methods/chat.unfurl]: what the app shows under a link, strictly.

Only of a link that Slack has told the app of, in that message; a second call for a message changes
its previews and adds none.
"""

import json
from typing import Any

from bot.sandbox.slack.blocks import settled
from bot.sandbox.slack.calls import Call
from bot.sandbox.slack.entities import WARNING, CheckedEntities, checked_entities, too_large
from bot.sandbox.slack.links import COMPOSER, HISTORY, SharedLinks, is_of
from bot.sandbox.slack.messages import Message
from bot.sandbox.slack.refusals import SlackRefused
from bot.sandbox.slack.surfaces import checked_blocks
from bot.sandbox.slack.workspace import Workspace

Json = dict[str, Any]

_KEYS = frozenset({"blocks", "preview", "hide_color"})


def unfurl(workspace: Workspace, call: Call) -> Json:
    message, shared = _target(workspace, call)
    if not call.has("unfurls") and not call.has("metadata"):
        raise SlackRefused("missing_unfurls")
    unfurls = _parsed(call, "unfurls", "invalid_unfurls_format")
    metadata = _parsed(call, "metadata", "invalid_metadata_format")
    for url in unfurls:
        _must_be_shared(workspace, shared, url)
    blocks = {url: _blocks(content) for url, content in unfurls.items()}
    entities = _entities(workspace, metadata)
    for entity in entities.kept:
        _must_be_shared(workspace, shared, entity["app_unfurl_url"])
    for url, drawn in blocks.items():
        shared.preview(url).blocks = settled(drawn, workspace.new_block_id)
        shared.preview(url).entity = None
    for entity in entities.kept:
        shared.preview(entity["app_unfurl_url"]).entity = entity
    if message is not None:
        workspace.changed(message)
    else:
        _tell_typist(workspace, shared)
    return entities.warning


def _tell_typist(workspace: Workspace, shared: SharedLinks) -> None:
    """Previews above the field in which they are typed."""
    shown = [each.wire(number) for number, each in enumerate(shared.previews.values(), start=1)]
    workspace.feed.publish("draft.previewed", unfurl_id=shared.unfurl_id, previews=shown)


def _target(workspace: Workspace, call: Call) -> tuple[Message | None, SharedLinks]:
    """The message with its links, or a draft. Raises `SlackRefused`."""
    if call.has("unfurl_id") or call.has("source"):
        return _by_id(workspace, call)
    for name in ("channel", "ts"):
        if not call.has(name):
            raise SlackRefused(f"missing_{name}")
    channel, ts = call.string("channel"), call.string("ts")
    if channel == COMPOSER.upper():
        return None, _draft(workspace, ts)
    if channel not in workspace.channels:
        raise SlackRefused("cannot_find_channel")
    message = workspace.find_message(channel, ts)
    if message is None:
        raise SlackRefused("cannot_find_message")
    if message.shared is None:
        raise SlackRefused("cannot_unfurl_message")
    return message, message.shared


def _by_id(workspace: Workspace, call: Call) -> tuple[Message | None, SharedLinks]:
    for name in ("source", "unfurl_id"):
        if not call.has(name):
            raise SlackRefused(f"missing_{name}")
    source, unfurl_id = call.string("source"), call.string("unfurl_id")
    if source == COMPOSER:
        return None, _draft(workspace, unfurl_id)
    if source != HISTORY:
        raise SlackRefused("invalid_source")
    for channel in workspace.channels.values():
        for message in channel.messages:
            if message.shared and message.shared.unfurl_id == unfurl_id and not message.deleted:
                return message, message.shared
    raise SlackRefused("invalid_unfurl_id")


def _draft(workspace: Workspace, unfurl_id: str) -> SharedLinks:
    if unfurl_id not in workspace.drafts:
        raise SlackRefused("invalid_unfurl_id")
    return workspace.drafts[unfurl_id]


def _must_be_shared(workspace: Workspace, shared: SharedLinks, url: str) -> None:
    if not is_of(url, workspace.unfurl_domains):
        raise SlackRefused("cannot_unfurl_url")
    if url not in shared.urls:
        raise SlackRefused("cannot_unfurl_message")


def _blocks(content: Any) -> list[Json]:
    """Slack doesn't take rich text here, though it does in messages."""
    if not isinstance(content, dict) or set(content) - _KEYS or not content.get("blocks"):
        raise SlackRefused("cannot_parse_attachment")
    blocks = checked_blocks(content["blocks"])
    if any(each["type"] == "rich_text" for each in blocks):
        raise SlackRefused("invalid_blocks")
    return blocks


def _entities(workspace: Workspace, metadata: Json) -> CheckedEntities:
    if not metadata:
        return CheckedEntities([], [])
    if set(metadata) != {"entities"}:
        raise SlackRefused("invalid_metadata_format")
    if too_large(metadata):
        raise SlackRefused("error_processing_metadata")
    checked = checked_entities(metadata["entities"], unfurl=True)
    if checked.kept and workspace.work_objects == "refused":
        raise SlackRefused(WARNING)
    if checked.kept and workspace.work_objects == "dropped":
        return CheckedEntities([], ["Work Objects are off"])
    return checked


def _parsed(call: Call, name: str, error: str) -> Json:
    value = call.args.get(name) or {}
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            raise SlackRefused(error) from None
    if not isinstance(value, dict):
        raise SlackRefused(error)
    return value
