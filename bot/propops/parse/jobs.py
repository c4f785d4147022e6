"""What PropOps answers, read into our models: jobs, choices, receipts.

A job is documented by example only (api-reference/jobs/list-or-retrieve-jobs), the lists hardly at
all, so every part may be missing or spelled in another way.
"""

import html
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import orjson

from bot.jobs.characters import trimmed
from bot.jobs.fields import Day, Email, Kind, Lookup, Money, Percent, Pick, Text
from bot.jobs.forms import FIELDS
from bot.jobs.model import NAME_FIELDS, Choice, Job, Receipt
from bot.propops.parse.plain_text import plain
from bot.propops.parse.values import (
    Row,
    amount,
    day,
    first,
    flag,
    id_of,
    name_of,
    number,
    one_name,
    row,
    rows,
    spelled,
    text,
)

_UUID = re.compile(r"[0-9a-zA-Z_-]{1,64}")
"""Wider than what PropOps shows, and as wide as what a button carries."""
_OTHER_NAMES: Mapping[str, tuple[str, ...]] = {
    "uuid": ("job_uuid",),
    "id": ("ID", "job_id"),
    "job_ref": ("reference", "job_reference", "ref"),
    "job_title": ("title",),
    "job_description": ("description",),
    "full_address": ("address_name", "address"),
    "tenants_ids": ("tenant_ids", "tenants"),
    "created_at": ("created_on",),
    "updated_at": ("updated_on", "modified_at"),
}
_NESTED: Mapping[str, tuple[str, ...]] = {
    "status": ("status",),
    "priority": ("priority",),
    "job_type": ("job_type", "type"),
    "agent": ("agent",),
    "contractor": ("contractor",),
}


def ids(value: Any) -> tuple[int, ...] | None:
    """Tenant ids from `[801]`, `["801"]`, `"801,802"` or rows; None when the answer does not say."""
    if isinstance(value, str):
        try:
            value = orjson.loads(value) if value.startswith("[") else value.split(",")
        except orjson.JSONDecodeError:
            return None
    if not isinstance(value, list):
        return None
    found = [id_of(each, "tenant") if isinstance(each, dict) else number(each) for each in value]
    known = tuple(dict.fromkeys(each for each in found if each is not None))
    return known if known or not value else None


def _is_true(raw: Any) -> bool:
    return bool(flag(raw))


def _reader(kind: Kind) -> Callable[[Any], Any]:
    match kind:
        case Lookup(many=True):
            return ids
        case Pick() | Lookup():
            return number
        case Money() | Percent():
            return amount
        case Day():
            return day
        case Text() | Email():
            return text


_READERS: Mapping[str, Callable[[Any], Any]] = {
    **{name: _reader(entry.kind) for name, entry in FIELDS.items()},
    **dict.fromkeys(("id", "photos_count", "documents_count"), number),
    **dict.fromkeys(NAME_FIELDS.values(), spelled),
    "is_pinned": _is_true,
}


def value(name: str, raw: Any) -> Any:
    """One field of a job, as `Job` holds it."""
    read: Callable[[Any], Any] = _READERS.get(name, text)
    return read(raw)


def job(found: Row, uuid: str = "") -> Job | None:
    """The job of a row. `uuid` is what a job that names itself otherwise is taken to have.

    None for a row that is no job: one without a uuid, or with what can't be one.
    """
    values: dict[str, Any] = {}
    for name in Job.model_fields:
        raw = next(
            (found[each] for each in (name, *_OTHER_NAMES.get(name, ())) if each in found), None
        )
        if raw is not None:
            values[name] = value(name, raw)
    for name, spellings in _NESTED.items():
        part = first(found, *spellings)
        if isinstance(part, dict):
            values[f"{name}_id"] = values.get(f"{name}_id") or id_of(part, name)
            values[f"{name}_name"] = values.get(f"{name}_name") or name_of(part, name)
        elif isinstance(part, str) and not values.get(f"{name}_name"):
            values[f"{name}_name"] = part
    place = found.get("address")
    if isinstance(place, dict):
        values["address_id"] = values.get("address_id") or id_of(place, "address")
        values["full_address"] = values.get("full_address") or text(
            first(place, "full_address", "name")
        )
    values["job_ref"] = trimmed(text(values.get("job_ref")))
    if any(values.get(name) for name in ("id", "job_ref", "job_title")):
        values["uuid"] = values.get("uuid") or uuid
    values["uuid"] = text(values.get("uuid")).strip()
    return Job(**values) if _UUID.fullmatch(values["uuid"]) else None


