"""A new status chosen on the card: an ordinary update, compared with the status that the card showed."""

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.errors import NotLinked, UnreadablePayload
from bot.members.access import Access
from bot.views import messages
from bot.views.blocks import clip, one_line
from bot.views.card_buttons import STATUS, shown_status
from bot.web.bolt import Routes
from handlers import submit
from handlers.background import Background
from handlers.lookups import LINK_FIRST
from handlers.request import CardChoice, PendingCommand, Request
from handlers.submit import Submissions


def register(routes: Routes) -> None:
    routes.action(STATUS)(choose)


async def choose(
    ack: AsyncAck,
    request: Request,
    choice: CardChoice,
    access: Access,
    submissions: Submissions,
    background: Background,
) -> None:
    """Stored before the ack. The key holds the version that the card showed, so that the same status
    can be chosen again once the job has changed.
    """
    await access.require_access(request.member)
    about = choice.about
    if choice.value == LINK_FIRST:
        await ack()
        words = f"Change the status of {about.ref or about.job}"
        background.start(_not_linked(), request, PendingCommand("update", about.job, words))
        return
    try:
        chosen, shown = int(choice.value), shown_status(about)
    except ValueError:
        raise UnreadablePayload from None
    name = clip(one_line(choice.label), 100)
    if chosen == shown:
        await ack()
        words = f"{about.ref or 'The job'} is {name} already, so nothing was changed."
        background.start(background.reply_in_channel(request, messages.refused(words)), request)
        return
    change = submit.change(
        request,
        "update",
        key=f"status:{about.job}:{about.change}:{chosen}",
        job_uuid=about.job,
        job_ref=about.ref,
        fields={"status_id": chosen},
        base={"updated_at": "", "fields": {"status_id": shown}, "only": ["status_id"]},
        names={"status_id": name},
    )
    await submissions.press(ack, request, change)


async def _not_linked() -> None:
    raise NotLinked
