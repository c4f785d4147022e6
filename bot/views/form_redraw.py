"""A form that is open, drawn again: with what was typed since, and with a value that was chosen beside a field."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from bot.jobs.display import as_number, plain
from bot.jobs.fields import Lookup
from bot.jobs.forms import FIELDS
from bot.jobs.model import Choice, Job
from bot.views.blocks import Block
from bot.views.field_notes import is_beside, without_choice
from bot.views.form_reader import entered
from bot.views.inputs import choice_option
from bot.views.job_form import (
    MORE_FIELDS,
    PROBLEM,
    SIMILAR,
    TOTAL_LINE,
    problem_block,
    similar_job_blocks,
    total_line,
    unfolded,
)
from bot.views.private_choice import is_choice_of


def redraw(
    view: Mapping[str, Any],
    problems: Mapping[str, str] | None = None,
    similar: Sequence[Job] | None = None,
) -> dict[str, Any]:
    """The form Slack sent back, with what was typed since and its total line brought up to date.

    Block and action ids stay, so nothing typed is lost. `problems` replaces the marks above the
    fields, `similar` the jobs it may be; None leaves them.
    """
    typed = view.get("state", {}).get("values", {})
    values = entered(typed)
    redrawn: list[dict[str, Any]] = list(similar_job_blocks(similar or ()))
    for block in view["blocks"]:
        block_id = str(block.get("block_id", ""))
        if block_id.startswith(SIMILAR) and similar is not None:
            continue
        if block_id == TOTAL_LINE:
            continue
        if block_id.startswith(PROBLEM) and problems is not None:
            continue
        if problems and block_id in problems:
            redrawn.append(problem_block(block_id, problems[block_id], 0))
        redrawn.append(_refilled(block, typed) if block_id in FIELDS else block)
        if block_id == "total_amount":
            redrawn += total_line(values)
    same = (
        *("type", "callback_id", "title", "submit", "close", "private_metadata"),
        "notify_on_close",
    )
    return {key: view[key] for key in same if view.get(key)} | {"blocks": redrawn[:100]}


def unfold(view: Mapping[str, Any]) -> dict[str, Any]:
    """The form with the fields that are rarely needed, in the place of *More fields*."""
    drawn = redraw(view)
    found: list[Mapping[str, Any]] = []
    for block in drawn["blocks"]:
        found += unfolded(view) if block.get("block_id") == MORE_FIELDS else [block]
    return drawn | {"blocks": found[:100]}


def fill(view: Mapping[str, Any], name: str, value: date | Decimal | Choice) -> dict[str, Any]:
    """The form with this value in a field, and without what was said beside it; a field of several gets one more, and
    what else it may have stays.

    The input gets another action id: a client keeps what is in one that stays [surfaces/modals].
    """
    drawn = redraw(view)
    values = {**entered(view.get("state", {}).get("values", {})), name: value}
    many = isinstance(kind := FIELDS[name].kind, Lookup) and kind.many
    left = without_choice(drawn["blocks"], name, value) if many else []
    found: list[Mapping[str, Any]] = []
    for block in drawn["blocks"]:
        block_id = str(block.get("block_id", ""))
        if is_beside(block_id, name):
            found += left
            left = []
            continue
        if block_id == TOTAL_LINE:
            continue
        found.append(_filled(block, value) if block_id == name else block)
        if block_id == "total_amount":
            found += total_line(values)
    return drawn | {"blocks": found[:100]}


def choose(
    view: Mapping[str, Any],
    under: Mapping[str, Sequence[Block]],
    texts: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """The form with these blocks under fields, in place of the choice there was; `texts` are put into inputs."""
    drawn = redraw(view)
    found: list[Mapping[str, Any]] = []
    for block in drawn["blocks"]:
        block_id = str(block.get("block_id", ""))
        if any(is_choice_of(block_id, name) for name in under):
            continue
        put = texts is not None and block_id in texts
        found.append(_filled(block, (texts or {})[block_id]) if put else block)
        found += under.get(block_id, ())
    return drawn | {"blocks": found[:100]}


def _filled(block: Mapping[str, Any], value: date | Decimal | Choice | str) -> dict[str, Any]:
    name, element = str(block["block_id"]), dict(block["element"])
    _, _, number = str(element["action_id"]).partition(".")
    element["action_id"] = f"{name}.{int(number or 0) + 1}"
    if isinstance(value, str):
        element.pop("initial_value", None)
        element |= {"initial_value": value} if value else {}
    elif isinstance(value, Decimal):
        element["initial_value"] = plain(value)
    elif isinstance(value, Choice) and element["type"] == "multi_external_select":
        chosen = [*element.get("initial_options", ()), choice_option(value)]
        element["initial_options"] = list({each["value"]: each for each in chosen}.values())
    elif isinstance(value, Choice):
        element["initial_option"] = _as_offered(element, choice_option(value))
    else:
        element["initial_date"] = value.isoformat()
    return {**block, "element": element}


_TYPED_IN = {
    "value": "initial_value",
    "selected_option": "initial_option",
    "selected_options": "initial_options",
    "selected_date": "initial_date",
}


def _refilled(block: Mapping[str, Any], typed: Mapping[str, Any]) -> dict[str, Any]:
    """The input with what is in it now as its beginning."""
    element = dict(block["element"])
    answer = typed.get(block["block_id"], {}).get(element.get("action_id"), {})
    for key, initial in _TYPED_IN.items():
        if key in answer:
            element.pop(initial, None)
            if answer[key] and _in_range(element, answer[key]):
                element[initial] = _as_offered(element, answer[key])
    return {**block, "element": element}


def _in_range(element: Mapping[str, Any], value: Any) -> bool:
    """Slack refuses a number input that begins outside its own limits [block-kit: number_input]."""
    if element.get("type") != "number_input":
        return True
    number = as_number(value)
    if number is None:
        return False
    low, high = as_number(element.get("min_value")), as_number(element.get("max_value"))
    return (low is None or number >= low) and (high is None or number <= high)


def _as_offered(element: Mapping[str, Any], chosen: Any) -> Any:
    """A chosen option as the element's own list spells it, since it must be one of those."""
    offered = element.get("options")
    if not offered:
        return chosen
    return next((one for one in offered if one["value"] == chosen["value"]), chosen)
