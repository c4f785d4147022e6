"""What typed text would replace though the form of an update does not show it."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.jobs.model import Job
from bot.jobs.quicktext.notes import Note

_ACCESS = (
    "PropOps has access details for this job already: what stands here replaces them. "
    "Show on the card tells them, privately."
)
_TENANTS = "PropOps didn't say who the tenants are: whoever stands here replaces them all."


def notes_of_replaced(job: Job, values: Mapping[str, Any]) -> Sequence[Note]:
    """Private text, and tenants that PropOps did not tell."""
    notes = []
    if job.access_details and values.get("access_details"):
        notes.append(Note(_ACCESS, "access_details"))
    if job.tenants_ids is None and values.get("tenants_ids"):
        notes.append(Note(_TENANTS, "tenants_ids"))
    return notes
