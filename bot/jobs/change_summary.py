"""A change for people: the job after it, the fields it changed, and remarks for its card."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.jobs.actions import WRITES, Action
from bot.jobs.change import Change
from bot.jobs.diff import changed, differences, unexpected
from bot.jobs.forms import FIELDS
from bot.jobs.model import NAME_FIELDS, Job
from bot.jobs.outcome import FieldChange
from bot.jobs.write import Write

_UNDO = replace(
    WRITES["restore_commit"],
    title="Undo the update",
    doing="Undoing the update",
    done="Update undone",
    verb="undo the update of",
    again="Press Undo again.",
)
MEANWHILE = "meanwhile"
"""In the target of an update: who changed the job since its form opened, and which other fields."""


def job_of(change: Change) -> Job:
    """The job as it stands after the change; from what was asked where it could not be read.

    What PropOps's answer leaves unnamed is called what the member chose, or what it was called before.
    """
    if change.after:
        job = Job.model_validate(change.after)
        names = {NAME_FIELDS[name]: called for name, called in _known_names(change, job).items()}
        return job.model_copy(update=names) if names else job
    values: dict[str, Any] = {"uuid": change.job_uuid, "job_ref": change.job_ref}
    for name, value in change.fields.items():
        if FIELDS[name].sensitive:
            continue
        if name in NAME_FIELDS:
            values |= {name: value, NAME_FIELDS[name]: str(change.names.get(name) or "")}
        elif value is not None:
            values[name] = value
    before = {key: value for key, value in change.before.items() if key in Job.model_fields}
    return Job.model_validate(before | values)


def chosen_names(change: Change, job: Job) -> dict[str, Any]:
    """Field name → the name the member chose, as far as the job holds what they chose.

    A form knows names for every field it showed; those of fields that were not changed may be
    out of date, so they name nothing.
    """
    return {
        name: change.names[name]
        for name, value in change.fields.items()
        if name in change.names and value is not None and getattr(job, name) == value
    }


def _known_names(change: Change, job: Job) -> dict[str, str]:
    """Field name → what its id is called, for those that the job does not name itself."""
    chosen, before = chosen_names(change, job), change.before
    found: dict[str, str] = {}
    for name, name_field in NAME_FIELDS.items():
        held = getattr(job, name)
        if held is not None and not getattr(job, name_field).strip():
            was = before.get(name_field) if before.get(name) == held else ""
            found[name] = str(chosen.get(name) or was or "")
    return {name: called for name, called in found.items() if called}


def rows(change: Change, job: Job) -> list[FieldChange]:
    """What the change changed, old → new."""
    if not change.before or WRITES[change.action].leaves_fields:
        return []
    before = Job.model_validate(change.before)
    if WRITES[change.action].form:
        return changed(change.fields, before, change.names)
    return differences(before, job)


def write_of(change: Change) -> Write:
    """The words for the change: its member pressed *Undo*, though PropOps is asked to restore."""
    return _UNDO if change.target.get("undo_of") else WRITES[change.action]


def done_words(change: Change) -> str:
    """What was done, to begin a line with: `Job updated`."""
    return write_of(change).done


def note(change: Change) -> str:
    """Remarks under the card."""
    outcome, lines = change.outcome, []
    if outcome.also_of:
        lines.append(
            f"Another request ({outcome.also_of}) made this job too, it seems: please check it in PropOps."
        )
    if outcome.duplicates:
        refs = ", ".join(job.ref or job.uuid for job in outcome.duplicates)
        lines.append(f"PropOps took it twice: please delete the copy {refs} there.")
    if outcome.unread:
        lines.append("PropOps took it, but I couldn't read the job back. Press Show to check it.")
    if outcome.doubted and not outcome.duplicates:
        lines.append("PropOps's reply got lost. I checked: it was done once.")
    if meanwhile := change.target.get(MEANWHILE):
        fields = ", ".join(FIELDS[each].label for each in meanwhile["fields"] if each in FIELDS)
        by = meanwhile["by"] or "Somebody else"
        lines.append(f"{by} changed {fields} meanwhile; both are kept.")
    if outcome.approvers:
        lines.append(f"Approved by {' and '.join(outcome.approvers)}.")
    if WRITES[change.action].form and change.before and change.after:
        moved = unexpected(
            Job.model_validate(change.before), Job.model_validate(change.after), set(change.fields)
        )
        if moved:
            changes = ", ".join(f"{row.label}: {row.old} → {row.new}" for row in moved)
            lines.append(f"PropOps also changed: {changes}")
    return "\n".join(lines)


_MAILS_PEOPLE = {"contractor_id", "status_id", "date_works_start_date", "date_works_end_date"}


def mailed(action: Action, fields: Mapping[str, Any], job: Job) -> list[str]:
    """Whom PropOps may e-mail by itself after a write, with their role: `["Ace Gas (contractor)"]`.

    Creating a job mails its contractor and agent, saving an assignment the contractor, and updates
    may mail customer, agent and contractor (features/email, guides/your-first-job). Whether writes
    through the API do so too is undocumented, so people are told that it may have happened.
    """
    contractor = [f"{job.contractor_name} (contractor)"] if job.contractor_name else []
    agent = [f"{job.agent_name} (agent)"] if job.agent_name else []
    match action:
        case "create":
            return contractor + agent
        case "update" if _MAILS_PEOPLE & set(fields):
            return contractor + agent
        case _:
            return []
