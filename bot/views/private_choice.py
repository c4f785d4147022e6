"""The choice under a field that has something private in it: move it to Access details, or keep it."""

from collections.abc import Sequence

from bot.jobs.private_questions.questions import shown, suspicion
from bot.jobs.private_text.find import PrivateSpan
from bot.jobs.private_text.warnings import them
from bot.views import blocks
from bot.views.blocks import Block
from bot.views.mrkdwn import safe_text

MOVE, KEEP = "private.move", "private.keep"
"""Action ids; the value is the name of the field."""
_BLOCK = "private."


def choice(name: str, text: str, found: Sequence[PrivateSpan]) -> list[Block]:
    """`text`: what is in the field, and what was `found` in it."""
    it = them(found)
    words = (
        f"🔒 {safe_text(suspicion(text, found), 500)} {shown(found).capitalize()}. "
        f"Move {it} to Access details, which no channel shows?"
    )
    buttons = [
        blocks.button("Move to Access details", MOVE, value=name, style="primary"),
        blocks.button("Keep", KEEP, value=name),
    ]
    return [
        blocks.section(words, block_id=f"{_BLOCK}{name}"),
        blocks.actions(buttons, block_id=f"{_BLOCK}{name}.choice"),
    ]


def kept(name: str, found: Sequence[PrivateSpan]) -> list[Block]:
    """What *Keep* means."""
    if found and all(each.kind == "number" for each in found):
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
