"""Messages of one paragraph, and the words in it: names in bold, typed words in a code span."""

import re
from collections.abc import Sequence

from bot.jobs.promises import Promise
from bot.views import blocks
from bot.views.blocks import Block, Element, Message
from bot.views.mrkdwn import safe_line

_FOR_ADMINISTRATOR = re.compile(r" ?\(For your administrator: [^()]*\)")


def paragraph(
    text: str, buttons: Sequence[Element] = (), promise: Promise | None = None
) -> Message:
    """One paragraph of ready mrkdwn, with a row of buttons. What is for an administrator stands small."""
    body = explained(text)
    if buttons:
        # Two buttons of one action need two rows: an action id is unique in its block.
        body += [blocks.actions([button]) for button in buttons]
    return blocks.message(text, body, promise)


def explained(text: str) -> list[Block]:
    """A paragraph of ready mrkdwn; what only an administrator understands stands small under it."""
    small = [part.strip("() ") for part in _FOR_ADMINISTRATOR.findall(text)]
    body = [blocks.section(_FOR_ADMINISTRATOR.sub("", text).strip())]
    return [*body, blocks.context(*small)] if small else body


def bold(text: str | None) -> str:
    """A name; a job without one is *the job*."""
    words = safe_line(text or "", 150)
    return words if words == "the job" else f"*{words.replace('*', '∗') or '—'}*"


def code(text: str | None) -> str:
    """A typed word for a code span."""
    return safe_line((text or "").replace("`", "'"), 40)
