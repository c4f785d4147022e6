"""Delete: a preview and the reference to type; *Archive instead*; *Raise again* after a delete."""

import re
from collections.abc import Sequence

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.errors import NotLinked, PropOpsError, TokenDead, UnreadablePayload
from bot.jobs import references
from bot.jobs.change import Json
from bot.jobs.model import Choice, Job
from bot.jobs.ports import PropOps
from bot.jobs.private_questions.find import find_asked
from bot.jobs.private_questions.questions import shown, suspicion
from bot.jobs.private_text.warnings import them
from bot.jobs.quicktext.buffer import unslack
from bot.jobs.updates import on_form
from bot.members.access import Access
from bot.members.links import Links
from bot.slack.messenger import Messenger
from bot.store.changes import ChangeStore
from bot.views import confirmations, messages, modals
from bot.views.buttons import Press
from bot.web.bolt import Routes
from bot.workflows.approvals.decisions import Approvals
from bot.workflows.changes.lifecycle import Changes
from bot.workflows.drafts.drafts import Drafts
from bot.workflows.drafts.unsent_forms import UnsentForms
from handlers import named_job, submit, unsent_forms
from handlers.background import Background
from handlers.confirmed_values import ConfirmedValues
from handlers.job_form import JobForms
from handlers.kept_lines import KeptLines
from handlers.kept_presses import PressTable
from handlers.named_job import NamedJobs
from handlers.pending_command import PendingCommand
from handlers.request import Modal, Request
from handlers.submit import Submissions

_TITLE = "Delete job"
_PRIVATE = (
    "{suspicion} Whoever approves or looks into the delete reads it whole, and {shown}. "
    "Please take {them} out, or press again to keep {them}."
)


def register(routes: Routes) -> None:
    routes.submission("delete.send")(send)
    routes.action("delete.archive")(archive)
    routes.action("card.raise")(raise_again)


async def open_modal(
    request: Request,
    typed: str,
    jobs: NamedJobs,
    links: Links,
    approvals: Approvals,
    drafts: Drafts,
    background: Background,
    delete_without_preview: bool,
) -> None:
    """Opens the modal: what is deleted with the job, its reference to type, and *Archive instead*.

    `typed`: `REF [why]`, or `UUID F-…` for a form that was kept.
    """
    reference, rest = references.split(typed)
    kept = await drafts.get(rest, request.member) if reference.uuid and rest else None
    why = _why(rest) if kept is None else str(kept.content.get("why", ""))
    line = f"/job delete {typed}" if why and kept is None else ""

    async def draw(propops: PropOps, job: Job) -> modals.View:
        takes: Sequence[str] | None
        try:
            takes = await propops.preview_delete(job.uuid)
        except TokenDead:
            raise
        except PropOpsError as error:
            if not delete_without_preview:
                words = (
                    f"{job.name} can't be deleted from here, because PropOps didn't say what "
                    f"goes with it. {error.advice}"
                )
                return modals.message_view(
                    _TITLE, messages.with_line(messages.refused(words), line)
                )
            takes = None
        archived = await _archived(links, request, job)
        metadata: Json = {**named_job.metadata(request, job), "at": job.updated_at[:40]}
        metadata |= {"typed": 1} if why else {}
        metadata |= {"resumed": kept.id} if kept is not None else {}
        approval = await approvals.why_needed("delete", request.member, request.place, job)
        return confirmations.delete_ask(job, takes, archived, metadata, approval=approval, why=why)

    command = {"command": "delete", "text": typed} if line else None

    async def otherwise(message: messages.Message) -> modals.View:
        return modals.message_view(_TITLE, messages.with_line(message, line))

    async def prepare() -> modals.View:
        propops = await jobs.propops(request)
        view = jobs.view(request, propops, _TITLE, reference, draw, otherwise)
        return await jobs.saying_where(request, view)

    await jobs.require_linked(request)
    await KeptLines(drafts, background).open(request, _TITLE, prepare, command)


COMMANDS = {"delete": open_modal}


