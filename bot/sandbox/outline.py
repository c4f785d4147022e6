"""Blocks as a person reads them, in plain text: for snapshots and for the terminal tour.

    # Job created · JOB-1001          header
    Title: Leak in the kitchen        field or section
    · Raised by Priya                 context
    [Notify contractor] [Restore] [… Update | Show history]

Inputs of a form read `Label*: [value]` (the star: required; `‹…›`: only a placeholder), with the
hint under them, and the error that the bot answered, if any.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, Protocol

Json = dict[str, Any]
State = Mapping[str, Mapping[str, Json]]

_TOKEN = re.compile(r"<([^<>\n]+)>")
_CODE = re.compile(r"(```.*?```|`[^`\n]+`)", re.DOTALL)
_BOLD = re.compile(r"(?<![\w*])\*(?=\S)([^*\n]*[^*\s])\*(?![\w*])")
_ITALIC = re.compile(r"(?<![\w_])_(?=\S)([^_\n]*[^_\s])_(?![\w_])")
_LABELLED = re.compile(r"\*([^*\n]+?):?\*\n(.*)", re.DOTALL)
_NOBODY: Mapping[str, str] = {}


class Drawn(Protocol):
    """A view with its state: what `outline_view` can draw."""

    @property
    def errors(self) -> Mapping[str, str]: ...
    def wire(self) -> Json: ...


def outline(
    blocks: Iterable[Json],
    *,
    state: State | None = None,
    errors: Mapping[str, str] | None = None,
    names: Mapping[str, str] = _NOBODY,
) -> str:
    """The blocks, one thing a line. `state` is `view.state.values`; `names` maps ids to names."""
    pen = _Pen(state or {}, errors or {}, names)
    return "\n".join(line for block in blocks for line in pen.block(block))


def outline_view(view: Drawn | Json, *, names: Mapping[str, str] = _NOBODY) -> str:
    """A modal: its title, its blocks as they are filled in now, and the buttons at its foot."""
    body, errors = (view, {}) if isinstance(view, dict) else (view.wire(), view.errors)
    state = body.get("state", {}).get("values", {})
    drawn = outline(body["blocks"], state=state, errors=errors, names=names)
    if body["type"] == "home":
        return drawn
    close = (body.get("close") or {}).get("text", "Close")
    submit = (body.get("submit") or {}).get("text")
    foot = f"[{close}] [{submit}]" if submit else f"[{close}]"
    return "\n".join(part for part in (f"┌ {body['title']['text']}", drawn, f"└ {foot}") if part)


def readable(mrkdwn: str, names: Mapping[str, str] = _NOBODY) -> str:
    """Slack's mrkdwn as it looks on the screen: entities, links, mentions and dates resolved."""
    parts = _CODE.split(mrkdwn)
    for index in range(0, len(parts), 2):  # every second part is code, shown as it is
        parts[index] = _ITALIC.sub(r"\1", _BOLD.sub(r"\1", parts[index]))
    shown = _TOKEN.sub(lambda found: _token(found[1], names), "".join(parts))
    return shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _token(inside: str, names: Mapping[str, str]) -> str:
    target, _, label = inside.partition("|")
    if target.startswith("!date^"):
        return label or target
    if target.startswith("!subteam^"):
        who = target.removeprefix("!subteam^")
        return label or "@" + names.get(who, who)
    if target.startswith("!"):
        return "@" + target[1:]
    if target[0] in "@#":
        return target[0] + (label or names.get(target[1:], target[1:]))
    return label or target


