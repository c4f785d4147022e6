"""Links that people share, and what the app shows under them [messaging/unfurling-links-in-messages].

Slack tells the app of a link (`link_shared`) while it is typed and once it is posted; the app
answers with `chat.unfurl`, for that message and that link alone.
"""

import html
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from bot.sandbox.outline import outline

Json = dict[str, Any]

COMPOSER, HISTORY = "composer", "conversations_history"
_LINK = re.compile(r"https?://[^\s<>|]+")
_AFTER = ".,;:!?)'\""


@dataclass
class Preview:
    """What the app shows under one link: blocks, or a Work Object in their place."""

    url: str
    blocks: list[Json] = field(default_factory=list)
    entity: Json | None = None

    def wire(self, number: int) -> Json:
        """As the attachment that Slack makes of it."""
        body: Json = {"id": number, "is_app_unfurl": True, "app_unfurl_url": self.url}
        if self.entity is not None:
            attributes = self.entity["entity_payload"]["attributes"]
            body |= {"title": attributes["title"]["text"], "title_link": self.entity["url"]}
            body["entity"] = self.entity
        return body | {"blocks": self.blocks}

    def action(self, label: str) -> Json | None:
        """The press of a button of the Work Object, where that is what is shown."""
        actions = self.entity["entity_payload"].get("actions", {}) if self.entity else {}
        for each in [*actions.get("primary_actions", []), *actions.get("overflow_actions", [])]:
            if each["text"] == label:
                text = {"type": "plain_text", "text": label, "emoji": True}
                pressed = {name: each[name] for name in ("value", "style", "url") if name in each}
                ids = {"action_id": each["action_id"], "block_id": secrets.token_hex(2)}
                return {"type": "button", "text": text, **ids, **pressed}
        return None

    def about(self) -> Json:
        """What a press tells of the Work Object."""
        if self.entity is None:
            return {}
        return {"entity_url": self.entity["url"], "external_ref": self.entity["external_ref"]}

    def outline(self) -> str:
        return outline(self.blocks)


@dataclass
class SharedLinks:
    """The links of one message, or of a draft that somebody types, and their previews by link."""

    urls: list[str]
    unfurl_id: str
    previews: dict[str, Preview] = field(default_factory=dict)

    def preview(self, url: str) -> Preview:
        return self.previews.setdefault(url, Preview(url))


@dataclass(frozen=True)
class Draft:
    """What somebody is typing, with the previews that they see above the field."""

    text: str
    channel: str
    shared: SharedLinks


def links_in(text: str, domains: Iterable[str]) -> list[str]:
    """The links to these domains, once each, as Slack tells of them.

    A domain stands for its sub-domains too, whatever the port.
    """
    found = [each.rstrip(_AFTER) for each in _LINK.findall(html.unescape(text))]
    wanted = tuple(domains)
    return list(dict.fromkeys(each for each in found if is_of(each, wanted)))


def is_of(url: str, domains: Iterable[str]) -> bool:
    host = (urlsplit(url).hostname or "").lower()
    return any(host == each or host.endswith(f".{each}") for each in domains)


def link_shared(
    user: str, channel: str, ts: str, shared: SharedLinks, *, source: str, more: Json
) -> Json:
    """The event [reference/events/link_shared]; `ts`: of the message, or the draft's `unfurl_id`."""
    links = [{"domain": urlsplit(url).hostname or "", "url": url} for url in shared.urls]
    where = {"channel_id": channel} if source == COMPOSER else {}
    return {
        "type": "link_shared",
        "user": user,
        "channel": channel,
        "message_ts": ts,
        "unfurl_id": shared.unfurl_id,
        "source": source,
        "links": links,
        **where,
        **more,
    }
