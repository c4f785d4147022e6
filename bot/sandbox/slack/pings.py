"""Who would be disturbed: group mentions in what the bot sends, intended or injected."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]

_PING = re.compile(r"<!(?:channel|here|everyone|subteam)\b[^>]*>?")
_AUTO = re.compile(r"(?<![\w.])@(?:channel|here|everyone)\b")


@dataclass(frozen=True)
class Ping:
    """A mention that notifies many: where it stood, the mention, and the whole text."""

    where: str
    mention: str
    text: str


def unescaped(text: str) -> list[str]:
    """The group mentions in a mrkdwn text that Slack would act on."""
    return _PING.findall(text)


def pings_in(where: str, text: str, blocks: list[Json]) -> Iterator[Ping]:
    """Every group mention of a message or view: in its text, and in its mrkdwn blocks."""
    for said, _ in _texts(text, blocks):
        for mention in unescaped(said):
            yield Ping(where, mention, said)


def autolinks_in(where: str, text: str, blocks: list[Json], *, link_names: bool) -> Iterator[Ping]:
    """Plain `@here` and the like, which Slack links where `verbatim` is not set.

    [messaging/formatting-message-text]
    """
    for said, is_verbatim in _texts(text if link_names else "", blocks):
        if not is_verbatim:
            for mention in _AUTO.findall(said):
                yield Ping(where, mention, said)


def _texts(text: str, blocks: list[Json]) -> Iterator[tuple[str, bool]]:
    yield text, False
    yield from _mrkdwn(blocks)


def _mrkdwn(value: Any) -> Iterator[tuple[str, bool]]:
    if isinstance(value, list):
        for each in value:
            yield from _mrkdwn(each)
    elif isinstance(value, dict):
        if value.get("type") in {"mrkdwn", "markdown"}:
            yield value["text"], bool(value.get("verbatim"))
        elif value.get("type") == "broadcast":
            yield f"<!{value['range']}>", True
        else:
            for each in value.values():
                yield from _mrkdwn(each)
