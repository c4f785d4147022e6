"""*Add to PropOps job*, in the menu of each message: a case note with its words and its pictures."""

import asyncio
from collections.abc import Sequence
from typing import Any

import structlog
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.errors import BotError, TokenDead
from bot.jobs import message_job, references
from bot.jobs.change import Json
from bot.jobs.model import Job
from bot.jobs.ports import PropOps
from bot.jobs.shortcuts import NOTE, SHORTCUTS
from bot.members.access import Access
from bot.members.links import Links
from bot.slack.messenger import Messenger
from bot.slack.shortcut_message import ShortcutMessage
from bot.store.cards import CardStore
from bot.views import confirmations, modals, search_results
from bot.views.blocks import Option
from bot.web.bolt import Routes
from bot.web.installation import Identity
from bot.workflows.linking.invitations import Invitations
from handlers import message_files, message_words
from handlers.background import Background
from handlers.lookups import WITHIN, link_anew
from handlers.message_shortcuts import is_own, read_kept
from handlers.named_job import NamedJobs
from handlers.request import Request

_TITLE = SHORTCUTS[NOTE].name
_MOST_OFFERED = 30
_JOB_WITHIN = 1.5
"""Seconds a form waits for the job of the thread; without it the job is chosen by hand."""

log = structlog.get_logger(__name__)


def register(routes: Routes) -> None:
    routes.options(confirmations.JOB)(search)


async def open_form(
    request: Request,
    typed: str,
    jobs: NamedJobs,
    access: Access,
    installation: Identity,
    cards: CardStore,
) -> None:
    """`typed`: the message as `ShortcutMessage.to_json` keeps it. In the thread of a card its job is chosen."""
    message = read_kept(typed)
    propops = await jobs.propops(request)

    async def view() -> modals.View:
        (text, source), job = await asyncio.gather(
            message_words.words(message, access), _job_of_thread(request, propops, cards, message)
        )
        takes_files = installation.takes_files
        files, left_out = message_files.sendable(message.files, takes_files=takes_files)
        text = "" if is_own(message, installation) else text
        note, is_whole = message_job.ending_with(text, source)
        notes = [*([] if is_whole else [message_job.TOO_LONG]), *left_out]
        metadata: Json = {"channel": message.channel, "typed": 1}
        chosen = search_results.job_option(job) if job is not None else {}
        return confirmations.note_ask(
            "", metadata, note, problem=" ".join(notes), job=chosen, files=files
        )

    await jobs.open_view(request, _TITLE, view())


COMMANDS = {NOTE: open_form}


async def search(
    ack: AsyncAck,
    body: dict[str, Any],
    request: Request,
    access: Access,
    links: Links,
    invitations: Invitations,
    messenger: Messenger,
    background: Background,
) -> None:
    """Jobs for what was typed, the one that was named first; the last changed for nothing typed."""
    typed = " ".join(str(body.get("value") or "").split())[:100]
    found: Sequence[Job] = ()
    try:
        await access.require_access(request.member)
        propops = await links.propops(request.member)
        found = await asyncio.wait_for(_find(propops, typed), WITHIN)
    except TokenDead as error:
        if await links.mark_token_dead(request.member, error.key):
            background.start(link_anew(request, error, invitations, messenger), request)
    except (BotError, TimeoutError) as error:
        problem = type(error).__name__
        log.info("searching jobs for a note failed, no options offered", problem=problem)
    options: list[Option] = [search_results.job_option(job) for job in found]
    await ack(options=options[:_MOST_OFFERED])


async def _find(propops: PropOps, typed: str) -> Sequence[Job]:
    if len(typed) < 2 and not typed.isdigit():
        return await propops.search("", limit=_MOST_OFFERED)
    reference, _ = references.split(typed)
    if reference.uuid:
        job = await propops.find(reference.uuid)
        return [job] if job is not None else []
    if not reference.is_likely:
        return (await propops.search_all(typed)).jobs
    listed, found = await asyncio.gather(
        propops.search(reference.word, limit=_MOST_OFFERED), propops.search_all(typed)
    )
    jobs = {job.uuid: job for job in (*listed, *found.jobs)}
    return sorted(jobs.values(), key=lambda job: not reference.means(job.job_ref))


async def _job_of_thread(
    request: Request, propops: PropOps, cards: CardStore, message: ShortcutMessage
) -> Job | None:
    """The job whose card begins the thread, or is the message itself."""
    card = await cards.at(request.member.team, message.channel, message.thread)
    if card is None:
        return None
    try:
        return await asyncio.wait_for(propops.get(card.job_uuid), _JOB_WITHIN)
    except (BotError, TimeoutError) as error:
        log.info("reading the job of a thread failed", problem=type(error).__name__)
        return None
