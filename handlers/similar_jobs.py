"""Same-job radar: once the address is chosen, open jobs like this one are shown in the form."""

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.members.access import People
from bot.slack.messenger import Messenger
from bot.views import modals
from bot.web.bolt import Routes
from handlers.background import Background
from handlers.job_form import JobForms
from handlers.request import read_request

WITHIN = 5.0
"""Seconds after which nobody waits for a hint any more."""


def register(routes: Routes) -> None:
    routes.action("address_id")(look)
    routes.action("radar.open")(open_instead)


async def look(
    ack: AsyncAck,
    body: dict[str, Any],
    people: People,
    opening: JobForms,
    messenger: Messenger,
    after: Background,
) -> None:
    """The address was chosen in the form of a new job."""
    await ack()
    who = read_request(body, people)
    view = body["view"]

    async def compare() -> None:
        values = modals.entered(view["state"]["values"])
        alike = await opening.alike(who, values, WITHIN)
        shown = any(str(each.get("block_id", "")).startswith("alike.") for each in view["blocks"])
        if alike or shown:
            drawn = modals.redraw(view, alike=alike)
            await messenger.update_view(view["id"], drawn, view.get("hash", ""))

    after.start(compare(), who)


async def open_instead(
    ack: AsyncAck, body: dict[str, Any], people: People, opening: JobForms, after: Background
) -> None:
    await ack()
    who = read_request(body, people)
    after.start(opening.instead(who, str(body["actions"][0].get("value", ""))), who)
