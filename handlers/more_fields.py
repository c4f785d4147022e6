"""*More fields*: the form of a new job with the fields that are rarely needed."""

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.slack.messenger import Messenger
from bot.views import form_redraw
from bot.views.job_form import MORE_FIELDS
from bot.web.bolt import Routes
from handlers.background import Background
from handlers.request import Modal, Request


def register(routes: Routes) -> None:
    routes.action(MORE_FIELDS)(unfold)


async def unfold(
    ack: AsyncAck, request: Request, modal: Modal, messenger: Messenger, background: Background
) -> None:
    """What was typed stays."""
    await ack()
    background.start(messenger.update_view(modal.id, form_redraw.unfold(modal.view)), request)
