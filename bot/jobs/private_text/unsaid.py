"""Codes that no word calls a code: of two doors, of a lock by its maker's name, turns of a dial, a login."""

import re
from collections.abc import Iterator

from bot.jobs.private_text.line import Line, Span
from bot.jobs.private_text.vocabulary import NO_PASSWORD, NOT_A_CODE, OWN_NUMBER, PRODUCT, UNIT

_PLACE = (
    r"(?:front|rear|back|side|main|inner|outer|communal|upstairs|downstairs|top|bottom|garage|gate|street)"
    r"(?: (?:door|gate|entrance|one))?"
)
_BARE = r"#?(?!(?:19|20)\d\d(?!\d))\d{4,6}#?(?![\w-]|[.,:/]\d)"
_OF_DOORS = re.compile(
    rf"(?<![\w-]){_PLACE}(?: is|\s?[:=-])? ?(?P<first>{_BARE})(?:[ ,;/&\n]{{1,3}}(?:and |then )?{_PLACE}(?: is|\s?[:=-])? ?(?P<more>{_BARE}))+",
    re.IGNORECASE,
)
_MEASURED = re.compile(
    r"\b(?:readings?|meters?|serials?|models?|sizes?|quotes?|jobs?|refs?|references?|pos?|inv|invoices?|orders?|mm|costs?|prices?|pressures?|lux|rpm"
    r"|loads?|volts?|watts?|lengths?|widths?|heights?|parts?|skus?|ral|budget|labour|panels?|radiators?|rads|doors? sizes?)\b",
    re.IGNORECASE,
)
_THINGS = re.compile(
    r" ?(?:mm|cm|m|w|kw|btu|litres?|l|ltr|rpm|psi|sqm|quid|pounds|x|by)\b"
    r"| (?!keys\b|thanks\b|opens\b|gets\b|works\b|always\b|access\b|turns\b|times\b|is\b|has\b|was\b|as\b|this\b|pls\b)[a-z]{2,}s\b",
    re.IGNORECASE,
)
_LOCK_MAKER = re.compile(
    rf"\b(?:yale|chubb|squire|abus|ultion|master ?lock|kaba)(?: (?:smart|digital|box|one))?(?: is|\s?[:=#-])? ?(?P<code>{_BARE})",
    re.IGNORECASE,
)
_A_PRODUCT = re.compile(
    r" ?(?:mm|series|range|keys?|locks?|latch\w*|night\w*|cylinders?|barrels?|euro\w*|sash\w*|dead\w*|rim|handles?|padlocks?|hinges?|models?|nightlatch|or similar|anti\w*)\b",
    re.IGNORECASE,
)
_BOUGHT = re.compile(
    r"\b(?:fit|fitted|supply|supplied|replace\w*|install\w*|order\w*|buy|bought|new|model|part|like|type)\b[^,;.\n]{0,25}$",
    re.IGNORECASE,
)
_TURN = (
    r"(?:(?:(?:turn|then|and|spin) ){0,3}(?:to (?:the )?)?(?:left|right|clockwise|anti-?clockwise|counter-?clockwise|cw|acw|ccw)(?: \d (?:times|turns|x))?(?: (?:to|until|past))?[ :]{1,2}\d{1,3}"
    r"(?![\w-]|[.,:/]\d)|\d{1,3} (?:to the )?(?:left|right)(?!\w)|[LR] ?\d{1,3}(?![\w-]))"
)
_TURNS = re.compile(rf"(?<![\w-]){_TURN}(?:[ ,;/&>-]{{1,3}}(?:and |then )?{_TURN})+", re.IGNORECASE)
_TURNED = re.compile(
    r"\b(?:safe|locks?|key ?safe|lock ?box|padlock|dial|turn|spin|combination|combo|combi lock|codes?)\b",
    re.IGNORECASE,
)
_TWO_TURNS = 2
_LOGIN = re.compile(
    r"\b(?P<lead>log-?ins?|log in|log-?on|log on|sign-?in|credentials|user ?names?|user|user id)(?: (?:details|name|id|(?:for|to|on) (?:the )?\w{1,20}))?"
    r"(?P<told> is| are|\s?[:=-])? (?P<name>[^\s/,;|]{1,64})(?:(?P<parted>\s?[/|]\s?)|[ ,;]{1,3}(?:(?:and|with|&|-|then) )?)"
    r"(?P<said>(?:pass ?word|pass|pw|pwd|pass ?code)(?: is|\s?[:=-])? ?)?(?P<secret>[^\s,;]{4,40})",
    re.IGNORECASE,
)
"""`told`, `parted`, `said`: one of them says that the last word is its password."""
_SECRET = re.compile(
    r"(?=.*[a-z]{2})(?=.*\d)[\w!@#$%^&*?.+-]{5,40}|[a-z]{4,}[!@#$%^&*]\S*", re.IGNORECASE
)
_CAPITAL = re.compile(r"[A-Z][a-z]{3,}\d{2,}\S*")
_SCREENS = frozenset(
    {"page", "screen", "panel", "system", "portal", "app", "to", "for", "the", "with", "details"}
)
_NEXT_LOGIN = re.compile(
    r"[ ,;]{1,3}(?:and |or )?[^\s/,;|]{1,64}\s?[/|]\s?(?P<secret>[^\s,;]{4,40})"
)
_TAKEN = "\x01"
"""What `find_private` puts for an e-mail address."""
_LONGEST_CLAUSE = 60


