"""The message that a message shortcut was used on, as its payload holds it.

[interactivity/implementing-shortcuts] gives the payload, [reference/events/message] the message. What
there is to say may stand in `text`, in blocks alone, in attachments (a message that was passed on, or
what an integration posted), or in a file that is an e-mail (Slack's own *Email* app).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from bot.jobs.change import Json
from bot.slack.block_text import text_of_blocks
from bot.slack.payload_parts import part_of, text_of

MOST_TEXT = 12_000
"""Characters that are kept: four times what a form takes."""
_MOST_FILES = 30
_KEPT_OF_A_FILE = (
    *("id", "name", "title", "mimetype", "filetype", "mode", "size", "is_external", "file_access"),
    *("url_private", "url_private_download"),
)


@dataclass(frozen=True)
class ShortcutMessage:
    """`text`: mrkdwn as Slack sent it. `files`: what Slack tells of each. `author`: a user id, `app` the
    name of an app that posted it. `thread`: ts of the parent, its own where it is no reply.
    """

    channel: str
    ts: str
    thread: str
    text: str = field(default="", repr=False)
    author: str = ""
    app: str = ""
    bot: str = ""
    files: Sequence[Json] = field(default=(), repr=False)
    conversation: str = ""
    """The name of the conversation, as Slack's payload has it."""

    @property
    def is_among_people(self) -> bool:
        """Whether it stands in a direct message, of two people or of a group, where no bot can post."""
        return is_among_people(self.channel, self.conversation)

    @property
    def is_reply(self) -> bool:
        return self.thread != self.ts

    def to_json(self) -> Json:
        return asdict(self) | {"files": [dict(file) for file in self.files]}

    @classmethod
    def from_json(cls, kept: Json) -> "ShortcutMessage":
        """Raises TypeError, ValueError for what `to_json` did not make."""
        files = kept.pop("files", ())
        texts = {name: str(value) for name, value in kept.items()}
        return cls(**texts, files=[dict(file) for file in files])


def read(body: Mapping[str, Any]) -> ShortcutMessage:
    """Reads the payload of a message shortcut; what is not there, or has another shape, is empty."""
    message = part_of(body, "message")
    ts = text_of(message, "ts") or text_of(body, "message_ts")
    bot = text_of(message, "bot_id")
    profile = part_of(message, "bot_profile")
    return ShortcutMessage(
        channel=text_of(part_of(body, "channel"), "id"),
        conversation=text_of(part_of(body, "channel"), "name"),
        ts=ts,
        thread=text_of(message, "thread_ts") or ts,
        text=_said(message)[:MOST_TEXT],
        author="" if bot else text_of(message, "user"),
        app=(text_of(message, "username") or text_of(profile, "name") or "an app") if bot else "",
        bot=bot,
        files=[
            {key: file[key] for key in _KEPT_OF_A_FILE if key in file}
            for file in _files(message)
            if not _is_mail(file)
        ][:_MOST_FILES],
    )


def is_among_people(channel: str, name: str) -> bool:
    """`name`: `mpdm-…` for a group [reference/objects/conversation-object]."""
    return channel.startswith("D") or name.startswith("mpdm-")


def permalink(workspace: str, message: ShortcutMessage) -> str:
    """The message's address, as `chat.getPermalink` answers it, which a bot may not ask everywhere.

    `workspace`: the host, `elm.slack.com`; empty where Slack has not told it, and then so is this.
    """
    if not (workspace and message.channel and message.ts):
        return ""
    link = f"https://{workspace}/archives/{message.channel}/{mark_of(message)}"
    return f"{link}?thread_ts={message.thread}&cid={message.channel}" if message.is_reply else link


def mark_of(message: ShortcutMessage) -> str:
    """The part of its address that no other message has."""
    return f"p{message.ts.replace('.', '')}"


def _said(message: Mapping[str, Any]) -> str:
    """All that is said in it, once."""
    text, blocks = text_of(message, "text"), text_of_blocks(message.get("blocks"))
    own = blocks if text_of(message, "bot_id") and len(blocks) > len(text) else text or blocks
    passed_on = [each for each in _parts(message.get("attachments")) if _counts(each, own)]
    mails = [_mail(file) for file in _files(message) if _is_mail(file)]
    return "\n\n".join(part for part in (own, *map(_attached, passed_on), *mails) if part.strip())


def _counts(attachment: Mapping[str, Any], own: str) -> bool:
    """The preview of a link says nothing of its own where the message has words."""
    is_preview = bool(attachment.get("from_url") or attachment.get("is_app_unfurl")) and not (
        attachment.get("is_share") or attachment.get("is_msg_unfurl")
    )
    return not (is_preview and own.strip())


def _attached(attachment: Mapping[str, Any]) -> str:
    fields = [
        f"{text_of(each, 'title')}: {text_of(each, 'value')}".strip(" :")
        for each in _parts(attachment.get("fields"))
    ]
    names = ("pretext", "title", "text")
    said = [*(text_of(attachment, name) for name in names), *fields]
    lines = [line for line in said if line.strip()]
    lines = lines or [text_of_blocks(attachment.get("blocks")) or text_of(attachment, "fallback")]
    return "\n".join(lines)


def _is_mail(file: Mapping[str, Any]) -> bool:
    return file.get("filetype") == "email" or file.get("mode") == "email"


def _mail(file: Mapping[str, Any]) -> str:
    """With the headers that `mail_text` knows, so that subject and sender are told from the rest."""
    sender = next((text_of(each, "original") for each in _parts(file.get("from"))), "")
    subject = text_of(file, "subject") or text_of(file, "title")
    body = text_of(file, "plain_text") or text_of(file, "preview_plain_text")
    return f"From: {sender}\nSubject: {subject}\n\n{body}"


def _files(message: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Its own, and those of messages that it passes on."""
    yield from _parts(message.get("files"))
    for attachment in _parts(message.get("attachments")):
        yield from _parts(attachment.get("files"))


def _parts(value: Any) -> list[Mapping[str, Any]]:
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []
