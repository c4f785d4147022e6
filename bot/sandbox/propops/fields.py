"""What may be written to a job, and of which type each field must be.

[api-reference/jobs/create-update-or-delete-a-job]
"""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from bot.sandbox.propops.call import Row
from bot.sandbox.propops.refusal import Refusal, bad
from bot.sandbox.propops.state import State

_SHORT_TEXT: Final = 2_000


@dataclass(frozen=True)
class Text:
    """Text of at most so many characters."""

    most: int = _SHORT_TEXT


@dataclass(frozen=True)
class Email:
    """One address."""


@dataclass(frozen=True)
class Date:
    """`YYYY-MM-DD`."""


@dataclass(frozen=True)
class Number:
    """From 0 to `most`."""

    most: float = 99_999_999.99


@dataclass(frozen=True)
class Id:
    """The number of a row of `table`, or of several; `name` is the field that spells it out."""

    table: str
    name: str = ""
    many: bool = False


FIELDS: Final[Mapping[str, Text | Email | Date | Number | Id]] = {
    "job_title": Text(255),
    "job_description": Text(60_000),
    "status_id": Id("statuses", "status_name"),
    "priority_id": Id("priorities", "priority_name"),
    "job_type_id": Id("types", "job_type_name"),
    "agent_id": Id("agents", "agent_name"),
    "contractor_id": Id("contractors", "contractor_name"),
    "address_id": Id("addresses", "full_address"),
    "job_total_budget": Number(),
    "contractor_budget": Number(),
    "vat_percentage": Number(100),
    "total_amount": Number(),
    "date_works_start_date": Date(),
    "date_works_end_date": Date(),
    "time_range_id": Id("time_ranges"),
    "invoice_no": Text(),
    "quote_no": Text(),
    "works_order_ref": Text(),
    "access_details": Text(),
    "tenants_ids": Id("tenants", many=True),
    "private_contact_name": Text(),
    "private_contact_email": Email(),
}
"""What may be written, in the order a job is answered."""
REQUIRED: Final = (
    "job_title",
    "job_description",
    "priority_id",
    "status_id",
    "job_type_id",
    "address_id",
)
OPTIONAL: Final = tuple(name for name in FIELDS if name not in REQUIRED)
IDS: Final = {name: kind for name, kind in FIELDS.items() if isinstance(kind, Id) and kind.name}
"""The fields that a job spells out in a field beside them."""

_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_EMAIL: Final = re.compile(r"[^@\s<>,;\"]+@[^@\s<>,;\"]+\.[^@\s<>,;\".]+")


def checked(fields: Mapping[str, Any], state: State) -> Row:
    """The fields, each of its JSON type and each id known. Raises a 400 that names the first bad one."""
    unexpected = [name for name in fields if name not in FIELDS]
    if unexpected:
        raise Refusal(400, f"Unexpected parameter: {unexpected[0]}")
    for name, value in fields.items():
        if not _fits(name, value, state):
            raise bad(name)
    return dict(fields)


def require(fields: Mapping[str, Any]) -> None:
    """Raise a 400 that names the first of the six required fields that is not there."""
    for name in REQUIRED:
        if name not in fields:
            raise bad(name)


def _fits(name: str, value: Any, state: State) -> bool:
    match FIELDS[name]:
        case Id(table, many=True):
            return isinstance(value, list) and all(
                is_integer(item) and state.find(table, item) is not None for item in value
            )
        case _ if value is None:
            return name not in REQUIRED
        case Id(table):
            row = state.find(table, value) if is_integer(value) else None
            return row is not None and row.get("is_active", True) is not False
        case Number(most):
            number = isinstance(value, int | float) and not isinstance(value, bool)
            return number and 0 <= value <= most
        case Date():
            return is_date(value)
        case Email():
            return is_email(value) and len(value) <= _SHORT_TEXT
        case Text(most):
            fits = isinstance(value, str) and len(value) <= most
            return fits and (name not in REQUIRED or bool(value.strip()))


def is_integer(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def is_date(value: Any) -> bool:
    """Whether this is a real day written YYYY-MM-DD."""
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def is_email(value: Any) -> bool:
    return isinstance(value, str) and _EMAIL.fullmatch(value) is not None


def from_form(fields: Mapping[str, Any]) -> Row:
    """Form fields, which are all text, with the JSON types they stand for; empty is null."""
    typed: Row = {}
    for name, value in fields.items():
        match FIELDS.get(name):
            case Id(many=True):
                typed[name] = [_whole(item) for item in value]
            case _ if value == "" and name not in REQUIRED:
                typed[name] = None
            case Id():
                typed[name] = _whole(value)
            case Number() if re.fullmatch(r"\d{1,12}(\.\d{1,6})?", value):
                typed[name] = plain(Decimal(value))
            case None if name in {"commit_id", "file_id"}:
                typed[name] = _whole(value)
            case _:
                typed[name] = value
    return typed


def _whole(text: str) -> int | str:
    return int(text) if re.fullmatch(r"\d{1,18}", text) else text


def total(contractor_budget: float | None, vat_percentage: float | None) -> float | None:
    """What the contractor is paid with VAT, in pounds; 20 % unless said [api/financial]."""
    if contractor_budget is None:
        return None
    vat = Decimal(str(20 if vat_percentage is None else vat_percentage))
    return plain(Decimal(str(contractor_budget)) * (1 + vat / 100))


def plain(amount: Decimal) -> float:
    """Pounds to the penny; a whole amount as a whole number, as the examples print it."""
    rounded = amount.quantize(Decimal("0.01"))
    return int(rounded) if rounded == rounded.to_integral_value() else float(rounded)


def as_html(text: str) -> str:
    """Plain text as the paragraphs a rich-text editor stores; text with tags stays as it is."""
    if re.search(r"</?[a-z][^<>]*>", text, re.IGNORECASE):
        return text
    blocks = re.split(r"\n{2,}", text.strip())
    return "".join(f"<p>{html.escape(b, quote=False).replace(chr(10), '<br>')}</p>" for b in blocks)
