"""Amounts in words: `a hundred quid`, `two fifty max`, `twelve hundred`; and house numbers. They are asked about, never taken."""

import re
from decimal import Decimal

_SMALL = {
    "a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
    "nineteen": 19,
}  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_LARGE = {"hundred": 100, "grand": 1000, "thousand": 1000}
_NUMBER = (
    rf"(?:(?:{'|'.join(_SMALL)})(?: and a half)?[ -](?:{'|'.join(_LARGE)})(?:(?: and)?[ -](?:{'|'.join(_TENS)}))?(?:[ -](?:{'|'.join(list(_SMALL)[1:10])}))?"
    rf"|(?:{'|'.join(list(_SMALL)[1:])})[ -](?:{'|'.join(_TENS)})(?:[ -](?:{'|'.join(list(_SMALL)[1:10])}))?"
    rf"|(?:{'|'.join(_TENS)})(?:[ -](?:{'|'.join(list(_SMALL)[1:10])}))?|(?:{'|'.join(list(_SMALL)[1:])}))"
)
_LIMIT = (
    r"(?:budget|nte|not to exceed|cap(?:ped)?|limit(?:ed)?|max(?:imum)?|up to|no(?:t)? (?:more than|over|above)|spend|under)"
    r"(?: (?:is|of|at|to|now|about|around))?"
)
SPELLED = re.compile(
    rf"\b(?:{_LIMIT} (?P<led>{_NUMBER})(?: (?:quid|pounds))?(?![\w-])"
    rf"|(?P<priced>{_NUMBER}) (?:quid|pounds)\b"
    rf"|(?P<capped>{_NUMBER}) (?:max(?:imum)?|tops|limit|budget|cap)\b"
    rf"|(?P<round>(?:{'|'.join(_SMALL)})[ -](?:{'|'.join(_LARGE)}))(?=(?: ?ish| or so| tops| all in| inc\w*)?\s*(?:$|[,;.)\n])))",
    re.IGNORECASE,
)
"""A spelled number beside words of money, or a round one at the end of a clause."""


def value_spelled(words: str) -> Decimal | None:
    """`two fifty` → 250, `twelve hundred` → 1200; None for what is no number."""
    total, last = 0, 0
    for word in re.split(r"[ -]+", words.casefold()):
        if word in _LARGE:
            total, last = (total or 1) * _LARGE[word], _LARGE[word]
        elif word in _TENS:
            total = (
                total * 100 + _TENS[word]
                if 0 < total < 100 and last != 100
                else total + _TENS[word]
            )
            last = 10
        elif word in _SMALL:
            total, last = total + _SMALL[word], 1
        elif word != "and":
            return None
    return Decimal(total) if total else None


_UNITS = "|".join(list(_SMALL)[1:10])
_UNDER_100 = rf"(?:(?:{'|'.join(_TENS)})(?:[ -](?:{_UNITS}))?|{'|'.join(list(_SMALL)[1:])})"
_HOUSE = re.compile(
    rf"\b(?:(?:{_UNITS}) hundred(?: and)? {_UNDER_100}|(?:{_UNITS}) hundred|{_UNDER_100})\b(?=,? [a-z])",
    re.IGNORECASE,
)


def with_digits(text: str) -> str:
    """The text with numbers before a word in digits, in as many characters: `fourteen elm row`."""

    def digits(match: re.Match[str]) -> str:
        return str(value_spelled(match[0]) or match[0]).ljust(len(match[0]))

    return _HOUSE.sub(digits, text)
