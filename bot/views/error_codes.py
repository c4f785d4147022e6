"""The short code under an apology, by which an operator finds what happened.

Of a change it is the change's own id, `S-…` (`propops-bot changes show`); of anything else one made for
the occasion, `E-…`, which stands in the line of the log.
"""

from dataclasses import replace

from bot.jobs.change import Change
from bot.jobs.outcome import Why
from bot.views import blocks
from bot.views.blocks import Block, Message, View

_ANSWERS: frozenset[Why] = frozenset({"approval", "conflict", "sure"})


def code_line(code: str, *, passes: bool = False) -> Block:
    """One small line. `passes`: what failed usually works again by itself, so nobody has to report it."""
    words = f"Code for whoever runs this bot: {blocks.escape(code)}"
    return blocks.context(f"{words} · only if this goes on" if passes else words)


def code_of(change: Change) -> str:
    """The code of a change that came to nothing; empty where there is nothing to look up: somebody rejected
    it, nobody approved it, or its member is asked (an edit conflict, a second yes).
    """
    return "" if change.outcome.why in _ANSWERS else change.id


def with_code(message: Message, code: str, *, passes: bool = False) -> Message:
    """The message, with its code in a small line at its end; as it is without a code. `passes`: as of
    `code_line`.
    """
    if not code:
        return message
    return replace(message, blocks=[*message.blocks, code_line(code, passes=passes)])


def view_with_code(view: View, code: str) -> View:
    """The same of a modal."""
    if not code:
        return view
    return {**view, "blocks": [*view["blocks"], code_line(code)]}


def with_code_in_words(words: str, code: str) -> str:
    """Where there is room for a sentence alone."""
    return f"{words} Code for whoever runs this bot: {code}"
