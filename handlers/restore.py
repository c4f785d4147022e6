"""Restore: a modal with the job's saved revisions and what restoring the chosen one would change."""

from collections.abc import Sequence

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.concurrency import both
from bot.jobs.diff import would_change
from bot.jobs.model import Commit, Job
from bot.jobs.timestamps import unix_seconds
from bot.members.access import Access
from bot.views import modals
from bot.web.bolt import Routes
from bot.workflows.notify_check import NotifyCheck
from bot.workflows.writes.restore import SEEN, SEEN_AT, mark_of
from handlers import named_job, submit
from handlers.form_parts import FormParts
from handlers.job_queries import read_commits
from handlers.named_job import NamedJobs
from handlers.pending_command import PendingCommand
from handlers.request import Modal, Request
from handlers.submit import Submissions

COMMIT = "commit_id"
_COMPARED = "compared"
"""In the form's metadata: the moment whose difference it shows."""
_NOT_COMPARED = (
    "What that brings back isn't shown yet. Please look at it below, then press Restore again."
)


def register(routes: Routes) -> None:
    routes.action(COMMIT)(choose)
    routes.submission("restore.send")(send)


async def open_modal(request: Request, typed: str, jobs: NamedJobs, access: Access) -> None:
    """Opens the modal, for the sub-command and for the card's button."""

    async def draw(job: Job, commits: Sequence[Commit]) -> modals.View:
        metadata, zone = named_job.metadata(request, job), access.zone(request.member)
        return modals.restore_picker(job, commits, None, None, metadata, zone=zone)

    await jobs.open_with(request, "Restore job", typed, read_commits, draw)


COMMANDS = {"restore": open_modal}


async def choose(
    ack: AsyncAck,
    request: Request,
    modal: Modal,
    pressed: str,
    access: Access,
    jobs: NamedJobs,
    notify_check: NotifyCheck,
    form_parts: FormParts,
) -> None:
    """A revision was chosen: shows field by field what restoring it would change."""
    await ack()

    async def compared() -> modals.View:
        propops = await jobs.propops(request)
        uuid = modal.job_uuid
        job, commits = await both(jobs.get(request, propops, uuid), read_commits(propops, uuid))
        chosen = _commit(commits, pressed)
        rows = would_change(chosen, job) if chosen is not None else None
        warning = await _warning(notify_check, request, job, chosen) if chosen is not None else ""
        zone = access.zone(request.member)
        seen = {_COMPARED: pressed, SEEN_AT: job.updated_at[:40], SEEN: mark_of(rows)}
        metadata = {**modal.metadata, **seen}
        return modals.restore_picker(job, commits, chosen, rows, metadata, warning, zone)

    async def compare() -> None:
        view = await jobs.saying_where(request, compared())
        await form_parts.messenger.update_view(modal.id, view)

    words = f"/job restore {modal.job_name}"
    form_parts.background.start(
        compare(), request, PendingCommand("restore", modal.job_uuid, words)
    )


async def send(
    ack: AsyncAck, request: Request, modal: Modal, access: Access, submissions: Submissions
) -> None:
    chosen = modal.choice(COMMIT)
    if chosen is None:
        await ack(
            response_action="errors", errors={COMMIT: "Please choose the version to go back to."}
        )
        return
    metadata = modal.metadata
    if metadata.get(_COMPARED, chosen) != chosen:
        await ack(response_action="errors", errors={COMMIT: _NOT_COMPARED})
        return
    await access.require_access(request.member)
    target = {"commit_id": modals.commit_value(chosen)}
    target |= {name: str(metadata[name]) for name in (SEEN_AT, SEEN) if name in metadata}
    change = submit.change(request, "restore_commit", key=modal.id, modal=modal, target=target)
    await submissions.accept(ack, change, field=COMMIT)


def _commit(commits: Sequence[Commit], value: str) -> Commit | None:
    """The commit behind a chosen option."""
    wanted = modals.commit_value(value)
    return next((commit for commit in commits if commit.id == wanted), None)


async def _warning(notify_check: NotifyCheck, request: Request, job: Job, chosen: Commit) -> str:
    """A warning beside the diff: the contractor was notified of the job after the chosen revision."""
    last = await notify_check.last_notified(request.member.team, job)
    at = unix_seconds(chosen.at)
    if last is None or at is None or last.at <= at:
        return ""
    whom = last.contractor or "The contractor"
    return (
        f"{whom} was told about the job after this moment. Notify them again once it is restored."
    )