class _Pen:
    """Draws one block after the other, knowing what is filled in and what is wrong."""

    def __init__(self, state: State, errors: Mapping[str, str], names: Mapping[str, str]) -> None:
        self._state, self._errors, self._names = state, errors, names

    def block(self, block: Json) -> list[str]:
        match block["type"]:
            case "header":
                return ["# " + self._text(block["text"])]
            case "divider":
                return ["─" * 8]
            case "section":
                return self._section(block)
            case "context":
                shown = [self._small(element) for element in block["elements"]]
                return ["· " + " · ".join(shown)]
            case "actions" | "context_actions":
                return [" ".join(self._element(block, each) for each in block["elements"])]
            case "input":
                return self._input(block)
            case "image":
                title = self._text(block["title"]) if "title" in block else block["alt_text"]
                return [f"(picture: {title})"]
            case "markdown":
                return [str(block["text"])]
            case "rich_text":
                return _rich(block["elements"], self._names)
            case "table":
                return [self._row(row) for row in block["rows"]]
            case other:
                return [f"({other})"]

    def _section(self, block: Json) -> list[str]:
        lines = [self._text(block["text"])] if "text" in block else []
        lines += [self._field(field) for field in block.get("fields", [])]
        if accessory := block.get("accessory"):
            lines[-1] += "  " + self._element(block, accessory)
        return lines

    def _field(self, field: Json) -> str:
        """`*Title*` over its value reads better beside it."""
        found = _LABELLED.fullmatch(field["text"]) if field["type"] == "mrkdwn" else None
        if found is None:
            return self._text(field)
        return f"{readable(found[1], self._names)}: {readable(found[2], self._names)}"

    def _small(self, element: Json) -> str:
        return f"({element['alt_text']})" if element["type"] == "image" else self._text(element)

    def _row(self, row: Sequence[Json]) -> str:
        return " | ".join(
            cell["text"]
            if cell["type"] == "raw_text"
            else " ".join(_rich(cell["elements"], self._names))
            for cell in row
        )

    def _input(self, block: Json) -> list[str]:
        star = "" if block.get("optional") else "*"
        shown = self._element(block, block["element"]).replace("\n", "\n    ")
        lines = [f"{self._text(block['label'])}{star}: {shown}"]
        if "hint" in block:
            lines.append("    " + self._text(block["hint"]))
        if error := self._errors.get(block.get("block_id", "")):
            lines.append(f"    ! {error}")
        return lines

    def _text(self, text: Json) -> str:
        is_plain = text["type"] == "plain_text"
        return str(text["text"]) if is_plain else readable(text["text"], self._names)

    def _element(self, block: Json, element: Json) -> str:
        kind = element["type"]
        if kind in {"button", "icon_button", "workflow_button"}:
            return f"[{element['text']['text']}]"
        if kind == "overflow":
            return "[… " + " | ".join(each["text"]["text"] for each in element["options"]) + "]"
        if kind == "image":
            return f"({element['alt_text']})"
        now = self._now(block, element)
        if kind in {"checkboxes", "radio_buttons"}:
            return self._ticks(element, now)
        shown = self._value(now)
        if not shown:
            hint = element.get("placeholder", {}).get("text", "")
            shown = f"‹{hint}›" if hint else " "
        return f"[{shown} ▾]" if kind.endswith("select") else f"[{shown}]"

    def _now(self, block: Json, element: Json) -> Json:
        """What is filled in: the state when there is one, else what the bot prefilled."""
        held = self._state.get(block.get("block_id", ""), {}).get(element.get("action_id", ""))
        if held is not None:
            return dict(held)
        return {
            key.replace("initial_", "") if key == "initial_value" else key: value
            for key, value in element.items()
            if key.startswith("initial_")
        }

    def _ticks(self, element: Json, now: Json) -> str:
        chosen = {option["value"] for option in _options(now)}
        on, off = ("[x]", "[ ]") if element["type"] == "checkboxes" else ("(•)", "( )")
        return "  ".join(
            f"{on if option['value'] in chosen else off} {self._text(option['text'])}"
            for option in element["options"]
        )

    def _value(self, now: Json) -> str:
        if options := _options(now):
            return ", ".join(self._text(option["text"]) for option in options)
        found = [
            value
            for key, value in now.items()
            if key not in {"type", "timezone"} and value not in (None, [], "")
        ]
        return ", ".join(self._one(each) for value in found for each in _many(value))

    def _one(self, value: Any) -> str:
        if isinstance(value, dict):
            return "\n".join(_rich(value.get("elements", []), self._names))
        if isinstance(value, int):
            moment = datetime.fromtimestamp(value, UTC)
            return f"{_day(moment)} {moment:%H:%M} UTC"
        if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            return _day(date.fromisoformat(value))
        return self._names.get(value, str(value))


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


def _many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _options(now: Json) -> list[Json]:
    for key in ("selected_option", "initial_option"):
        if now.get(key):
            return [now[key]]
    for key in ("selected_options", "initial_options"):
        if now.get(key):
            return list(now[key])
    return []


def _rich(elements: Iterable[Json], names: Mapping[str, str]) -> list[str]:
    """Rich text, section by section."""
    lines: list[str] = []
    for element in elements:
        inner = element["elements"]
        if element["type"] == "rich_text_list":
            lines += ["• " + line for line in _rich(inner, names)]
        else:
            mark = "> " if element["type"] == "rich_text_quote" else ""
            lines.append(mark + "".join(_inline(each, names) for each in inner))
    return lines


def _inline(element: Json, names: Mapping[str, str]) -> str:
    match element["type"]:
        case "text":
            return str(element["text"])
        case "link":
            return str(element.get("text") or element["url"])
        case "user":
            return "@" + names.get(element["user_id"], element["user_id"])
        case "usergroup":
            return "@" + names.get(element["usergroup_id"], element["usergroup_id"])
        case "channel":
            return "#" + names.get(element["channel_id"], element["channel_id"])
        case "emoji":
            return f":{element['name']}:"
        case "broadcast":
            return f"@{element['range']}"
        case "date":
            return str(element.get("fallback", element["timestamp"]))
        case other:
            return f"({other})"
