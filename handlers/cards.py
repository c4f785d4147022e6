"""The buttons of a job card that start a sub-command of /job for the card's job."""

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.jobs.actions import BUTTON_COMMANDS, JOB_PRESSES, SUBCOMMANDS
from bot.views.buttons import Press
from bot.views.card_buttons import MORE
from bot.web.bolt import Routes
from handlers.background import Background
from handlers.board import ShownBoards
from handlers.commands import CommandTable
from handlers.pending_command import PendingCommand
from handlers.request import Request


def register(routes: Routes) -> None:
    """Must come last: it leaves out buttons with a listener of their own, such as *Notify contractor*."""
    listened = routes.names("action")
    for action_id in (MORE, *(f"card.{name}" for name in BUTTON_COMMANDS)):
        if action_id not in listened:
            routes.action(action_id)(begin)
    routes.action("card.open")(only_ack)


async def begin(
    ack: AsyncAck,
    request: Request,
    press: Press,
    commands: CommandTable,
    background: Background,
    shown_boards: ShownBoards,
) -> None:
    """A button, or an entry of the overflow menu; of a row of a board too, which then is looked at anew."""
    await ack()
    if press.action not in BUTTON_COMMANDS:
        return
    if request.board:
        shown_boards.changed.touched_by(request.member, press.job)
    keep = pending_command(press)
    background.start_within_limit(commands.start(keep.command, request, keep.text), request, keep)


async def only_ack(ack: AsyncAck) -> None:
    """*Open in PropOps*: Slack opens the page, the bot has nothing to do."""
    await ack()


def pending_command(press: Press) -> PendingCommand:
    """The press as a command that can be resumed later, and its wording for the member."""
    if press.action in JOB_PRESSES:
        words = JOB_PRESSES[press.action].words
    else:
        words = SUBCOMMANDS[press.action].press
    text = f"{press.job} {press.ref}".strip() if words else press.job
    named = f"{words or f'/job {press.action}'} {press.ref or press.job}"
    return PendingCommand(press.action, text, named)