def jobs(payload: Any) -> list[Job]:
    """The jobs of a list, in PropOps's order; rows without a uuid are left out."""
    return [read for each in rows(payload) if (read := job(each)) is not None]


def the_job(payload: Any, uuid: str) -> Job | None:
    """The job that was asked for by uuid; None when the answer holds none or only others."""
    read = [job(each, uuid) for each in rows(payload, "job")]
    return next((each for each in read if each and each.uuid.casefold() == uuid.casefold()), None)


def choices(payload: Any, *things: str, detail: str = "") -> list[Choice]:
    """What can be chosen: rows with a number and a name, each once, inactive ones left out.

    `things` are what the rows may call themselves: `priority` for `priority_id`. `detail` names
    the key whose text, or list of texts, says more.
    """
    found = dict[int, Choice]()
    for each in rows(payload, *(f"{thing}s" for thing in things)):
        id_, name = id_of(each, *things), name_of(each, *things)
        if id_ is not None and name and is_active(each):
            found.setdefault(id_, Choice(id_, name, _words(each.get(detail))))
    return list(found.values())


def is_active(found: Row) -> bool:
    return flag(found.get("is_active", found.get("active"))) is not False


def places(found: Iterable[Row]) -> list[Choice]:
    """The addresses that rows of tenants or jobs carry as `address_id` and `full_address`."""
    carried = []
    for each in found:
        id_, name = number(each.get("address_id")), one_name(each.get("full_address"))
        if id_ is not None and name:
            carried.append(Choice(id_, name))
    return carried


def address_choices(payload: Any) -> list[Choice]:
    """The rows of an operator's own address list, each once; nobody has seen its shape."""
    found = dict[int, Choice]()
    for each in rows(payload, "addresses"):
        id_ = id_of(each, "address")
        whole = first(each, "full_address", "address", "name", "label", "title")
        parts = [
            first(each, part) for part in ("address_line_1", "address_line_2", "city", "postcode")
        ]
        name = one_name(whole) or ", ".join(one_name(part) for part in parts if part)
        if id_ is not None and name and is_active(each):
            found.setdefault(id_, Choice(id_, name))
    return list(found.values())


def receipt(payload: Row) -> Receipt:
    """What a write says about its job, wherever it says it (api/jobs shows no key names)."""
    inner = row(payload.get("data"), "job") or {}
    nested = payload.get("job") if isinstance(payload.get("job"), dict) else {}
    places: tuple[Row, ...] = (payload, inner, nested or {})
    uuid = next(filter(None, (text(first(p, "uuid", "job_uuid")) for p in places)), None)
    ref = next(filter(None, (text(first(p, "job_ref", "reference", "ref")) for p in places)), None)
    return Receipt(uuid=uuid, job_ref=ref, message=plain(text(payload.get("message"))))


def _words(detail: Any) -> str:
    parts = detail if isinstance(detail, list) else [detail]
    words = (name_of(part) if isinstance(part, dict) else text(part) for part in parts)
    return ", ".join(" ".join(word.split()) for word in words if word)


def carries(job: Job, mark: str) -> bool:
    """Whether the job carries the reference mark, however PropOps's editor has escaped it."""
    where = html.unescape(f"{job.job_description}\n{job.works_order_ref}")
    return mark.casefold() in where.casefold()
