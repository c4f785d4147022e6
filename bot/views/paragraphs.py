"""Messages of one paragraph, and the words in it: names in bold, typed words in a code span."""

from collections.abc import Sequence

from bot.jobs.promises import Promise
from bot.views import blocks
from bot.views.blocks import Element, Message
from bot.views.mrkdwn import safe_line


def paragraph(
    text: str, buttons: Sequence[Element] = (), promise: Promise | None = None
) -> Message:
    """One paragraph of ready mrkdwn, with a row of buttons."""
    body = [blocks.section(text)]
    if buttons:
        # Two buttons of one action need two rows: an action id is unique in its block.
        body += [blocks.actions([button]) for button in buttons]
    return blocks.message(text, body, promise)


def bold(text: str | None) -> str:
    """A name; a job without one is *the job*."""
    words = safe_line(text or "", 150)
    return words if words == "the job" else f"*{words.replace('*', '∗') or '—'}*"


def code(text: str | None) -> str:
    """A typed word for a code span."""
    return safe_line((text or "").replace("`", "'"), 40)
