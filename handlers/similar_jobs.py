"""Similar jobs: once the address is chosen, similar open jobs are shown in the form."""

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.members.links import Links
from bot.slack.messenger import Messenger
from bot.views import modals
from bot.web.bolt import Routes
from bot.workflows.drafts.unsent_forms import UnsentForms
from bot.workflows.linking.permissions import PermissionCache
from handlers import job_queries, unsent_forms
from handlers.background import Background
from handlers.named_job import NamedJobs
from handlers.request import Modal, Request
from handlers.similar_open_jobs import SimilarJobs

WITHIN = 5.0
"""Seconds the search for similar jobs may take."""


def register(routes: Routes) -> None:
    routes.action("address_id")(compare)
    routes.action("radar.open")(open_instead)


async def compare(
    ack: AsyncAck,
    request: Request,
    modal: Modal,
    similar_open_jobs: SimilarJobs,
    messenger: Messenger,
    background: Background,
    unsent: UnsentForms,
) -> None:
    """The address was chosen in the form of a job; a new one may be there already."""
    await ack()
    unsent_forms.remember(unsent, request, modal)
    if modal.callback_id != "job.create":
        return

    async def go() -> None:
        similar = await similar_open_jobs.to_one(request, modals.entered(modal.values), WITHIN)
        blocks = modal.view["blocks"]
        shown = any(str(each.get("block_id", "")).startswith("alike.") for each in blocks)
        if similar or shown:
            drawn = modals.redraw(modal.view, similar=similar)
            await messenger.update_view(modal.id, drawn, modal.view.get("hash", ""))

    background.start(go(), request)


async def open_instead(
    ack: AsyncAck,
    request: Request,
    pressed: str,
    links: Links,
    jobs: NamedJobs,
    permissions: PermissionCache,
    messenger: Messenger,
    background: Background,
) -> None:
    """Shows a similar job in a view on top of the form, which stays open underneath."""
    await ack()

    async def go() -> None:
        propops = await links.propops(request.member)
        job = await jobs.get(request, propops, pressed)
        view = modals.job_view(job, jobs.link(job))
        if await messenger.push_view(request.trigger, view) is None:
            notes = await job_queries.read_notes(propops, job.uuid)
            message = await job_queries.details(request, job, notes, jobs, permissions)
            await background.reply(request, message)

    background.start(go(), request)