async def send(
    ack: AsyncAck,
    request: Request,
    modal: Modal,
    access: Access,
    submissions: Submissions,
    confirmed: ConfirmedValues,
    unsent: UnsentForms,
    background: Background,
) -> None:
    """Deletes only if the job's reference was typed; checked here, whatever the client allowed."""
    typed, ref = modal.text(confirmations.JOB_REF), modal.job_name
    if "".join(typed.split()).casefold() != "".join(ref.split()).casefold():
        words = f"Type {ref} exactly, to be sure it is this job."
        await ack(response_action="errors", errors={confirmations.JOB_REF: words})
        return
    why = modal.text(confirmations.WHY)
    if found := await confirmed.words_not_asked_yet(
        modal.id, confirmations.WHY, why, find_asked(why)
    ):
        words = _PRIVATE.format(
            suspicion=suspicion(why, found), shown=shown(found), them=them(found)
        )
        await ack(response_action="errors", errors={confirmations.WHY: words})
        return
    await access.require_access(request.member)
    target: Json = {"why": why} if why else {}
    change = submit.change(request, "delete", key=modal.id, modal=modal, target=target)
    if await submissions.accept(ack, change, field=confirmations.JOB_REF):
        unsent_forms.forget(unsent, background, request, modal)


async def archive(
    ack: AsyncAck,
    request: Request,
    modal: Modal,
    pressed: str,
    access: Access,
    presses: PressTable,
) -> None:
    """*Archive instead*: an ordinary update of the status; Slack's dialog has asked for confirmation."""
    if not re.fullmatch(r"\d{1,18}", pressed):
        raise UnreadablePayload
    await access.require_access(request.member)
    given = {
        "status": int(pressed),
        "view": modal.id,
        "job": modal.job_uuid,
        "channel": modal.channel,
    }
    keep = PendingCommand("delete", modal.job_uuid, f"/job delete {modal.job_name}")
    await presses.take(ack, "archive", request, given, keep)


async def do_archive(
    request: Request,
    given: Json,
    links: Links,
    jobs: NamedJobs,
    changes: Changes,
    messenger: Messenger,
) -> None:
    """The status is set as the job is now: an edit of somebody else's in between is no conflict."""
    if not await links.linked(request.member):
        raise NotLinked
    view, status = given["view"], given["status"]
    job = await jobs.get(request, await links.propops(request.member), given["job"])
    change = submit.change(
        request,
        "update",
        key=f"{view}:archive",
        place=request.place_in(given["channel"]),
        job_uuid=job.uuid,
        job_ref=job.job_ref,
        fields={"status_id": status},
        base={"updated_at": job.updated_at, "fields": on_form(job)},
        names={"status_id": await _status_name(links, request, status)},
    )
    await changes.accept(change)
    await messenger.update_view(view, modals.saving(change))


PRESSES = {"archive": do_archive}


async def raise_again(
    ack: AsyncAck,
    request: Request,
    press: Press,
    forms: JobForms,
    store: ChangeStore,
    background: Background,
) -> None:
    """*Raise again*: the form of a new job, filled in from the deleted one as the change keeps it."""
    await ack()

    async def go() -> None:
        deleted = await store.get(press.change)
        mine = deleted is not None and deleted.member == request.member
        if deleted is None or not mine or not deleted.before:
            words = "I no longer have what that job said. Please start with /job new."
            await background.reply(request, messages.refused(words))
            return
        await forms.raise_again(request, deleted)

    background.start(go(), request)


def _why(typed: str) -> str:
    """The reason that was typed after the reference; more references are none."""
    text = unslack(typed)
    return "" if references.split(text)[0].is_likely else text


async def _archived(links: Links, request: Request, job: Job) -> Choice | None:
    """The *archived* status, where the instance has one and the job is not in it."""
    try:
        statuses = await (await links.lookups(request.member)).options("statuses")
    except PropOpsError:
        return None
    archived = next((each for each in statuses if "archiv" in each.name.casefold()), None)
    return archived if archived is not None and archived.id != job.status_id else None


async def _status_name(links: Links, request: Request, status: int) -> str:
    name = await (await links.lookups(request.member)).name("statuses", status)
    return name or f"No. {status}"
