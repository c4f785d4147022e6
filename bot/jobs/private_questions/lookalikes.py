"""Codes that look like a sum, a time or a model: `44.17`, `at 1730`, `Bosch 4417`, where something that opens is told beside them."""

import re

from bot.jobs.private_questions.harmless import MODEL
from bot.jobs.private_questions.harmless_words import ROADS

_SUM = re.compile(r"\d\d\.\d\d")
_PRICE = re.compile(r"\d\d\.(?:00|[49]9|95)")
_TIME = re.compile(r"(?:at|from|by|since|for|until|till?) (?:about |approx |around )?\d{4}")
_MODEL = re.compile(r"[A-Za-z' -]{3,30} \d{3,4}")
_OPENS = re.compile(
    r"\b(?:gates?|pads?|\w*locks?|keypads?|key ?safes?|k/?s|lock ?box|key ?box|box|safe|wheels|dials?|combi(?:nation)?|barrier|shutters?|intercom|buzzer"
    rf"|entry|codes?|keys?|doors?|alarm|let (?:yoursel\w+|him|her|them) in|get in|gets? you in|opens?)\b(?! (?:{ROADS})\b)",
    re.IGNORECASE,
)
_VISITED = re.compile(
    r"\b(?:meet\w*|attend\w*|visit\w*|arriv\w*|book\w*|appt|appointment|slot|com(?:e|es|ing)|call\w*|ph?one\w*|rang|ring|home|back|there|here|collect\w*|drop\w*"
    r"|on ?site|eta|start\w*|finish\w*|deliver\w*|due|leav\w+|today|tomorrow|tonight|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}|shift|work|out|locked|shut|report\w*"
    r"|went|going|happen\w*|heard|noticed|stopped|closes?|closed|checked|fit|fitted|fitting|closing|opening hours|open)\b",
    re.IGNORECASE,
)
_CLAUSE_ENDS = re.compile(r"[,;\n\x00]|[.!?] ")
_FAR = 60
_SAYS_SO = re.compile(
    r"\b(?:it'?s|that'?s|number(?:'?s)?|use|try|now)(?: is)?[ :=]*\Z", re.IGNORECASE
)
_CLOCK = re.compile(r"(?:[01]\d|2[0-3])\.[0-5][05]")
_BESIDE = re.compile(
    r"\b(?:by|behind|near|beside|under|above|below|opposite|next to|left of|right of|inside|in)(?: the| our| his| her)? \Z",
    re.IGNORECASE,
)


_PRICELESS = re.compile(r"[£$€] ?\d{4}")
_RIGHT_BEFORE = re.compile(
    r"\b(?:\w*pads?|\w*locks?|\w*safes?|gates?|doors?|box|barrier|shutters?|alarm|entry|intercom|dials?|wheels)(?: is)? ?[:=] ?\Z",
    re.IGNORECASE,
)
"""`pad: £4417`: a slip for `#`."""


def only_looks_so(work: str, start: int, end: int, reason: str) -> bool:
    """Whether a number that its own form alone explains may open what its clause tells of."""
    text = work[start:end]
    before = _CLAUSE_ENDS.split(work[max(0, start - _FAR) : start])[-1]
    if reason == MODEL and _MODEL.fullmatch(text) and not text.endswith("0"):
        return _BESIDE.search(before) is not None
    if _PRICELESS.fullmatch(text) and int(text[-4:]) % 5:
        return _RIGHT_BEFORE.search(before) is not None
    is_sum = _SUM.fullmatch(text) and not _PRICE.fullmatch(text)
    is_time = _TIME.fullmatch(text)
    if not (is_sum or is_time):
        return False
    if is_sum and _SAYS_SO.search(before) and not _CLOCK.fullmatch(text):
        return True
    clause = before + _CLAUSE_ENDS.split(work[end : end + _FAR])[0]
    return bool(_OPENS.search(clause)) and not (is_time and _VISITED.search(clause))
