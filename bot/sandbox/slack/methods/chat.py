"""chat.*: posting, updating, ephemeral messages, deleting, scheduling [reference/methods/chat.postMessage]."""

from collections.abc import Mapping
from typing import Any

from bot.sandbox.slack.blocks import settled
from bot.sandbox.slack.calls import Call
from bot.sandbox.slack.entities import WARNING, CheckedEntities
from bot.sandbox.slack.messages import Message
from bot.sandbox.slack.refusals import SlackRefused
from bot.sandbox.slack.surfaces import (
    CheckedMetadata,
    checked_attachments,
    checked_blocks,
    checked_metadata,
)
from bot.sandbox.slack.workspace import Workspace
from bot.sandbox.slack.world import BOT, Channel

Json = dict[str, Any]

CUT_AT = 40_000
UPDATE_AT_MOST = 4_000
MARKDOWN_AT_MOST = 12_000
_FAR = 120 * 24 * 3600


def post(workspace: Workspace, call: Call) -> Json:
    channel = writable(workspace, call)
    message = _new_message(workspace, call, channel)
    if any(call.has(name) for name in ("username", "icon_emoji", "icon_url")):
        call.need("chat:write.customize")
    workspace.add(message)
    return {
        "channel": channel.id,
        "ts": message.ts,
        "message": message.wire(metadata=True),
        **_warning(workspace, call),
    }


def post_ephemeral(workspace: Workspace, call: Call) -> Json:
    """`chat:write.public` is not among its scopes [reference/methods/chat.postEphemeral]."""
    channel = writable(workspace, call)
    if BOT not in channel.members:
        raise SlackRefused("not_in_channel")
    person = workspace.people.get(call.string("user"))
    if person is None or person.deleted:
        raise SlackRefused("user_not_found")
    if person.id not in channel.members:
        raise SlackRefused("user_not_in_channel")
    message = _new_message(workspace, call, channel)
    message.only_to = person.id
    workspace.add(message)
    return {"message_ts": message.ts}


def update(workspace: Workspace, call: Call) -> Json:
    """Replace parts of an own message [reference/methods/chat.update].

    Text alone takes the blocks away; blocks alone leave the text as it was.
    """
    channel = known_channel(workspace, call)
    message = workspace.find_message(channel.id, call.ts("ts"))
    if message is None:
        raise SlackRefused("message_not_found")
    if message.author != BOT:
        raise SlackRefused("cant_update_message")
    if channel.is_archived:
        raise SlackRefused("is_archived")
    if not any(call.has(name) for name in ("text", "blocks", "attachments", "markdown_text")):
        raise SlackRefused("no_text")
    content = content_of(workspace, call.args)
    text = str(content.get("text", ""))
    if len(text) > UPDATE_AT_MOST:
        raise SlackRefused("msg_too_long")
    if (
        call.has("text")
        and not text
        and not content.get("blocks")
        and not content.get("attachments")
    ):
        raise SlackRefused("no_text")
    if "text" in content and "blocks" not in content:
        content["blocks"] = []
    if content.get("blocks") and "text" not in content:
        workspace.complain("an update has blocks, but no text that says the same")
    for name, value in content.items():
        setattr(message, name, value)
    message.link_names = call.flag("link_names")
    message.edited_ts = workspace.new_ts()
    workspace.changed(message)
    return {
        "channel": channel.id,
        "ts": message.ts,
        "text": message.text,
        "message": message.wire(metadata=True),
        **_warning(workspace, call),
    }


def delete(workspace: Workspace, call: Call) -> Json:
    channel = known_channel(workspace, call)
    message = workspace.find_message(channel.id, call.ts("ts"))
    if message is None:
        raise SlackRefused("message_not_found")
    if message.author != BOT:
        raise SlackRefused("cant_delete_message")
    workspace.remove(message)
    return {"channel": channel.id, "ts": message.ts}


def permalink(workspace: Workspace, call: Call) -> Json:
    channel = known_channel(workspace, call)
    ts = call.ts("message_ts")
    if workspace.find_message(channel.id, ts) is None:
        raise SlackRefused("message_not_found")
    host = f"https://{workspace.identity.domain}.slack.com"
    return {
        "channel": channel.id,
        "permalink": f"{host}/archives/{channel.id}/p{ts.replace('.', '')}",
    }


def schedule(workspace: Workspace, call: Call) -> Json:
    """Kept until `SandboxSlack.post_scheduled`; nothing posts by itself."""
    channel = writable(workspace, call)
    when = call.number("post_at", 0)
    if when <= workspace.clock():
        raise SlackRefused("time_in_past")
    if when > workspace.clock() + _FAR:
        raise SlackRefused("time_too_far")
    message = _new_message(workspace, call, channel)
    scheduled = workspace.new_id("Q")
    workspace.scheduled[scheduled] = (when, message)
    return {
        "channel": channel.id,
        "scheduled_message_id": scheduled,
        "post_at": when,
        "message": message.wire(),
    }


