"""What the bot says back: through a response URL, or as the body of an acked command."""

from typing import Any

from bot.sandbox.slack.messages import Message
from bot.sandbox.slack.methods.chat import content_of, needs_content
from bot.sandbox.slack.refusals import SlackRefused
from bot.sandbox.slack.workspace import Workspace
from bot.sandbox.slack.world import BOT

Json = dict[str, Any]

_KNOWN = frozenset(
    {
        "text",
        "blocks",
        "attachments",
        "metadata",
        "markdown_text",
        "response_type",
        "replace_original",
        "delete_original",
        "thread_ts",
        "mrkdwn",
        "parse",
        "link_names",
        "unfurl_links",
        "unfurl_media",
    }
)


def say_back(
    workspace: Workspace, member: str, channel: str, original: Message | None, said: Json
) -> Message | None:
    """Apply one response [interactivity/handling-user-interaction].

    By default a new ephemeral message for the member. `original` is the message whose component
    was used. A message keeps its visibility for life. Raises `SlackRefused`.
    """
    if unknown := sorted(set(said) - _KNOWN):
        workspace.complain(f"a response has unknown fields: {', '.join(unknown)}")
    if said.get("response_type", "ephemeral") not in {"ephemeral", "in_channel"}:
        raise SlackRefused("invalid_payload")
    if said.get("delete_original"):
        if original is None or original.deleted:
            raise SlackRefused("message_not_found")
        workspace.remove(original)
        return None
    content = content_of(workspace, said)
    needs_content(workspace, content)
    if said.get("replace_original") and original is not None:
        return _replace(workspace, original, content)
    identity = workspace.identity
    message = Message(
        channel=channel,
        ts=workspace.new_ts(),
        author=BOT,
        team=identity.team,
        thread_ts=said.get("thread_ts"),
        only_to=None if said.get("response_type") == "in_channel" else member,
        bot=(identity.bot, identity.app),
        **content,
    )
    return workspace.add(message)


def _replace(workspace: Workspace, original: Message, content: Json) -> Message:
    if original.deleted:
        raise SlackRefused("message_not_found")
    if "text" in content:
        content.setdefault("blocks", [])
    for name, value in content.items():
        setattr(original, name, value)
    original.edited_ts = workspace.new_ts()
    workspace.changed(original)
    return original
