"""What a chat puts before each message that is copied out of it: `[14:02, 10/06/2026] Priya:`.

Its day says when somebody wrote, never when the work is done.
"""

import re
from collections.abc import Iterator

_DAY = r"\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}"
_TIME = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?: ?[ap]\.?m\.?)?"
_STAMP = re.compile(
    rf"^[ \t]*(?:\[(?:{_DAY},? {_TIME}|{_TIME},? {_DAY}|{_TIME})\]|(?:{_DAY},? {_TIME}|{_TIME},? {_DAY}) ?-)"
    r" ?(?:~? ?[^\n:\[\]]{1,40}: ?)?",
    re.IGNORECASE | re.MULTILINE,
)


def chat_stamps(work: str) -> Iterator[tuple[int, int]]:
    """Where such stamps stand, with the name of whoever wrote."""
    return (match.span() for match in _STAMP.finditer(work))
