"""The choice under a field that has something private in it: move it to Access details, or keep it."""

from bot.views import blocks
from bot.views.blocks import Block
from bot.views.mrkdwn import safe_text

MOVE, KEEP = "private.move", "private.keep"
"""Action ids; the value is the name of the field."""
_BLOCK = "private."


def choice(name: str, kinds: str, quoted: str, them: str) -> list[Block]:
    """`kinds`: what was found, in words; `quoted`: as it was typed; `them`: or `it`. All are plain."""
    words = (
        f"🔒 {safe_text(quoted, 400)}: that looks like {kinds}. Cards won't show {them}. "
        f"Move {them} to Access details, which no channel shows?"
    )
    buttons = [
        blocks.button("Move to Access details", MOVE, value=name, style="primary"),
        blocks.button("Keep", KEEP, value=name),
    ]
    return [
        blocks.section(words, block_id=f"{_BLOCK}{name}"),
        blocks.actions(buttons, block_id=f"{_BLOCK}{name}.choice"),
    ]


def kept(name: str) -> list[Block]:
    """What *Keep* means."""
    words = "🔒 Kept here. Cards show *(private detail, see Show)* in its place."
    return [blocks.section(words, block_id=f"{_BLOCK}{name}")]


def told(name: str, words: str) -> list[Block]:
    """What has become of it. `words` is plain."""
    return [blocks.section(f"🔒 {safe_text(words, 500)}", block_id=f"{_BLOCK}{name}")]


def is_choice_of(block_id: str, name: str) -> bool:
    return block_id in (f"{_BLOCK}{name}", f"{_BLOCK}{name}.choice")
