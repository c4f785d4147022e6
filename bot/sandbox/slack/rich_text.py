"""The rules of rich text, which a message shows and a rich_text_input takes."""

from bot.sandbox.slack.shapes import (
    Rule,
    anything,
    by_type,
    flag,
    items,
    one_of,
    shape,
    string,
    whole,
)

_MANY = 1_000
_STYLE = shape(
    {},
    dict.fromkeys(("bold", "italic", "strike", "code", "underline", "highlight", "unlink"), flag),
)


def _inline(required: dict[str, Rule], optional: dict[str, Rule] | None = None) -> Rule:
    return shape({"type": anything, **required}, {"style": _STYLE, **(optional or {})})


_INLINE = by_type(
    {
        "text": _inline({"text": string(12_000)}),
        "link": _inline({"url": string(3_000)}, {"text": string(3_000), "unsafe": flag}),
        "user": _inline({"user_id": string(20)}),
        "usergroup": _inline({"usergroup_id": string(20)}),
        "channel": _inline({"channel_id": string(20)}),
        "emoji": _inline({"name": string(100)}, {"unicode": string(100), "skin_tone": whole(1, 6)}),
        "broadcast": _inline({"range": one_of("here", "channel", "everyone")}),
        "color": _inline({"value": string(20)}),
        "date": _inline(
            {"timestamp": whole(0, 99_999_999_999), "format": string(200)},
            {"url": string(3_000), "fallback": string(200)},
        ),
    },
    "rich text element",
)

_SECTION = shape({"type": anything, "elements": items(_INLINE, _MANY, 0)}, {})
_BORDERED = shape(
    {"type": anything, "elements": items(_INLINE, _MANY, 0)},
    {"border": whole(0, 1), "language": string(100)},
)
_LIST = shape(
    {
        "type": anything,
        "style": one_of("bullet", "ordered"),
        "elements": items(by_type({"rich_text_section": _SECTION}, "list item"), _MANY),
    },
    {"indent": whole(0, 8), "offset": whole(0, 1_000_000), "border": whole(0, 1)},
)

_PARTS = by_type(
    {
        "rich_text_section": _SECTION,
        "rich_text_list": _LIST,
        "rich_text_preformatted": _BORDERED,
        "rich_text_quote": _BORDERED,
    },
    "rich text",
)

rich_text: Rule = shape(
    {"type": one_of("rich_text"), "elements": items(_PARTS, _MANY, 0)}, {"block_id": string(255)}
)
