"""Whether what is left of a line once its values are out still reads as a phrase.

`Spent £120 of` or `Mrs Patel) home after 4` is torn out of what somebody wrote: then a title keeps the
words as they were typed.
"""

import re

from bot.jobs.name_index import fold

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
    for mark in _PAIRS:
        if not _is_even(left, mark) and _is_even(whole, mark):
            return False
    if _EMPTIED.search(left) and not _EMPTIED.search(whole):
        return False
    if all(word in _SAYS_NOTHING for word in fold(left).split()):
        return False
    end, begin = _ENDS_OPEN.search(left.rstrip(" .!?")), _BEGINS_OPEN.match(left)
    if end and not fold(whole).endswith(fold(end[0])):
        return False
    return not begin or fold(whole).startswith(fold(begin[0]))


_EMPTIED = re.compile(r"[(\[“]\s*[,;:.)\]]|[,;:]\s*[)\]]|^re\s*[-:]", re.IGNORECASE)
_PAIRS = ("()", "[]", '"', "“”")


def _is_even(text: str, mark: str) -> bool:
    if len(mark) == 1:
        return text.count(mark) % 2 == 0
    return text.count(mark[0]) == text.count(mark[1])
