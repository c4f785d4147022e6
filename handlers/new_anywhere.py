"""*New PropOps job*, from Slack's ⚡ menu: the empty form, which asks where the card goes."""

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.jobs.shortcuts import NEW, SHORTCUTS
from bot.web.bolt import Routes
from handlers.background import Background
from handlers.commands import CommandTable
from handlers.job_form import JobForms
from handlers.new_job import NewJob
from handlers.pending_command import PendingCommand
from handlers.request import Request


def register(routes: Routes) -> None:
    routes.shortcut(NEW)(begin)


async def begin(
    ack: AsyncAck, request: Request, commands: CommandTable, background: Background
) -> None:
    await ack()
    keep = PendingCommand(NEW, "", SHORTCUTS[NEW].name)
    background.start_within_limit(commands.start(NEW, request, ""), request, keep)


async def open_form(request: Request, typed: str, forms: JobForms) -> None:
    """Slack does not say where a global shortcut was used [interactivity/implementing-shortcuts]."""

    async def job() -> NewJob:
        return NewJob(asks_channel=True)

    command = PendingCommand(NEW, typed, SHORTCUTS[NEW].name)._asdict()
    await forms.begin(request._replace(place=request.place_in("")), command, job)


COMMANDS = {NEW: open_form}
