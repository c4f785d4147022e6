"""*Create PropOps job*, in the menu of each message: the form of a new job, filled from the message."""

import asyncio
from typing import Any

import orjson
import structlog
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.errors import BotError
from bot.jobs import message_job
from bot.jobs.ports import PropOps
from bot.jobs.shortcuts import FROM_MESSAGE, NOTE, SHORTCUTS
from bot.members.access import Access
from bot.slack import shortcut_message
from bot.slack.shortcut_message import ShortcutMessage
from bot.store.cards import CardStore
from bot.store.rehearsals import RehearsalStore
from bot.views import modals
from bot.web.bolt import Routes
from bot.web.installation import Identity
from handlers import message_files, message_words, rehearsal
from handlers.background import Background
from handlers.commands import CommandTable
from handlers.job_form import JobForms
from handlers.named_job import NamedJobs
from handlers.new_job import NewJob
from handlers.pending_command import PendingCommand
from handlers.request import Request, read_json

_TITLE = SHORTCUTS[FROM_MESSAGE].name
_OWN = (
    "That message is mine, so there is nothing new in it. To raise another job use /job new, or the "
    "shortcut New PropOps job."
)
_RAISED_WITHIN = 0.6
"""Seconds a form waits for the search for a job that was raised from the same message."""

log = structlog.get_logger(__name__)


def register(routes: Routes) -> None:
    for callback_id in (FROM_MESSAGE, NOTE):
        routes.message_shortcut(callback_id)(begin)


async def begin(
    ack: AsyncAck,
    body: dict[str, Any],
    request: Request,
    commands: CommandTable,
    rehearsals: RehearsalStore,
    background: Background,
) -> None:
    """A shortcut of a message. What the message holds is kept, should its member have to link first."""
    await ack()
    if rehearsal.is_asking(body.get("message")):
        rehearsal.hear_menu(rehearsals, background, request)
        return
    name = str(body["callback_id"])
    kept = orjson.dumps(shortcut_message.read(body).to_json()).decode()
    keep = PendingCommand(name, kept, SHORTCUTS[name].name)
    background.start_within_limit(commands.start(name, request, kept), request, keep)


async def create(
    request: Request,
    typed: str,
    jobs: NamedJobs,
    forms: JobForms,
    access: Access,
    installation: Identity,
    cards: CardStore,
) -> None:
    """`typed`: the message as `ShortcutMessage.to_json` keeps it."""
    message = read_kept(typed)
    request = request._replace(place=request.place_in(message.channel))
    propops = await jobs.propops(request)
    if is_own(message, installation):
        card = await cards.at(request.member.team, message.channel, message.ts)
        await jobs.open_view(request, _TITLE, _own(of_a_job=card is not None))
        return

    async def job() -> NewJob:
        (text, source), raised = await asyncio.gather(
            message_words.words(message, access), _raised_already(propops, message)
        )
        of_message = message_job.of_message(text, source)
        takes_files = installation.takes_files
        files, left_out = message_files.sendable(message.files, takes_files=takes_files)
        notes = [*raised, *left_out]
        text, filled = of_message.to_read, of_message.filled
        asks = message.is_among_people  # no card can be posted there
        return NewJob(text, filled, files, notes, asks_channel=asks, read_from="the message")

    command = PendingCommand(FROM_MESSAGE, typed, _TITLE)._asdict()
    await forms.begin(request, command, job)


COMMANDS = {FROM_MESSAGE: create}


def read_kept(typed: str) -> ShortcutMessage:
    return ShortcutMessage.from_json(read_json(typed))


def is_own(message: ShortcutMessage, installation: Identity) -> bool:
    """Whether this bot wrote it."""
    here = installation.installed
    return bool(message.bot) and here is not None and message.bot == here.bot


async def _own(*, of_a_job: bool) -> modals.View:
    words = "That is the card of a job that exists already. " if of_a_job else ""
    return modals.sorry(_TITLE, words + _OWN)


async def _raised_already(propops: PropOps, message: ShortcutMessage) -> list[str]:
    """A note about jobs that were raised from this message: the description holds its address."""
    mark = shortcut_message.mark_of(message)
    if not message.ts:
        return []
    try:
        found = await asyncio.wait_for(propops.search(mark, limit=3), _RAISED_WITHIN)
    except (BotError, TimeoutError) as error:
        log.info("looking for a job of this message failed", problem=type(error).__name__)
        return []
    names = [job.name for job in found if mark in job.job_description or not job.job_description]
    if not names:
        return []
    return [
        f"{' and '.join(names)} came from this message already. Please look before you send this."
    ]
