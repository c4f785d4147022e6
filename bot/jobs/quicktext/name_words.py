"""The words of a text as names are looked up by them: folded, each with the place where it stands.

Marks that glue words together (`Elm Row/friday`, `Ace Gas.tomorrow`) part them, so that a name ends
where its last word does and nothing after it is lost.
"""

import re
from dataclasses import dataclass

from bot.jobs.model import Choice
from bot.jobs.name_index import fold
from bot.jobs.quicktext.buffer import CONSUMED

_WORD = re.compile(r"&|[^\W_]+(?:'[^\W_]+)*'?")
_BREAK = re.compile(rf"[;\n{CONSUMED}()\[\]]|\.\s|\s-\s")
_MOST_WORDS = 12


@dataclass(frozen=True)
class NameMatch:
    """Where in the text something is named, `at` included. `choice` None: several, see `note`."""

    start: int
    end: int
    choice: Choice | None
    note: str = ""


@dataclass(frozen=True)
class Word:
    start: int
    end: int
    fold: str


def words_of(work: str) -> list[Word]:
    """Every word, folded to just one."""
    return [
        Word(match.start(), match.end(), folded)
        for match in _WORD.finditer(work)
        if (folded := fold(match[0])) and " " not in folded
    ]


def run_of(work: str, words: list[Word], n: int) -> list[str]:
    """The folded words from the n-th on, up to a break in the text."""
    run: list[str] = []
    for k in range(n, min(len(words), n + _MOST_WORDS)):
        if k > n and _BREAK.search(work, words[k - 1].end, words[k].start):
            break
        run.append(words[k].fold)
    return run
