"""Where a text has numbers that could be a code: three to eight figures, however they are split or spelled."""

from collections.abc import Iterator
from itertools import pairwise
from typing import TypeAlias

from bot import late_re as re

Span: TypeAlias = tuple[int, int]

_LEAST, _MOST = 3, 8
"""Figures of a code."""
_PARTED = r"(?: ?[-–.,/·+&>] ?|[ ]{1,2}|,? ?(?:and )?(?:then|dash|hyphen|star|hash|pause|followed by)(?: [A-Za-z],? then)? )"
_IN_PARTS = re.compile(
    rf"(?<![\w.,/'-])[#*]*(?:[A-Za-z][ -]?)?\d{{1,4}}(?:{_PARTED}\d{{1,4}}){{1,7}}(?:[ -]?[A-Za-z])?(?![\w])[#*]*|(?<![\w.,/'-])\d(?:(?: and \d){{3,7}}|(?:[*#]\d){{2,7}})(?!\w)"
)
"""`44 17`, `4-4-1-7`, `C 44 17 Z`, `44 then 17`, `4 then X then 81`."""
_IN_ONE = re.compile(
    r"(?<![\w#*])(?:[A-Z],? then (?=\d))?[#*]*\w{1,40}[#*]*(?:(?<=\d),? then [A-Z](?!\w))?"
)
_THEN = re.compile(r",? then ")
_MOST_BESIDE_LETTERS = 6
"""Figures of a code with letters; a part's number has more."""
_MOST_LETTERS = 3
"""With more letters it is the name of a product, or a password."""
_PASSWORD = re.compile(r"[A-Z]?[a-z]{3,12}\d{2,4}")
"""`Rover22`: a word with figures behind it."""
_BUTTONS = re.compile(r"[A-HJ-Z]\d\d[B-HJ-Z]")
"""`C24X`, as locks with buttons have it; `B32A` is a fuse."""
_TURNS = re.compile(r"[A-Za-z]+|\d+")
_MIXED_TURNS = 4
"""Letters and figures in turn (`A4B7`), however few they are."""
_ONES = "one|two|three|four|five|six|seven|eight|nine"
_TEENS = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_TENS = "twenty|thirty|forty|fourty|fifty|sixty|seventy|eighty|ninety"
_DIGIT = rf"(?:zero|oh|nought|naught|{_ONES})"
_NUMBER = rf"(?:(?:{_TENS})(?:[ -](?:{_ONES}))?|{_TEENS}|(?:double|treble|triple)[ -](?:{_DIGIT}|\d)|{_DIGIT}|hundred|thousand|\d{{1,2}})(?!\w)"
_GAP = r"(?:,? ?(?:and |then |dash |hyphen )(?:then )?|[ -]|, ?| - )"
_SPELLED = re.compile(rf"(?<![\w.-]){_NUMBER}(?:{_GAP}{_NUMBER}){{1,9}}", re.IGNORECASE)
_RUN_TOGETHER = re.compile(
    rf"(?<!\w)(?:(?:double|treble|triple)?{_DIGIT}|\d){{2,10}}(?!\w)", re.IGNORECASE
)
"""`three8three1`, `sevenfour2one`."""
_SPOKEN = re.compile(
    rf"(?P<tens>(?:{_TENS})(?:[ -](?:{_ONES})(?!\w))?)|(?P<teens>{_TEENS})|(?P<twice>double[ -]?(?:{_DIGIT}|\d))|(?P<thrice>(?:treble|triple)[ -]?(?:{_DIGIT}|\d))"
    rf"|(?P<big>hundred|thousand)|(?P<ones>{_DIGIT})|(?P<figures>\d+)",
    re.IGNORECASE,
)
_FIGURES = {"tens": 2, "teens": 2, "twice": 2, "thrice": 3, "big": 0, "ones": 1}
_CLOCK = re.compile(
    rf"(?:{_ONES}|ten|eleven|twelve|\d\d?) (?:fifteen|thirty|forty[ -]?five|ten|twenty|fifty)",
    re.IGNORECASE,
)
_FEWEST_SPOKEN, _FEWEST_WITH_HUNDRED = 2, 3
_DIALLED = 4
_SAID = rf"(?:{_DIGIT}|{_TEENS}|{_TENS}|hundred|thousand|double|treble|triple)"
_MAY_BE_ONE = re.compile(
    rf"\d(?:\d(?:\d|{_PARTED}\d|[a-z]*[#*])|{_PARTED}\d(?:\d|{_PARTED}\d)| and \d and \d|[a-z_]+\d|{_GAP}?{_SAID})"
    rf"|[a-z_#*]\d(?:\d|[*#]\d)|{_SAID}{_GAP}?(?:{_SAID}|\d)",
)
"""A part of whatever one of the patterns finds, in small letters, with no look at what is around it."""


def numbers(text: str) -> Iterator[Span]:
    """Every number of such a length, none overlapping, in no order."""
    taken = list(text)
    for pattern, fits in (
        (_SPELLED, _is_spelled),
        (_RUN_TOGETHER, _is_spelled),
        (_IN_PARTS, _is_parted),
        (_IN_ONE, _is_whole),
    ):
        for match in pattern.finditer("".join(taken)):
            if fits(match[0]):
                yield match.span()
                taken[slice(*match.span())] = "\x01" * len(match[0])


def may_have_numbers(text: str) -> bool:
    """False: `numbers` finds none in it, whatever of it is masked."""
    return not text.isascii() or _MAY_BE_ONE.search(text.lower()) is not None


def figures(text: str) -> int:
    return sum(each.isdigit() for each in text)


def _is_whole(word: str) -> bool:
    """`4417`, `#44*`, `A24B`, `Z then 479`."""
    word = _THEN.sub("", word)
    count, letters = figures(word), sum(each.isalpha() for each in word)
    if not 1 < count <= (_MOST_BESIDE_LETTERS if letters else _MOST):
        return False
    if _PASSWORD.fullmatch(word) or _BUTTONS.fullmatch(word):
        return True
    if letters <= _MOST_LETTERS and (count >= _LEAST or not word.isalnum()):
        return "_" not in word
    return letters <= _MOST_LETTERS and len(_TURNS.findall(word)) >= _MIXED_TURNS


def _is_parted(words: str) -> bool:
    parts = [int(each) for each in re.findall(r"\d+", words)]
    count = figures(words)
    if not _LEAST <= count <= _MOST:
        return False
    if re.fullmatch(r"\d(?:(?:[ -]| and )\d){3,7}", words):
        return True
    return not all(later - sooner == 1 for sooner, later in pairwise(parts))


def _is_spelled(words: str) -> bool:
    spoken = list(_SPOKEN.finditer(words))
    kinds = [str(each.lastgroup) for each in spoken]
    if all(kind == "figures" for kind in kinds) or _CLOCK.fullmatch(words):
        return False
    count = sum(
        _FIGURES.get(kind, 0) or figures(each[0]) for kind, each in zip(kinds, spoken, strict=True)
    )
    if "big" in kinds:
        return len(kinds) >= _FEWEST_WITH_HUNDRED
    if kinds == ["ones"] * len(kinds) and _in_order([each[0].casefold() for each in spoken]):
        return False
    return len(kinds) >= _FEWEST_SPOKEN and _LEAST <= count <= _MOST


def _in_order(said: list[str]) -> bool:
    """`three, four, five`: counted, not dialled; four of them may be."""
    order = _ONES.split("|")
    return (
        len(said) < _DIALLED
        and all(each in order for each in said)
        and all(order.index(later) - order.index(sooner) == 1 for sooner, later in pairwise(said))
    )
