"""A search index over names: addresses, contractors, tenants; for typeahead, running text and typos.

Words are found by their beginnings, in any order; numbers as whole house numbers. Only when nothing
at all is found are near spellings tried.
"""

import re
import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from bot.jobs.model import Choice

_APOSTROPHES = dict.fromkeys(map(ord, "'’‘`´ʼ"))
_GAPS = {code: " " for code in range(128) if not chr(code).isalnum()} | {ord("&"): " and "}
_ODD = re.compile(r"[^\w\s&]|_")
_POSTCODE = re.compile(r"\b([a-z]{1,2}\d[a-z\d]?) (\d[a-z]{2})\b")
_ONE_POSTCODE = re.compile(r" [a-z]{1,2}\d{2}[\da-z]?[a-z]{2} ")
_SHORT = {
    "road": "rd", "street": "st", "saint": "st", "avenue": "ave", "lane": "ln", "drive": "dr",
    "close": "cl", "court": "ct", "crescent": "cres", "place": "pl", "square": "sq",
    "terrace": "ter", "gardens": "gdns", "grove": "gr", "apartment": "apt", "limited": "ltd",
}  # fmt: skip
_LONG: dict[str, tuple[str, ...]] = {"st": ("street", "saint")} | {
    short: (long,) for long, short in _SHORT.items() if short != "st"
}
_AFTER = "\U0010ffff"
_CHUNK = 1000
_TOO_COMMON = 3000


def fold(text: str) -> str:
    """Lower case, no accents, no apostrophes, one space for everything else: `Zoë's—Café` → `zoes cafe`."""
    text = text.translate(_APOSTROPHES)
    if not text.isascii():
        text = "".join(
            c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)
        )
        text = _ODD.sub(" ", text)
    return " ".join(text.translate(_GAPS).casefold().split())


