"""Updates: the body of one, whether a job already has its values, and edit conflicts."""

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from bot.jobs.budget import total
from bot.jobs.change import Change, Json
from bot.jobs.fields import Day, Lookup, Money, Percent, Pick
from bot.jobs.forms import FIELDS, REQUIRED, SENSITIVE, wire_values
from bot.jobs.model import Job
from bot.jobs.reference_mark import unmark
from bot.jobs.rich_text import read

ONLY = "only"
"""In `Change.base`: the fields that were shown, where they were not all of a form."""
ONLY_OPEN = "only_open"
"""In `Change.base`: the form was for an open job, so a closed one is not changed by it."""


def values_of(job: Job) -> dict[str, Any]:
    """Field name → the job's value as PropOps's JSON types; fields it did not answer left out."""
    values = {name: getattr(job, name) for name in FIELDS}
    return wire_values({name: value for name, value in values.items() if value not in (None, "")})


def on_form(job: Job) -> dict[str, Any]:
    """The values a form starts with.

    Left out are a total that follows from budget and VAT anyway (it stays PropOps's to work out),
    and the private fields, which Slack is not shown unasked. Left empty, both stay as they are.
    """
    values = {name: value for name, value in values_of(job).items() if name not in SENSITIVE}
    if job.total_amount == total(job.contractor_budget, job.vat_percentage):
        values.pop("total_amount", None)
    return values


def update_body(uuid: str, fields: Mapping[str, Any], before: Job) -> Json:
    """The body of an update: the six required fields as they are now, then what was changed.

    Whether an update keeps what is left out is undocumented, so the required six always go along
    and nothing else that the member did not touch does.
    """
    values = values_of(before)
    required = {name: values[name] for name in REQUIRED if name in values}
    if before.job_description:
        required["job_description"] = before.job_description  # untouched: byte for byte
    return {"uuid": uuid} | required | dict(fields)


def already_has(job: Job, fields: Mapping[str, Any]) -> bool:
    """Whether the job already has all of these values, as far as it was answered."""
    return all(same(name, value, getattr(job, name, None)) for name, value in fields.items())


def same(name: str, new: Any, old: Any) -> bool:
    """Compares a wire value with a read one by meaning: 250 and 250.00, text without markup."""
    kind = FIELDS[name].kind if name in FIELDS else None
    match kind:
        case None:
            return True
        case Lookup(many=True):
            return old is None or sorted(new or ()) == sorted(old)
        case Money() | Percent():
            return _number(new) == _number(old)
        case Lookup() | Pick():
            return (new or None) == (old or None)
        case Day():
            return str(new or "") == str(old or "")
        case _ if name == "job_description":
            return _plain(new) == _plain(old)
        case _:
            return str(new or "").strip() == str(old or "").strip()


def conflicts(change: Change, now: Job) -> list[Json]:
    """Fields somebody else changed since the member's form was filled from `change.base`.

    Each: `{"name", "was", "theirs"}` and `"mine"` where the member changed it too; wire values.
    `ONLY` of the base: the fields that were shown; without it all of a form.
    """
    if not change.base or change.base.get("updated_at") == now.updated_at:
        return []
    was: Mapping[str, Any] = change.base.get("fields", {})
    current = values_of(now)
    rows: list[Json] = []
    for name in change.base.get(ONLY, FIELDS):
        if name == "tenants_ids" and now.tenants_ids is None:
            continue
        if (name in SENSITIVE or name == "total_amount") and name not in was:
            continue  # not on the form: nothing to compare with
        if not same(name, was.get(name), getattr(now, name)):
            row: Json = {"name": name, "was": was.get(name), "theirs": current.get(name)}
            if name in change.fields:
                row["mine"] = change.fields[name]
            rows.append(row)
    return rows


_TOGETHER = (
    frozenset({"date_works_start_date", "date_works_end_date", "time_range_id"}),
    frozenset({"contractor_budget", "vat_percentage", "total_amount"}),
)
"""Fields that mean something together: half of one person's and half of another's is neither's."""


def has_collision(rows: Iterable[Mapping[str, Any]], fields: Mapping[str, Any]) -> bool:
    """Whether somebody has to choose before `fields` are sent. `rows`: of `conflicts`.

    Not where the others changed something else, nor where they came to the same value.
    """
    for row in rows:
        if "mine" in row and not same(row["name"], row["mine"], row["theirs"]):
            return True
        related = any(row["name"] in group and group & fields.keys() for group in _TOGETHER)
        if "mine" not in row and related:
            return True
    return False


def _plain(value: Any) -> str:
    raw = str(value or "")
    text, whole = read(raw)
    return " ".join(unmark(text).split()) if whole else raw


def _number(value: Any) -> Decimal | None:
    if value in (None, ""):
        return None
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None
