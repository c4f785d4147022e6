"""Somebody shared a link to a job: the job is shown under it [reference/events/link_shared]."""

from typing import Any

import structlog
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.errors import BotError
from bot.members.access import Access
from bot.slack.payload_parts import text_of
from bot.slack.unfurls import COMPOSER, LinkPlace
from bot.web.bolt import Routes
from bot.workflows.link_previews.drawing import SharedLinks
from bot.workflows.link_previews.previews import LinkPreviews

log = structlog.get_logger(__name__)


def register(routes: Routes) -> None:
    routes.event("link_shared")(shared)


async def shared(
    ack: AsyncAck, body: dict[str, Any], access: Access, link_previews: LinkPreviews
) -> None:
    """Guests, apps and people of other organisations get nothing, and hear nothing of it."""
    await ack()
    links = _read(body)
    if links is None:
        return
    try:
        member = access.member_of(body)
        await access.require_access(member, body)
    except BotError:
        return
    try:
        await link_previews.shared(member, links)
    except Exception:  # whoever pasted a link asked for nothing, and is not apologised to
        log.exception("showing a job under its link failed, leaving it without")


def _read(body: dict[str, Any]) -> SharedLinks | None:
    """None for what no such event is. A draft has no channel yet, and for `message_ts` a random text."""
    event = body.get("event") or {}
    place = LinkPlace(
        channel=text_of(event, "channel") or text_of(event, "channel_id"),
        ts=text_of(event, "message_ts"),
        unfurl_id=text_of(event, "unfurl_id"),
        source=text_of(event, "source"),
    )
    if place.channel == COMPOSER.upper() and not place.is_draft:
        place = LinkPlace(place.channel, place.ts, place.unfurl_id, COMPOSER)
    links = event.get("links")
    listed = links if isinstance(links, list) else []
    urls = [text_of(link, "url") for link in listed if isinstance(link, dict)]
    if not place.ts or not place.channel or not any(urls):
        return None
    return SharedLinks(
        place, [url for url in urls if url], internal=_is_internal(body, event, place)
    )


def _is_internal(body: dict[str, Any], event: dict[str, Any], place: LinkPlace) -> bool:
    """A direct message between people may be one with another company: nobody can look."""
    private = place.channel.startswith("D") and event.get("is_bot_user_member") is not True
    return not body.get("is_ext_shared_channel") and not private
