"""THE FIELD TABLE: every writable field of a PropOps job, one entry each, in the order of the form.

Names are PropOps's own and also the block ids of the form
(api-reference/jobs/create-update-or-delete-a-job). From this table follow `Job`, the modal, reading
it back, validation, the write, the card, the diff and quick text: a text field is one entry here.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Annotated, Any

from bot.jobs.fields import Day, Email, Input, Lookup, Money, Name, Percent, Pick, Reference, Text
from bot.jobs.record import Record

_MAY_MAIL = "PropOps may e-mail them when you send this."


class JobFields(Record):
    """The writable fields, typed as PropOps answers them, each beside how it is asked for.

    All are optional here, since the API documents a job only by example. Empty text is `""`, days
    are `YYYY-MM-DD` local to the property, `tenants_ids` is None when the answer did not say.
    Sensitive fields never show in a repr.
    """

    job_title: Annotated[
        str, Input("Title", Text(150), "The job", required=True, placeholder="Boiler not firing",
                   aliases=("title", "job", "subject"))
    ] = ""  # fmt: skip
    job_description: Annotated[
        str, Input("Description", Text(3000, multiline=True), "The job", required=True,
                   placeholder="What is wrong, and what the contractor should know",
                   aliases=("description", "desc", "details", "notes"))
    ] = ""  # fmt: skip
    address_id: Annotated[
        int | None, Input("Address", Lookup("addresses"), "The job", required=True, on_card=True,
                          placeholder="Type a street, name or postcode",
                          aliases=("address", "addr", "property", "prop", "at"))
    ] = None  # fmt: skip
    priority_id: Annotated[
        int | None, Input("Priority", Pick("priorities"), "The job", required=True, on_card=True,
                          aliases=("priority", "prio", "pri", "urgency"))
    ] = None  # fmt: skip
    status_id: Annotated[
        int | None, Input("Status", Pick("statuses"), "The job", required=True, on_card=True,
                          aliases=("status", "state", "stage"))
    ] = None  # fmt: skip
    job_type_id: Annotated[
        int | None, Input("Type", Pick("job_types"), "The job", required=True, on_card=True,
                          aliases=("type", "job type", "trade", "category"))
    ] = None  # fmt: skip
    contractor_id: Annotated[
        int | None, Input("Contractor", Lookup("contractors"), "People", on_card=True,
                          placeholder="Type a name", hint=_MAY_MAIL,
                          aliases=("contractor", "cont", "engineer", "assign", "assign to", "assigned to"))
    ] = None  # fmt: skip
    agent_id: Annotated[
        int | None, Input("Letting agent", Lookup("agents"), "People", on_card=True,
                          placeholder="Type a name", hint=_MAY_MAIL,
                          aliases=("agent", "letting agent"))
    ] = None  # fmt: skip
    tenants_ids: Annotated[
        tuple[int, ...] | None, Input("Tenants", Lookup("tenants", many=True), "People",
                                      placeholder="Type a name", aliases=("tenants", "tenant"))
    ] = None  # fmt: skip
    date_works_start_date: Annotated[
        str, Input("Works start", Day(), "Dates", on_card=True,
                   aliases=("start", "works start", "start date", "starts", "date", "when", "on"))
    ] = ""  # fmt: skip
    date_works_end_date: Annotated[
        str, Input("Works end", Day(), "Dates", on_card=True,
                   aliases=("end", "works end", "end date", "ends", "finish", "finish date", "until", "by", "due", "due date", "due by"))
    ] = ""  # fmt: skip
    time_range_id: Annotated[
        int | None, Input("Time of day", Pick("time_ranges"), "Dates", on_card=True,
                          aliases=("time", "time range", "slot"))
    ] = None  # fmt: skip
    job_total_budget: Annotated[
        Decimal | None, Input("Total budget (£)", Money(), "Money", money=True, on_card=True,
                              hint="What the client pays, VAT included.",
                              aliases=("budget", "total budget", "job budget", "cost"))
    ] = None  # fmt: skip
    contractor_budget: Annotated[
        Decimal | None, Input("Contractor budget (£)", Money(), "Money", money=True, on_card=True,
                              hint="What the contractor gets, before VAT.",
                              aliases=("contractor budget", "contractor cost"))
    ] = None  # fmt: skip
    vat_percentage: Annotated[
        Decimal | None, Input("VAT (%)", Percent(), "Money", money=True,
                              aliases=("vat", "vat rate", "vat percentage"))
    ] = None  # fmt: skip
    total_amount: Annotated[
        Decimal | None, Input("Contractor total (£)", Money(), "Money", money=True,
                              hint="Leave empty: PropOps works it out from contractor budget and VAT.",
                              aliases=("total", "total amount", "contractor total"))
    ] = None  # fmt: skip
    access_details: Annotated[
        str, Input("Access details", Text(3000, multiline=True), "Access", sensitive=True,
                   hint="Key safes, alarms, dogs. Never shown in a channel.",
                   aliases=("access", "access details", "keys", "key safe", "keysafe"))
    ] = ""  # fmt: skip
    private_contact_name: Annotated[
        str, Input("Private contact", Name(), "Access", sensitive=True, rare=True,
                   hint="Never shown in a channel.",
                   aliases=("contact", "private contact", "contact name"))
    ] = ""  # fmt: skip
    private_contact_email: Annotated[
        str, Input("Private contact e-mail", Email(), "Access", sensitive=True, rare=True,
                   hint="Never shown in a channel.",
                   aliases=("contact email", "contact e-mail", "email", "e-mail"))
    ] = ""  # fmt: skip
    works_order_ref: Annotated[
        str, Input("Works order ref", Reference(), "References", rare=True,
                   aliases=("works order", "works order ref", "works order no", "wo", "wo ref", "wo no", "order ref"))
    ] = ""  # fmt: skip
    quote_no: Annotated[
        str, Input("Quote number", Reference(), "References", rare=True,
                   aliases=("quote", "quote no", "quote ref", "quote number"))
    ] = ""  # fmt: skip
    invoice_no: Annotated[
        str, Input("Invoice number", Reference(), "References", rare=True,
                   aliases=("invoice", "invoice no", "invoice ref", "invoice number", "inv", "inv no", "inv ref"))
    ] = ""  # fmt: skip

    def __repr_args__(self) -> Iterable[tuple[str | None, Any]]:
        return [pair for pair in super().__repr_args__() if pair[0] not in SENSITIVE]


def _input(name: str) -> Input:
    metadata = JobFields.model_fields[name].metadata
    return next(each for each in metadata if isinstance(each, Input))


FIELDS: Mapping[str, Input] = MappingProxyType(
    {name: _input(name) for name in JobFields.model_fields}
)
"""Field name → how it is asked for, in the order of the form."""

REQUIRED: tuple[str, ...] = tuple(name for name, entry in FIELDS.items() if entry.required)
RARE: tuple[str, ...] = tuple(name for name, entry in FIELDS.items() if entry.rare)
"""The last fields of the form."""
SENSITIVE: frozenset[str] = frozenset(name for name, entry in FIELDS.items() if entry.sensitive)
"""Fields that are stored encrypted, masked everywhere and never posted (propops-api: personal data)."""
MONEY: frozenset[str] = frozenset(name for name, entry in FIELDS.items() if entry.money)
"""Fields that no channel shared with another company is shown."""

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
