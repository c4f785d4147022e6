"""Slips of the finger in the words that a code comes after: `keysfe`, `pasword`, `cod 4471`.

A long word is meant wherever it stands. A short one differs in one letter from too many others (`mode`, `cord`),
so it counts only right before what can be nothing but a code.
"""

from bot.jobs.private_text.vocabulary import (
    CODE_WORDS,
    NEAR_WORDS,
    NO_SLIPS,
    SAFES,
    SHORT_SLIPS,
    SLIPS,
)

_SHORTEST, _LONGEST = 5, 12
_KNOWN = CODE_WORDS | SAFES | SHORT_SLIPS


def _one_letter_less(word: str) -> list[str]:
    return [word[:at] + word[at + 1 :] for at in range(len(word))]


_LONG = {short: word for word in SLIPS for short in (*_one_letter_less(word), word)}
_SHORT = {short: word for word in sorted(SHORT_SLIPS) for short in (*_one_letter_less(word), word)}


def meant_by(low: str) -> str:
    """The word that is meant where one letter is wrong, missing, or too many; else the word itself."""
    if not _SHORTEST <= len(low) <= _LONGEST or low in NO_SLIPS or not low.isalpha():
        return low
    word = _nearest(low, _LONG)
    return word if word and word[0] == low[0] else low


def meant_before_a_code(low: str) -> str | None:
    """Which short label is meant by a word one slip away from it; None for a label, or a word of its own."""
    if not 2 < len(low) <= _LONGEST or low in NEAR_WORDS | _KNOWN or not low.isalpha():
        return None
    return _nearest(low, _SHORT)


def _nearest(low: str, table: dict[str, str]) -> str | None:
    """A known word with which this one has all but one letter in common, in order."""
    return next((table[each] for each in (low, *_one_letter_less(low)) if each in table), None)
