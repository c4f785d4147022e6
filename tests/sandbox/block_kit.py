"""Block Kit, spelled briefly."""

from typing import Any

Json = dict[str, Any]


def plain(text: str = "Text") -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str = "Text") -> Json:
    return {"type": "mrkdwn", "text": text}


def option(text: str = "One", value: str = "1", **more: Any) -> Json:
    return {"text": plain(text), "value": value, **more}


def options(count: int) -> list[Json]:
    return [option(str(number), str(number)) for number in range(count)]


def button(**more: Any) -> Json:
    return {"type": "button", "text": plain("Go"), **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def field(element: Json, **more: Any) -> Json:
    return {"type": "input", "label": plain(), "element": element, **more}


def select(**more: Any) -> Json:
    return {"type": "static_select", "options": options(2), **more}


def typed(**more: Any) -> Json:
    return {"type": "plain_text_input", **more}


def number(**more: Any) -> Json:
    return {"type": "number_input", "is_decimal_allowed": False, **more}


def section(**more: Any) -> Json:
    return {"type": "section", "text": mrkdwn(), **more}


def confirm(**more: Any) -> Json:
    parts = {"title": plain(), "text": mrkdwn(), "confirm": plain(), "deny": plain()}
    return {**parts, **more}


def modal(*blocks: Json, **more: Any) -> Json:
    return {
        "type": "modal",
        "title": plain("Title"),
        "submit": plain("Send"),
        "blocks": list(blocks),
        **more,
    }
