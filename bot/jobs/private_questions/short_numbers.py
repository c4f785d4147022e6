"""Numbers of two figures beside something that opens: a door has a code more often than 44 of anything."""

import re
from collections.abc import Iterator

from bot.jobs.private_questions.candidates import Span
from bot.jobs.private_questions.harmless_words import ROADS
from bot.jobs.private_text.line import Line
from bot.jobs.private_text.tokens import is_measure
from bot.jobs.private_text.vocabulary import (
    ALARMS,
    CODE_WORDS,
    DOORS,
    FAULT_TALK,
    NO_BURGLAR,
    SAFES,
)

_SHORT = re.compile(r"#?\d{2}#?")
_OWN = frozenset(
    [
        "no",
        "no.",
        "number",
        "nr",
        "reading",
        "readings",
        "read",
        "#",
        "£",
        "jobs",
        "ral",
        "wr",
        "labour",
        "materials",
        "parts",
        "cost",
        "costs",
        "total",
        "budget",
        "max",
        "about",
        "approx",
        "around",
        "upto",
        "nte",
        "under",
        "price",
    ]
)
_OPENS = (CODE_WORDS | SAFES | ALARMS | DOORS | {"safe", "digits", "coded"}) - {
    "access",
    "button",
    "bell",
    "store",
    "security",
}
_THINGS = re.compile(r"[a-z]{3,}s", re.IGNORECASE)
"""`44 doors`, `12 bolts`: so many of a thing."""
_ROADS = re.compile(ROADS)
_NEAR = 4
"""Words between a number and what it may open."""
_TALKED_BEFORE, _TALKED_AFTER = 40, 25
"""Characters around a number in which talk of faults explains it."""


def short_numbers(work: str) -> Iterator[Span]:
    """Where they stand; what is explained already is not in `work` any more."""
    if not _SHORT.search(work):
        return
    line = Line(work, ())
    for n, token in enumerate(line.tokens):
        if not _SHORT.fullmatch(token.text) or (n and line.tokens[n - 1].low in _OWN):
            continue
        explained = line.known_end(n) or line.counted(n) or is_measure(line.tokens, n)
        around = work[max(0, token.start - _TALKED_BEFORE) : token.end + _TALKED_AFTER]
        if not explained and _near_what_opens(line, n) and not FAULT_TALK.search(around):
            yield token.start, token.end


def _near_what_opens(line: Line, n: int) -> bool:
    """Whether something that opens stands within a few words of the same clause, and the number counts nothing."""
    if n and line.tokens[n - 1].low in DOORS:
        return False  # `gate 12`
    after = line.tokens[n + 1] if n + 1 < len(line.tokens) else None
    if after is not None and _THINGS.fullmatch(after.text):
        return False
    for step in (-1, 1):
        for at in range(n + step, n + step * (_NEAR + 2), step):
            if (
                not 0 <= at < len(line.tokens)
                or line.tokens[at].ends_clause
                or line.tokens[at].text == ","
            ):
                break
            before = line.tokens[at - 1].low if at else ""
            behind = line.tokens[at + 1].low if at + 1 < len(line.tokens) else ""
            if (
                line.tokens[at].low in _OPENS
                and before not in NO_BURGLAR
                and not _ROADS.fullmatch(behind)
            ):
                return True
    return False
