"""A value beside a field was pressed: it is put into the field."""

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.errors import UnreadablePayload
from bot.slack.messenger import Messenger
from bot.views import form_redraw
from bot.views.field_notes import FILL_ACTIONS, read_choice
from bot.views.form_reader import initial_values
from bot.web.bolt import Routes
from bot.workflows.drafts.unsent_forms import UnsentForms
from handlers import unsent_forms
from handlers.background import Background
from handlers.request import Modal, Request


def register(routes: Routes) -> None:
    for action in FILL_ACTIONS:
        routes.action(action)(fill)


async def fill(
    ack: AsyncAck,
    request: Request,
    modal: Modal,
    pressed: str,
    messenger: Messenger,
    unsent: UnsentForms,
    background: Background,
) -> None:
    try:
        name, value = read_choice(pressed)
    except (ValueError, TypeError, RecursionError):
        raise UnreadablePayload from None
    if name not in modal.inputs:
        raise UnreadablePayload
    await ack()
    view = form_redraw.fill(modal.view, name, value)
    drawn = {**modal.view, **view, "state": {"values": initial_values(view)}}
    unsent_forms.remember(unsent, request, modal)
    unsent_forms.remember(unsent, request, Modal(drawn))
    background.start(messenger.update_view(modal.id, view), request)
