"""A search index over names: addresses, contractors, tenants; for typeahead, running text and typos.

Words are found by their beginnings, in any order; numbers as whole house numbers. Only when nothing
at all is found are near spellings tried.
"""

import copy
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from bot.jobs.fuzzy import rapidfuzz
from bot.jobs.model import Choice
from bot.jobs.name_text import LONG, SHORT, end_of_word, ends_a_part, entry, fold, order

__all__ = ["NameIndex", "Work", "fold"]

_AFTER = "\U0010ffff"
_CHUNK = 1000
_NAMES_PER_FOLD = 15
"""As how many names looked at one folded name counts."""
_SPELLINGS_PER_NAME = 4
"""How many spellings are compared in the time of one name."""
_TOO_COMMON = 3000
_MOST_TYPED = 80
"""Characters of a typed text that are searched for."""
_MOST_WORDS = 6
"""Words of it."""
_FIND_WORK = 200_000
"""Names that one search looks at, at most; some 20 ms."""
_TEXT_WORK = 50_000
"""The same for all that is looked up in one running text."""


class Work:
    """How many names may still be looked at: bounded, whatever somebody typed.

    By default as many as all that is looked up in one running text may take.
    """

    def __init__(self, most: int = _TEXT_WORK) -> None:
        self.left = most

    def spend(self, names: int) -> None:
        self.left -= names

    @property
    def spent(self) -> bool:
        return self.left < 0


