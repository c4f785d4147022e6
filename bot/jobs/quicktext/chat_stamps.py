"""What a chat puts before each message that is copied out of it: `[14:02, 10/06/2026] Priya:`.

Its day says when somebody wrote, never when the work is done.
"""

import re
from collections.abc import Iterator

from bot.jobs.mail_words import HEADER, OF_A_SENDER, WROTE

_DAY = r"\d{1,4}[/.-]\d{1,2}(?:[/.-]\d{2,4})?"
_TIME = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?: ?[ap]\.?m\.?)?"
_STAMP = re.compile(
    rf"^[ \t]*(?:\[(?:{_DAY},? {_TIME}|{_TIME},? {_DAY}|{_TIME})\]|(?:{_DAY},? {_TIME}|{_TIME},? {_DAY}) ?-)"
    r" ?(?:~? ?[^\n:\[\]]{1,40}: ?)?",
    re.IGNORECASE | re.MULTILINE,
)


def mail_stamps(work: str) -> Iterator[tuple[int, int]]:
    """Where an e-mail that was pasted says when it was sent: `Date:` beside another of its headers, `On 11 June Sue Park wrote:`."""
    lines = list(re.finditer(r"[^\n]+", work))
    headers = [(line, header[1].casefold()) for line in lines if (header := HEADER.match(line[0]))]
    names = {name for _, name in headers}
    mailed = len(names) > 1 and bool(names & OF_A_SENDER)
    stamps = [line for line, name in headers if mailed and name in {"date", "sent"}]
    stamps += [line for line in lines if WROTE.match(line[0])]
    return (line.span() for line in stamps)


def chat_stamps(work: str) -> Iterator[tuple[int, int]]:
    """Where such stamps stand, with the name of whoever wrote."""
    return (match.span() for match in _STAMP.finditer(work))
