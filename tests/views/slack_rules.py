"""A strict reading of Slack's documented limits, made independently of the sandbox.

`broken_view` and `broken_message` answer sentences, one for each rule that is not kept; lengths are
counted in UTF-16 units. Unknown keys and unknown blocks are breaches too.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Json = Mapping[str, Any]
Found = Iterator[str]

_PING = re.compile(r"<!(?:channel|here|everyone|subteam(?!\^S0APPROVERS\d\d>))")
"""Mentions of many. The only intended one is that of an approver group on an approval card."""
_APPROVERS = re.compile(r"<!subteam\^S0APPROVERS\d\d>")
_TOKEN = re.compile(
    r"<(?:@[A-Z0-9]+|#[A-Z0-9]+|!date\^\d+\^[^|<>]+\|[^<>]+|https?://[^|<>]+\|[^<>]+)>"
)


def broken_view(view: Json) -> list[str]:
    return list(_view(view))


def broken_home(view: Json) -> list[str]:
    """[reference/views/home-tab-views]."""
    return [
        *_keys("home", view, {"type", "blocks"}, set()),
        *_blocks(view["blocks"], 100, modal=False),
    ]


def broken_message(message: Json) -> list[str]:
    return list(_message(message))


def _view(view: Json) -> Found:
    yield from _keys(
        "view",
        view,
        {"type", "title", "blocks"},
        {"callback_id", "submit", "close", "private_metadata", "notify_on_close", "external_id"},
    )
    for name in ("title", "submit", "close"):
        if name in view:
            yield from _plain(f"view {name}", view[name], 24)
    yield from _length("private_metadata", view.get("private_metadata", "x"), 3_000)
    yield from _length("callback_id", view.get("callback_id", "x"), 255)
    if len(json.dumps(view).encode()) > 250_000:
        yield "the view is over 250 kB"
    if any(block["type"] == "input" for block in view["blocks"]) and "submit" not in view:
        yield "a view with inputs has no submit"
    yield from _blocks(view["blocks"], 100, modal=True)


def _message(message: Json) -> Found:
    yield from _keys("message", message, {"text", "blocks"}, set())
    yield from _length("message text", message["text"], 4_000)
    yield from _mrkdwn_text("message text", message["text"])
    yield from _blocks(message["blocks"], 50, modal=False)


def _blocks(blocks: Any, most: int, *, modal: bool) -> Found:
    if not 1 <= len(blocks) <= most:
        yield f"{len(blocks)} blocks"
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    if len(set(ids)) != len(ids):
        yield f"a block_id is used twice: {ids}"
    for block_id in ids:
        yield from _length("block_id", block_id, 255)
    for block in blocks:
        kind = block["type"]
        if kind == "input" and not modal:
            yield "an input in a message"
        if kind not in _BLOCKS:
            yield f"unknown block {kind}"
        else:
            yield from _BLOCKS[kind](block)


def _header(block: Json) -> Found:
    yield from _keys("header", block, {"type", "text"}, {"block_id"})
    yield from _plain("header", block["text"], 150)


def _section(block: Json) -> Found:
    yield from _keys("section", block, {"type"}, {"text", "fields", "block_id", "accessory"})
    if "accessory" in block:
        yield from _element(block["accessory"])
    if "text" not in block and "fields" not in block:
        yield "a section without text and fields"
    if "text" in block:
        yield from _mrkdwn("section", block["text"], 3_000)
    if not 1 <= len(block.get("fields", [1])) <= 10:
        yield f"{len(block['fields'])} fields in a section"
    for field in block.get("fields", []):
        yield from _mrkdwn("field", field, 2_000)


def _context(block: Json) -> Found:
    yield from _keys("context", block, {"type", "elements"}, {"block_id"})
    if not 1 <= len(block["elements"]) <= 10:
        yield f"{len(block['elements'])} elements in a context"
    for element in block["elements"]:
        yield from _mrkdwn("context", element, 3_000)


_IN_ACTIONS = {"button", "overflow", "static_select", "external_select"}


def _actions(block: Json) -> Found:
    yield from _keys("actions", block, {"type", "elements"}, {"block_id"})
    if not 1 <= len(block["elements"]) <= 25:
        yield f"{len(block['elements'])} elements in actions"
    ids = [element["action_id"] for element in block["elements"]]
    if len(set(ids)) != len(ids):
        yield f"an action_id is used twice in a block: {ids}"
    for element in block["elements"]:
        if element["type"] not in _IN_ACTIONS:
            yield f"{element['type']} in actions"
        else:
            yield from _element(element)


def _input(block: Json) -> Found:
    known = {"block_id", "hint", "optional", "dispatch_action"}
    yield from _keys("input", block, {"type", "label", "element"}, known)
    yield from _plain("label", block["label"], 2_000)
    if "hint" in block:
        yield from _plain("hint", block["hint"], 2_000)
    if block["element"]["type"] in {"button", "overflow"}:
        yield f"{block['element']['type']} in an input"
    else:
        yield from _element(block["element"])


def _element(element: Json) -> Found:
    yield from _length("action_id", element.get("action_id", ""), 255)
    if "placeholder" in element:
        yield from _plain("placeholder", element["placeholder"], 150)
    known = {"type", "action_id", "placeholder", "initial_value", "dispatch_action_config"}
    match element["type"]:
        case "button":
            yield from _button(element)
        case "overflow":
            yield from _keys("overflow", element, {"type", "action_id", "options"}, set())
            yield from _options(element["options"], 5)
        case "static_select":
            keys = {"type", "action_id", "options"}
            yield from _keys("static_select", element, keys, {"placeholder", "initial_option"})
            yield from _options(element["options"], 100)
            if "initial_option" in element and element["initial_option"] not in element["options"]:
                yield "the initial option is not one of the options"
        case "external_select" | "multi_external_select":
            initial = {"placeholder", "min_query_length", "initial_option", "initial_options"}
            yield from _keys("external", element, {"type", "action_id"}, initial)
            if not 0 <= element.get("min_query_length", 3) <= 100:
                yield "min_query_length"
            chosen = element.get("initial_options", [])
            one = element.get("initial_option")
            yield from _options([one, *chosen] if one else chosen or [None], 100)
        case "plain_text_input":
            yield from _keys("text", element, {"type"}, known | {"multiline", "max_length"})
            most = element.get("max_length", 3_000)
            if not 1 <= most <= 3_000:
                yield f"max_length {most}"
            yield from _length("initial_value", element.get("initial_value", "x"), most)
        case "email_text_input":
            yield from _keys("e-mail", element, {"type"}, known)
            yield from _length("initial_value", element.get("initial_value", "x"), 3_000)
        case "number_input":
            numbers = {"is_decimal_allowed", "min_value", "max_value"}
            yield from _keys("number", element, {"type", "is_decimal_allowed"}, known | numbers)
            for name in ("initial_value", "min_value", "max_value"):
                if not re.fullmatch(r"-?\d+(\.\d+)?", element.get(name, "0")):
                    yield f"{name} is no number"
            low, value = element.get("min_value", "0"), element.get("initial_value", "0")
            if not float(low) <= float(value) <= float(element.get("max_value", "1e99")):
                yield "the initial number is out of range"
        case "conversations_select":
            keys = {"default_to_current_conversation", "filter", "initial_conversation"}
            yield from _keys("channel", element, {"type", "action_id"}, keys)
        case "datepicker":
            yield from _keys("day", element, {"type"}, {"action_id", "placeholder", "initial_date"})
            if not re.fullmatch(r"\d{4}-\d\d-\d\d", element.get("initial_date", "2026-06-12")):
                yield "initial_date is no day"
        case "checkboxes" | "radio_buttons":
            initial = {"initial_options"} if element["type"] == "checkboxes" else set()
            yield from _keys("ticks", element, {"type", "action_id", "options"}, initial)
            yield from _options(element["options"], 10)
            if any(each not in element["options"] for each in element.get("initial_options", ())):
                yield "an initial option is not one of the options"
        case "file_input":
            yield from _keys("files", element, {"type", "filetypes", "max_files"}, {"action_id"})
            if not 1 <= element["max_files"] <= 10:
                yield f"max_files {element['max_files']}"
            if any("." in each for each in element["filetypes"]):
                yield "a file type with a dot"
        case other:
            yield f"unknown element {other}"


def _button(element: Json) -> Found:
    more = {"value", "url", "style", "confirm", "accessibility_label"}
    yield from _keys("button", element, {"type", "text", "action_id"}, more)
    yield from _plain("button", element["text"], 75)
    yield from _length("value", element.get("value", "x"), 2_000)
    yield from _length("url", element.get("url", "x"), 3_000)
    yield from _length("accessibility_label", element.get("accessibility_label", "x"), 75)
    if element.get("style", "primary") not in {"primary", "danger"}:
        yield "style"
    if "confirm" in element:
        asks = element["confirm"]
        yield from _keys("confirm", asks, {"title", "text", "confirm", "deny"}, {"style"})
        for name, most in (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)):
            yield from _plain(f"confirm {name}", asks[name], most)


def _options(options: Any, most: int) -> Found:
    if not 1 <= len(options) <= most:
        yield f"{len(options)} options"
    for option in options:
        if option is None:
            continue
        yield from _keys("option", option, {"text", "value"}, {"description", "url"})
        yield from _plain("option", option["text"], 75)
        yield from _length("option value", option["value"], 150)
        if "description" in option:
            yield from _plain("option description", option["description"], 75)


def _plain(what: str, text: Json, most: int) -> Found:
    yield from _keys(what, text, {"type", "text"}, {"emoji"})
    if text["type"] != "plain_text":
        yield f"{what} is not plain text"
    yield from _length(what, text["text"], most)


def _mrkdwn(what: str, text: Json, most: int) -> Found:
    yield from _keys(what, text, {"type", "text", "verbatim"}, set())
    if text["type"] != "mrkdwn" or text["verbatim"] is not True:
        yield f"{what} is not verbatim mrkdwn"
    yield from _length(what, text["text"], most)
    yield from _mrkdwn_text(what, text["text"])


def _mrkdwn_text(what: str, text: str) -> Found:
    if _PING.search(text):
        yield f"{what} would ping everybody"
    bare = _TOKEN.sub("", _APPROVERS.sub("", text))
    if "<" in bare or ">" in bare:
        yield f"{what} has an unescaped angle bracket: {bare[:80]!r}"
    if re.search(r"&(?!amp;|lt;|gt;)", bare):
        yield f"{what} has a cut or unescaped entity: {bare[-80:]!r}"


def _length(what: str, text: str, most: int) -> Found:
    units = len(text.encode("utf-16-le", "surrogatepass")) // 2
    if not 1 <= units <= most or not text.strip():
        yield f"{what}: {units} of {most} characters"
    text.encode()  # a lone surrogate could never be sent


def _keys(what: str, thing: Json, must: set[str], may: set[str]) -> Found:
    if missing := must - thing.keys():
        yield f"{what} lacks {sorted(missing)}"
    if odd := thing.keys() - must - may:
        yield f"{what} has unknown {sorted(odd)}"
    if empty := [key for key, value in thing.items() if value in (None, "", [], {})]:
        yield f"{what} has empty {empty}"


_BLOCKS: Mapping[str, Callable[[Json], Found]] = {
    "header": _header,
    "section": _section,
    "context": _context,
    "actions": _actions,
    "input": _input,
    "divider": lambda block: _keys("divider", block, {"type"}, {"block_id"}),
}
