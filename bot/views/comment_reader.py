"""What a member has written as a comment: Slack's rich text as plain text
[reference/block-kit/blocks/rich-text-block].
"""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.jobs.characters import trimmed

_BLOCK = "comment_input_block"
"""As Slack names it [messaging/work-objects-comments]."""
_MOST_DEPTH = 6


def written(state_values: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """The text; empty for none that anybody would see. `names`: user id → name, for people who are mentioned."""
    return trimmed("".join(_text(_rich(state_values), names, _MOST_DEPTH)))


def mentioned(state_values: Mapping[str, Any]) -> list[str]:
    """Ids of the people who are mentioned, each once."""
    return list(dict.fromkeys(_people(_rich(state_values), _MOST_DEPTH)))


def _rich(state_values: Mapping[str, Any]) -> Any:
    match state_values.get(_BLOCK):
        case {"comment_input_action": {"rich_text_value": rich}}:
            return rich
    return None


def _text(node: Any, names: Mapping[str, str], depth: int) -> Iterator[str]:
    if not isinstance(node, Mapping) or not depth:
        return
    match node:
        case {"type": "text", "text": str(text)}:
            yield text
        case {"type": "link", "url": str(url)}:
            label = node.get("text")
            yield f"{label} ({url})" if isinstance(label, str) and label != url else url
        case {"type": "user", "user_id": str(user)}:
            yield f"@{names.get(user) or user}"
        case {"type": "emoji", "name": str(name)}:
            yield f":{name}:"
        case {"elements": [*parts]}:
            is_item = node.get("type") == "rich_text_list"
            for part in parts:
                if is_item:
                    yield "• "
                yield from _text(part, names, depth - 1)
                if is_item:
                    yield "\n"
            if node.get("type") in {
                "rich_text_section",
                "rich_text_quote",
                "rich_text_preformatted",
            }:
                yield "\n"


def _people(node: Any, depth: int) -> Iterator[str]:
    if not isinstance(node, Mapping) or not depth:
        return
    match node:
        case {"type": "user", "user_id": str(user)}:
            yield user
        case {"elements": [*parts]}:
            for part in parts:
                yield from _people(part, depth - 1)
