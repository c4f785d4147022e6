"""A message as the sandbox keeps it: the handle tests hold, always showing its latest state."""

from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.outline import outline, readable
from bot.sandbox.slack.links import Preview, SharedLinks

Json = dict[str, Any]


@dataclass(eq=False)
class Message:
    """One message. Live: an update by the bot shows in every handle to it.

    `copy.copy(message)` keeps what a slow client still shows, and can be pressed like the message.
    `only_to` is the member of an ephemeral message, who alone sees it.
    """

    channel: str
    ts: str
    author: str
    team: str
    text: str = ""
    blocks: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    metadata: Json | None = None
    thread_ts: str | None = None
    broadcast: bool = False
    only_to: str | None = None
    bot: tuple[str, str] | None = None
    edited_ts: str | None = None
    deleted: bool = False
    link_names: bool = False
    files: list[Json] = field(default_factory=list)
    """What Slack tells of each."""
    app_name: str = ""
    """Of another app that posted it."""
    shared: SharedLinks | None = None
    """The links in it that the app was told of."""

    @property
    def is_reply(self) -> bool:
        return self.thread_ts is not None and self.thread_ts != self.ts

    @property
    def buttons(self) -> list[str]:
        """The labels of the buttons a person sees, in reading order."""
        return [
            element["text"]["text"]
            for block in self.blocks
            for element in [*block.get("elements", []), block.get("accessory", {})]
            if element.get("type") == "button"
        ]

    def outline(self) -> str:
        """The message as a person reads it."""
        return outline(self.blocks) if self.blocks else readable(self.text)

    def says(self, words: str) -> bool:
        """Whether the words are in the text or anywhere in the blocks."""
        return words in self.text or words in readable(self.text) or words in self.outline()

    @property
    def previews(self) -> list[Preview]:
        """What the app shows under its links, in their order."""
        shared = self.shared
        return (
            [shared.previews[url] for url in shared.urls if url in shared.previews]
            if shared
            else []
        )

    @property
    def entities(self) -> list[Json]:
        """The Work Objects that are shown with it."""
        return list((self.metadata or {}).get("entities", []))

    def _unfurled(self) -> list[Json]:
        return [each.wire(number) for number, each in enumerate(self.previews, start=1)]

    def wire(self, *, metadata: bool = False) -> Json:
        """A message as events, `history` and interactions carry it."""
        body: Json = {
            "type": "message",
            "user": self.author,
            "ts": self.ts,
            "text": self.text,
            "team": self.team,
        }
        if self.bot:
            body["bot_id"], body["app_id"] = self.bot
        if self.app_name:
            body |= {"subtype": "bot_message", "username": self.app_name}
        if self.files:
            body["files"] = self.files
        if self.blocks:
            body["blocks"] = self.blocks
        if attachments := [*self.attachments, *self._unfurled()]:
            body["attachments"] = attachments
        if self.thread_ts:
            body["thread_ts"] = self.thread_ts
        if self.broadcast:
            body["subtype"] = "thread_broadcast"
        if self.edited_ts:
            body["edited"] = {"user": self.author, "ts": self.edited_ts}
        if metadata and self.metadata:
            body["metadata"] = self.metadata
        return body

    def snapshot(self) -> Json:
        """Everything a page needs to draw it."""
        return self.wire(metadata=True) | {
            "channel": self.channel,
            "only_to": self.only_to,
            "deleted": self.deleted,
            "outline": self.outline(),
        }
