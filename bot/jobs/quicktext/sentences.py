"""Where the sentences of a typed text end: one rule for all that is read in one sentence."""

import re

from bot.jobs.quicktext.buffer import CONSUMED

SENTENCE_ENDS = re.compile(rf"[;!?\n]|\.(?=[\s{CONSUMED}]|$)")


def last_sentence(text: str) -> str:
    """Its last one, which may go on behind it."""
    return SENTENCE_ENDS.split(text)[-1]


def first_sentence(text: str) -> str:
    """What of it belongs to a sentence that began before it."""
    return SENTENCE_ENDS.split(text, maxsplit=1)[0]
