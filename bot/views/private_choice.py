"""The choice under a field that has something private in it: move it to Access details, or keep it."""

import hashlib
from collections.abc import Sequence

from bot.jobs.private_questions.questions import shown, suspicion
from bot.jobs.private_text.find import PrivateSpan
from bot.jobs.private_text.warnings import them
from bot.views import blocks
from bot.views.blocks import Block
from bot.views.mrkdwn import safe_text

MOVE, KEEP = "private.move", "private.keep"
"""Action ids; the value is as `value_of` makes it."""
_BLOCK = "private."
_MOST_ABOUT = 100
_DIGITS = 12


def choice(name: str, text: str, found: Sequence[PrivateSpan]) -> list[Block]:
    """`text`: what is in the field, and what was `found` in it."""
    it = them(found)
    words = (
        f"🔒 {safe_text(suspicion(text, found), 500)} {shown(found).capitalize()}. "
        f"Move {it} to Access details, which no channel shows?"
    )
    buttons = [
        blocks.button(
            "Move to Access details", MOVE, value=value_of(name, text, found), style="primary"
        ),
        blocks.button("Keep", KEEP, value=value_of(name, text, found)),
    ]
    return [
        blocks.section(words, block_id=f"{_BLOCK}{name}"),
        blocks.actions(buttons, block_id=f"{_BLOCK}{name}.choice"),
    ]


def value_of(name: str, text: str, found: Sequence[PrivateSpan]) -> str:
    """The name of the field, and which of its words the choice is about, as hashes."""
    marks = dict.fromkeys(_mark(text, each) for each in found[:_MOST_ABOUT])
    return " ".join((name, *marks))


def field_of(value: str) -> str:
    return value.partition(" ")[0]


def those_of(value: str, text: str, found: Sequence[PrivateSpan]) -> list[PrivateSpan]:
    """Those that the choice is about: beside them the field may have others, kept before."""
    marks = value.split(" ")[1:]
    return [each for each in found if _mark(text, each) in marks]


def _mark(text: str, span: PrivateSpan) -> str:
    words = text[span.start : span.end].casefold()
    return hashlib.sha256(words.encode(errors="replace")).hexdigest()[:_DIGITS]


def kept(name: str, found: Sequence[PrivateSpan]) -> list[Block]:
    """What *Keep* means."""
    if found and not any(each.is_hidden for each in found):
        words = f"🔒 Kept here: cards show {them(found)}."
    else:
        words = (
            "🔒 Kept here. Cards show *(private detail, see Show)* in place of what looks private."
        )
    return [blocks.section(words, block_id=f"{_BLOCK}{name}")]


def told(name: str, words: str) -> list[Block]:
    """What has become of it. `words` is plain."""
    return [blocks.section(f"🔒 {safe_text(words, 500)}", block_id=f"{_BLOCK}{name}")]


def is_choice_of(block_id: str, name: str) -> bool:
    return block_id in (f"{_BLOCK}{name}", f"{_BLOCK}{name}.choice")
