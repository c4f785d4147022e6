"""Names of firms and people in running text: whole (`Bob Jones`), and by a word that only one of the list has (`bob`).

One word is taken only where nothing else in the text or the lists claims it: `gas` is a trade, `leeds` a town,
and `bob` of `Bob Smith` is somebody whom no list has.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.jobs.fields import LookupName
from bot.jobs.fuzzy import rapidfuzz
from bot.jobs.model import Choice
from bot.jobs.name_index import NameIndex, fold
from bot.jobs.quicktext.address_words import HOUSES, STREETS
from bot.jobs.quicktext.choices import COMPANY
from bot.jobs.quicktext.known_words import forms_of
from bot.jobs.quicktext.name_words import Word, run_of, words_of
from bot.jobs.quicktext.work_words import KNOWN

_SHORTEST = 2
"""Words of a whole name."""
_FEWEST = 3
"""Letters of a word that stands for a name."""
_MOST_LOOKED_AT = 100


@dataclass(frozen=True)
class Named:
    """Where somebody is named, and who it may be: of a whole name one choice, of one word those that have it.

    `sure`: by the whole name, or by a word of the one choice, which is in no other list.
    """

    start: int
    end: int
    choices: tuple[Choice, ...]
    whole: bool
    sure: bool = True


def whole_names(work: str, index: NameIndex) -> Iterator[Named]:
    """Every one whose whole name, of two words or more, is in the text."""
    words = words_of(work)
    for n, word in enumerate(words):
        run = run_of(work, words, n)
        used, choices = index.longest(run)
        whole = [choice for choice in choices if _is_whole(run[:used], choice)]
        if used >= _SHORTEST and len(whole) == 1:
            yield Named(word.start, words[n + used - 1].end, (whole[0],), whole=True)


def _is_whole(phrase: list[str], choice: Choice) -> bool:
    name = [word for word in fold(choice.name).split() if word not in COMPANY]
    return [word for word in phrase if word not in COMPANY] == name


def names(
    work: str, index: NameIndex, claimed: Callable[[str], bool], lists: Mapping[str, NameIndex]
) -> Iterator[Named]:
    """The whole names, and between them the words that stand for a name. `claimed`: whether a word means something
    else here; `lists`: of all names, since the second word of `Bob Smith` says that Bob Jones is not meant.
    """
    people = [each for lookup in _PEOPLE if (each := lists.get(lookup)) is not None]
    whole = list(whole_names(_without_possessives(work), index))
    taken = {at for each in whole for at in range(each.start, each.end)}
    found = list(whole)
    words = words_of(_without_possessives(work))
    for n, word in enumerate(words):
        if word.start in taken or not _may_stand_alone(word.fold, claimed):
            continue
        choices = _called(word.fold, index)
        follows = words[n + 1] if n + 1 < len(words) else None
        if choices and not (follows and _is_surname(work, word, follows, people)):
            lists_with_it = sum(bool(_called(word.fold, each)) for each in people)
            sure = len(choices) == 1 and lists_with_it == 1
            found.append(Named(word.start, word.end, choices, whole=False, sure=sure))
    return iter(sorted(found, key=lambda each: each.start))


def _called(word: str, index: NameIndex) -> tuple[Choice, ...]:
    """Those who have the word in their name; nobody where too many have it."""
    choices = index.longest([word])[1]
    if len(choices) > _MOST_LOOKED_AT:
        return ()
    return tuple(each for each in choices if word in fold(each.name).split())


def _may_stand_alone(word: str, claimed: Callable[[str], bool]) -> bool:
    if len(word) < _FEWEST or not word.isalpha():
        return False
    return not (forms_of(word) & _NO_NAMES or claimed(word))


_NO_NAMES = KNOWN | STREETS | HOUSES | COMPANY | frozenset(
    {
        *("access", "rapid", "swift", "direct", "premier", "pro", "prime", "local", "city", "county", "express", "national", "homes", "services"),
        *("solutions", "care", "group", "safe", "secure", "key", "star", "elite", "quality", "reliable", "trusted", "master", "better", "smart"),
        *("north", "south", "east", "west", "northern", "southern", "eastern", "western", "royal", "united", "central", "instant", "pink", "gold"),
        *("silver", "ideal", "perfect", "happy", "friendly", "anytime", "always", "management", "lettings", "estates", "residential", "trade"),
        *("day", "days", "week", "month", "year", "bank", "notice", "rent", "deposit", "landlord", "tenant", "agent", "tenants", "owner", "may", "will"),
    }
)  # fmt: skip
"""Words that names are made of and that mean something by themselves."""


_SLIP = 1
_JOINS = re.compile(r" {1,2}")


def _is_surname(work: str, word: Word, follows: Word, people: Sequence[NameIndex]) -> bool:
    """Whether the next word makes it another name: a surname of somebody else, or an unknown word that is written like a name."""
    if not _JOINS.fullmatch(work[word.end : follows.start]) or follows.fold in _NO_NAMES:
        return False
    parts = [
        part
        for index in people
        for each in _called(word.fold, index)
        for part in fold(each.name).split()
    ]
    if any(rapidfuzz().distance.OSA.distance(follows.fold, part) <= _SLIP for part in parts):
        return True  # a name that is misspelt
    others = [each for index in people for each in _called(follows.fold, index)]
    if any(fold(each.name).split()[-1] == follows.fold for each in others):
        return True
    written = work[follows.start : follows.end]
    return written.istitle() and not _DAY.match(written)


_DAY = re.compile(
    r"(?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|ju[nl]|aug|sep|oct|nov|dec)", re.IGNORECASE
)
_PEOPLE: tuple[LookupName, ...] = ("contractors", "agents", "tenants")


def _without_possessives(work: str) -> str:
    """`Bob's` as `Bob`, in as many characters."""
    return _POSSESSIVE.sub("  ", work)


_POSSESSIVE = re.compile(r"(?<=\w)'s(?!\w)", re.IGNORECASE)
