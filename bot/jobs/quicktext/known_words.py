"""The words that are known where a line is typed: those of repairs, of the operator's trade, and names.

A word also counts as known as a plural or singular, or one slip of the finger away.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from bot.jobs.fuzzy import rapidfuzz
from bot.jobs.quicktext.reading import Reading
from bot.jobs.quicktext.work_words import KNOWN, WORK

_LONG = 6
_SINGULAR = 3


@dataclass(frozen=True)
class KnownWords:
    """What is known besides the vocabulary: `is_name` of a firm or agent, `is_contractor` of a contractor, `is_tenant` of a
    tenant, `is_place` of an address, `trade` the words of the operator's trade.
    """

    is_name: Callable[[str], bool]
    is_contractor: Callable[[str], bool]
    is_tenant: Callable[[str], bool]
    is_place: Callable[[str], bool]
    trade: frozenset[str]

    def is_work(self, word: str) -> bool:
        return bool(forms_of(word) & (WORK | self.trade) or _meant(word) in WORK)

    def __contains__(self, word: str) -> bool:
        forms = forms_of(word)
        if forms & (KNOWN | self.trade) or any(self.is_name(form) for form in forms):
            return True
        parts = [part for part in re.split(r"[-/']", word) if part]
        if len(parts) > 1 and all(forms_of(part) & KNOWN for part in parts):
            return True
        return bool(_meant(word))


def known_words(reading: Reading) -> KnownWords:
    """What is known where this line is typed."""
    return KnownWords(
        reading.is_firm,
        partial(reading.is_word_of, "contractors"),
        partial(reading.is_word_of, "tenants"),
        partial(reading.is_word_of, "addresses"),
        reading.trade.words,
    )


def forms_of(word: str) -> set[str]:
    """The word, and what it may be the plural of."""
    forms = {word, f"{word}s"} if len(word) > _SINGULAR else {word}
    for ending in ("'s", "s", "es"):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            forms.add(word.removesuffix(ending))
    return forms


_SPELT = sorted(word for word in KNOWN if len(word) >= _LONG)


def _meant(word: str) -> str:
    """The known word that is misspelt here: `boilr`, `leakng`; but not `move` of `moved`, which says something else."""
    if len(word) < _LONG - 1:
        return ""
    near = rapidfuzz()
    found = near.process.extractOne(word, _SPELT, scorer=near.distance.OSA.distance, score_cutoff=1)
    if found is None or found[0][0] != word[0]:
        return ""
    changed = re.search(r"(?:ed|ing|ion)$", word)
    return str(found[0]) if changed is None or found[0].endswith(changed[0]) else ""
