"""conversations.*: reading channels and opening direct messages."""

import math
from typing import Any

from bot.sandbox.slack.calls import Call
from bot.sandbox.slack.messages import Message
from bot.sandbox.slack.methods.chat import known_channel
from bot.sandbox.slack.refusals import SlackRefused
from bot.sandbox.slack.workspace import Workspace
from bot.sandbox.slack.world import BOT, Channel

Json = dict[str, Any]

_FAMILY = {"public": "channels", "private": "groups", "im": "im"}
_TYPES = {"public": "public_channel", "private": "private_channel", "im": "im"}


def info(workspace: Workspace, call: Call) -> Json:
    channel = _readable(workspace, call, "read")
    return {"channel": channel.wire()}


def history(workspace: Workspace, call: Call) -> Json:
    """Newest first, without replies [reference/methods/conversations.history]."""
    channel = _readable(workspace, call, "history")
    if BOT not in channel.members:
        raise SlackRefused("not_in_channel")
    rows = [
        message
        for message in reversed(_visible(channel))
        if (not message.is_reply or message.broadcast) and _in_range(call, message)
    ]
    return _page(call, channel, rows, 100)


def replies(workspace: Workspace, call: Call) -> Json:
    """A thread, parent first; the ts of a reply gives that message alone."""
    channel = _readable(workspace, call, "history")
    if BOT not in channel.members:
        raise SlackRefused("not_in_channel")
    ts = call.ts("ts")
    if workspace.find_message(channel.id, ts) is None:
        raise SlackRefused("thread_not_found")
    rows = [
        message
        for message in _visible(channel)
        if message.ts == ts or (message.thread_ts == ts and _in_range(call, message))
    ]
    return _page(call, channel, rows, 1_000)


def list_all(workspace: Workspace, call: Call) -> Json:
    kinds = call.names("types", "public_channel")
    for kind, name in _TYPES.items():
        if name in kinds:
            call.need(f"{_FAMILY[kind]}:read")
    rows = [
        channel.wire()
        for channel in workspace.channels.values()
        if _TYPES[channel.kind] in kinds
        and (channel.kind == "public" or BOT in channel.members)
        and not (channel.is_archived and call.flag("exclude_archived"))
    ]
    page, cursor = call.page(rows, 100, 1_000)
    return {"channels": page, "response_metadata": {"next_cursor": cursor}}


def members(workspace: Workspace, call: Call) -> Json:
    channel = _readable(workspace, call, "read")
    page, cursor = call.page(sorted(channel.members), 100, 1_000)
    return {"members": page, "response_metadata": {"next_cursor": cursor}}


def join(workspace: Workspace, call: Call) -> Json:
    channel = known_channel(workspace, call)
    if channel.kind != "public":
        raise SlackRefused("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise SlackRefused("is_archived")
    channel.members.add(BOT)
    return {"channel": channel.wire()}


def open_direct(workspace: Workspace, call: Call) -> Json:
    """The direct message with one user [reference/methods/conversations.open]."""
    call.need("im:write")
    if call.has("channel"):
        return {"channel": known_channel(workspace, call).wire()}
    users = call.names("users")
    if len(users) != 1:
        raise SlackRefused(
            "not_enough_users" if not users else "method_not_supported_for_channel_type"
        )
    person = workspace.people.get(users[0])
    if person is None:
        raise SlackRefused("user_not_found")
    if person.deleted:
        raise SlackRefused("user_disabled")
    channel = workspace.direct(BOT, person.id)
    return {"channel": channel.wire() if call.flag("return_im") else {"id": channel.id}}


def _readable(workspace: Workspace, call: Call, what: str) -> Channel:
    channel = known_channel(workspace, call)
    call.need(f"{_FAMILY[channel.kind]}:{what}")
    return channel


def _visible(channel: Channel) -> list[Message]:
    return [each for each in channel.messages if each.only_to is None and not each.deleted]


def _in_range(call: Call, message: Message) -> bool:
    """Between `oldest` and `latest`; the ends themselves only with `inclusive`."""
    at, inclusive = float(message.ts), call.flag("inclusive")
    oldest, latest = call.moment("oldest", 0), call.moment("latest", math.inf)
    return oldest <= at <= latest if inclusive else oldest < at < latest


def _page(call: Call, channel: Channel, rows: list[Message], default: int) -> Json:
    page, cursor = call.page(rows, default, 1_000)
    with_metadata = call.flag("include_all_metadata")
    return {
        "messages": [_wire(channel, each, metadata=with_metadata) for each in page],
        "has_more": bool(cursor),
        "response_metadata": {"next_cursor": cursor},
    }


def _wire(channel: Channel, message: Message, *, metadata: bool) -> Json:
    body = message.wire(metadata=metadata)
    answers = [each for each in _visible(channel) if each.thread_ts == message.ts]
    if answers:
        body |= {
            "thread_ts": message.ts,
            "reply_count": len(answers),
            "latest_reply": answers[-1].ts,
        }
    return body