def unsaid(line: Line) -> Iterator[Span]:
    """Every code of this module, in no order."""
    work = line.without_known_words()
    yield from _of_two_doors(work)
    yield from _of_a_lock_maker(work)
    yield from _turned(work)
    yield from _logins(line.work)


def _of_two_doors(work: str) -> Iterator[Span]:
    """`front 4417 rear 5528`; not `front 3 rear 2 windows`, nor sizes (`front 1200 rear 1500`)."""
    for match in _OF_DOORS.finditer(work):
        figures = [int(each) for each in re.findall(r"\d+", match[0])]
        round_ones = all(each % 50 == 0 for each in figures)
        clause = _before(work, match.start())
        if not (round_ones or _MEASURED.search(clause) or _THINGS.match(work, match.end())):
            yield match.span()


def _of_a_lock_maker(work: str) -> Iterator[Span]:
    """`yale 4417`; not `yale lock 60mm`, nor a model (`Yale 8400 series`, `fit Yale 1109`)."""
    for match in _LOCK_MAKER.finditer(work):
        is_round = int(match["code"].strip("#")) % 100 == 0
        bought = _BOUGHT.search(_before(work, match.start()))
        product = _A_PRODUCT.match(work, match.end()) or _THINGS.match(work, match.end())
        if not (is_round or bought or product):
            yield match.span()


def _turned(work: str) -> Iterator[Span]:
    """`safe: left 44 right 17`, or three turns of two digits (two, clockwise) wherever they stand; not `left 2 right 1 tiles`."""
    for match in _TURNS.finditer(work):
        figures = re.findall(r"\d+", match[0])
        ends = re.split(r"[;.\n\x00]", work[match.end() : match.end() + _LONGEST_CLAUSE])[0]
        clause = f"{_before(work, match.start())} {match[0]} {ends}"
        many = len(figures) > _TWO_TURNS or "clockwise" in match[0].casefold()
        sure = many and all(len(each) > 1 for each in figures)
        if (sure or _TURNED.search(clause)) and not _THINGS.match(work, match.end()):
            yield match.span()


def _logins(work: str) -> Iterator[Span]:
    """`login is tom / Rover123`: a name, and a word of letters and figures that is its password."""
    for match in _LOGIN.finditer(work):
        secret, name = match["secret"].rstrip(".?)"), match["name"].casefold()
        told = match["told"] or match["parted"] or match["said"]
        told = told or (match["lead"].casefold() != "user" and _CAPITAL.fullmatch(secret))
        if not told or name in NOT_A_CODE or name in _SCREENS:
            continue
        mail = not name.strip(_TAKEN) and match["parted"] and secret.casefold() not in NOT_A_CODE
        if mail or _is_secret(secret):
            end = match.start("secret") + len(secret)
            while (more := _NEXT_LOGIN.match(work, end)) and _is_secret(more["secret"]):
                end = more.end()
            yield match.start(), end


def _is_secret(word: str) -> bool:
    return bool(_SECRET.fullmatch(word)) and not _is_something_else(word)


def _is_something_else(word: str) -> bool:
    patterns = (NO_PASSWORD, OWN_NUMBER, PRODUCT, UNIT)
    return any(pattern.fullmatch(word) for pattern in patterns)


def _before(work: str, at: int) -> str:
    """The clause that comes before `at`, as far as it is looked at."""
    return re.split(r"[;.\n\x00]", work[max(0, at - _LONGEST_CLAUSE) : at])[-1]
