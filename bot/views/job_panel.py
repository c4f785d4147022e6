"""The side panel of a job: its Work Object, with what may be changed there, and reading that back.

A panel is the entity of the card (`job_entity`) and nothing else of the job, since Slack redraws the
card of a whole channel from what the panel of one person is answered. What is editable there are
choices, days and one amount: no text of a job [messaging/work-objects-implementation].
"""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from bot.jobs.display import day_of
from bot.jobs.fields import Day, Lookup, Money, Pick
from bot.jobs.forms import FIELDS, MONEY
from bot.jobs.model import NAME_FIELDS, Choice, Job
from bot.views import blocks
from bot.views.job_entity import FIELD_KEYS

Json: TypeAlias = dict[str, Any]

EDITABLE = (
    "status_id",
    "priority_id",
    "job_type_id",
    "contractor_id",
    "date_works_start_date",
    "date_works_end_date",
    "job_total_budget",
)
"""Fields of a job that a panel can change, by PropOps's names."""
KEYS: Mapping[str, str] = {name: FIELD_KEYS.get(name, name) for name in EDITABLE}
"""Field → its key in the entity, which is the block id of what comes back."""
NAMES: Mapping[str, str] = {
    **{key: name for name, key in KEYS.items()},
    **{name: name for name in EDITABLE},
}
INPUTS: Mapping[str, str] = {
    f"{key}.input": name
    for key, name in NAMES.items()
    if isinstance(FIELDS[name].kind, Pick | Lookup)
}
"""Action id of a list → field."""
MOST_STATIC = 100
"""Options of a list that is sent along; a longer one is searched."""
_MOST_TYPED, _MOST_DAY = 20, 60
"""Characters of an amount, and of a day in words."""
NOT_SET = "Not set"
AT = "@"
"""Stands in an option's value between the id and the version of the job that the panel showed."""


def editable(
    entity: Json, job: Job, options: Mapping[str, Sequence[Choice]], *, money: bool
) -> Json:
    """The entity with what its reader may change. `options`: lookup name → rows; a list that could not
    be read is not offered. `money`: whether amounts are shown there.
    """
    payload = entity["entity_payload"]
    fields: Json = {key: dict(field) for key, field in payload["fields"].items()}
    custom: list[Json] = [dict(field) for field in payload["custom_fields"]]
    order = list(payload["display_order"])
    version = version_of(job.updated_at)
    after = ""
    for name in EDITABLE:
        if name in MONEY and not money:
            continue
        edit = _edit(name, job, options, version)
        if edit is None:
            continue
        key = KEYS[name]
        field = fields.get(key) or next((each for each in custom if each["key"] == key), None)
        if field is None:  # not set, so the card does not show it
            field, key = _unset(name), name
            custom.append(field)
            order.insert(order.index(after) + 1 if after else 0, key)
        after = key
        field["edit"] = {**edit, **_in_words(name)} if field.get("value") == NOT_SET else edit
    shown = {**payload, "fields": fields, "custom_fields": custom, "display_order": order}
    return {**entity, "entity_payload": shown}


def _unset(name: str) -> Json:
    """A field that is not set: Slack takes no empty value, so it is words, and is written in words."""
    label = FIELDS[name].label.removesuffix(" (£)")
    return {"key": name, "label": label, "type": "string", "value": NOT_SET}


def _in_words(name: str) -> Json:
    if not isinstance(FIELDS[name].kind, Day):
        return {}
    hint = {"type": "plain_text", "text": "For example 12/6, 12 June or next Friday"}
    return {"hint": hint, "text": {"max_length": _MOST_DAY}}


def _edit(
    name: str, job: Job, options: Mapping[str, Sequence[Choice]], version: str
) -> Json | None:
    entry = FIELDS[name]
    edit: Json = {"enabled": True, "optional": not entry.required}
    match entry.kind:
        case Pick(lookup):
            rows = options.get(lookup, ())
            if not rows:
                return None
            return edit | {"select": _select(rows, _held(job, name), version)}
        case Lookup(lookup):
            held = getattr(job, name)
            current = {"current_value": str(held)} if held else {}
            return edit | {"select": {**current, "fetch_options_dynamically": True}}
        case Day():
            held = getattr(job, name)
            return edit if not held or day_of(held) is not None else None
        case Money():
            placeholder = {"type": "plain_text", "text": "For example 250 or 1250.50"}
            return edit | {"placeholder": placeholder, "text": {"max_length": _MOST_TYPED}}
        case _:
            return None


def _held(job: Job, name: str) -> Choice | None:
    """What the job has, which need not be in the list any more."""
    id_ = getattr(job, name)
    return Choice(id_, getattr(job, NAME_FIELDS[name])) if id_ else None


def _select(rows: Sequence[Choice], held: Choice | None, version: str) -> Json:
    if len(rows) >= MOST_STATIC:
        current = {"current_value": str(held.id)} if held is not None else {}
        return {**current, "fetch_options_dynamically": True}
    if held is not None and all(row.id != held.id for row in rows):
        rows = [held, *rows]
    current = {"current_value": f"{held.id}{AT}{version}"} if held is not None else {}
    options = [
        {
            "value": f"{row.id}{AT}{version}",
            "text": blocks.plain(blocks.one_line(row.name) or f"No. {row.id}", 75),
        }
        for row in rows
    ]
    return {**current, "static_options": options}


def version_of(updated_at: str) -> str:
    """Tells versions of a job apart, in digits: of `2026-11-26T09:15:33Z`, `20261126091533`."""
    return "".join(char for char in updated_at if char.isascii() and char.isdigit())[:20] or "0"
