"""Choose contractor: a form of one field, for a job that has none yet."""

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.jobs.model import Job
from bot.jobs.ports import PropOps
from bot.jobs.statuses import StatusNames
from bot.jobs.updates import ONLY, ONLY_OPEN
from bot.members.access import Access
from bot.views import confirmations, modals
from bot.views.confirmations import CONTRACTOR_ID
from bot.views.mrkdwn import safe_line
from bot.web.bolt import Routes
from handlers import named_job, submit
from handlers.named_job import NamedJobs
from handlers.request import Modal, Request
from handlers.submit import Submissions

_TITLE = "Choose contractor"
_CLOSED = "{name} is {status} now, so it needs no contractor. If it does, type /job update {name}."


def register(routes: Routes) -> None:
    routes.submission("contractor.send")(send)


async def open_modal(request: Request, typed: str, jobs: NamedJobs, statuses: StatusNames) -> None:
    """Opens the form, unless the job is closed. `typed`: `UUID REF` of a button."""

    async def draw(propops: PropOps, job: Job) -> modals.View:
        del propops
        if not statuses.is_open(job):
            words = _CLOSED.format(name=job.name, status=safe_line(job.status_name, 40))
            return confirmations.refusal(_TITLE, words)
        metadata = {
            **named_job.metadata(request, job),
            "at": job.updated_at[:40],
            "was": job.contractor_id or 0,
        }
        return confirmations.contractor_ask(job, metadata)

    await jobs.open_for_job(request, _TITLE, typed, draw)


COMMANDS = {"contractor": open_modal}


async def send(
    ack: AsyncAck, request: Request, modal: Modal, access: Access, submissions: Submissions
) -> None:
    """An ordinary update of the contractor, compared with the one that the form showed; of an open job alone."""
    chosen = modal.choice(CONTRACTOR_ID)
    if chosen is None or not chosen.isdecimal():
        words = "Please choose a contractor."
        await ack(response_action="errors", errors={CONTRACTOR_ID: words})
        return
    await access.require_access(request.member)
    shown = modal.metadata.get("was") or None
    change = submit.change(
        request,
        "update",
        key=modal.id,
        modal=modal,
        fields={"contractor_id": int(chosen)},
        base={
            "updated_at": str(modal.metadata.get("at", "")),
            "fields": {"contractor_id": shown},
            ONLY: ["contractor_id"],
            ONLY_OPEN: True,
        },
        names={"contractor_id": modal.choice_label(CONTRACTOR_ID)},
    )
    await submissions.accept(ack, change, field=CONTRACTOR_ID)
