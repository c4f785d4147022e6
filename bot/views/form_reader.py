"""Reading a form back: `view.state.values` → typed values, or one sentence for each field.

[reference/views/modal-views] gives the shapes. Nothing in them is trusted: what no form of ours
could have sent is a complaint or is left out, never an exception.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from pydantic_core import PydanticCustomError

from bot.jobs.characters import trimmed
from bot.jobs.display import as_number, day
from bot.jobs.fields import Lookup, Pick
from bot.jobs.forms import FIELDS, REQUIRED
from bot.jobs.model import Choice
from bot.jobs.validation import validated

Json = Mapping[str, Any]

_EMPTY = {
    "job_title": "Please give the job a title, e.g. Boiler not firing.",
    "job_description": "Please say what is wrong, e.g. No hot water since Monday.",
    "address_id": "Please choose an address: type a street, e.g. Elm Row.",
    "priority_id": "Please choose a priority, e.g. High.",
    "status_id": "Please choose a status, e.g. New.",
    "job_type_id": "Please choose a type, e.g. Plumbing.",
}


@dataclass(frozen=True)
class Filled:
    """A form in order. `values`: typed by the field table, empty fields absent. `chosen`: names of
    chosen options by field name, as they stood in the list (at most 75 characters).
    """

    values: dict[str, Any] = field(repr=False)
    chosen: dict[str, str | list[str]] = field(repr=False)


class Complaints(dict[str, str]):
    """Field → one sentence about what is wrong, as Slack wants its errors: keyed by block id."""


def read(
    state_values: Json,
    required: Collection[str] = REQUIRED,
    unchecked: Mapping[str, Any] | None = None,
) -> Filled | Complaints:
    """The answer, checked field by field.

    `unchecked`: form values that need no check when they come back as they were given, since they are
    PropOps's own, whatever their length.
    """
    answers = entered(state_values)
    values: dict[str, Any] = {}
    wrong = Complaints()
    for name in FIELDS:
        raw = answers.get(name)
        value = _typed(name, raw, (unchecked or {}).get(name), wrong)
        if value not in (None, "", ()):
            values[name] = value
        elif name in required and name not in wrong:
            wrong[name] = _EMPTY.get(name, "Please fill this in.")
    start, end = values.get("date_works_start_date"), values.get("date_works_end_date")
    if start and end and end < start:
        wrong["date_works_end_date"] = (
            f"That is before the works start. Please pick {day(start)} or later."
        )
    if wrong:
        return wrong
    return Filled(values, {name: _names(answers[name]) for name in values if _is_choice(name)})


def check_offered(view: Json, filled: Filled) -> Filled | Complaints:
    """The same, or complaints where a choice is none of those its list offered (tampering)."""
    wrong = Complaints()
    for block in view.get("blocks", ()):
        element = block.get("element") or {}
        name = str(block.get("block_id", ""))
        if element.get("type") != "static_select" or name not in filled.values:
            continue
        there = {str(option.get("value")) for option in element.get("options", ())}
        if str(filled.values[name]) not in there:
            wrong[name] = "That isn't in the list any more. Please choose one that is."
    return wrong or filled


def entered(state_values: Any) -> dict[str, Any]:
    """What is in a form right now, unchecked: field → text, `Choice`, tuple of choices, or None.

    A key for every field that the form has; good for drawing it again.
    """
    blocks = state_values if isinstance(state_values, Mapping) else {}
    return {name: _raw(name, _element(name, blocks[name])) for name in FIELDS if name in blocks}


_BEGINS = {
    "initial_value": "value",
    "initial_option": "selected_option",
    "initial_options": "selected_options",
    "initial_date": "selected_date",
    "initial_conversation": "selected_conversation",
    "initial_files": "files",
}


def initial_values(view: Json) -> dict[str, Any]:
    """What the inputs of a view began with, in the shape of `state.values`."""
    values: dict[str, Any] = {}
    for block in view.get("blocks", ()):
        element = block.get("element") or {}
        name, action = block.get("block_id"), element.get("action_id")
        if block.get("type") == "input" and isinstance(name, str) and isinstance(action, str):
            began = {held: element[key] for key, held in _BEGINS.items() if key in element}
            values[name] = {action: began}
    return values


def contents(state_values: Json) -> dict[str, Any]:
    """What is in the inputs of a view, by block id; empty ones left out. Tells two states apart."""
    found: dict[str, Any] = {}
    for name, block in state_values.items():
        for element in block.values() if isinstance(block, Mapping) else ():
            if isinstance(element, Mapping):
                held = [element[key] for key in _BEGINS.values() if element.get(key)]
                found |= {name: held[0]} if held else {}
    return found


def _element(name: str, block: Any) -> Json:
    """The one element of a block, under whichever action id."""
    if not isinstance(block, Mapping):
        return {}
    element = block.get(name) or next(iter(block.values()), None)
    return element if isinstance(element, Mapping) else {}


def _raw(name: str, element: Json) -> Any:
    match FIELDS[name].kind:
        case Lookup(many=True):
            selected = element.get("selected_options")
            return tuple(_choice(one) for one in selected) if isinstance(selected, list) else None
        case Pick() | Lookup():
            selected = element.get("selected_option")
            return None if selected is None else _choice(selected)
        case _:
            text = element.get("value", element.get("selected_date"))
            return text if text is None or isinstance(text, str) else _NONSENSE


def _choice(option: Any) -> Choice:
    """The chosen option; id 0, which no list has, for what is no option."""
    match option:
        case {"value": str(value), "text": {"text": str(name)}} if len(value) <= 150:
            number = int(value) if value.isascii() and value.isdecimal() else 0
            return Choice(number if number < 2**63 else 0, name)
        case _:
            return Choice(0, "")


_NONSENSE = "\ufffd"


def _typed(name: str, raw: Any, unchecked: Any, wrong: Complaints) -> Any:
    if raw is None or raw in ("", ()):
        return None
    if isinstance(raw, str) and not trimmed(raw):
        return None
    if isinstance(raw, str) and unchecked is not None and _unchanged(raw, unchecked):
        return unchecked
    plain = raw
    if isinstance(raw, Choice):
        plain = raw.id
    elif isinstance(raw, tuple):
        plain = [one.id for one in raw]
    try:
        return validated(FIELDS[name].kind, plain)
    except PydanticCustomError as error:
        wrong[name] = error.message()
    except (ArithmeticError, ValueError):
        wrong[name] = "Please check this and enter it again."
    return None


def _unchanged(raw: str, shown: Any) -> bool:
    if isinstance(shown, Decimal):
        return as_number(raw) == shown
    return raw.split() == str(shown).split()


def _is_choice(name: str) -> bool:
    return isinstance(FIELDS[name].kind, Pick | Lookup)


def _names(raw: Any) -> str | list[str]:
    return raw.name if isinstance(raw, Choice) else [one.name for one in raw]
