"""The greeting and the signature of an e-mail that was pasted into a typed line: who signs says nothing of the job."""

import re

from bot.jobs.mail_words import DEVICE, GREETING, SIGN_OFF
from bot.jobs.quicktext.buffer import TextBuffer

_MOST_LINES = 12
_LONGEST = 90
_INLINE = re.compile(
    r"(?<=[.!?,;] )(?i:(?:kind(?:est)?|best|warm|many) )*(?i:regards|wishes)[,.!]? +[A-Z][^\n]{2,120}\Z"
)
"""Of a mail in one line: `… by friday. Kind regards, Sue Park, Northern Lets`."""


def skip_signature(buffer: TextBuffer) -> str:
    """Consumes both, and returns the signature as it was typed: from the sign-off on, where only short lines follow."""
    first, _, rest = buffer.text.partition("\n")
    if rest and GREETING.match(first):
        buffer.consume(0, len(first))
    if inline := _INLINE.search(buffer.text):
        signature = buffer.part(inline.start(), len(buffer.text)).remaining()
        buffer.consume(inline.start(), len(buffer.text))
        return signature
    at = 0
    for line in buffer.text.splitlines(keepends=True):
        words, begin = line.strip(), at
        at += len(line)
        if not (words == "--" or SIGN_OFF.match(words) or DEVICE.match(words)):
            continue
        after = buffer.text[at:].splitlines()
        short = len(after) <= _MOST_LINES and all(len(each) <= _LONGEST for each in after)
        if buffer.work[:begin].strip("\x00 \n") and short:
            signature = buffer.part(begin, len(buffer.text)).remaining()
            buffer.consume(begin, len(buffer.text))
            return signature
    return ""
