"""Reading one job: show, history, and the private details."""

from collections.abc import Sequence

from bot.errors import PropOpsError, TokenDead
from bot.jobs.actions import WRITE_OF_COMMAND, WRITES
from bot.jobs.diff import differences
from bot.jobs.forms import FIELDS
from bot.jobs.model import CaseNote, Commit, Job
from bot.jobs.outcome import FieldChange
from bot.jobs.ports import PropOps
from bot.members.access import Access
from bot.members.links import Links
from bot.store.audit_log import AuditEntry, AuditLog
from bot.views import job_details, messages, search_results
from bot.workflows.linking.permissions import PermissionCache
from handlers.background import Background
from handlers.named_job import NamedJobs
from handlers.request import Request

_FROM_SHOW = (
    ("update", "Update"),
    ("note", "Add note"),
    ("history", "History"),
    ("files", "Files"),
)
"""Buttons under a shown job."""


async def show(
    request: Request,
    typed: str,
    jobs: NamedJobs,
    permissions: PermissionCache,
    background: Background,
) -> None:
    """The job's details, in an ephemeral message."""
    propops = await jobs.propops(request)
    permissions.prefetch(request.member)
    found = await jobs.find(request, propops, typed, read_notes)
    if found is not None:
        message = await details(request, *found, jobs, permissions)
        await background.reply_in_channel(request, message)


async def read_notes(propops: PropOps, uuid: str) -> Sequence[CaseNote] | None:
    """The job's case notes; None where they can't be read. Raises `TokenDead`."""
    try:
        return await propops.case_notes(uuid)
    except TokenDead:
        raise
    except PropOpsError:
        return None


async def details(
    request: Request,
    job: Job,
    case_notes: Sequence[CaseNote] | None,
    jobs: NamedJobs,
    permissions: PermissionCache,
) -> messages.Message:
    """The job with its last case notes and the buttons the member may use; refreshes its cards."""
    lines = (
        ["I couldn't read the case notes just now. Please look for them in PropOps."]
        if case_notes is None
        else []
    )
    notes = search_results.note_lines(case_notes or ())
    await jobs.refresh(request, job)
    rights = await permissions.of(request.member)
    actions = [(name, label) for name, label in _FROM_SHOW if rights.may_allow(_permissions(name))]
    return messages.job_details(job, jobs.link(job), lines, notes=notes, actions=actions)


async def history(request: Request, typed: str, jobs: NamedJobs, background: Background) -> None:
    """The revisions of a job: who changed what and when, newest first."""
    propops = await jobs.propops(request)
    found = await jobs.find(request, propops, typed, read_commits)
    if found is not None:
        job, commits = found
        await jobs.refresh(request, job)
        shown = with_differences(commits)[: search_results.MOST_COMMITS]
        message = search_results.history(job, shown, of=len(commits))
        await background.reply_in_channel(request, message)


async def read_commits(propops: PropOps, uuid: str) -> Sequence[Commit]:
    """The job's saved revisions, newest first."""
    return newest_first(await propops.commits(uuid))


async def private_details(
    request: Request,
    typed: str,
    access: Access,
    links: Links,
    jobs: NamedJobs,
    audit: AuditLog,
    background: Background,
) -> None:
    """The private details of a job. `typed`: `UUID REF`.

    Read as the member, so PropOps decides what they see. Recorded in the audit log before it is shown.
    """
    await access.require_access(request.member)
    propops = await links.propops(request.member)
    job = await jobs.get(request, propops, typed.partition(" ")[0])
    try:
        lookups = await links.lookups(request.member)
        tenants = await lookups.contacts(job.tenants_ids or ())
    except TokenDead:
        raise
    except PropOpsError:
        tenants = ["PropOps didn't say who they are."]
    name = await links.linked_name(request.member)
    subject = job.job_ref or job.uuid
    await audit.record(
        AuditEntry("private.shown", request.member, name, request.place.channel, subject, "shown")
    )
    await background.reply_in_channel(request, job_details.private_details(job, tenants))


COMMANDS = {
    "show": show,
    "history": history,
    "private": private_details,
}


def newest_first(commits: Sequence[Commit]) -> list[Commit]:
    """By time where every revision has one, else in PropOps's order, which is not documented."""
    if all(commit.at for commit in commits):
        return sorted(commits, key=lambda commit: commit.at, reverse=True)
    return list(commits)


def with_differences(
    commits: Sequence[Commit],
) -> list[tuple[Commit, Sequence[FieldChange] | None]]:
    """Each revision with its differences to the one before; None where PropOps gives no fields."""
    rows: list[tuple[Commit, Sequence[FieldChange] | None]] = []
    for at, commit in enumerate(commits):
        earlier = commits[at + 1] if at + 1 < len(commits) else None
        if earlier is None or not (commit.fields and earlier.fields):
            rows.append((commit, None))
            continue
        both = [name for name in FIELDS if name in commit.fields and name in earlier.fields]
        now = Job.model_validate({"uuid": "-"} | commit.fields)
        was = Job.model_validate({"uuid": "-"} | earlier.fields)
        rows.append((commit, differences(was, now, both)))
    return rows


def _permissions(name: str) -> Sequence[str]:
    """The PropOps permissions needed for what a button starts."""
    return (WRITES[WRITE_OF_COMMAND[name]].permission,) if name in WRITE_OF_COMMAND else ()
