"""Search as you type, for every field that is chosen from a list."""

import asyncio
from collections.abc import Sequence
from typing import Any

import structlog
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.errors import NO_ANSWER_NOW, BotError, NotLinked, TokenDead
from bot.jobs.fields import Lookup, Pick
from bot.jobs.forms import FIELDS
from bot.jobs.model import Choice
from bot.members.access import Access
from bot.members.links import Links
from bot.slack.messenger import Messenger
from bot.views import blocks, follow_form
from bot.views.blocks import Option
from bot.views.card_buttons import STATUS
from bot.views.inputs import choice_option
from bot.views.job_panel import INPUTS
from bot.web.bolt import Routes
from bot.workflows.linking.invitations import Invitations
from handlers.background import Background
from handlers.property_choices import PropertyChoices
from handlers.request import Request

LINK_FIRST = "link"
"""The value of the one entry that a member without a link is offered in a list on a card."""
NOT_THERE = "none"
"""The value of the one entry where nothing is found, or nobody knows: no number, so no form takes it."""
_ADD_IT = "Not found: please add the address in PropOps first"
_AWAY = "PropOps isn't answering just now: please type it again in a minute"
_ELSEWHERE = {STATUS: "status_id", **INPUTS, **follow_form.INPUTS}
"""Lists on cards, in side panels and where a channel follows jobs, by action id, and the field each is for."""
WITHIN = 2.0
"""Seconds a search may take; Slack shows an error after three."""

log = structlog.get_logger(__name__)


def register(routes: Routes) -> None:
    for name, entry in FIELDS.items():
        if isinstance(entry.kind, Lookup | Pick):
            routes.options(name)(search)
    for action_id in _ELSEWHERE:
        routes.options(action_id)(search)


async def search(
    ack: AsyncAck,
    body: dict[str, Any],
    request: Request,
    access: Access,
    links: Links,
    invitations: Invitations,
    messenger: Messenger,
    background: Background,
    property_choices: PropertyChoices,
) -> None:
    """Up to 100 options, those of the chosen address first, then the best; in a form, a word when PropOps fails."""
    action_id = str(body.get("action_id"))
    kind = FIELDS[_ELSEWHERE.get(action_id, action_id)].kind
    options: list[Option] = []
    matches: Sequence[Choice] = ()
    if isinstance(kind, Lookup | Pick):
        try:
            await access.require_access(request.member)
            lookups = await links.lookups(request.member)
            typed = str(body.get("value") or "")
            found = lookups.find(kind.lookup, typed, 100)
            matches = await asyncio.wait_for(found, WITHIN)
            if not matches and action_id == "address_id" and typed.strip():
                options = [blocks.option(NOT_THERE, _ADD_IT)]
            of_property = property_choices.sorted(request, body, lookups, kind.lookup, matches)
            matches = await asyncio.wait_for(of_property, WITHIN)
        except TokenDead as error:
            if await links.mark_token_dead(request.member, error.key):
                background.start(link_anew(request, error, invitations, messenger), request)
        except NotLinked:
            if action_id in _ELSEWHERE:
                options = [blocks.option(LINK_FIRST, "Link your PropOps account first")]
        except (BotError, TimeoutError) as error:
            log.info(
                "lookup failed, no options offered",
                lookup=kind.lookup,
                problem=type(error).__name__,
            )
            unknown = isinstance(error, (*NO_ANSWER_NOW, TimeoutError))
            if unknown and action_id not in _ELSEWHERE and not matches:
                options = [blocks.option(NOT_THERE, _AWAY)]
    await ack(options=options or [choice_option(choice) for choice in matches[:100]])


async def link_anew(
    request: Request, error: TokenDead, invitations: Invitations, messenger: Messenger
) -> None:
    """Tells a member, once and not at every letter, that their token died while they searched."""
    why = f"{error.advice} Your form stays open."
    message = await invitations.invitation(request.member, why, request_kept=False)
    await messenger.send_privately(request.member, request.place, message)
