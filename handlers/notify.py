"""Notify contractor, with a confirmation where there are reasons against it or it was done just now."""

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.errors import PropOpsError, TokenDead
from bot.jobs.change import Json
from bot.jobs.model import Job, NotificationState
from bot.jobs.ports import PropOps
from bot.jobs.promises import Promise, confirmed_id
from bot.jobs.statuses import StatusNames
from bot.members.access import Access
from bot.store.changes import ChangeStore
from bot.views import blocks, confirmations, modals
from bot.views.buttons import Press
from bot.web.bolt import Routes
from bot.workflows.changes.lifecycle import Changes
from bot.workflows.notify_check import SOON, LastNotified, NotifyCheck
from bot.workflows.promises import Promises
from bot.workflows.writes.notify import CONTRACTOR
from handlers import named_job, submit
from handlers.background import Background
from handlers.named_job import NamedJobs
from handlers.request import Modal, Request
from handlers.submit import Submissions


def register(routes: Routes) -> None:
    routes.action("card.notify")(press_card)
    routes.action("card.sure")(sure)
    routes.submission("notify.send")(send)


async def open_modal(
    request: Request,
    typed: str,
    jobs: NamedJobs,
    notify_check: NotifyCheck,
    statuses: StatusNames,
) -> None:
    """Opens the modal: who will be notified, when they last were, and reasons against it, if any."""

    async def draw(job: Job, notice: NotificationState | None) -> modals.View:
        if not job.contractor_id:
            words = f"{job.name} has no contractor yet. Press Choose contractor on its card, or type /job update {job.name}."
            return confirmations.refusal("Notify contractor", words)
        last = await notify_check.last_notified(request.member.team, job, notice)
        asked_in = request.member.team, request.place.channel
        reasons = await notify_check.reasons(*asked_in, job, last)
        metadata = {
            **named_job.metadata(request, job),
            "sure": int(bool(reasons)),
            CONTRACTOR: job.contractor_id,
        }
        rest = notice.rest if notice is not None else ()
        news = [
            line for line in rest if not line.endswith(": 0")
        ]  # never told, which is said anyway
        also = [line for line in news if job.contractor_name not in line][:3]
        if not statuses.is_open(job):
            also = [
                f"⚠️ The job is {job.status_name}. Please check that it is the right one.",
                *also,
            ]
        return confirmations.notify_ask(job, _last_notified(last, notice), reasons, also, metadata)

    await jobs.open_with(request, "Notify contractor", typed, _notice, draw)


COMMANDS = {"notify": open_modal, "notify_again": open_modal}


async def send(
    ack: AsyncAck, request: Request, modal: Modal, access: Access, submissions: Submissions
) -> None:
    """The member has seen the reasons against it, so sending is the confirmation."""
    target: Json = {"sure": True} if modal.metadata.get("sure") else {}
    if contractor := modal.metadata.get(CONTRACTOR):
        target[CONTRACTOR] = contractor
    await access.require_access(request.member)
    change = submit.change(
        request, "send_assignment_notification", key=modal.id, modal=modal, target=target
    )
    await submissions.accept(ack, change)


async def press_card(
    ack: AsyncAck, request: Request, press: Press, access: Access, submissions: Submissions
) -> None:
    """Slack's dialog has asked for confirmation. Stored before the ack; one attempt is one notification.

    `press.change`: the id of the contractor whom the dialog named; cards of older releases lack it.
    """
    await access.require_access(request.member)
    named = {CONTRACTOR: int(press.change)} if press.change.isdecimal() else {}
    change = submit.change(
        request,
        "send_assignment_notification",
        key=f"notify:{press.job}:{press.attempt}",
        job_uuid=press.job,
        job_ref=press.ref,
        target={"attempt": press.attempt, **named},
    )
    await submissions.press(ack, request, change)


async def sure(
    ack: AsyncAck,
    request: Request,
    press: Press,
    access: Access,
    changes: Changes,
    store: ChangeStore,
    promises: Promises,
    background: Background,
) -> None:
    """The confirmation of a notification. After `SOON` seconds it no longer counts: the reasons are
    checked again.
    """
    await access.require_access(request.member)
    earlier = await store.get(press.change)
    if earlier is None or earlier.member != request.member:
        await ack()
        return
    # the question named the contractor of then
    asked_about = earlier.before.get("contractor_id")
    named = {CONTRACTOR: asked_about} if asked_about else {}
    fresh = changes.now() - (earlier.finished_at or earlier.updated_at) < SOON
    await changes.accept(
        submit.change(
            request,
            "send_assignment_notification",
            key=f"sure:{press.change}",
            place=request.place_in(earlier.place.channel),
            job_uuid=earlier.job_uuid,
            job_ref=earlier.job_ref,
            target={**earlier.target, **named, **({"sure": True} if fresh else {})},
        )
    )
    await ack()
    if request.ephemeral:
        promise = Promise("sure", confirmed_id(earlier))
        background.start(promises.pressed(request.member, request.url, promise), request)


async def _notice(propops: PropOps, uuid: str) -> NotificationState | None:
    """PropOps's record of earlier notifications; None on any error, as its shape is undocumented."""
    try:
        return await propops.notice(uuid)
    except TokenDead:
        raise
    except PropOpsError:
        return None


def _last_notified(last: LastNotified | None, notice: NotificationState | None) -> str:
    if last is None:
        if notice is not None and notice.sent is False:
            return "They have not been told yet."
        return "I can't tell whether they have been told before."
    since = " The job changed since." if last.changed_since else ""
    contractor = blocks.escape(blocks.one_line(last.contractor)) or "They"
    return f"{contractor}: last told {blocks.when(last.at)}.{since}"
