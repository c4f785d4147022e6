"""Whether what is left of a line once its values are out still reads as a phrase.

`Spent £120 of` or `Mrs Patel) home after 4` is torn out of what somebody wrote: then a title keeps the
words as they were typed.
"""

import re
from collections.abc import Collection

from bot.jobs.brackets import unpaired
from bot.jobs.name_index import fold
from bot.jobs.private_text.vocabulary import ALARMS, CODE_WORDS, DOORS, LEADING, SAFES

_ENDS_OPEN = re.compile(
    r"(?:^|\s)(?:of|than|about|per|less|plus|minus|is|are|was|were|not|no|nte|max|budget|spent|spend|costs?|up to|and|or|but|because|if|when"
    r"|until|till|since|before|after|as|so|that|who|which|to|the|(?-i:an?)|my|his|her|their|our|at|for|by|from|with|in|under|over|between"
    r"|approx|around|only|will|be|can|should|would|needs?|now|wants?|remaining"
    r"|approved|agreed|quoted?|says?|said|reduced|increased?|authorised|offered|[=+/&])$",
    re.IGNORECASE,
)
_BEGINS_OPEN = re.compile(
    r"(?:for|with|at|on|in|from|of|than|or|and|but|is|are|was|were|isn't|will|would|'s|per|by|then|to|which|that|until|till|because|if not|nor)(?:\s|$)",
    re.IGNORECASE,
)
_SAYS_NOTHING = frozenset(
    [
        *("nte", "max", "maximum", "budget", "cost", "total", "approx", "about", "around", "circa", "up", "to", "the", "a", "an", "at"),
        *("on", "by", "in", "for", "with", "from", "and", "or", "of", "is", "are", "no", "not", "than", "per", "each", "plus", "less"),
        *("say", "limit", "spend", "spent", "please", "pls", "can", "could", "you", "do", "go", "come", "need", "needs", "it"),
    ]
)  # fmt: skip
_MANNERS = frozenset(["please", "pls", "plz", "plse", "thanks", "thx", "ta", "cheers", "asap"])


def is_manners(text: str) -> bool:
    """Whether nothing but `please` and the like is left: then there is no title."""
    return all(word in _MANNERS for word in fold(text).split())


def reads_on(left: str, whole: str) -> bool:
    """Whether `left` is a phrase, or torn out of `whole`, the line as it was typed."""
    if fold(left) == fold(whole):
        return True
    if len(unpaired(left)) > len(unpaired(whole)):
        return False
    if any(not _is_even(left, mark) and _is_even(whole, mark) for mark in _QUOTES):
        return False
    if _EMPTIED.search(left) and not _EMPTIED.search(whole):
        return False
    if all(word in _SAYS_NOTHING for word in fold(left).split()):
        return False
    end, begin = _ENDS_OPEN.search(left.rstrip(" .!?")), _BEGINS_OPEN.match(left)
    if end and not fold(whole).endswith(fold(end[0])):
        return False
    return not begin or fold(whole).startswith(fold(begin[0]))


_OF_A_LABEL = LEADING | SAFES | ALARMS | DOORS | CODE_WORDS | {"safe", "box", "pad", "number"}
"""Words that name what has a code; they are no part of it."""
_TO_THE_CODE = re.compile(r"[^\d#*]*?(?=\s*[#*]?(?:[A-Za-z]?\d))")


def label_places(text: str, span: tuple[int, int], codes: Collection[int]) -> set[int]:
    """Of the codes in a line, the places of the words that name what they open: `padlock on bin store` of `… 2468`.

    Where what is left would be torn, a title has them rather than nothing.
    """
    places: set[int] = set()
    at = span[0]
    while at < span[1]:
        end = at
        while end < span[1] and end in codes:
            end += 1
        if end > at and (lead := _TO_THE_CODE.match(text, at, end)):
            words = re.findall(r"[\w'/-]+", lead[0].casefold())
            links = {"on", "for", "the", "in", "at", "by", "of"}
            if (
                words
                and words[0] in _OF_A_LABEL
                and all(word in _OF_A_LABEL | links for word in words)
            ):
                places |= set(range(at, lead.end()))
        at = max(end, at + 1)
    return places


_SAYS_OF_IT = re.compile(
    r"(?:not|needs?|needed|keeps|has|hasn't|doesn't|doesnt|won't|wont|isn't|isnt|broken|stuck|jammed|dead|missing|failed|stays|same|still|changed|works)(?:\s|$)",
    re.IGNORECASE,
)


def lacks_its_thing(left: str) -> bool:
    """Whether what is left says something of a thing that is gone: `Needs replacing` of `padlock 2468 needs …`."""
    return bool(_SAYS_OF_IT.match(left))


_EMPTIED = re.compile(r"[(\[“]\s*[,;:.)\]]|[,;:]\s*[)\]]|^re\s*[-:]", re.IGNORECASE)
_QUOTES = ('"', "“”")


def _is_even(text: str, mark: str) -> bool:
    if len(mark) == 1:
        return text.count(mark) % 2 == 0
    return text.count(mark[0]) == text.count(mark[1])
