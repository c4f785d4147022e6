"""The rules of every block [reference/block-kit/blocks], and what Slack fills in by itself."""

import copy
from collections.abc import Callable, Iterator
from typing import Any

from bot.sandbox.slack.elements import ELEMENTS, TEXTS, slack_file
from bot.sandbox.slack.rich_text import rich_text
from bot.sandbox.slack.shapes import (
    Json,
    Look,
    Place,
    Rule,
    anything,
    by_type,
    flag,
    items,
    one_of,
    plain,
    shape,
    string,
    text,
)

_SELECTS = tuple(
    f"{many}{what}_select"
    for many in ("", "multi_")
    for what in ("static", "external", "users", "channels", "conversations")
)
_PICKS = ("checkboxes", "radio_buttons", "datepicker", "timepicker", *_SELECTS)
_TYPED = ("plain_text_input", "number_input", "email_text_input", "url_text_input", "file_input")

TAKES: dict[str, tuple[str, ...]] = {
    "section": ("button", "overflow", "image", *_PICKS),
    "actions": ("button", "overflow", "datetimepicker", "rich_text_input", *_PICKS),
    "input": ("datetimepicker", "rich_text_input", *_TYPED, *_PICKS),
    "context": ("image",),
    "context_actions": ("feedback_buttons", "icon_button"),
}


def _elements_of(block: str, extra: dict[str, Rule] | None = None) -> Rule:
    allowed = {kind: ELEMENTS[kind] for kind in TAKES[block]} | (extra or {})
    return by_type(allowed, f"{block} element")


def _block(required: dict[str, Rule], optional: dict[str, Rule], *also: Rule) -> Rule:
    return shape({"type": anything, **required}, {"block_id": string(255), **optional}, *also)


def _says_something(block: Json, path: str, look: Look) -> None:
    if "text" not in block and "fields" not in block:
        look.say(path, "must provide text or fields")


def _unique_actions(block: Json, path: str, look: Look) -> None:
    named = [each["action_id"] for each in block["elements"] if "action_id" in each]
    for twice in sorted({each for each in named if named.count(each) > 1}):
        look.say(path, f"action_id {twice!r} is used twice in a block")


def _one_source(block: Json, path: str, look: Look) -> None:
    if ("image_url" in block) == ("slack_file" in block):
        look.say(path, "must provide exactly one of image_url and slack_file")


def _files_tell_nothing(block: Json, path: str, look: Look) -> None:
    """[reference/block-kit/blocks/input-block]: `dispatch_action` does not go with a file input."""
    if block.get("dispatch_action") and block["element"].get("type") == "file_input":
        look.say(path, "unsupported type: file_input with dispatch_action")


def _response_url_in_modals(block: Json, path: str, look: Look) -> None:
    if block["element"].get("response_url_enabled") and look.place != "modal":
        look.say(f"{path}/element", "response_url_enabled is only for modals")


_CELL = by_type(
    {
        "raw_text": shape({"type": anything, "text": string(3_000)}, {}),
        "rich_text": rich_text,
    },
    "table cell",
)
_COLUMN = shape({}, {"align": one_of("left", "center", "right"), "is_wrapped": flag})

BLOCKS: dict[str, Rule] = {
    "header": _block({"text": plain(150)}, {}),
    "divider": _block({}, {}),
    "section": _block(
        {},
        {
            "text": text(3_000),
            "fields": items(text(2_000), 10),
            "accessory": _elements_of("section"),
            "expand": flag,
        },
        _says_something,
    ),
    "context": _block({"elements": items(_elements_of("context", TEXTS), 10)}, {}),
    "actions": _block({"elements": items(_elements_of("actions"), 25)}, {}, _unique_actions),
    "context_actions": _block(
        {"elements": items(_elements_of("context_actions"), 5)}, {}, _unique_actions
    ),
    "input": _block(
        {"label": plain(2_000), "element": _elements_of("input")},
        {"hint": plain(2_000), "optional": flag, "dispatch_action": flag},
        _response_url_in_modals,
        _files_tell_nothing,
    ),
    "image": _block(
        {"alt_text": string(2_000)},
        {"image_url": string(3_000), "slack_file": slack_file, "title": plain(2_000)},
        _one_source,
    ),
    "video": _block(
        {
            "alt_text": string(2_000),
            "title": plain(200),
            "thumbnail_url": string(3_000),
            "video_url": string(3_000, like=r"https://.+"),
        },
        {
            "author_name": string(50),
            "description": plain(200),
            "provider_icon_url": string(3_000),
            "provider_name": string(200),
            "title_url": string(3_000, like=r"https://.+"),
        },
    ),
    "rich_text": rich_text,
    "markdown": _block({"text": string(12_000)}, {}),
    "table": _block(
        {"rows": items(items(_CELL, 20), 100)}, {"column_settings": items(_COLUMN, 20)}
    ),
}
_MESSAGE_ONLY = {"markdown", "table", "context_actions"}
_MOST: dict[Place, int] = {"message": 50, "modal": 100, "home": 100}


def look_at_blocks(blocks: Any, path: str, look: Look) -> None:
    """All rules of a list of blocks, those about the whole list included."""
    before = len(look.complaints)
    items(_one_block, _MOST[look.place], 0)(blocks, path, look)
    if len(look.complaints) > before:
        return
    named = [block["block_id"] for block in blocks if "block_id" in block]
    for twice in sorted({each for each in named if named.count(each) > 1}):
        look.say(path, f"block_id {twice!r} is used twice")
    if sum(1 for each in elements(blocks) if each.get("focus_on_load")) > 1:
        look.say(path, "only one element may set focus_on_load")
    if sum(len(block["text"]) for block in blocks if block["type"] == "markdown") > 12_000:
        look.say(path, "markdown blocks must be less than 12001 characters together")
    if sum(1 for block in blocks if block["type"] == "table") > 1:
        look.say(path, "only one table is allowed")


def _one_block(block: Any, path: str, look: Look) -> None:
    if look.place != "message" and isinstance(block, dict) and block.get("type") in _MESSAGE_ONLY:
        look.say(path, f"{block['type']} blocks are only for messages")
    else:
        by_type(BLOCKS, "block")(block, path, look)


def elements(blocks: list[Json]) -> Iterator[Json]:
    """Every element of the blocks, in reading order; texts of a context are none."""
    for _, element in placed(blocks):
        yield element


def placed(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Every element together with the block it sits in."""
    for block in blocks:
        if block["type"] == "rich_text":
            continue
        inside = [*block.get("elements", []), block.get("element"), block.get("accessory")]
        for element in inside:
            if element and element["type"] not in TEXTS:
                yield block, element


def settled(blocks: list[Json], new_id: Callable[[], str]) -> list[Json]:
    """The blocks as Slack hands them back: missing ids made up, defaults spelled out."""
    blocks = copy.deepcopy(blocks)
    for block in blocks:
        block.setdefault("block_id", new_id())
        if block["type"] == "input":
            block.setdefault("optional", False)
            block.setdefault("dispatch_action", False)
    for element in elements(blocks):
        if element["type"] != "image":
            element.setdefault("action_id", new_id())
    spell_out(blocks)
    return blocks


def spell_out(value: Any) -> None:
    """Set `emoji` and `verbatim` on every text, as Slack does."""
    if isinstance(value, list):
        for each in value:
            spell_out(each)
    elif isinstance(value, dict):
        if value.get("type") == "plain_text":
            value.setdefault("emoji", True)
        elif value.get("type") == "mrkdwn":
            value.setdefault("verbatim", False)
        for each in value.values():
            spell_out(each)