class NameIndex:
    """An index over choices. Built once, then only read: safe to share between threads."""

    def __init__(self, choices: Iterable[Choice]) -> None:
        pairs = sorted(((_entry(choice), choice) for choice in choices), key=lambda pair: pair[0])
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

    def by_id(self, id_: int) -> Choice | None:
        at = self._ids.get(id_)
        return None if at is None else self._choices[at]

    def find(self, text: str, limit: int = 100) -> list[Choice]:
        """What matches `text`, best first: the start of the name, then every word somewhere."""
        words = fold(text).split()
        if not words:
            return sorted(self._choices[:limit], key=_order)
        places = self._beginning(" ".join(words), limit)
        if len(places) < limit:
            seen = set(places)
            others = self._holding([[word] for word in words], limit + len(places))
            phrase = " " + " ".join(words)
            more = sorted(
                (at for at in others if at not in seen),
                key=lambda at: (phrase not in self._texts[at], _order(self._choices[at])),
            )
            places += more[: limit - len(places)]
        return [self._choices[at] for at in places or self._nearly(words, limit)]

    def _nearly(self, words: list[str], limit: int) -> list[int]:
        """Matches for words that match nothing as typed: other spellings, then all the words but one."""
        sizes = (self._slice(word, whole=False) for word in words)
        if min(end - begin for begin, end in sizes) > _TOO_COMMON:
            return []  # well-known words that do not go together: no slip of the fingers
        spellings = [self._spellings(word) for word in words]
        if any(len(each) > 1 for each in spellings) and (places := self._holding(spellings, limit)):
            return places
        for n, word in enumerate(words if len(words) > 2 else ()):
            if not word.isdecimal() and (
                places := self._holding(spellings[:n] + spellings[n + 1 :], limit)
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
        for sure in (3, 2, 1):  # the rarest of the first words leads; all of them must be there
            if len(words) >= sure and len(places := self._rarest(words[:sure])) <= _TOO_COMMON:
                used, choices = self._from(places, words)
                if used >= sure:
                    return used, choices
        return 0, []

    def _from(self, places: Sequence[int], words: Sequence[str]) -> tuple[int, list[Choice]]:
        """`longest` among these places."""
        phrases: list[list[int]] = []
        at = dict.fromkeys(places, 0)
        for n, word in enumerate(words):
            adjoining = n > 0 and words[n - 1][0].isdigit()
            forms = [f" {form} " for form in (word, _SHORT.get(word), *_LONG.get(word, ())) if form]
            at = {
                place: end
                for place, begin in at.items()
                if (end := _after(self._texts[place], forms, begin, adjoining)) > 0
            }
            if not at:
                break
            phrases.append(list(at))
        for n in range(len(phrases), 0, -1):
            choices = self._exactly(" ".join(words[:n]), phrases[n - 1])
            if n == len(words) or any(_stops(choice, words[:n]) for choice in choices[:20]):
                return n, choices
        n = len(phrases)
        return n, self._exactly(" ".join(words[:n]), phrases[n - 1]) if n else []

    def _exactly(self, phrase: str, places: list[int]) -> list[Choice]:
        """These places, or only those whose name (or first line of it) is just this.

        A house number that starts one name only is that house, not a flat in it.
        """
        choices = [self._choices[at] for at in places]
        if len(choices) == 1:
            return choices
        starting = [self._choices[at] for at in places if self._texts[at].startswith(f" {phrase} ")]
        same = [
            c
            for c in starting[:_CHUNK]
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
        return _order(self._choices[at])

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

    def _holding(self, words: list[list[str]], limit: int) -> list[int]:
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
        hits: dict[int, None] = {}
        for begin, end in slices[rarest]:
            for chunk in range(begin, end, _CHUNK):
                some = self._places[chunk : min(end, chunk + _CHUNK)]
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
        from rapidfuzz import process  # noqa: PLC0415  imported late: start-up matters
        from rapidfuzz.distance import OSA  # noqa: PLC0415

        most = 1 if len(word) < 6 else 2
        near = process.extract(word, self._plain, scorer=OSA.distance, score_cutoff=most, limit=8)
        return [word, *(each for each, _, _ in near if each != word)]


def _entry(choice: Choice) -> str:
    text = fold(f"{choice.name} {choice.detail}")
    more: list[str] = []
    for word in text.split():
        if word in _SHORT:
            more.append(_SHORT[word])
        elif word in _LONG:
            more.extend(_LONG[word])
    more += ["".join(each) for each in _POSTCODE.findall(text)]
    return f" {text} " + "".join(f"{word} " for word in ("\n", *more) if more)


def _order(choice: Choice) -> tuple[list[tuple[int, str]], int]:
    """Names as people order them: 2 before 10."""
    parts = re.split(r"(\d+)", choice.name.casefold())
    return [(int(p), "") if p.isdecimal() else (-1, p) for p in parts], choice.id


def _after(text: str, forms: list[str], begin: int, adjoining: bool) -> int:
    """Where the word, in one of its forms, ends in `text` (at its space), looking from `begin`.

    -1 when it is not there, or not right there with `glue`. Other spellings behind the line end
    have no order, so only a postcode written as one word is looked for there.
    """
    end = text.find("\n")
    if end < 0 or _ONE_POSTCODE.fullmatch(forms[0]):
        end = len(text)
    for form in forms:
        at = text.find(form, begin, end)
        if at >= 0 and (not adjoining or at == begin):
            return at + len(form) - 1
    return -1


def _stops(choice: Choice, words: Sequence[str]) -> bool:
    """Whether these words end where a part of the name ends: `12 Elm Row` of `12 Elm Row, Leeds`."""
    last = f" {' '.join(words[-2:])}"
    for part in [*re.split(r"[,\n]", choice.name), choice.detail]:
        if f" {fold(part)}".endswith(last):
            return True
    return words[-1] in _SHORT or words[-1] in _LONG or words[-1] in {"row", "way", "hill", "park"}
