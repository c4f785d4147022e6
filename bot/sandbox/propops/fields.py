"""What may be written to a job, and of which type each field must be.

[api-reference/jobs/create-update-or-delete-a-job]
"""

import html
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from bot.sandbox.propops.call import Row
from bot.sandbox.propops.refusal import Refusal, bad
from bot.sandbox.propops.state import State

REQUIRED: Final = (
    "job_title",
    "job_description",
    "priority_id",
    "status_id",
    "job_type_id",
    "address_id",
)
LOOKUPS: Final = {
    "priority_id": "priorities",
    "status_id": "statuses",
    "job_type_id": "types",
    "address_id": "addresses",
    "agent_id": "agents",
    "contractor_id": "contractors",
    "time_range_id": "time_ranges",
}
NUMBERS: Final = ("job_total_budget", "contractor_budget", "vat_percentage", "total_amount")
DATES: Final = ("date_works_start_date", "date_works_end_date")
TEXTS: Final = (
    "job_title",
    "job_description",
    "invoice_no",
    "quote_no",
    "works_order_ref",
    "access_details",
    "private_contact_name",
    "private_contact_email",
)
WRITABLE: Final = (*dict.fromkeys((*REQUIRED, *LOOKUPS, *TEXTS, *DATES, *NUMBERS)), "tenants_ids")
OPTIONAL: Final = tuple(name for name in WRITABLE if name not in REQUIRED)

MOST_TEXT: Final = {"job_title": 255, "job_description": 60_000}
_SHORT_TEXT: Final = 2_000
_MOST_MONEY: Final = 99_999_999.99
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_EMAIL: Final = re.compile(r"[^@\s<>,;\"]+@[^@\s<>,;\"]+\.[^@\s<>,;\".]+")


def checked(fields: Mapping[str, Any], state: State) -> Row:
    """The fields, each of its JSON type and each id known. Raises a 400 that names the first bad one."""
    unexpected = [name for name in fields if name not in WRITABLE]
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
    if name == "tenants_ids":
        return isinstance(value, list) and all(
            is_integer(item) and state.find("tenants", item) is not None for item in value
        )
    if value is None:
        return name not in REQUIRED
    if name in LOOKUPS:
        if not is_integer(value):
            return False
        row = state.find(LOOKUPS[name], value)
        return row is not None and row.get("is_active", True) is not False
    if name in NUMBERS:
        number = isinstance(value, int | float) and not isinstance(value, bool)
        most = 100 if name == "vat_percentage" else _MOST_MONEY
        return number and 0 <= value <= most
    if name in DATES:
        return is_date(value)
    return _is_text(name, value)


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


def _is_text(name: str, value: Any) -> bool:
    if not isinstance(value, str) or len(value) > MOST_TEXT.get(name, _SHORT_TEXT):
        return False
    if name in REQUIRED:
        return bool(value.strip())
    return name != "private_contact_email" or is_email(value)


def from_form(fields: Mapping[str, Any]) -> Row:
    """Form fields, which are all text, with the JSON types they stand for; empty is null."""
    typed: Row = {}
    for name, value in fields.items():
        if name == "tenants_ids":
            typed[name] = [_whole(item) for item in value]
        elif value == "" and name not in REQUIRED:
            typed[name] = None
        elif name in LOOKUPS or name in {"commit_id", "file_id"}:
            typed[name] = _whole(value)
        elif name in NUMBERS and re.fullmatch(r"\d{1,12}(\.\d{1,6})?", value):
            typed[name] = plain(Decimal(value))
        else:
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
