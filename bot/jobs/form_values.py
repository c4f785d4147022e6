"""Stored values → what a form shows, so that nothing typed is ever lost; and what was changed."""

from collections.abc import Collection, Mapping
from typing import Any

from bot.jobs.display import as_number, day_of
from bot.jobs.fields import Day, Email, Lookup, Money, Percent, Pick, Text
from bot.jobs.forms import FIELDS
from bot.jobs.model import Added, Choice
from bot.jobs.reference_mark import mark, mark_of, unmark
from bot.jobs.rich_text import read, to_html
from bot.jobs.updates import same


def form_values(fields: Mapping[str, Any], names: Mapping[str, Any]) -> dict[str, Any]:
    """Wire values and the names of chosen things → typed form values, empty ones left out.

    `names`: field name → name, for tenants a list of names in the order of the ids.
    """
    filled = {
        name: _typed(name, fields[name], names.get(name)) for name in FIELDS if name in fields
    }
    return {name: value for name, value in filled.items() if value not in (None, "", ())}


def with_added(values: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    """The values as a form shows them: what is added to a field comes after what that has. `now`: form values."""
    return {
        name: tuple(dict.fromkeys([*now.get(name, ()), *value]))
        if isinstance(value, Added)
        else value
        for name, value in values.items()
    }


def _typed(name: str, value: Any, chosen: Any) -> Any:
    if value in (None, "", [], ()):
        return None
    match FIELDS[name].kind:
        case Lookup(many=True):
            names = list(chosen or ())
            return tuple(
                Choice(id_, names[at] if at < len(names) else f"No. {id_}")
                for at, id_ in enumerate(value)
            )
        case Lookup() | Pick():
            return Choice(int(value), str(chosen or f"No. {value}"))
        case Money() | Percent():
            return as_number(value)
        case Day():
            return day_of(value)
        case _ if name == "job_description":
            text, whole = read(str(value))
            return unmark(text) if whole else str(value)  # too long for a form, which leaves it out
        case _:
            return str(value)


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


def changed_fields(
    fields: Mapping[str, Any],
    was: Mapping[str, Any],
    shown: Collection[str],
    cleared: Collection[str] = (),
) -> dict[str, Any]:
    """What the member changed: wire values; an emptied field becomes null (tenants: `[]`).

    `fields`: as they came back. `was`: as the form began (`updates.on_form`). `shown`: the names of
    the fields on the form. `cleared`: of these, the ones that an empty answer empties, though `was`
    does not say what is in them.

    A description nobody touched is not among them; a touched one becomes simple paragraphs and
    keeps the mark it carried.
    """
    changes: dict[str, Any] = {}
    for name in FIELDS:
        if name not in shown:
            continue
        new, old = fields.get(name), was.get(name)
        unknown = name == "tenants_ids" and old is None  # so whatever is chosen is new
        removed = name in cleared and new is None
        if same(name, new, old) and not (unknown and new) and not removed:
            continue
        if name == "job_description":
            ref = mark_of(str(old or ""))
            html = to_html(str(new))
            changes[name] = mark(html, ref) if ref else html
        elif new is None:
            changes[name] = [] if name == "tenants_ids" else _empty(name)
        else:
            changes[name] = new
    return changes


def _empty(name: str) -> Any:
    """How a cleared field is sent: null for ids, numbers and days, an empty text for words."""
    return "" if isinstance(FIELDS[name].kind, Text | Email) else None
