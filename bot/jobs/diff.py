"""Two states of a job: what differs, field by field, in words."""

from collections.abc import Collection, Mapping
from typing import Any

from bot.jobs.budget import total
from bot.jobs.display import EMPTY, MASK, NO_NAMES, display, label, names_in
from bot.jobs.fields import Email, Text
from bot.jobs.forms import FIELDS, SENSITIVE, wire_values
from bot.jobs.model import Choice, Commit, Job
from bot.jobs.outcome import FieldChange
from bot.jobs.updates import same

UNKNOWN = "not known"
"""For what PropOps did not answer, which is not the same as empty."""


def changed(
    fields: Mapping[str, Any], before: Job, names: Mapping[str, Any] = NO_NAMES
) -> list[FieldChange]:
    """What writing `fields` (stored JSON or typed values) changes in `before`, in form order.

    `names`: chosen names by field name.
    """
    new_values = _wire(fields)
    return [
        _change(name, getattr(before, name), new_values[name], names_in(before), names)
        for name in FIELDS
        if name in new_values
        if not _same(name, new_values[name], getattr(before, name))
    ]


def would_change(commit: Commit, job: Job) -> list[FieldChange] | None:
    """What restoring a revision changes, now → then; None when the revision names no fields."""
    fields = {name: commit.fields[name] for name in FIELDS if name in commit.fields}
    if not fields:
        return None
    return changed(fields, job, names_in(Job.model_validate({"uuid": job.uuid} | commit.fields)))


def differences(before: Job, after: Job, only: Collection[str] | None = None) -> list[FieldChange]:
    """The differences between two reads of a job, in form order; `only` these fields.

    Ids are compared, names shown; text is compared without markup. Tenants that either read
    lacks are left out.
    """
    return [
        _change(name, old, new, names_in(before), names_in(after))
        for name in FIELDS
        if only is None or name in only
        if (old := getattr(before, name)) != (new := getattr(after, name))
        if not (name == "tenants_ids" and (old is None or new is None))
        if not _same(name, _wire({name: new})[name], old)
    ]


def unexpected(before: Job, after: Job, asked: Collection[str]) -> list[FieldChange]:
    """What changed without being asked for, between the read before a write and the one after.

    Left out: a contractor total that follows from a budget or VAT that was asked for, and the VAT
    rate that PropOps fills in beside a new contractor budget.
    """
    follows = set()
    if not {"contractor_budget", "vat_percentage"}.isdisjoint(asked):
        if after.total_amount in (None, total(after.contractor_budget, after.vat_percentage)):
            follows.add("total_amount")
        if before.vat_percentage is None:
            follows.add("vat_percentage")
    return differences(before, after, FIELDS.keys() - set(asked) - follows)


def _same(name: str, new: Any, old: Any) -> bool:
    if name == "tenants_ids" and old is None:
        return False
    if name != "job_description" and isinstance(FIELDS[name].kind, Text | Email):
        return _lines(new) == _lines(old)
    return same(name, new, old)


def _change(
    name: str, old: Any, new: Any, old_names: Mapping[str, Any], new_names: Mapping[str, Any]
) -> FieldChange:
    was, is_now = display(name, old, old_names), display(name, new, new_names)
    if name in SENSITIVE:
        is_now = "removed" if is_now == EMPTY else "changed" if was == MASK else "added"
    elif name == "tenants_ids":
        was = UNKNOWN if old is None else was
        is_now = f"{is_now} (others)" if is_now == was else is_now
    return FieldChange(name, label(name), was, is_now)


def _wire(fields: Mapping[str, Any]) -> dict[str, Any]:
    plain = {
        name: value.id
        if isinstance(value, Choice)
        else [one.id if isinstance(one, Choice) else one for one in value]
        if isinstance(value, list | tuple)
        else value
        for name, value in fields.items()
    }
    return wire_values(plain)


def _lines(value: Any) -> list[str]:
    return [line.rstrip() for line in str(value or "").strip().splitlines()]
