"""Search as you type, for every field that is chosen from a list."""

import asyncio
from collections.abc import Sequence
from typing import Any

import structlog
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.errors import BotError, TokenDead
from bot.jobs.fields import Lookup, Pick
from bot.jobs.forms import FIELDS
from bot.jobs.model import Choice
from bot.members.access import Access
from bot.members.links import Links
from bot.slack.messenger import Messenger
from bot.views.inputs import choice_option
from bot.web.bolt import Routes
from bot.workflows.linking.invitations import Invitations
from handlers.background import Background
from handlers.request import Request

WITHIN = 2.0
"""Seconds a search may take; Slack shows an error after three."""

log = structlog.get_logger(__name__)


def register(routes: Routes) -> None:
    for name, entry in FIELDS.items():
        if isinstance(entry.kind, Lookup | Pick):
            routes.options(name)(search)


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
    """Up to 100 options, best first; none when PropOps fails."""
    kind = FIELDS[str(body.get("action_id"))].kind
    matches: Sequence[Choice] = ()
    if isinstance(kind, Lookup | Pick):
        try:
            await access.require_access(request.member)
            lookups = await links.lookups(request.member)
            typed = str(body.get("value") or "")
            matches = await asyncio.wait_for(lookups.find(kind.lookup, typed, 100), WITHIN)
        except TokenDead as error:
            # the member is told once, not at every letter
            if await links.mark_token_dead(request.member, error.key):
                background.start(_link_anew(request, error, invitations, messenger), request)
        except (BotError, TimeoutError) as error:
            log.info(
                "lookup failed, no options offered",
                lookup=kind.lookup,
                problem=type(error).__name__,
            )
    await ack(options=[choice_option(choice) for choice in matches[:100]])


async def _link_anew(
    request: Request, error: TokenDead, invitations: Invitations, messenger: Messenger
) -> None:
    why = f"{error.advice} Your form stays open."
    message = await invitations.invitation(request.member, why, request_kept=False)
    await messenger.send_privately(request.member, request.place, message)
