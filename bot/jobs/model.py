"""What PropOps holds, as the bot sees it: jobs, their revisions, notes and files, lists to choose from.

Nothing here talks to anything. Every field of a read job is optional because the API documents a
job only by example (api-reference/jobs/list-or-retrieve-jobs).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple

from pydantic import Field

from bot.jobs.characters import trimmed
from bot.jobs.forms import JobFields
from bot.jobs.record import Record


class Choice(NamedTuple):
    """One thing that can be chosen: a priority, an address, a contractor. `id` is PropOps's."""

    id: int
    name: str
    detail: str = ""


class Added(tuple[Choice, ...]):
    """Choices that join those which a field has, where a plain tuple takes their place."""

    __slots__ = ()


class Job(JobFields):
    """One job as PropOps answered it: the fields of the field table, and what PropOps adds to them.

    Timestamps are the ISO strings PropOps sent (`updated_at` is compared, never computed with).
    """

    uuid: str
    id: int | None = None
    job_ref: str = ""
    status_name: str = ""
    priority_name: str = ""
    job_type_name: str = ""
    agent_name: str = ""
    contractor_name: str = ""
    full_address: str = ""
    is_pinned: bool = False
    photos_count: int | None = None
    documents_count: int | None = None
    created_at: str = ""
    updated_at: str = ""

    @property
    def heading(self) -> str:
        """`JOB-001 · Boiler not firing`; empty where it has neither."""
        return heading(self.job_ref, self.job_title)

    @property
    def name(self) -> str:
        """How people call it: the reference, or the title where there is none."""
        return self.job_ref or self.job_title or self.uuid


def heading(job_ref: str, job_title: str) -> str:
    """Reference and title in one line, as far as there are any."""
    parts = map(trimmed, (job_ref, job_title))
    return " · ".join(part for part in parts if part)


NAME_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "address_id": "full_address",
        "priority_id": "priority_name",
        "status_id": "status_name",
        "job_type_id": "job_type_name",
        "contractor_id": "contractor_name",
        "agent_id": "agent_name",
    }
)
"""Field that holds an id → the field in which PropOps spells it out."""


class Commit(Record):
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


class Receipt(Record):
    """What a write answered about the job it touched; each part may be missing (api/jobs)."""

    uuid: str | None = None
    job_ref: str | None = None
    message: str = ""


UPLOAD_SPEED = 250_000
"""Bytes a second that a file is expected to take at least."""


@dataclass(frozen=True)
class Upload:
    """A file that may leave the bot: `media_type` is what its bytes are, as in `image/jpeg`."""

    name: str
    media_type: str
    data: bytes = field(repr=False)

    @property
    def extra_seconds(self) -> float:
        """That a request may take more with it than without: an office uploads some Mbit a second."""
        return len(self.data) / UPLOAD_SPEED

    @property
    def is_picture(self) -> bool:
        return self.media_type.startswith("image/")


class NotificationState(Record):
    """Whether PropOps has notified the contractor of the assignment; shape undocumented.

    `sent` is None when the answer does not say. `at` is PropOps's own timestamp text.
    """

    sent: bool | None = None
    at: str = ""
    rest: tuple[str, ...] = ()


@dataclass(frozen=True)
class SearchResult:
    """Jobs that fit, the last changed first. `partly`: why it may not be all; empty when it is."""

    jobs: Sequence[Job]
    partly: str = ""


@dataclass(frozen=True)
class CaseNote:
    """A case note. `emailed` is None when the answer does not say; `at` is PropOps's own text."""

    id: int | None
    text: str
    by: str = ""
    at: str = ""
    emailed: bool | None = None


@dataclass(frozen=True)
class ArchivedFile:
    """A file that can come back. `id` is what `restore_archived_file` is given."""

    id: int | str
    name: str
    kind: str = ""
    at: str = ""
    by: str = ""
