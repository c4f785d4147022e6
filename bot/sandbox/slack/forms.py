"""What a client lets a person enter: one kind of element after the other, and when it may be sent."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from bot.sandbox.slack.answers import held
from bot.sandbox.slack.elements import offered
from bot.sandbox.slack.refusals import NotPossible
from bot.sandbox.slack.views import View

Json = dict[str, Any]

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_URL = re.compile(r"https?://\S+")
_PEOPLE_AND_PLACES = ("users_select", "channels_select", "conversations_select")


def typed(element: Json, wanted: Any, *, force: bool) -> str:
    """Text as typed. Raises `NotPossible` beyond `max_length`, for a line break in one line."""
    text = str(wanted)
    most = element.get("max_length", 3_000)
    if not force and len(text) > most:
        raise NotPossible(f"{element['action_id']} takes {most} characters, not {len(text)}")
    if not force and "\n" in text and not element.get("multiline"):
        raise NotPossible(f"{element['action_id']} is a single line")
    if element["type"] == "number_input" and not force:
        _number(element, text)
    return text


def _number(element: Json, text: str) -> None:
    try:
        Decimal(text)
    except InvalidOperation:
        raise NotPossible(f"{text!r} is not a number") from None
    if "." in text and not element["is_decimal_allowed"]:
        raise NotPossible(f"{element['action_id']} takes whole numbers only")


def picked_moment(kind: str, wanted: Any, *, force: bool) -> Any:
    """A day, a time of day, or a moment in UNIX seconds."""
    if isinstance(wanted, datetime):
        return int(wanted.timestamp())
    if isinstance(wanted, date):
        return wanted.isoformat()
    if isinstance(wanted, time):
        return f"{wanted:%H:%M}"
    if force:
        return wanted
    try:
        if kind == "datepicker":
            return date.fromisoformat(wanted).isoformat()
        if kind == "timepicker":
            return f"{time.fromisoformat(wanted):%H:%M}"
        return int(wanted)
    except (TypeError, ValueError):
        raise NotPossible(f"a {kind} cannot give {wanted!r}") from None


def pick(options: Sequence[Json], wanted: Any, *, force: bool, only: bool = False) -> Json:
    """The option with this text, this value, or (an integer) at this place.

    `only`: a single option is taken whatever it is called. Raises `NotPossible`, naming them all.
    """
    if isinstance(wanted, int) and not isinstance(wanted, bool) and 0 <= wanted < len(options):
        return options[wanted]
    texts = [option["text"]["text"] for option in options]
    for names in (texts, [option["value"] for option in options]):
        if str(wanted) in names:
            return options[names.index(str(wanted))]
    if only and len(options) == 1:
        return options[0]
    if force:
        text = {"type": "plain_text", "text": str(wanted) or "-", "emoji": True}
        return {"text": text, "value": str(wanted)}
    there = ", ".join(each["text"]["text"] for each in options) or "nothing"
    raise NotPossible(f"{wanted!r} is not offered; there: {there}")


def picked_static(element: Json, wanted: Any, *, force: bool) -> list[Json]:
    """The options of a static select, of radio buttons or checkboxes; of `(typed, choice)` the choice."""
    choices = [each[-1] if isinstance(each, tuple) else each for each in as_list(wanted)]
    return [pick(offered(element), each, force=force) for each in choices]


def within_limit(element: Json, chosen: list[Any], *, force: bool) -> list[Any]:
    """Raises `NotPossible` for more than `max_selected_items`."""
    most = element.get("max_selected_items", 100)
    if len(chosen) > most and not force:
        raise NotPossible(f"{element['action_id']} takes {most} at most")
    return chosen


def as_list(wanted: Any) -> list[Any]:
    if wanted is None:
        return []
    return list(wanted) if isinstance(wanted, list | set) else [wanted]


def is_of_people_or_places(kind: str) -> bool:
    return kind.removeprefix("multi_") in _PEOPLE_AND_PLACES


def lacking(view: View) -> dict[str, str]:
    """What the client complains about before it sends the view, by block_id."""
    wrong: dict[str, str] = {}
    for block in view.blocks:
        if block["type"] != "input":
            continue
        element = block["element"]
        value = held(element, view.state[block["block_id"]][element["action_id"]])
        if value in (None, "", []):
            if not block["optional"]:
                wrong[block["block_id"]] = "is required"
        elif complaint := _unsendable(element, value):
            wrong[block["block_id"]] = complaint
    return wrong


def _unsendable(element: Json, value: Any) -> str | None:
    match element["type"]:
        case "plain_text_input":
            least = element.get("min_length", 0)
            return f"needs {least} characters" if len(value) < least else None
        case "number_input":
            low, high = element.get("min_value", value), element.get("max_value", value)
            fits = Decimal(low) <= Decimal(value) <= Decimal(high)
            return None if fits else f"must lie between {low} and {high}"
        case "email_text_input":
            return None if _EMAIL.fullmatch(value) else "is not an e-mail address"
        case "url_text_input":
            return None if _URL.fullmatch(value) else "is not a URL"
    return None
