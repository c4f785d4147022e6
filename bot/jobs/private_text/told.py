"""Codes that the sentence around them tells: `it's 4417 and pull`, `lockbox on railings (brown one) its 5519`."""

from collections.abc import Iterator

from bot import late_re as re
from bot.jobs.private_text.line import Line, Span
from bot.jobs.private_text.vocabulary import FAULT_TALK, NOT_A_CODE, OTHER_CODES

_BARE = r"(?<![\w£./-])[#*]?(?!(?:19|20)\d\d(?!\d))\d{3,8}[a-z]?[#*]?(?![\w-]|[.,:/]\d)"
_MOVED = re.compile(
    rf"{_BARE},? ?(?:(?:and|then|&|followed by|,) ){{1,2}}(?:(?:just|you|please|pls) )?(?:push|pull|turn|twist|slide|lift|press|tick|hash|star|enter|square|key symbol|the handle)\b",
    re.IGNORECASE,
)
"""A number, then a movement of the hand."""
_OPENS_IT = re.compile(
    rf"(?:{_BARE}|\b(?-i:[A-Z]\d\d[A-Z])) (?:opens|unlocks|disarms|undoes|works|does) (?:for |on |with )?(?:it|them|both|that|everything|all)\b",
    re.IGNORECASE,
)
_THE_WORD = re.compile(
    r"\b(?!(?:What|That|This|Here|Sorry|Urgent|Which)\b)[A-Z][a-z]{3,20}\d* is (?:the|our|my|their) (?i:(?:pass|code|alarm|security) ?)?(?i:word|password)\b"
    r"|\b(?:the|our|my) (?:pass)?word (?:is )?[A-Z]{4,12}\b"
)
"""`tell them Bluebird is the word`, `give the word HERON`."""
_NO_PHRASE = "|".join(
    sorted(
        (NOT_A_CODE - {"old", "new", "weak", "fine", "slow", "dead", "different", "first", "last"})
        | {"written", "known", "kept", "held", "given", "sent", "of"}
    )
)
_GOES_ON = r"(?:if|when|for|then|and|or|so|but|in|on|at|to|from|by|is|as|which|please|pls|thanks|ring|call|text)"
_PHRASE = re.compile(
    r"\b(?:(?:pass ?phrases?|(?:alarm|security) (?:pass)?word)(?: is|\s?[:=])?|(?:pass|alarm|security|answer|safe|code)[ -]?words?(?: for (?:the )?[a-z ]{3,20}?)?(?: is|\s?[:=]))(?: now| still| just)? [\"']?"
    rf"(?P<code>(?!(?:{_NO_PHRASE}|{_GOES_ON})\b)[a-z'-]{{2,15}}(?: (?!{_GOES_ON}\b)[a-z'-]{{2,15}}){{1,3}})(?=[\"']?\s?(?:[,;.!)\x00\n]|\Z| {_GOES_ON}\b))",
    re.IGNORECASE,
)
"""`passphrase is blue kettle`: words up to the end of the clause."""
_ANSWER = re.compile(
    r"\b(?:security|memorable) (?:question )?(?:answer|name|place|date|information|info)(?: is |: ?| = ?)(?P<code>(?!on\b|in\b|not\b|needed\b|wrong\b|unknown\b|lost\b)[^\s,;.]{3,40})",
    re.IGNORECASE,
)
_WIFI = re.compile(
    r"\bwi-?fi (?!(?:channel|zone|room|flat|type|version)\d)(?P<code>(?=\w*[a-z]{3})[A-Za-z]{4,20}\d{2,6})(?!\w)"
)
_ASKED = re.compile(
    r"\b(?:code|password|pass)\? (?P<code>[a-z-]{4,20}\d{1,4})(?!\w)", re.IGNORECASE
)
"""`the code? Lemon-tree-5`"""
_LONG = _BARE.replace("3,8", "4,8")
_SAID = re.compile(
    rf"\b(?P<lead>pad|it'?s|it is|that'?s|they'?re|numbers? (?:is|are)|is|are|after that|now)(?: still| now| just)?[ :=-]{{1,3}}(?P<code>{_LONG})",
    re.IGNORECASE,
)
_OPENS = re.compile(
    r"\b(?:key ?safes?|keypads?|lock ?box(?:es)?|key ?box(?:es)?|pad ?locks?|combi|lockers?|alarms?|intercoms?|buzzers?|entry|keys?|codes?|pins?|let (?:yoursel(?:f|ves)|themselves|him|her|them) in"
    r"|locks?|trades(?:man)?|tradesmen|doorbell|shutters?|barrier|gates?|doors?|entrance|communal)\b",
    re.IGNORECASE,
)
_WEAK = re.compile(r"\A(?:is|are|now)\Z", re.IGNORECASE)
_FAR, _NEAR = 80, 30
"""Characters between what opens and its code: after `it's`, and after a mere `is`."""
_OTHERS = re.compile(
    rf"\b(?:{'|'.join(sorted(map(re.escape, OTHER_CODES)))}|readings?|meters?|serials?|models?|quotes?|jobs?|refs?|references?|po|invoices?|orders?|costs?|prices?|budget|ext|extension|size|width|height|depth|length"
    r"|mm|cm|pounds|quid|rent|paid|due|ring|call|phone|mobile|tel|number for|flats?|units?|rooms?|plots?|parts?)\b",
    re.IGNORECASE,
)
_THINGS = re.compile(
    r" ?(?:mm|cm|m|kg|kw|w|v|x|by|wide|high|long|deep|%|am|pm|quid|pounds|hrs?|hours?|mins?|minutes?|days?|weeks?|months?|years?)\b"
    r"| (?!keys\b|thanks\b|opens\b|gets\b|works\b|always\b|access\b|is\b|has\b|was\b|as\b|this\b|pls\b)[a-z]{2,}s\b",
    re.IGNORECASE,
)


def told(line: Line) -> Iterator[Span]:
    """Every code of this module, in no order."""
    work = line.without_known_words()
    yield from (match.span() for match in _OPENS_IT.finditer(work))
    yield from (match.span() for match in _THE_WORD.finditer(work))
    for match in _PHRASE.finditer(work):
        yield match.start(), match.end("code")
    for pattern in (_WIFI, _ANSWER, _ASKED):
        yield from (match.span("code") for match in pattern.finditer(work))
    for match in _MOVED.finditer(work):
        if not _of_something_else(work, match.start()):
            yield match.span()
    for match in _SAID.finditer(work):
        far = _NEAR if _WEAK.match(match["lead"]) else _FAR
        sentence = _sentence(work, match.start(), far)
        if (
            _OPENS.search(sentence) and not _of_something_else(work, match.start()) and not _is_round(match["code"])
            and not FAULT_TALK.search(sentence) and not _THINGS.match(work, match.end())
        ):  # fmt: skip
            yield match.span()


def _of_something_else(work: str, at: int) -> bool:
    """Whether the words right before say that the number is of something else."""
    return _OTHERS.search(_sentence(work, at, _NEAR)) is not None


def _sentence(work: str, at: int, far: int) -> str:
    """What stands before `at` in its sentence, so many characters at most."""
    return re.split(r"[;\n\x00]|\. ", work[max(0, at - far) : at])[-1]


def _is_round(code: str) -> bool:
    return int(re.sub(r"\D", "", code)) % 50 == 0
