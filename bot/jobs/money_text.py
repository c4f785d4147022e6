"""Amounts of money in running text, for channels that another company reads."""

import re

from bot.jobs.characters import plain_characters
from bot.jobs.quicktext.money import amounts

_NUMBER = r"\d[\d,]*(?:\.\d+)?"
_UNIT = r"(?! ?(?:mm|cm|m|kg|kw|w|watts?|amps?|bar|psi|litres?|degrees|x|am|pm|hours?|hrs?|days?|weeks?|months?|years?|people|times|visits?|rooms?|no|flats?)\b)"
_WORDS = (
    r"(?:(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|seventy|eighty"
    r"|ninety|hundred|thousand|half|few|couple|and|an?|of)[ -]){1,8}"
)
_UNLABELLED = re.compile(
    rf"\b(?:nte|not to exceed|(?:spend|budget|pay) up to|capped at|quoted|excess|deposit|rent|arrears|fine|paid|pays?|paying|owes?|owed"
    rf"|charg(?:e|es|ed|ing)|discount|refund|labour|materials|parts cost|spent|invoiced|invoice(?= for))"
    rf"(?: (?:of|for(?= \d\d\d)|is|at|about|around|another|them|us|raised|from|to))*[ \t:=-]{{1,3}}\d(?:[\d,]*\d(?:\.\d+)?k?|\.\d+k?|k)(?![\w/-]){_UNIT}"
    rf"|\bmax(?:imum)?\.?[ \t:=-]{{1,3}}\d[\d,]{{2,}}(?![\w/.x-]){_UNIT}"
    rf"|(?<![\w.,/-]){_NUMBER}k?[ \t]?(?:\+|plus|inc(?:l(?:uding|usive)?)?\.?|exc?(?:l(?:uding|usive)?)?\.?)[ \t]?(?:of )?vat\b"
    rf"|(?<![\w.,/-])(?:{_NUMBER}-)?{_NUMBER}(?:[ \t]?(?:grand|euros?|pence|per cent vat|percent vat|pcm|all in(?! all)|£|€)(?!\w)|k(?![\w-])|[ \t]?(?:per|an|a|/)[ \t]?(?:hour|hr)\b(?! (?:before|after|ago|later|late|early|earlier)\b))"
    rf"|(?<![\w.,/-])\d{{1,2}}p (?:a|an|per|each)\b|[¥]\s?{_NUMBER}"
    rf"|(?<![\w-]){_WORDS}(?:pounds|quid|grand|euros)\b",
    re.IGNORECASE,
)
"""What is money by the words around it: `NTE 400`, `450 inc VAT`, `5k`, `two grand`."""
_NAMED = re.compile(
    rf"\b(?:budgets?|costs?|prices?|priced|fees?|vat|rate|totals?(?! of\b))\b"
    rf"(?:[ \t:=@-]{{1,3}}(?:of|is|at|to|was|now|are|from|up)\b){{0,3}}[ \t:=@-]{{1,3}}{_NUMBER}[ \t]?[%k]?(?![\w/])"
    rf"|(?<![\w.,]){_NUMBER}[ \t]?%[ \t]?vat\b|(?:[£$€]|\bgbp)[ \t]?{_NUMBER}",
    re.IGNORECASE,
)
"""Also those without a pound sign: `budget 250`, `VAT at 20`, `20% VAT`."""


_BEGINS = re.compile(r"[-£$€¥\d]|gbp", re.IGNORECASE)


def find_amounts(text: str) -> list[tuple[int, int]]:
    """Spans of everything that is or may be money, without the words before, in order, none overlapping."""
    work = plain_characters(text)
    found = [*amounts(work), *(match.span() for match in _NAMED.finditer(work))]
    spans = sorted(
        (start + sign.start(), end)
        for start, end in found
        if (sign := _BEGINS.search(work[start:end]))
    )
    spans = sorted([*spans, *(_amount(work, match) for match in _UNLABELLED.finditer(work))])
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif end > start:
            merged.append((start, end))
    return merged


def _amount(work: str, match: re.Match[str]) -> tuple[int, int]:
    """From the first figure of a match on, or all of it where the amount is in words."""
    figure = _BEGINS.search(work, *match.span())
    return (figure or match).start(), match.end()
