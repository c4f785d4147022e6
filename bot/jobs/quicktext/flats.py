"""Whether an address of the list is a flat, and which one."""

import re

from bot.jobs.model import Choice
from bot.jobs.name_index import fold
from bot.jobs.quicktext.name_words import Word


def begins_with_flat(choice: Choice, number: str) -> bool:
    """`flt 3 The Oaks` of `Flat 3, The Oaks`; not of `3 The Oaks`."""
    flat = rf"(?:flat|apartment|apt|unit|studio|room|suite) {re.escape(number)}(?= |$)"
    return re.match(flat, fold(choice.name)) is not None


def is_house_of_flats(choice: Choice, words: list[Word]) -> bool:
    """Whether the number typed is the house's and the one address there is a flat of it: `8 High Street` of `Flat 2, 8 High Street`."""
    number = words[0].fold
    if not number[0].isdigit() or len(words) < _NUMBER_AND_STREET:
        return False
    return bool(_FLAT_FIRST.match(fold(choice.name))) and not begins_with_flat(choice, number)


def is_another_flat(choice: Choice, words: list[Word]) -> bool:
    """`flat 8 High Street` of `Flat 2, 8 High Street`: the number beside `flat` is the house's."""
    if len(words) < _NUMBER_AND_STREET or not words[1].fold[0].isdigit():
        return False
    typed = f"{words[0].fold} {words[1].fold} "
    return bool(_FLAT_FIRST.match(typed)) and not fold(choice.name).startswith(typed)


_FLAT_FIRST = re.compile(r"(?:flat|apartment|apt|unit|studio|room|suite) \w+ ")
_NUMBER_AND_STREET = 2


def has_flat(choice: Choice, number: str) -> bool:
    """Whether the first part of an address, or one after its street, is this flat."""
    flat = fold(number)
    return bool(
        re.search(
            rf"(?:^|\b(?:flat|apartment|apt|unit|studio|room|suite) ){re.escape(flat)}(?= |$)",
            fold(choice.name),
        )
    )
