"""Numbers that may be a code, though no words around them say so: they are asked about, not moved.

Four to eight digits are asked about wherever nothing explains them. Two or three are, where something that opens
stands near, in whatever order: a door has a code more often than 44 of anything.
"""

import re

from bot.jobs.characters import plain_characters
from bot.jobs.private_text.line import DATE, Line
from bot.jobs.private_text.tokens import is_measure
from bot.jobs.private_text.vocabulary import (
    ALARMS,
    CODE_WORDS,
    DOORS,
    FAULT_TALK,
    NO_BURGLAR,
    SAFES,
)

_LONG = re.compile(r"(?!(?:19|20)\d\d$)#?\d{4,8}[A-Za-z]?|[A-Za-z]\d{4,8}[A-Za-z]")
_SHORT = re.compile(
    r"#?\d{2,3}#?|[a-z]\d{2,3}[a-z]?|\d{1,3}[a-z]\d{0,3}|\d(?:[-*]\d){2,5}", re.IGNORECASE
)
_NO_CODE = re.compile(r"[a-z]\d\d|fd\d+s?|\d{1,2}[a-z]", re.IGNORECASE)
"""`F28` is a fault, `12a` a house."""
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
_THINGS = re.compile(r"[a-z]+s", re.IGNORECASE)
"""`44 doors`, `12 bolts`: so many of a thing."""
_NEAR = 4
"""Words between a number and what it may open."""


def doubtful_numbers(text: str) -> list[str]:
    """The numbers in `text` that may be a code, as they were typed."""
    line = Line(plain_characters(text), ())
    return [token.text for n, token in enumerate(line.tokens) if _is_doubtful(line, n)]


def _is_doubtful(line: Line, n: int) -> bool:
    token = line.tokens[n]
    long = _LONG.fullmatch(token.text)
    if not long and not (_SHORT.fullmatch(token.text) and not _NO_CODE.fullmatch(token.text)):
        return False
    if (
        line.known_end(n)
        or line.counted(n)
        or is_measure(line.tokens, n)
        or DATE.fullmatch(token.text)
    ):
        return False
    if n and line.tokens[n - 1].low in _OWN:
        return False
    if long:
        return True
    around = line.work[max(0, token.start - 40) : token.end + 25]
    return _near_what_opens(line, n) and not FAULT_TALK.search(around)


def _near_what_opens(line: Line, n: int) -> bool:
    """Whether something that opens stands within a few words of the same clause, and the number counts nothing."""
    if n and line.tokens[n - 1].low in DOORS and len(line.tokens[n].text) < 3:
        return False  # `gate 12`
    after = line.tokens[n + 1] if n + 1 < len(line.tokens) else None
    if after is not None and _THINGS.fullmatch(after.text) and len(after.text) > 3:
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
            if line.tokens[at].low in _OPENS and before not in NO_BURGLAR:
                return True
    return False
