"""The Home tab: opened, and its buttons *New job*, *Find* and *Link*."""

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.errors import NotWelcome
from bot.jobs.shortcuts import NEW, SHORTCUTS
from bot.members.access import Access
from bot.slack.messenger import Messenger
from bot.views import board, home, messages, modals
from bot.web.bolt import Routes
from bot.workflows.board.homes import HomeTabs
from handlers.background import Background
from handlers.commands import CommandTable
from handlers.job_lists import JobLists
from handlers.pending_command import PendingCommand
from handlers.request import Modal, Request

_TITLE = "Find jobs"


def register(routes: Routes) -> None:
    routes.event("app_home_opened")(opened)
    routes.action(home.NEW)(new)
    routes.action(home.FIND)(open_find)
    routes.submission(home.FIND)(find)
    routes.action(board.LINK)(link)


async def opened(ack: AsyncAck, body: dict[str, Any], access: Access, homes: HomeTabs) -> None:
    """Slack says that somebody looks at it; at its other tabs it says so too
    [reference/events/app_home_opened]. If the bot dies over it they open it again.
    """
    await ack()
    event = body.get("event") or {}
    if event.get("tab", "home") != "home":
        return
    view = event.get("view")
    hash_ = view.get("hash") if isinstance(view, dict) else ""
    member = access.member_of(body)
    try:
        await access.require_access(member, body)
    except NotWelcome as error:
        await homes.refuse(member, error.advice)
        return
    await homes.opened(member, hash_ if isinstance(hash_, str) else "")


async def new(
    ack: AsyncAck, request: Request, commands: CommandTable, background: Background
) -> None:
    await ack()
    keep = PendingCommand(NEW, "", SHORTCUTS[NEW].name)  # its form asks where the card goes
    background.start_within_limit(commands.start(NEW, request, ""), request, keep)


async def open_find(
    ack: AsyncAck, request: Request, access: Access, messenger: Messenger, background: Background
) -> None:
    await ack()

    async def go() -> None:
        await access.require_access(request.member)
        if await messenger.open_view(request.trigger, home.find_form()) is None:
            await background.reply(request, messages.too_slow())

    background.start_within_limit(go(), request)


async def find(
    ack: AsyncAck,
    request: Request,
    modal: Modal,
    job_lists: JobLists,
    messenger: Messenger,
    background: Background,
) -> None:
    """What was found takes the place of the form."""
    typed = modal.text(home.FIND)
    await ack(response_action="update", view=modals.loading(_TITLE))

    async def go() -> None:
        message = await job_lists.found(request, typed)
        view = modals.message_view(_TITLE, message)
        if not await messenger.update_view(modal.id, view):
            await background.reply(request, message)

    background.start_within_limit(go(), request)


async def link(
    ack: AsyncAck, request: Request, commands: CommandTable, background: Background
) -> None:
    await ack()
    background.start_within_limit(commands.start("link", request, ""), request)
