"""What PropOps holds, as the bot sees it: jobs, saved revisions of jobs, and lists to choose from.

Nothing here talks to anything. Every field of a read job is optional because the API documents a
job only by example (api-reference/jobs/list-or-retrieve-jobs).
"""

from decimal import Decimal
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict, Field


class Choice(NamedTuple):
    """One thing that can be chosen: a priority, an address, a contractor. `id` is PropOps's."""

    id: int
    name: str
    detail: str = ""


class Model(BaseModel):
    """Frozen, and silent about values in errors: they may hold personal data."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


class Job(Model):
    """One job as PropOps answered it. `tenants_ids` is None when the answer did not say.

    The three sensitive fields never show in a repr. Dates are plain `YYYY-MM-DD` local days,
    timestamps the ISO strings PropOps sent (`updated_at` is compared, never computed with).
    """

    uuid: str
    id: int | None = None
    job_ref: str = ""
    job_title: str = ""
    job_description: str = ""
    status_id: int | None = None
    status_name: str = ""
    priority_id: int | None = None
    priority_name: str = ""
    job_type_id: int | None = None
    job_type_name: str = ""
    agent_id: int | None = None
    agent_name: str = ""
    contractor_id: int | None = None
    contractor_name: str = ""
    address_id: int | None = None
    full_address: str = ""
    tenants_ids: tuple[int, ...] | None = None
    time_range_id: int | None = None
    job_total_budget: Decimal | None = None
    contractor_budget: Decimal | None = None
    vat_percentage: Decimal | None = None
    total_amount: Decimal | None = None
    date_works_start_date: str = ""
    date_works_end_date: str = ""
    invoice_no: str = ""
    quote_no: str = ""
    works_order_ref: str = ""
    access_details: str = Field("", repr=False)
    private_contact_name: str = Field("", repr=False)
    private_contact_email: str = Field("", repr=False)
    is_pinned: bool = False
    photos_count: int | None = None
    documents_count: int | None = None
    created_at: str = ""
    updated_at: str = ""

    @property
    def name(self) -> str:
        """How people call it: the reference, or the title where there is none."""
        return self.job_ref or self.job_title or self.uuid


class Commit(Model):
    """A saved revision of a job (`list_commits`; its shape is undocumented, so all is optional).

    `id` is the value `restore_commit` is given, of the JSON type the
    row had, None when the row named none. `fields` holds the
    job's field values at that revision where the listing told them. `rest` is what else the row
    said, as short readable lines, sensitive fields left out.
    """

    id: int | str | None = None
    at: str = ""
    by: str = ""
    message: str = ""
    fields: dict[str, Any] = Field(default_factory=dict, repr=False)
    rest: tuple[str, ...] = ()


class Receipt(Model):
    """What a write answered about the job it touched; each part may be missing (api/jobs)."""

    uuid: str | None = None
    job_ref: str | None = None
    message: str = ""


class NotificationState(Model):
    """Whether the contractor has been told of the assignment; shape undocumented.

    `sent` is None when the answer does not say. `at` is PropOps's own timestamp text.
    """

    sent: bool | None = None
    at: str = ""
    rest: tuple[str, ...] = ()
