"""Key-safe, alarm and door codes in running text, and where the keys are: never for a title."""

import re
from collections.abc import Iterable

from bot.jobs.quicktext.buffer import CONSUMED, TextBuffer

_SAFE = r"(?:key[ -]?safes?|lock[ -]?box(?:es)?|key[ -]?box|key[ -]?pad)"
_GUARDED = (
    rf"(?:{_SAFE}|(?:burglar |house |intruder )?alarm|(?:(?:front|back|rear|side|main|communal|garage"
    r"|bin store|outer|inner) )?(?:door|gate)|entry|entrance|intercom|buzzer|access|security|padlock"
    r"|lock|garage|block|building|car park|barrier|fob|lobby)"
)
_CODE = (
    r"[#*]?(?:\d(?: \d){3,5}|[a-z]?\d+(?:-\d+){1,3}[a-z]?|\d{3,8}[a-z]?|[a-z]\d{2,7}[a-z]?|\d{2,7}[a-z])"
    r"[#*]?(?!\w)"
)
_ANY_CODE = r"[#*]?[a-z]?\d[\da-z]{0,9}[#*]?(?!\w)"
_IS = r" ?(?:is|are|=|:|-|no\.?|number|#)? ?"
_WHERE = (
    r"(?: (?:for|to|by|on|near|beside|behind|in|at|next to) (?:the )?(?:\w+ )?"
    r"(?:gate|door|porch|wall|meter|bins?|garage|side|shed|entrance|block|building|lobby|box|fence)\b)?"
)
_NO_CODE_NEXT = rf"(?!{_IS}[#*]?[a-z]?\d)"
_ACCESS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{_GUARDED} (?:key ?)?(?:code|pin|combination|combo)s?(?: number)?{_IS}{_ANY_CODE}{_WHERE}",
        rf"\b(?:code|pin|combination)s? (?:for|to|of|on) (?:the )?(?:\w+ )?{_GUARDED}{_IS}{_ANY_CODE}",
        rf"\b{_SAFE}(?: (?!at\b|for\b|to\b)[a-z']+){{0,7}}?,?{_IS}(?:code|pin)?{_IS}{_CODE}{_WHERE}",
        rf"(?<![\w£]){_CODE}(?: is)? (?:the |for the )?{_GUARDED} (?:code|pin)\b{_NO_CODE_NEXT}",
        rf"(?<![\w£/-])(?!20[23]\d\b)\d{{4,8}}(?: is)? (?:the )?(?:code|pin)\b{_WHERE}{_NO_CODE_NEXT}",
        rf"(?<![\w£])\d{{3,8}} (?:for|is) the {_GUARDED}\b",
    )
)
_BARE_CODE = re.compile(
    rf"(?<![\w-])(?:code|pin|keycode)s?{_IS}(?P<code>[#*]?[a-z]?\d{{3,8}}[a-z]?[#*]?)(?!\w){_WHERE}",
    re.IGNORECASE,
)
_OTHER_CODE = re.compile(
    r"\b(?:error|fault|post|product|part|colou?r|bar|dress|area|sort|trade|job|zip|dial(?:ling)?|discount"
    r"|promo|model|order|cost|boiler|stock|paint|ral|serial)[ -]?$",
    re.IGNORECASE,
)
_FAULT_TALK = re.compile(
    r"\b(?:boiler|error|fault|display\w*|show\w*|flash\w*|heating|reads?)\b", re.IGNORECASE
)
_KEYS = re.compile(
    r"\b(?:(?:collect|pick up|picking up) )?(?:spare |the )?(?:keys?|fobs?) (?:(?:is|are|held|left|kept) )*"
    r"(?:with|at|from|under|held by|left with)\b"
    r"|\bkeys? (?:is|are) (?:in|on|behind|inside)\b|\baccess (?:via|through|from|arranged)\b",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(rf"[\n{CONSUMED},;]|\. |\.$| - |£| at \d", re.IGNORECASE)


def take_access(buffer: TextBuffer, stops: Iterable[int] = ()) -> list[str]:
    """Key-safe, alarm and door codes, and where the keys are: never for a title people see."""
    parts: list[tuple[int, str]] = []
    for pattern in _ACCESS:
        for match in list(pattern.finditer(buffer.work)):
            before = buffer.work[: match.start()]
            if CONSUMED in match[0] or "\n" in match[0] or _OTHER_CODE.search(before):
                continue
            parts.append((match.start(), buffer.consume(*match.span())))
    for match in list(_BARE_CODE.finditer(buffer.work)):
        before = buffer.work[max(0, match.start() - 40) : match.start()]
        short = len(re.sub(r"\D", "", match["code"])) < 4
        if _OTHER_CODE.search(before) or (short and _FAULT_TALK.search(before)):
            continue
        parts.append((match.start(), buffer.consume(*match.span())))
    stops = sorted(stops)
    for match in list(_KEYS.finditer(buffer.work)):
        end = _clause_end(buffer.work, match.end(), stops)
        parts.append((match.start(), buffer.consume(match.start(), end)))
    return [words.strip() for _, words in sorted(parts)]


def _clause_end(work: str, at: int, stops: Iterable[int]) -> int:
    """Where a clause about keys ends: at a comma, a day, an amount, or after eight words."""
    ends = [stop for stop in stops if stop >= at]
    if match := _CLAUSE_END.search(work, at):
        ends.append(match.start())
    if match := re.match(r"(?:\s*\S+){1,8}", work[at:]):
        ends.append(at + match.end())
    return min(ends, default=len(work))
