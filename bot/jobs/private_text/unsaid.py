"""Codes that no word calls a code: of doors, of a lock by its maker's name, turns of a dial, a login."""

from collections.abc import Iterator

from bot import late_re as re
from bot.jobs.private_text.line import Line, Span
from bot.jobs.private_text.vocabulary import (
    COUNTED,
    NO_PASSWORD,
    NOT_A_CODE,
    NUMBERED,
    OWN_NUMBER,
    PRODUCT,
    UNIT,
)

_AT_A_DOOR = r"(?:front|frnt|rear|back|bk|side|main|inner|outer|communal|upstairs|downstairs)"
_DOOR = r"(?: (?:door|dr|gate|entrance|one))"
_STORE = (
    r"(?:bins?|bikes?|cycles?|lift|roof|gym|laundry|post room|plant room|meter cupboard|shed|cellar|basement|barrier|car park|flat|office|lobby)"
    r"(?: (?:store|shed|room|door|gate))?"
)
_PLACE = (
    rf"(?:(?:{_AT_A_DOOR}|top|bottom|garage|gate|street){_DOOR}?|{_STORE}"
    rf"|(?:left|right)(?:[ -]?hand)?(?: side)?{_DOOR})"
)
_BARE = r"#?(?!(?:19|20)\d\d(?!\d))\d{4,6}#?(?![\w-]|[.,:/]\d)"
_TOLD = r"(?: is|\s?[:=-])? ?"
_OF_DOORS = re.compile(
    rf"(?<![\w-]){_PLACE}{_TOLD}{_BARE}(?:[ ,;/&\n]{{1,3}}(?:and |then )?{_PLACE}{_TOLD}{_BARE})+",
    re.IGNORECASE,
)
_NUMBERS_FIRST = re.compile(
    rf"(?<![\w£./-]){_BARE} (?:is )?(?:for )?(?:the )?{_PLACE}(?:[ ,;/&\n]{{1,3}}(?:and |then )?{_BARE} (?:is )?(?:for )?(?:the )?{_PLACE})+(?!\w)",
    re.IGNORECASE,
)
_OF_ONE_DOOR = re.compile(
    rf"(?:\A|(?<=[,;:.\n(\x00-])) ?(?:the )?{_AT_A_DOOR}{_DOOR}?{_TOLD}{_BARE}"
    r"(?= ?(?:\Z|[,;.\n)\x00-]|(?:and|then|thanks|thx|pls|please|&)(?!\w)))",
    re.IGNORECASE,
)
"""A clause of nothing but a door and its number."""
_JUST = re.compile(
    r"(?:\A|(?<=[,;:.\n(\x00-])) ?(?:the )?(?:bins?|bikes?|cycles?) (?:store|shed|room|door|gate)(?: is|:)? (?:just|only) #?\d{2,6}#?"
    r"(?= ?(?:\Z|[,;.\n)\x00](?!\d)|(?:and|then|thanks|thx|pls|please|&)(?!\w)))",
    re.IGNORECASE,
)
"""`bike shed just 88`: a store has no price and no size, so that few figures will do."""
_HOUR = re.compile(r"\b(?:0[6-9]|1\d|2[01])(?:15|30|45)\b")
_MEASURED = re.compile(
    r"\b(?:readings?|meters?|serials?|models?|sizes?|quotes?|jobs?|refs?|references?|pos?|inv|invoices?|orders?|mm|costs?|prices?|pressures?|lux|rpm"
    r"|loads?|volts?|watts?|lengths?|widths?|heights?|parts?|skus?|ral|budget|labour|panels?|radiators?|rads|doors? sizes?)\b",
    re.IGNORECASE,
)
_SIZED = re.compile(
    r"\b(?:fenc(?:e|es|ing)|runs?|posts?|boards?|worktops?|shel(?:f|ves)|blinds?|curtains?|carpets?|rails?|tracks?|gutter(?:s|ing)?|skirtings?|[cs]ills?"
    r"|lintels?|frames?|panes?|glass|glazing|windows?|tiles?|bricks?|walls?|ceilings?|gaps?|openings?|spans?|drops?|screens?|hinges?|degrees|elevations?"
    r"|cabinets?|wardrobes?|joists?|rafters?|trunking|conduit|pipes?|cables?|hose|lino|vinyl|underlay|decking|slabs?|paving)\b",
    re.IGNORECASE,
)
"""What has a size on its left and another on its right, where it stands in the same clause."""
_THINGS = re.compile(
    r" ?(?:mm|cm|m|w|kw|btu|litres?|l|ltr|rpm|psi|sqm|quid|pounds|x|by)\b"
    r"| (?!keys\b|thanks\b|opens\b|gets\b|works\b|always\b|access\b|turns\b|times\b|is\b|has\b|was\b|as\b|this\b|pls\b)[a-z]{2,}s\b",
    re.IGNORECASE,
)
_COUNTED_THINGS = re.compile(
    r"\b(?!(?:turns|dials|spins|locks|padlocks|safes|codes|is|its|this|as|was|access|press)\b)[a-z]{2,}s:? ?\Z",
    re.IGNORECASE,
)
_LOCK_MAKER = re.compile(
    rf"\b(?:yale|chubb|squire|abus|ultion|master ?lock|kaba|nuki|danalock|igloohome|burton|keylex|borg)(?: (?:smart|digital|box|one))?(?: is|\s?[:=#-])? ?(?P<code>{_BARE})",
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
_TWO_TURNS = _TWO_FIGURES = 2
_STANDS_ALONE = re.compile(
    r"(?:\A|[,;:.\n(\x00-]|\b(?:is|its|it's|then|and|try|use)) ?\Z", re.IGNORECASE
)
"""Before turns in whose clause nothing else has a left and a right."""
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
_CLAUSE_ENDS = re.compile(r"[,;.\n\x00]")


def unsaid(line: Line) -> Iterator[Span]:
    """Every code of this module, in no order."""
    work = line.without_known_words()
    yield from _of_doors(work)
    yield from _of_one_door(work)
    yield from _of_a_lock_maker(work)
    yield from _turned(work)
    yield from _logins(line.work)


def _of_doors(work: str) -> Iterator[Span]:
    """`front 4417 rear 5528`, `4417 gate, 5528 flat door`; not `front 3 rear 2 windows`, nor sizes (`front 1200 rear 1500`)."""
    for match in (*_OF_DOORS.finditer(work), *_NUMBERS_FIRST.finditer(work)):
        if not (_is_round(match[0]) or _is_measured(work, match)):
            yield match.span()


def _of_one_door(work: str) -> Iterator[Span]:
    """`front 4417`, `…, rear 5528`, `bike shed just 88`; not `rear 1500`, `back 1430`."""
    yield from (match.span() for match in _JUST.finditer(work))
    for match in _OF_ONE_DOOR.finditer(work):
        if not (_is_round(match[0]) or _HOUR.search(match[0]) or _is_measured(work, match)):
            yield match.span()


def _is_round(text: str) -> bool:
    """Whether all its figures are, as those of sizes are."""
    return all(int(each) % 50 == 0 for each in re.findall(r"\d+", text))


def _is_measured(work: str, match: re.Match[str]) -> bool:
    """Whether the words around say that it is a size, a reading or somebody's number of something."""
    if _MEASURED.search(_before(work, match.start())) or _THINGS.match(work, match.end()):
        return True
    begins = work[max(0, match.start() - _LONGEST_CLAUSE) : match.start()]
    ends = work[match.end() : match.end() + _LONGEST_CLAUSE]
    clause = f"{_CLAUSE_ENDS.split(begins)[-1]} {_CLAUSE_ENDS.split(ends)[0]}"
    return _SIZED.search(clause) is not None


def _of_a_lock_maker(work: str) -> Iterator[Span]:
    """`yale 4417`; not `yale lock 60mm`, nor a model (`Yale 8400 series`, `fit Yale 1109`)."""
    for match in _LOCK_MAKER.finditer(work):
        is_round = int(match["code"].strip("#")) % 100 == 0
        bought = _BOUGHT.search(_before(work, match.start()))
        product = _A_PRODUCT.match(work, match.end()) or _THINGS.match(work, match.end())
        if not (is_round or bought or product):
            yield match.span()


def _turned(work: str) -> Iterator[Span]:
    """`safe: left 44 right 17`, or turns of two figures each that stand alone in their clause, or three of
    them wherever they stand; not `left 2 right 1 tiles`, `flats left 44 right 17`.
    """
    for match in _TURNS.finditer(work):
        begins = work[max(0, match.start() - _LONGEST_CLAUSE) : match.start()]
        before = begins.split()[-1].casefold().rstrip(":") if begins.split() else ""
        if before in NUMBERED | COUNTED - {"dial"} or _COUNTED_THINGS.search(begins):
            continue
        figures = re.findall(r"\d+", match[0])
        ends = re.split(r"[;.\n\x00]", work[match.end() : match.end() + _LONGEST_CLAUSE])[0]
        clause = f"{_before(work, match.start())} {match[0]} {ends}"
        many = len(figures) > _TWO_TURNS or "clockwise" in match[0].casefold()
        alone = _STANDS_ALONE.search(begins) and not _is_measured(work, match)
        lengths = {len(each) for each in figures}
        sure = (many and min(lengths) > 1) or (alone and lengths == {_TWO_FIGURES})
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
