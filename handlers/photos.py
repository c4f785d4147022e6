"""Add photos: pictures and PDFs for a job, each a change of its own; and reading them from any form."""

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.errors import Busy
from bot.jobs import references
from bot.jobs.attached_files import MOST_FILES, AttachedFile
from bot.jobs.model import Job
from bot.jobs.ports import PropOps
from bot.members.access import Access
from bot.views import messages, modals, uploads
from bot.web.bolt import Routes
from bot.web.installation import Identity
from bot.workflows.drafts.unsent_content import files_entered
from bot.workflows.uploads import Uploads
from handlers import named_job, submit
from handlers.background import Background
from handlers.named_job import NamedJobs
from handlers.request import Modal, Request

_TITLE = "Add photos"


def register(routes: Routes) -> None:
    routes.submission(uploads.SEND)(send)


async def open_modal(
    request: Request,
    typed: str,
    jobs: NamedJobs,
    installation: Identity,
    background: Background,
) -> None:
    """Opens the form that takes files. `typed`: a reference, or the uuid of a button."""
    if not installation.takes_files:
        await jobs.propops(request)
        await background.reply(request, messages.refused(uploads.NO_SCOPE))
        return

    async def draw(propops: PropOps, job: Job) -> modals.View:
        await propops.prefetch_csrf()
        return uploads.ask(job.job_ref, named_job.metadata(request, job))

    reference, _ = references.split(typed)
    await jobs.open_for_job(request, _TITLE, reference.uuid or typed, draw)


COMMANDS = {"photos": open_modal}


def files_in(modal: Modal) -> tuple[AttachedFile, ...]:
    """The files of a form: put into it, or ticked since Slack has them already; each once."""
    return files_entered(modal.values)


def complaint(files: tuple[AttachedFile, ...]) -> dict[str, str]:
    """What is wrong with them as a whole, by field. What is wrong with one is told once it is sent."""
    return {uploads.PHOTOS: uploads.TOO_MANY} if len(files) > MOST_FILES else {}


async def send(
    ack: AsyncAck, request: Request, modal: Modal, access: Access, uploading: Uploads
) -> None:
    """All are stored before the ack; one that can't be sent holds up no other."""
    files = files_in(modal)
    wrong = complaint(files) if files else {uploads.PHOTOS: uploads.NONE_CHOSEN}
    if wrong:
        await ack(response_action="errors", errors=modal.errors(wrong))
        return
    await access.require_access(request.member)
    asked = submit.change(request, "add_photo", key=modal.id, modal=modal)
    try:
        await uploading.accept(asked, modal.id, files)
    except Busy as error:
        await ack(response_action="errors", errors=modal.errors({uploads.PHOTOS: error.advice}))
        return
    await ack(response_action="update", view=uploads.saving(len(files)))
