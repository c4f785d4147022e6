"""Block Kit, and with `elements` the only place that spells it: small functions that clip and choose
the text type.

Blocks and views are plain dicts as they go out: nothing is validated while somebody waits, since a
test holds every view to every limit of Slack (tests/views/test_slack_limits.py).

Arguments called `mrkdwn` are ready for Slack: our own words, with foreign text passed through
`escape`. All other text is plain, however foreign: it is clipped here and escaped where needed.
Limits are those of [reference/block-kit].
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, TypeAlias

from bot.jobs.promises import Promise
from bot.views.mrkdwn import channel, clip, escape, link, member, one_line, pages, size, tidy, when

__all__ = [
    "Block",
    "Confirm",
    "Element",
    "Message",
    "Option",
    "Text",
    "View",
    "actions",
    "button",
    "channel",
    "clip",
    "confirm",
    "context",
    "escape",
    "facts",
    "header",
    "kit",
    "link",
    "member",
    "message",
    "modal",
    "mrkdwn",
    "one_line",
    "option",
    "overflow",
    "pages",
    "paragraphs",
    "plain",
    "plain_text",
    "section",
    "sections",
    "size",
    "tidy",
    "when",
]

Block: TypeAlias = dict[str, Any]
Element: TypeAlias = dict[str, Any]
Option: TypeAlias = dict[str, Any]
View: TypeAlias = Annotated[dict[str, Any], "a modal or the Home tab"]
Text: TypeAlias = dict[str, Any]
Confirm: TypeAlias = dict[str, Any]
_LEFT_OUT: tuple[Any, ...] = (None, "", [])
MOST_TEXT = 3_000
MOST_MESSAGE = 3_500
"""For the top-level text of a message; an update of one refuses more than 4,000."""


@dataclass(frozen=True)
class Message:
    """What is posted: blocks, and a `text` that says the same to notifications and screen readers.

    `promise`: what it asks or promises, which is brought to its outcome where the message is private.
    """

    text: str
    blocks: Sequence[Block]
    promise: Promise | None = None

    def wire(self) -> dict[str, Any]:
        """`text` and `blocks` as plain JSON."""
        return {"text": self.text, "blocks": list(self.blocks)}


def message(text: str, blocks: Iterable[Block], promise: Promise | None = None) -> Message:
    """`text` is mrkdwn, and clipped."""
    return Message(clip(text, MOST_MESSAGE).strip() or "—", tuple(blocks), promise)


def kit(type_: str, **parts: Any) -> dict[str, Any]:
    """One object of Block Kit; parts that are None or empty are left out."""
    kept = {name: part for name, part in parts.items() if part not in _LEFT_OUT}
    return {"type": type_, **kept}


def plain(text: str, most: int) -> Text:
    """One line of plain text, never empty."""
    return {"type": "plain_text", "text": plain_text(text, most)}


def plain_text(text: str, most: int) -> str:
    return clip(one_line(text), most).strip() or "—"


def mrkdwn(text: str, most: int = MOST_TEXT) -> Text:
    """Ready mrkdwn. `verbatim`: a typed `@here` or `#name` stays what it is."""
    return {"type": "mrkdwn", "text": clip(text, most).strip() or "—", "verbatim": True}


def header(text: str, block_id: str | None = None) -> Block:
    return kit("header", text=plain(text, 150), block_id=block_id)


def section(text: str, block_id: str | None = None, *, accessory: Element | None = None) -> Block:
    """A paragraph of mrkdwn, with one element beside it."""
    return kit("section", text=mrkdwn(text), block_id=block_id, accessory=accessory)


def sections(lines: Iterable[str], most: int = 3) -> list[Block]:
    """Lines of mrkdwn in as few sections as hold them; beyond `most` sections, how many more."""
    pages: list[list[str]] = [[]]
    omitted = used = 0
    for line in (clip(line, 2_900) for line in lines):
        units = size(line) + 1
        if not omitted and used + units - 1 <= MOST_TEXT - 40:
            pages[-1].append(line)
            used += units
        elif not omitted and len(pages) < most:
            pages.append([line])
            used = units
        else:
            omitted += 1
    if omitted:
        pages[-1].append(f"… and {omitted} more")
    return [section("\n".join(page)) for page in pages if page]


def paragraphs(text: str, most: int = 4) -> list[Block]:
    """Long escaped text in as many sections as it needs, at most `most`."""
    texts = pages(text, MOST_TEXT, most)
    if len(texts) > most:
        texts = [*texts[: most - 1], clip(texts[most - 1], MOST_TEXT - 10) + "\n…"]
    return [section(page) for page in texts]


def facts(pairs: Iterable[tuple[str, str]]) -> list[Block]:
    """Plain `(label, value)` pairs in two columns, which a phone shows as one."""
    cells = [
        mrkdwn(f"*{escape(plain_text(label, 60))}*\n{escape(plain_text(value, 200))}", 2_000)
        for label, value in pairs
    ]
    return [kit("section", fields=cells[at : at + 10]) for at in range(0, len(cells), 10)]


def divider() -> Block:
    return kit("divider")


def context(*texts: str, block_id: str | None = None) -> Block:
    """One to ten small lines of mrkdwn."""
    return kit("context", elements=[mrkdwn(text) for text in texts[:10]], block_id=block_id)


def button(
    label: str,
    action_id: str,
    *,
    value: str | None = None,
    url: str | None = None,
    style: str | None = None,
    asks: Confirm | None = None,
    spoken: str = "",
) -> Element:
    """`spoken`: what a screen reader says in place of the label."""
    return kit(
        "button",
        text=plain(label, 75),
        action_id=action_id,
        value=value,
        url=url,
        style=style,
        confirm=asks,
        accessibility_label=plain_text(spoken, 75) if spoken else None,
    )


def confirm(title: str, text: str, yes: str, no: str = "Cancel") -> Confirm:
    """What Slack asks before a press counts; plain text."""
    return {
        "title": plain(title, 100),
        "text": plain(text, 300),
        "confirm": plain(yes, 30),
        "deny": plain(no, 30),
    }


def option(value: str, label: str, detail: str = "", url: str | None = None) -> Option:
    """One thing to choose; `value` is at most 150 units, and not clipped.

    The same arguments always give the same option, as Slack demands of an initial one.
    """
    made: Option = {"text": plain(label, 75), "value": value}
    if detail.strip():
        made["description"] = plain(detail, 75)
    if url:
        made["url"] = url
    return made


def overflow(action_id: str, options: Sequence[Option]) -> Element:
    """One to five options behind three dots."""
    return kit("overflow", action_id=action_id, options=list(options))


def actions(elements: Iterable[Element], block_id: str | None = None) -> Block:
    """A row of at most 25 buttons and menus."""
    return kit("actions", elements=list(elements)[:25], block_id=block_id)


def modal(
    title: str,
    blocks: Iterable[Block],
    *,
    callback_id: str = "",
    submit: str | None = None,
    close: str = "Close",
    metadata: str = "",
    notify_on_close: bool | None = None,
) -> View:
    """A modal; at most 100 blocks are kept."""
    return kit(
        "modal",
        callback_id=callback_id,
        title=plain(title, 24),
        submit=plain(submit, 24) if submit else None,
        close=plain(close, 24),
        blocks=list(blocks)[:100],
        private_metadata=metadata,
        notify_on_close=notify_on_close,
    )
