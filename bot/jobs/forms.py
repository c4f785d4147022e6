"""THE FIELD TABLE: every writable field of a PropOps job, one entry each, in the order of the form.

Names are PropOps's own and also the block ids of the form
(api-reference/jobs/create-update-or-delete-a-job). From this table follow the modal, reading it
back, validation, the card, the diff and quick text.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Annotated, Any, get_args, get_type_hints

from pydantic import BeforeValidator

from bot.jobs.fields import Day, Email, Input, Lookup, Money, Percent, Pick, Text
from bot.jobs.model import Model
from bot.jobs.validation import (
    a_day,
    an_email,
    at_most,
    one_id,
    percent,
    pounds,
    some_ids,
    stripped,
)

_WORDS = BeforeValidator(stripped)
_ID = BeforeValidator(one_id)
_IDS = BeforeValidator(some_ids)
_POUNDS = BeforeValidator(pounds)
_SHARE = BeforeValidator(percent)
_DAY = BeforeValidator(a_day)
_MAIL = BeforeValidator(an_email)


class JobForm(Model):
    """What a member says to raise a job. None means left empty, and is never passed in.

    The six without a default are the ones PropOps requires.
    """

    job_title: Annotated[
        str, _WORDS, at_most(150),
        Input("Title", Text(150), "The job", placeholder="Boiler not firing", nullable=False,
              words=("title", "job", "subject")),
    ]  # fmt: skip
    job_description: Annotated[
        str, _WORDS, at_most(3000),
        Input("Description", Text(3000, multiline=True), "The job", nullable=False,
              placeholder="What is wrong, and what the contractor should know",
              words=("description", "desc", "details", "notes")),
    ]  # fmt: skip
    address_id: Annotated[
        int, _ID,
        Input("Address", Lookup("addresses"), "The job", placeholder="Type a street, name or postcode",
              on_card=True, nullable=False, words=("address", "property", "at")),
    ]  # fmt: skip
    priority_id: Annotated[
        int, _ID,
        Input("Priority", Pick("priorities"), "The job", on_card=True, nullable=False,
              words=("priority", "urgency")),
    ]  # fmt: skip
    status_id: Annotated[
        int, _ID,
        Input("Status", Pick("statuses"), "The job", on_card=True, nullable=False,
              words=("status", "state", "stage")),
    ]  # fmt: skip
    job_type_id: Annotated[
        int, _ID,
        Input("Type", Pick("job_types"), "The job", on_card=True, nullable=False,
              words=("type", "job type", "trade", "category")),
    ]  # fmt: skip
    contractor_id: Annotated[
        int | None, _ID,
        Input("Contractor", Lookup("contractors"), "People", placeholder="Type a name", on_card=True,
              hint="PropOps may e-mail them when you send this.",
              words=("contractor", "engineer", "assign", "assign to", "assigned to")),
    ] = None  # fmt: skip
    agent_id: Annotated[
        int | None, _ID,
        Input("Letting agent", Lookup("agents"), "People", placeholder="Type a name", on_card=True,
              hint="PropOps may e-mail them when you send this.",
              words=("agent", "letting agent")),
    ] = None  # fmt: skip
    tenants_ids: Annotated[
        tuple[int, ...] | None, _IDS,
        Input("Tenants", Lookup("tenants", many=True), "People", placeholder="Type a name",
              words=("tenants", "tenant")),
    ] = None  # fmt: skip
    date_works_start_date: Annotated[
        date | None, _DAY,
        Input("Works start", Day(), "Dates", on_card=True,
              words=("start", "works start", "start date", "starts", "date", "when", "on")),
    ] = None  # fmt: skip
    date_works_end_date: Annotated[
        date | None, _DAY,
        Input("Works end", Day(), "Dates", on_card=True,
              words=("end", "works end", "end date", "ends", "finish", "until", "by")),
    ] = None  # fmt: skip
    time_range_id: Annotated[
        int | None, _ID,
        Input("Time of day", Pick("time_ranges"), "Dates", on_card=True,
              words=("time", "time range", "slot")),
    ] = None  # fmt: skip
    job_total_budget: Annotated[
        Decimal | None, _POUNDS,
        Input("Total budget (£)", Money(), "Money", hint="What the client pays, VAT included.",
              on_card=True, words=("budget", "total budget", "job budget", "cost")),
    ] = None  # fmt: skip
    contractor_budget: Annotated[
        Decimal | None, _POUNDS,
        Input("Contractor budget (£)", Money(), "Money", hint="What the contractor gets, before VAT.",
              on_card=True, words=("contractor budget", "contractor cost")),
    ] = None  # fmt: skip
    vat_percentage: Annotated[
        Decimal | None, _SHARE,
        Input("VAT (%)", Percent(), "Money", words=("vat", "vat rate", "vat percentage")),
    ] = None  # fmt: skip
    total_amount: Annotated[
        Decimal | None, _POUNDS,
        Input("Contractor total (£)", Money(), "Money",
              hint="Leave empty: PropOps works it out from contractor budget and VAT.",
              words=("total", "total amount", "contractor total")),
    ] = None  # fmt: skip
    access_details: Annotated[
        str | None, _WORDS, at_most(3000),
        Input("Access details", Text(3000, multiline=True), "Access", sensitive=True,
              hint="Key safes, alarms, dogs. Never shown in a channel.",
              words=("access", "access details", "keys", "key safe", "keysafe")),
    ] = None  # fmt: skip
    private_contact_name: Annotated[
        str | None, _WORDS, at_most(200),
        Input("Private contact", Text(200), "Access", sensitive=True,
              hint="Never shown in a channel.", words=("contact", "private contact", "contact name")),
    ] = None  # fmt: skip
    private_contact_email: Annotated[
        str | None, _MAIL,
        Input("Private contact e-mail", Email(), "Access", sensitive=True,
              hint="Never shown in a channel.",
              words=("contact email", "contact e-mail", "email", "e-mail")),
    ] = None  # fmt: skip
    works_order_ref: Annotated[
        str | None, _WORDS, at_most(100),
        Input("Works order ref", Text(100), "References",
              words=("works order", "works order ref", "wo", "order ref")),
    ] = None  # fmt: skip
    quote_no: Annotated[
        str | None, _WORDS, at_most(100),
        Input("Quote number", Text(100), "References", words=("quote", "quote no", "quote number")),
    ] = None  # fmt: skip
    invoice_no: Annotated[
        str | None, _WORDS, at_most(100),
        Input("Invoice number", Text(100), "References",
              words=("invoice", "invoice no", "invoice number")),
    ] = None  # fmt: skip


def _table() -> dict[str, Input]:
    hints = get_type_hints(JobForm, include_extras=True)
    return {
        name: next(mark for mark in get_args(hints[name]) if isinstance(mark, Input))
        for name in JobForm.model_fields
    }


FIELDS: Mapping[str, Input] = MappingProxyType(_table())
"""Field name → how it is asked for, in the order of the form."""

REQUIRED: tuple[str, ...] = tuple(
    name for name, info in JobForm.model_fields.items() if info.is_required()
)
SENSITIVE: frozenset[str] = frozenset(name for name, entry in FIELDS.items() if entry.sensitive)
"""Fields that are stored sealed, masked everywhere and never posted (propops-api: personal data)."""

ID_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        name: entry.kind.lookup
        for name, entry in FIELDS.items()
        if isinstance(entry.kind, Pick | Lookup)
    }
)
"""Field name → the lookup that names its ids."""


def wire_values(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Stored fields → JSON values of the types PropOps documents (numbers, ids, `YYYY-MM-DD`)."""
    return {name: _wire(value) for name, value in fields.items()}


def _wire(value: Any) -> Any:
    match value:
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case date():
            return value.isoformat()
        case tuple():
            return list(value)
        case _:
            return value
