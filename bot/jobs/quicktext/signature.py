"""The greeting and the signature of an e-mail that was pasted into a typed line: who signs says nothing of the job."""

import re

from bot.jobs.mail_words import DEVICE, GREETING, NAME_ONLY, SIGN_OFF
from bot.jobs.quicktext.buffer import CONSUMED, TextBuffer
from bot.jobs.quicktext.dates_in_text import find_days
from bot.jobs.quicktext.reading import Reading

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


def skip_signature_of_update(reading: Reading) -> None:
    """Consumes it where a name follows the sign-off and nothing of it was read: `Thanks` may as well stand between two changes."""
    buffer = reading.buffer
    trial = TextBuffer(buffer.text)
    signature = skip_signature(trial)
    at = buffer.text.rfind(signature.split("\n")[0]) if signature else -1
    _, *lines = signature.split("\n")
    if at < 0 or not lines or CONSUMED in buffer.work[at:].strip("\n"):
        return
    if not NAME_ONLY.fullmatch(lines[0].strip()) or find_days(lines[0], reading.today):
        return
    buffer.consume(at, len(buffer.text))
    said = ", ".join(line.strip(" ,") for line in signature.split("\n"))
    reading.notes.append(f"“{said[:_LONGEST]}” was read as a signature, so it changes nothing.")
