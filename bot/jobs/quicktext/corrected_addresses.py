"""Addresses that the words around them take back: `not 12 Elm Row`, `12 Elm Row, it's 14`, `Rose Cottage, not the Mill Lane one`."""

import re
from dataclasses import dataclass

from bot.jobs.model import Choice
from bot.jobs.name_index import NameIndex, fold
from bot.jobs.quicktext.name_words import Word

_NOT = re.compile(
    r"\b(?:not|isn't|wasn't|except|excluding|instead of|rather than)(?: (?:at|in|for))? (?:the )?$",
    re.IGNORECASE,
)
_THIS_NOT = re.compile(
    r"(?<![\w£/.:-])(?P<n>\d{1,4}[a-z]?),? (?:and )?(?:not|instead of|rather than) (?:at )?$",
    re.IGNORECASE,
)
"""`it's 112 not 12 Elm Row`."""
_CORRECTED = re.compile(
    r"(?: \w+){0,3}?[ ,.–-]+(?:(?:sorry|no|wait|actually|oops|i mean(?:t)?|and|but)[ ,]+)*(?:it'?s|its|it is|should be|should say|make (?:it|that)|is actually|meant|actually|no|sorry)"
    r" (?:at |no\.? |number |actually )?(?P<n>\d{1,3}[a-z]?)(?=\s*(?:$|[,;.!)\n]|not\b))",
    re.IGNORECASE,
)
"""`12 Elm Row, it's 14`."""
_NOT_THE_ONE = re.compile(
    r"[ ,.(–-]+(?:but )?not (?:the|that) (?:one (?:in|on|at|off) (?P<where>[\w' ]{3,30}?)(?=\s*(?:$|[,;.)\n-]))|(?P<which>[\w' ]{3,30}?) one\b)",
    re.IGNORECASE,
)
"""`Rose Cottage, not the Mill Lane one`."""


@dataclass(frozen=True)
class TakenBack:
    """`words` after the address that say so, `why`, and the addresses that may be meant."""

    words: str
    why: str
    choices: list[Choice]


def taken_back(
    before: str, after: str, index: NameIndex, words: list[Word], choices: list[Choice]
) -> TakenBack | None:
    """What takes back the address that these words name; None where nothing does."""
    if _NOT.search(before):
        return TakenBack("", "stands after “not”", _house(index, _THIS_NOT.search(before), words))
    if corrected := _CORRECTED.match(after):
        both = [*choices, *_house(index, corrected, words)]
        return TakenBack(corrected[0], "may be another address", both)
    denied = _NOT_THE_ONE.match(after)
    what = (denied["where"] or denied["which"]) if denied else ""
    if denied and set(fold(what).split()) & set(fold(choices[0].name).split()):
        return TakenBack(denied[0], "says no", choices)
    return None


_NUMBERED = re.compile(
    r"(?<!neighbour )(?<!neighbours )(?<!neighbor )(?:\b(?:number|num|no\.?|nr\.?|is it|house) |#)(?P<n>\d{1,4}[a-z]?)(?![\w£/:-]|\.\d)",
    re.IGNORECASE,
)
"""`next door's leak (no 12)`, `or is it 112?`."""


def other_houses(work: str, choice: Choice, index: NameIndex) -> list[Choice]:
    """The houses of the same street that a number elsewhere in the text names, as far as the list has them."""
    number, *street = fold(choice.name.split(",")[0]).split() or [""]
    if not number[:1].isdigit() or not street:
        return []
    others = {each["n"].casefold() for each in _NUMBERED.finditer(work)} - {number}
    found = [index.longest([other, *street]) for other in sorted(others)]
    return [choices[0] for used, choices in found if used > 1 and len(choices) == 1]


def listed_houses(index: NameIndex, numbers: str, words: list[Word]) -> list[Choice]:
    """The houses of `12 &` and `14 Elm Row`, as far as the list has them."""
    street = [word.fold for word in words[1:]]
    houses = [*re.findall(r"\d+[a-z]?", numbers.casefold()), words[0].fold]
    found = [index.longest([house, *street]) for house in houses]
    return [choices[0] for used, choices in found if used > 1 and len(choices) == 1]


def _house(index: NameIndex, number: re.Match[str] | None, words: list[Word]) -> list[Choice]:
    """The house of another number in the same street, where the list has it."""
    if number is None or not words[0].fold[:1].isdigit():
        return []
    return listed_houses(index, number["n"], words)
