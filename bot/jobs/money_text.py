"""Amounts of money in running text, for channels that another company reads."""

import re

from bot.jobs.characters import plain_characters
from bot.jobs.quicktext.money import amounts

_NUMBER = r"\d[\d,]*(?:\.\d+)?"
_NAMED = re.compile(
    rf"\b(?:budgets?|costs?|prices?|priced|fees?|vat|rate|totals?(?! of\b))\b"
    rf"(?:[ \t:=@-]{{1,3}}(?:of|is|at|to|was|now|are|from|up)\b){{0,3}}[ \t:=@-]{{1,3}}{_NUMBER}[ \t]?[%k]?(?![\w/])"
    rf"|(?<![\w.,]){_NUMBER}[ \t]?%[ \t]?vat\b|(?:[£$€]|\bgbp)[ \t]?{_NUMBER}",
    re.IGNORECASE,
)
"""Also those without a pound sign: `budget 250`, `VAT at 20`, `20% VAT`."""


_BEGINS = re.compile(r"[-£$€\d]|gbp", re.IGNORECASE)


def find_amounts(text: str) -> list[tuple[int, int]]:
    """Spans of everything that is or may be money, without the words before, in order, none overlapping."""
    work = plain_characters(text)
    found = [*amounts(work), *(match.span() for match in _NAMED.finditer(work))]
    spans = sorted(
        (start + sign.start(), end)
        for start, end in found
        if (sign := _BEGINS.search(work[start:end]))
    )
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif end > start:
            merged.append((start, end))
    return merged
