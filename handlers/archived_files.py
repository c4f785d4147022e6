"""Restore file: which archived file to bring back."""

from collections.abc import Sequence

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.jobs.model import ArchivedFile, Job
from bot.jobs.ports import PropOps
from bot.members.access import Access
from bot.views import confirmations, modals
from bot.web.bolt import Routes
from handlers import named_job, submit
from handlers.named_job import NamedJobs
from handlers.request import Modal, Request
from handlers.submit import Submissions


def register(routes: Routes) -> None:
    routes.submission("files.send")(send)


async def open_modal(request: Request, typed: str, jobs: NamedJobs) -> None:
    async def read(propops: PropOps, uuid: str) -> Sequence[ArchivedFile] | None:
        return await propops.archived_files(uuid)

    async def draw(job: Job, files: Sequence[ArchivedFile] | None) -> modals.View:
        return confirmations.files_ask(job, files, named_job.metadata(request, job))

    await jobs.open_with(request, "Restore file", typed, read, draw)


COMMANDS = {"files": open_modal}


async def send(
    ack: AsyncAck, request: Request, modal: Modal, access: Access, submissions: Submissions
) -> None:
    """The file was chosen from PropOps's list, or its id was typed where PropOps has no list."""
    chosen = modal.choice(confirmations.FILE_ID)
    file_id = modal.text(confirmations.FILE_ID) if chosen is None else modals.commit_value(chosen)
    if file_id == "":
        words = "Please name a file."
        await ack(response_action="errors", errors={confirmations.FILE_ID: words})
        return
    await access.require_access(request.member)
    change = submit.change(
        request, "restore_archived_file", key=modal.id, modal=modal, target={"file_id": file_id}
    )
    await submissions.accept(ack, change, field=confirmations.FILE_ID)
