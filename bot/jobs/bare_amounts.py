"""Bare numbers that look like a budget: `8123 sounds high`, `can't do 8123`. For channels that another company reads.

In English a number that counts stands before a noun (`450 tiles`), and one that names stands after
it (`flat 450`, `error 224`). One of three figures or more that does neither, because on both sides
of it is the edge of a clause or a word that is no noun, is taken for an amount. Years, times of day
and what the same clause calls a code, a reading, a size are left.
"""

import re
from itertools import pairwise

from bot.jobs import bare_amount_words as words
from bot.jobs.characters import plain_characters
from bot.jobs.money_text import find_amounts

_N = r"[1-9](?:\d{0,2}(?:,\d{3})+|\d{2,5})(?:\.\d\d?)?(?:k\b|(?:-?ish)\b)?"
_NUMBER = re.compile(
    rf"(?<![\w.,/:#*+%°-])(?<!\d )(?<![^\W\d_]')~?{_N}(?:[-–/]{_N})?(?![\w%°*#]|[.,:/–-]\d| \d|')"
)
_PART = re.compile(r"\d[\d,]*")
_JOINED = re.compile(
    r"[ \t]*(?:,|&|-|–|/|\bv|\bvs\.?|\bor|\band|\bto|, ?and|, ?or)[ \t]*", re.IGNORECASE
)
_CLAUSE_BEFORE = re.compile(r"[^,.;!?()\n]*$")
_CLAUSE_AFTER = re.compile(r"[^,.;!?()\n]*")
_EDGE_AFTER = re.compile(r"[ \t]*(?:$|[\n,;!?)\]\"'’…]|\.(?:\s|\.|$)|[-–/&+=](?=\s|$))")
_WORD_AFTER = re.compile(rf"[ \t]+(?:{words.AFTER})(?!\w)", re.IGNORECASE)
_EDGE_BEFORE = re.compile(
    rf"(?:^|[\n,;!?([\"'’…]|(?<!\w)(?!(?:{words.SHORTENED})\.)[^\W_]+\.|[)\d]\.|[-–/&+>]|[:=])[ \t]*$",
    re.IGNORECASE,
)
_OF_A_LIST = re.compile(
    r"(?:(?<!\d)\d{1,2}[a-z]?[ \t]*(?:,|&|\band\b|\bor\b)[ \t]*)+$", re.IGNORECASE
)
_WORD_BEFORE = re.compile(rf"(?<![\w-])(?:{words.BEFORE})[:=]?[ \t]+$", re.IGNORECASE)
_NAMED = re.compile(rf"\b(?:{words.NAMED})\b", re.IGNORECASE)
_ADDRESS = re.compile(
    rf",?[ \t]+(?:[A-Z][\w'’.-]*[ \t]+(?:[^\W\d_][\w'’.-]*[ \t]+){{0,2}}(?i:{words.STREETS})"
    rf"|(?:[^\W\d_][\w'’.-]*[ \t]+){{1,3}}(?i:{words.CLEAR_STREETS}))\b"
)
_YEAR = re.compile(r"19[5-9]\d|20[0-3]\d")
_OF_YEAR = re.compile(rf"(?<!\w)(?:{words.OF_YEAR})[ \t]+$", re.IGNORECASE)
_TIME = re.compile(r"(?:[01]?\d|2[0-3])(?:00|15|30|45)")
_OF_TIME = re.compile(rf"(?<!\w)(?:{words.OF_TIME})[ \t]+$", re.IGNORECASE)
_DEAL = re.compile(rf"\b(?:{words.DEAL})\b[^,.;!?\n]{{0,20}}$", re.IGNORECASE)
_LATE = re.compile(
    r"[ \t]+(?:is|was)?[ \t]*(?:too|a bit|very)?[ \t]*(?:late|early)\b", re.IGNORECASE
)
_SEEN = 60
"""Characters on each side that may say what a number is."""


def find_all_amounts(text: str) -> list[tuple[int, int]]:
    """Those that words or a sign make amounts, and the bare ones; in order, none overlapping."""
    said = find_amounts(text)
    bare = [
        (start, end)
        for start, end in find_bare_amounts(text)
        if not any(start < said_end and said_start < end for said_start, said_end in said)
    ]
    return sorted([*said, *bare])


def find_bare_amounts(text: str) -> list[tuple[int, int]]:
    """Their spans, in order, none overlapping."""
    work = plain_characters(text)
    found: list[tuple[int, int]] = []
    for chain in _chains(work):
        start, end = chain[0][0], chain[-1][1]
        before = _OF_A_LIST.sub("", work[max(0, start - _SEEN) : start])
        after = work[end : end + _SEEN]
        if _stands_alone(before, after) and not _is_named(work[start:end], before, after):
            found += chain
    return found


def _chains(work: str) -> list[list[tuple[int, int]]]:
    """Numbers that belong together are judged together: `flats 101, 102 and 103`, `450/400`."""
    spans = [match.span() for match in _NUMBER.finditer(work)]
    chains: list[list[tuple[int, int]]] = [spans[:1]] if spans else []
    for (_, end), span in pairwise(spans):
        if _JOINED.fullmatch(work, end, span[0]):
            chains[-1].append(span)
        else:
            chains.append([span])
    return chains


def _stands_alone(before: str, after: str) -> bool:
    """Whether it neither counts what comes after it, nor names what stands before it."""
    counts = not (_EDGE_AFTER.match(after) or _WORD_AFTER.match(after)) or _ADDRESS.match(after)
    names = not (_EDGE_BEFORE.search(before) or _WORD_BEFORE.search(before))
    return not counts and not names


def _is_named(number: str, before: str, after: str) -> bool:
    """Whether its clause says that it is something else than money."""
    clause_before, clause_after = _CLAUSE_BEFORE.search(before), _CLAUSE_AFTER.match(after)
    near = (clause_before[0] if clause_before else "", clause_after[0] if clause_after else "")
    if any(map(_NAMED.search, near)):
        return True
    parts = _PART.findall(number)
    if all(map(_YEAR.fullmatch, parts)) and (
        _OF_YEAR.search(before) or (_EDGE_AFTER.match(after) and not _DEAL.search(before))
    ):
        return True
    if not all(map(_TIME.fullmatch, parts)):
        return False
    if len(parts) > 1 and all(len(each) == 4 for each in parts) and "-" in number:
        return True  # `access: 1000-1600`
    return bool(_LATE.match(after)) or bool(_OF_TIME.search(before) and not _DEAL.search(before))
