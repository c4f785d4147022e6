"""Reading what was changed in a side panel: into the shape of a form, for the readers of forms.

Slack sends each input under its key in the entity, with `KEY.input` as action id, and either all
inputs or those that were changed: its page does not say [messaging/work-objects-implementation].
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeAlias

from bot.jobs.display import day, day_of
from bot.jobs.fields import Day, Lookup, Money, Pick
from bot.jobs.forms import FIELDS
from bot.views.job_panel import AT, NAMES, NOT_SET

Json: TypeAlias = dict[str, Any]

START, END = "date_works_start_date", "date_works_end_date"
OTHER_INPUT = "I can't read what Slack sends of this field. Please use Update on the card: nothing was changed."
_HELD: Mapping[type, frozenset[str]] = {
    Pick: frozenset({"selected_option"}),
    Lookup: frozenset({"selected_option"}),
    Day: frozenset({"selected_date", "value"}),
    Money: frozenset({"value"}),
}
"""What the input of each kind of field holds. An input of another kind is not an empty one."""


@dataclass(frozen=True)
class Saved:
    """What a panel sent.

    `values`: by field, in the shape of `state.values` of a form. `version`: of the job that was shown,
    which the options of its lists name; empty where no list was sent. `wrong`: field → sentence, for
    what can't be read. `keys`: field → the key it came under.
    """

    values: Mapping[str, Any] = field(repr=False)
    version: str = ""
    wrong: Mapping[str, str] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)


def read_saved(state_values: Any, today: date) -> Saved:
    """`today`: the member's. A day may come as words, where Slack draws no calendar."""
    values: Json = {}
    wrong: dict[str, str] = {}
    versions: set[str] = set()
    keys: dict[str, str] = {}
    blocks = state_values if isinstance(state_values, Mapping) else {}
    for key, block in blocks.items():
        name = NAMES.get(key)
        if name is None or not isinstance(block, Mapping):
            continue
        element = block.get(f"{key}.input") or next(iter(block.values()), None)
        if not isinstance(element, Mapping):
            continue
        keys[name] = key
        if not _HELD[type(FIELDS[name].kind)] & element.keys():
            if any(held for part, held in element.items() if part != "type"):
                wrong[name] = OTHER_INPUT
            continue
        element, version = _without_version(_written(element))
        versions |= {version} if version else set()
        if isinstance(FIELDS[name].kind, Day):
            element, problem = _as_picked(element, today)
            if problem:
                wrong[name] = problem
        values[name] = {name: element}
    return Saved(values, versions.pop() if len(versions) == 1 else "", wrong, keys)


def days_in_order(values: Mapping[str, Any], changed: Mapping[str, Any]) -> dict[str, str]:
    """A complaint where the works would end before they start. `values`: wire values of all fields."""
    start, end = day_of(values.get(START)), day_of(values.get(END))
    if start is None or end is None or end >= start:
        return {}
    if END in changed:
        words = f"That is before the works start. Please pick {day(start)} or later."
        return {END: words}
    return {START: f"The works end on {day(end)}. Please pick that day or an earlier one."}


def _written(element: Mapping[str, Any]) -> Json:
    """What is not set says so in words, which are no entry."""
    typed = element.get("value")
    if isinstance(typed, str) and typed.strip().casefold() == NOT_SET.casefold():
        return {**element, "value": None}
    return dict(element)


def _without_version(element: Mapping[str, Any]) -> tuple[Json, str]:
    """The element with the plain id as the value of its option, and the version beside it."""
    option = element.get("selected_option")
    if not isinstance(option, Mapping):
        return dict(element), ""
    id_, _, version = str(option.get("value", "")).partition(AT)
    return {**element, "selected_option": {**option, "value": id_}}, version


def _as_picked(element: Json, today: date) -> tuple[Json, str]:
    """A day in words as the day they mean, and else what is wrong with them."""
    typed = element.get("value")
    if not isinstance(typed, str) or not typed.strip():
        return element, ""
    if (written := day_of(typed.strip())) is not None:
        return {"selected_date": written.isoformat()}, ""
    from bot.jobs.dates.parser import Unclear, read_day  # noqa: PLC0415 - hardly ever, and it is large

    found = read_day(typed, today)
    if isinstance(found, Unclear):
        return {}, found.why
    return {"selected_date": found.day.isoformat()}, ""
