"""Search as you type, for every field that names something in a long list."""

import asyncio
from collections.abc import Sequence
from typing import Any

import structlog
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.errors import BotError
from bot.jobs.fields import Lookup, Pick
from bot.jobs.forms import FIELDS
from bot.jobs.model import Choice
from bot.people import People
from bot.views.inputs import option_json
from bot.web.dispatch import Routes
from handlers.asking import asking

WITHIN = 2.0
"""Seconds a search may take; Slack shows an error after three."""

log = structlog.get_logger(__name__)


def register(routes: Routes) -> None:
    for name, entry in FIELDS.items():
        if isinstance(entry.kind, Lookup | Pick):
            routes.options(name)(search)


async def search(ack: AsyncAck, body: dict[str, Any], people: People) -> None:
    """Up to 100 options, best first; none when PropOps can't say, never an error."""
    kind = FIELDS[str(body.get("action_id"))].kind
    found: Sequence[Choice] = ()
    if isinstance(kind, Lookup | Pick):
        try:
            who = asking(body, people)
            lookups = await people.lookups(who.member)
            typed = str(body.get("value") or "")
            found = await asyncio.wait_for(lookups.find(kind.lookup, typed, 100), WITHIN)
        except (BotError, TimeoutError) as error:
            log.info("no options", lookup=kind.lookup, problem=type(error).__name__)
    await ack(options=[option_json(choice) for choice in found[:100]])