class NameIndex:
    """An index over choices. Built once, then only read: safe to share between threads.

    `find` looks at the first 80 characters and six words. What it looks at is bounded, so that a
    text nobody means holds nobody up; `within` bounds all that is looked up for one text.
    """

    _text_work: Work | None = None

    def __init__(self, choices: Iterable[Choice]) -> None:
        once = dict[int, Choice]()
        for choice in choices:  # a row that two pages list is one
            once.setdefault(choice.id, choice)
        pairs = sorted(((entry(each), each) for each in once.values()), key=lambda pair: pair[0])
        self._texts = [text for text, _ in pairs]
        self._choices = [choice for _, choice in pairs]
        self._ids = {choice.id: at for at, choice in enumerate(self._choices)}
        places: dict[str, array[int]] = {}
        for at, text in enumerate(self._texts):
            for word in set(text.split()):
                places.setdefault(word, array("I")).append(at)
        self._words = sorted(places)
        self._starts = array("I", [0])
        self._places = array("I")
        for word in self._words:
            self._places.extend(places[word])
            self._starts.append(len(self._places))
        self._plain = [word for word in self._words if len(word) > 2 and word.isalpha()]

    def __len__(self) -> int:
        return len(self._choices)

    def has_word(self, word: str) -> bool:
        """Whether a name has exactly this word, folded."""
        at = bisect_left(self._words, word)
        return at < len(self._words) and self._words[at] == word

    def by_id(self, id_: int) -> Choice | None:
        at = self._ids.get(id_)
        return None if at is None else self._choices[at]

    def within(self, work: Work) -> "NameIndex":
        """The same index, which finds nothing more once `work` is spent: for one running text."""
        same = copy.copy(self)
        same._text_work = work  # noqa: SLF001 - a copy of this very object
        return same

    def find(self, text: str, limit: int = 100) -> list[Choice]:
        """What matches `text`, best first: the start of the name, then every word somewhere."""
        words = fold(text[:_MOST_TYPED]).split()[:_MOST_WORDS]
        work = self._text_work or Work(_FIND_WORK)
        if not words:
            return sorted(self._choices[:limit], key=order)
        if work.spent:
            return []
        places = self._beginning(" ".join(words), limit)
        work.spend(limit)
        if len(places) < limit:
            seen = set(places)
            others = self._holding([[word] for word in words], limit + len(places), work)
            phrase = " " + " ".join(words)
            more = sorted(
                (at for at in others if at not in seen),
                key=lambda at: (phrase not in self._texts[at], order(self._choices[at])),
            )
            places += more[: limit - len(places)]
        return [self._choices[at] for at in places or self._nearly(words, limit, work)]

    def _nearly(self, words: list[str], limit: int, work: Work) -> list[int]:
        """Matches for words that match nothing as typed: other spellings, then all the words but one."""
        sizes = (self._slice(word, whole=False) for word in words)
        if min(end - begin for begin, end in sizes) > _TOO_COMMON:
            return []  # well-known words that do not go together: no slip of the fingers
        work.spend(len(words) * len(self._plain) // _SPELLINGS_PER_NAME)
        if work.spent:
            return []
        spellings = [self._spellings(word) for word in words]
        if any(len(each) > 1 for each in spellings) and (
            places := self._holding(spellings, limit, work)
        ):
            return places
        for n, word in enumerate(words if len(words) > 2 else ()):
            if not word.isdecimal() and (
                places := self._holding(spellings[:n] + spellings[n + 1 :], limit, work)
            ):
                return places
        return []

    def one(self, text: str) -> Choice | None:
        """The only choice `text` can mean, by whole words; None when none or several can."""
        words = fold(text).split()
        used, choices = self.longest(words)
        return choices[0] if words and used == len(words) and len(choices) == 1 else None

    def longest(self, words: Sequence[str]) -> tuple[int, list[Choice]]:
        """How many of the first (folded) words name something, and what: one or several choices.

        Whole words, in order; what follows a number must follow it in the name too, so that
        `12 Elm` is never `Flat 12, 3 Elm Row`. Stops where a part of the name stops if it can.
        """
        work = self._text_work or Work(_FIND_WORK)
        for sure in (3, 2, 1):  # the rarest of the first words leads; all of them must be there
            if len(words) >= sure and len(places := self._rarest(words[:sure])) <= _TOO_COMMON:
                used, choices = self._from(places, words, work)
                if used >= sure:
                    return used, choices
        return 0, []

    def _from(
        self, places: Sequence[int], words: Sequence[str], work: Work
    ) -> tuple[int, list[Choice]]:
        """`longest` among these places."""
        phrases: list[list[int]] = []
        at = dict.fromkeys(places, 0)
        for n, word in enumerate(words):
            work.spend(len(at))
            if work.spent:
                return 0, []
            adjoining = n > 0 and words[n - 1][0].isdigit()
            forms = [f" {form} " for form in (word, SHORT.get(word), *LONG.get(word, ())) if form]
            at = {
                place: end
                for place, begin in at.items()
                if (end := end_of_word(self._texts[place], forms, begin, adjoining)) > 0
            }
            if not at:
                break
            phrases.append(list(at))
        for n in range(len(phrases), 0, -1):
            choices = self._exactly(" ".join(words[:n]), phrases[n - 1], work)
            if n == len(words) or any(ends_a_part(choice, words[:n]) for choice in choices[:20]):
                return n, choices
        n = len(phrases)
        return n, self._exactly(" ".join(words[:n]), phrases[n - 1], work) if n else []

    def _exactly(self, phrase: str, places: list[int], work: Work) -> list[Choice]:
        """These places, or only those whose name (or first line of it) is just this.

        A house number that starts one name only is that house, not a flat in it.
        """
        choices = [self._choices[at] for at in places]
        if len(choices) == 1:
            return choices
        starting = [self._choices[at] for at in places if self._texts[at].startswith(f" {phrase} ")]
        work.spend(len(places) + _NAMES_PER_FOLD * len(starting[:_CHUNK]))
        same = [
            c
            for c in ([] if work.spent else starting[:_CHUNK])
            if phrase in (fold(c.name), fold(f"{c.name} {c.detail}"), fold(c.name.split(",")[0]))
        ]
        return same or (starting if phrase[0].isdigit() and starting else choices)

    def _beginning(self, phrase: str, limit: int) -> list[int]:
        """Names that begin with the phrase, those that go on with another word first."""
        first, last = self._between(f" {phrase} ", f" {phrase}!")
        whole = sorted(range(first, min(last, first + limit)), key=self._rank)
        if len(whole) == limit:
            return whole
        begin, end = self._between(f" {phrase}", f" {phrase}{_AFTER}")
        rest = [at for at in range(begin, min(end, begin + 2 * limit)) if not first <= at < last]
        return whole + sorted(rest, key=self._rank)[: limit - len(whole)]

    def _rank(self, at: int) -> tuple[list[tuple[int, str]], int]:
        return order(self._choices[at])

    def _between(self, low: str, high: str) -> tuple[int, int]:
        return bisect_left(self._texts, low), bisect_left(self._texts, high)

    def _slice(self, word: str, *, whole: bool) -> tuple[int, int]:
        """Where in the list of places a word (or all words it begins) stands."""
        low = bisect_left(self._words, word)
        if whole:
            high = low + (low < len(self._words) and self._words[low] == word)
        else:
            high = bisect_left(self._words, word + _AFTER)
        return self._starts[low], self._starts[high]

    def _rarest(self, words: Sequence[str]) -> Sequence[int]:
        slices = [self._slice(word, whole=True) for word in words]
        begin, end = min(slices, key=lambda s: s[1] - s[0], default=(0, 0))
        return self._places[begin:end]

    def _holding(self, words: list[list[str]], limit: int, work: Work) -> list[int]:
        """Places that hold, for each word, one of its spellings (the last word may go on)."""
        needles: list[list[str]] = []
        slices: list[list[tuple[int, int]]] = []
        for n, spellings in enumerate(words):
            ends = [n < len(words) - 1 and word[0].isdigit() for word in spellings]
            needles.append(
                [f" {w} " if end else f" {w}" for w, end in zip(spellings, ends, strict=True)]
            )
            slices.append(
                [self._slice(w, whole=end) for w, end in zip(spellings, ends, strict=True)]
            )
        sizes = [sum(end - begin for begin, end in each) for each in slices]
        rarest = sizes.index(min(sizes))
        by_size = sorted(range(len(words)), key=sizes.__getitem__)
        others = [needles[n] for n in by_size if n != rarest]
        cost = 1 + sum(map(len, others))
        hits: dict[int, None] = {}
        for begin, end in slices[rarest]:
            for chunk in range(begin, end, _CHUNK):
                some = self._places[chunk : min(end, chunk + _CHUNK)]
                work.spend(len(some) * cost)
                if work.spent:
                    return list(hits)
                hits |= dict.fromkeys(self._filtered(some, others))
                if len(hits) >= limit:
                    return list(hits)[:limit]
        return list(hits)

    def _filtered(self, places: Sequence[int], needles: list[list[str]]) -> Sequence[int]:
        """The places whose text holds one of each group of needles."""
        texts = self._texts
        for each in needles:
            match each:
                case [needle]:
                    places = [at for at in places if needle in texts[at]]
                case _:
                    places = [at for at in places if any(needle in texts[at] for needle in each)]
        return places

    def _spellings(self, word: str) -> list[str]:
        """The word, and the known words it may be a slip of."""
        if len(word) < 3 or not word.isalpha():
            return [word]
        fuzzy, most = rapidfuzz(), 1 if len(word) < 6 else 2
        near = fuzzy.process.extract(
            word, self._plain, scorer=fuzzy.distance.OSA.distance, score_cutoff=most, limit=8
        )
        return [word, *(each for each, _, _ in near if each != word)]