def delete_scheduled(workspace: Workspace, call: Call) -> Json:
    if workspace.scheduled.pop(call.string("scheduled_message_id"), None) is None:
        raise SlackRefused("invalid_scheduled_message_id")
    return {}


def list_scheduled(workspace: Workspace, call: Call) -> Json:
    wanted = call.string("channel", "")
    rows = [
        {"id": key, "channel_id": message.channel, "post_at": when, "text": message.text}
        for key, (when, message) in workspace.scheduled.items()
        if wanted in {"", message.channel}
    ]
    page, cursor = call.page(rows, 100, 1_000)
    return {"scheduled_messages": page, "response_metadata": {"next_cursor": cursor}}


def known_channel(workspace: Workspace, call: Call) -> Channel:
    """A channel by its id, which the bot may know of. Raises `channel_not_found`."""
    channel = workspace.channels.get(call.string("channel"))
    if channel is None or (channel.kind != "public" and BOT not in channel.members):
        raise SlackRefused("channel_not_found")
    return channel


def writable(workspace: Workspace, call: Call) -> Channel:
    """A channel the bot may post in; a user id stands for the direct message with them.

    Channel names are refused: the bot is to post by id.
    """
    person = workspace.people.get(call.string("channel"))
    if person is not None:
        if person.deleted or person.id == BOT:
            raise SlackRefused("channel_not_found")
        return workspace.direct(BOT, person.id)
    channel = known_channel(workspace, call)
    if channel.is_archived:
        raise SlackRefused("is_archived")
    if BOT not in channel.members and "chat:write.public" not in call.scopes:
        raise SlackRefused("not_in_channel")
    return channel


def content_of(workspace: Workspace, args: Mapping[str, Any]) -> Json:
    """The checked text, blocks, attachments and metadata among the arguments: those given.

    Raises `SlackRefused`.
    """
    content: Json = {}
    for name in ("text", "markdown_text"):
        if args.get(name) is not None and not isinstance(args[name], str):
            raise SlackRefused("invalid_arguments", [f"must be a string [json-pointer:/{name}]"])
    if args.get("markdown_text") is not None:
        if args.get("text") or args.get("blocks"):
            raise SlackRefused("markdown_text_conflict")
        if len(args["markdown_text"]) > MARKDOWN_AT_MOST:
            raise SlackRefused("msg_too_long")
        content["text"] = args["markdown_text"]
    if args.get("text") is not None:
        content["text"] = args["text"][:CUT_AT]
    if args.get("blocks") is not None:
        content["blocks"] = settled(checked_blocks(args["blocks"]), workspace.new_block_id)
    if args.get("attachments") is not None:
        content["attachments"] = checked_attachments(args["attachments"])
    if args.get("metadata") is not None:
        content["metadata"] = _metadata(workspace, args).kept
    return content


def _metadata(workspace: Workspace, args: Mapping[str, Any]) -> CheckedMetadata:
    """As this workspace treats Work Objects. Raises `SlackRefused`."""
    checked = checked_metadata(args["metadata"])
    if checked.kept is None or "entities" not in checked.kept or workspace.work_objects == "shown":
        return checked
    if workspace.work_objects == "refused":
        raise SlackRefused(WARNING)
    return CheckedMetadata(None, CheckedEntities([], ["Work Objects are off"]).warning)


def _warning(workspace: Workspace, call: Call) -> Json:
    """What Slack adds to its answer about the metadata it has dropped."""
    return _metadata(workspace, call.args).warning if call.has("metadata") else {}


def needs_content(workspace: Workspace, content: Json) -> None:
    """Raises `no_text` for an empty message; blocks alone leave screen readers with nothing."""
    if not any(content.get(name) for name in ("text", "blocks", "attachments")):
        raise SlackRefused("no_text")
    if content.get("blocks") and not content.get("text"):
        workspace.complain("a message has blocks, but no text that says the same")


def _new_message(workspace: Workspace, call: Call, channel: Channel) -> Message:
    content = content_of(workspace, call.args)
    needs_content(workspace, content)
    thread = _thread(workspace, call, channel)
    identity = workspace.identity
    return Message(
        channel=channel.id,
        ts=workspace.new_ts(),
        author=BOT,
        team=identity.team,
        thread_ts=thread,
        broadcast=thread is not None and call.flag("reply_broadcast"),
        bot=(identity.bot, identity.app),
        link_names=call.flag("link_names") or call.string("parse", "none") == "full",
        **content,
    )


def _thread(workspace: Workspace, call: Call, channel: Channel) -> str | None:
    """The parent's ts. Raises `thread_not_found`, or `invalid_thread_ts` for a reply's."""
    if not call.has("thread_ts"):
        return None
    parent = workspace.find_message(channel.id, call.ts("thread_ts"))
    if parent is None:
        raise SlackRefused("thread_not_found")
    if parent.is_reply:
        raise SlackRefused("invalid_thread_ts")
    return parent.ts
