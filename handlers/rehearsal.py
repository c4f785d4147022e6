"""The presses of a rehearsal (`propops-bot rehearse`): each is marked as come, and nothing else happens.

While nobody rehearses nothing is stored.
"""

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.errors import BotError
from bot.slack.messenger import Messenger
from bot.store.rehearsals import RehearsalStore
from bot.views import rehearsal
from bot.web.bolt import Routes
from handlers.background import Background
from handlers.request import Request


def register(routes: Routes) -> None:
    routes.action(rehearsal.BUTTON)(button)
    routes.action(rehearsal.OPEN)(open_form)
    routes.options(rehearsal.SEARCH)(search)
    routes.submission(rehearsal.SEND)(send)


def is_asking(message: Any) -> bool:
    """Whether it is the message of a rehearsal that asks for presses."""
    shown = message.get("blocks") if isinstance(message, dict) else None
    blocks = shown if isinstance(shown, list) else []
    return any(isinstance(each, dict) and each.get("block_id") == rehearsal.MARK for each in blocks)


async def button(
    ack: AsyncAck, request: Request, rehearsals: RehearsalStore, background: Background
) -> None:
    await ack()
    hear(rehearsals, background, request, "button")


async def open_form(
    ack: AsyncAck, request: Request, messenger: Messenger, background: Background
) -> None:
    await ack()
    background.start(messenger.open_view(request.trigger, rehearsal.form()), request)


async def search(ack: AsyncAck) -> None:
    await ack(options=rehearsal.offered())


async def send(
    ack: AsyncAck, request: Request, rehearsals: RehearsalStore, background: Background
) -> None:
    await ack()
    hear(rehearsals, background, request, "form")


def hear_menu(rehearsals: RehearsalStore, background: Background, request: Request) -> None:
    """A shortcut was chosen in the menu of the message that asks for presses."""
    hear(rehearsals, background, request, "menu")
    background.start(background.reply_in_channel(request, rehearsal.heard()), request)


def hear(rehearsals: RehearsalStore, background: Background, request: Request, press: str) -> None:
    """Marks a press as come, beside whatever else answers it. A failure is the rehearsal's to see."""

    async def mark() -> None:
        try:
            await rehearsals.hear(request.member.team, press)
        except BotError:
            return

    background.start(mark(), request, is_answer=False)
