"""Reads what Slack sends of its side panel: whose, about which job, and from where.

The job is named by `external_ref.id`, which is its uuid, and where that is missing, as in results of
Slack's search, by the address of its page [messaging/work-objects-implementation].
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.jobs.change import Place
from bot.members.access import Access
from bot.slack.payload_parts import part_of, text_of
from handlers.request import Request, read_request

_MOST_ADDRESS = 3_000
_UUID = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True)
class PanelRequest:
    """`uuid`, `address`: of the job, each may be empty. `values`: what was entered, as Slack's
    `state.values`. `view`: the id of the panel's view. `cursor`, `limit`, `thread` (the id of the comment
    it is about): of comments that are asked for. `comment`: the id of one that is changed.
    """

    request: Request
    uuid: str
    address: str
    values: Mapping[str, Any]
    view: str = ""
    cursor: str = ""
    limit: int = 100
    thread: str = ""
    comment: str = ""


def read_panel(body: Mapping[str, Any], access: Access) -> PanelRequest:
    """An event of a panel, its save, or a press in it. Raises `NotWelcome`."""
    pressed = part_of(body, "container") if "actions" in body else {}
    about = part_of(body, "event") or pressed or part_of(body, "view")
    id_ = text_of(part_of(about, "external_ref"), "id")
    uuid = id_ if _UUID.fullmatch(id_) else ""
    place = Place(
        channel=text_of(about, "channel") or text_of(about, "channel_id"),
        message=text_of(about, "message_ts"),
    )
    address = text_of(about, "entity_url")[:_MOST_ADDRESS]
    member = access.member_of(body)
    trigger = text_of(body, "trigger_id") or text_of(about, "trigger_id")
    if part_of(body, "event"):
        request = Request(member, place, trigger, "")
    else:
        request = read_request(body, access)
        here = place.channel or request.place.channel
        request = request._replace(place=replace(place, channel=here))
    values = part_of(part_of(about, "state"), "values")
    limit = about.get("limit")
    return PanelRequest(
        request,
        uuid,
        address,
        values,
        view=text_of(about, "id"),
        cursor=text_of(about, "cursor"),
        limit=limit if isinstance(limit, int) else 100,
        thread=text_of(about, "thread_root_id"),
        comment=text_of(about, "external_id"),
    )


def parts(access: Access) -> Mapping[str, Callable[[Mapping[str, Any]], Any]]:
    """Parameter name → function that builds the part from a payload."""
    return {"panel": lambda body: read_panel(body, access)}
