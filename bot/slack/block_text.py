"""The text of blocks that somebody else made, as mrkdwn [reference/block-kit/blocks]."""

from collections.abc import Iterator, Mapping
from typing import Any

_DEEPEST = 12
_MOST = 2_000
"""Blocks and elements that are read."""


def text_of_blocks(blocks: Any) -> str:
    """A line for each paragraph; what has no text, and shapes nobody knows, are left out."""
    lines = []
    for at, block in enumerate(blocks if isinstance(blocks, list) else ()):
        if at >= _MOST or not isinstance(block, Mapping):
            break
        lines += [line for line in _lines(block) if line.strip()]
    return "\n".join(lines)


def _lines(block: Mapping[str, Any]) -> Iterator[str]:
    match block.get("type"):
        case "rich_text":
            yield _rich(block, 0).strip("\n")
        case "markdown":
            yield str(block.get("text") or "")
        case "section" | "header" | "context":
            for part in (
                block.get("text"),
                *_list(block.get("fields")),
                *_list(block.get("elements")),
            ):
                if isinstance(part, Mapping) and isinstance(part.get("text"), str):
                    yield part["text"]


def _rich(element: Mapping[str, Any], depth: int) -> str:
    """Rich text, whose parts are spelt out [reference/block-kit/blocks/rich-text-block]."""
    if depth > _DEEPEST:
        return ""
    inner = [each for each in _list(element.get("elements"))[:_MOST] if isinstance(each, Mapping)]
    match element.get("type"):
        case "rich_text_list":
            return "".join(f"• {_rich(each, depth + 1).strip()}\n" for each in inner)
        case "rich_text_quote":
            said = "".join(_rich(each, depth + 1) for each in inner)
            return "".join(f"&gt; {line}\n" for line in said.split("\n"))
        case "rich_text" | "rich_text_section" | "rich_text_preformatted" as kind:
            said = "".join(_rich(each, depth + 1) for each in inner)
            return said if kind == "rich_text" or depth > 1 else f"{said}\n"
        case _:
            return _leaf(element)


def _leaf(element: Mapping[str, Any]) -> str:
    def part(name: str) -> str:
        return str(element.get(name) or "")

    match element.get("type"):
        case "text":
            return _escaped(part("text"))
        case "link":
            label = _escaped(part("text"))
            return f"<{part('url')}|{label}>" if label else f"<{part('url')}>"
        case "user":
            return f"<@{part('user_id')}>"
        case "channel":
            return f"<#{part('channel_id')}>"
        case "usergroup":
            return f"<!subteam^{part('usergroup_id')}>"
        case "broadcast":
            return f"<!{part('range')}>"
        case "emoji":
            return f":{part('name')}:"
        case "date":
            return _escaped(part("fallback"))
    return ""


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
