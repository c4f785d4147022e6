"""Stored values → what a form shows, so that nothing typed is ever lost."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from bot.jobs.fields import Day, Lookup, Money, Percent, Pick
from bot.jobs.forms import FIELDS
from bot.jobs.model import Choice
from bot.jobs.reference_mark import unmark
from bot.jobs.rich_text import to_text


def form_values(fields: Mapping[str, Any], names: Mapping[str, Any]) -> dict[str, Any]:
    """Wire values and the names of chosen things → typed form values, empty ones left out.

    `names`: field name → name, for tenants a list of names in the order of the ids.
    """
    filled = {
        name: _typed(name, fields[name], names.get(name)) for name in FIELDS if name in fields
    }
    return {name: value for name, value in filled.items() if value not in (None, "", ())}


def _typed(name: str, value: Any, chosen: Any) -> Any:
    if value in (None, "", [], ()):
        return None
    match FIELDS[name].kind:
        case Lookup(many=True):
            known = list(chosen or ())
            return tuple(
                Choice(id_, known[at] if at < len(known) else f"No. {id_}")
                for at, id_ in enumerate(value)
            )
        case Lookup() | Pick():
            return Choice(int(value), str(chosen or f"No. {value}"))
        case Money() | Percent():
            return Decimal(str(value))
        case Day():
            return date.fromisoformat(str(value))
        case _:
            return unmark(to_text(str(value))) if name == "job_description" else str(value)


def names_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """Form values → the names of their chosen things, for keeping beside the wire values."""
    names: dict[str, Any] = {}
    for name, value in values.items():
        match value:
            case Choice():
                names[name] = value.name
            case tuple() if value and all(isinstance(each, Choice) for each in value):
                names[name] = [each.name for each in value]
            case _:
                pass
    return names
