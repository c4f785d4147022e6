"""Addresses and firms in running text: `… at 12 Elm Row …`, `… with Ace Gas …`."""

import itertools
import re
from dataclasses import dataclass

from bot.jobs.model import Choice
from bot.jobs.name_index import NameIndex, fold
from bot.jobs.quicktext.buffer import CONSUMED
from bot.jobs.quicktext.choices import several

_TOKEN = re.compile(
    rf"[\"']*(?P<core>[^\s,;()\[\]{{}}{CONSUMED}]+?)[.:!?\"']*(?=[\s,;()\[\]{{}}{CONSUMED}]|$)"
)
_BREAK = re.compile(rf"[;\n{CONSUMED}()\[\]]")
_MOST_WORDS = 12
_AT = re.compile(r"(?:\b(?:at|in|@|address|property)|@) ?(?:the )?$", re.IGNORECASE)
_SMALL = frozenset(
    [
        "flat",
        "unit",
        "apartment",
        "apt",
        "room",
        "no",
        "number",
        "house",
        "floor",
        "block",
        "the",
        "and",
        "of",
        "ground",
        "first",
        "second",
        "top",
        "rear",
        "front",
        "upper",
        "lower",
        "basement",
        "studio",
        "plot",
        "suite",
    ]
)
_STREETS = frozenset(
    [
        "road",
        "rd",
        "street",
        "st",
        "avenue",
        "ave",
        "lane",
        "ln",
        "drive",
        "dr",
        "close",
        "cl",
        "court",
        "ct",
        "crescent",
        "cres",
        "place",
        "pl",
        "square",
        "sq",
        "terrace",
        "ter",
        "gardens",
        "gdns",
        "grove",
        "gr",
        "row",
        "way",
        "hill",
        "park",
        "mews",
        "walk",
        "green",
        "view",
        "rise",
        "parade",
    ]
)
_POSTCODE = re.compile(r"[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}")
_LIKELY = re.compile(
    r"\b(?i:at|address) (\d+[A-Za-z]? [A-Za-z']+(?: [A-Z][a-z']+){0,3}"
    rf"(?: (?i:{'|'.join(_STREETS)}))?)\b"
)
_NOT_PLACE = re.compile(
    r"\d+ (?:am|pm|oclock|o'clock|each|pounds|percent|per|%|min\w*|hours?|deg\w*|bar)\b",
    re.IGNORECASE,
)
_WITH = re.compile(
    r"(?:\b(?:with|by|via|using|contractor|engineer|assign(?:ed)? to|assign|give to|send to|for) ?)$",
    re.IGNORECASE,
)
_COMPANY = frozenset({"ltd", "limited", "plc", "llp", "co", "uk"})


@dataclass(frozen=True)
class AddressMatch:
    """Where in the text something is named, `at` included. `choice` None: several, see `note`."""

    start: int
    end: int
    choice: Choice | None
    note: str = ""


@dataclass(frozen=True)
class _Word:
    start: int
    end: int
    fold: str


def find_address(work: str, index: NameIndex) -> AddressMatch | None:
    """The one address a text names, or a note about several or none; the first that is sure wins."""
    words = _words(work)
    best: AddressMatch | None = None
    for n, word in enumerate(words):
        before = work[: word.start]
        lead = _AT.search(before)
        if not (lead or word.fold[:1].isdigit() or word.fold in _SMALL or _named_house(words, n)):
            continue
        run = _run(work, words, n)
        used, choices = index.longest(run)
        if not used or not choices:
            continue
        phrase = run[:used]
        if not _is_address(phrase, choices, led=bool(lead)):
            continue
        start = lead.start() if lead else word.start
        end = words[n + _tokens(words, n, used) - 1].end
        if len(choices) == 1:
            typed = work[word.start : end]
            plain = fold(choices[0].name).startswith(" ".join(phrase[:2]))
            note = "" if plain else f"“{typed}” was read as {choices[0].name}."
            return AddressMatch(start, end, choices[0], note)
        if best is None or len(phrase) > best.end - best.start:
            best = AddressMatch(
                start, end, None, several(choices, "addresses", work[word.start : end])
            )
    if best is None and (likely := _LIKELY.search(work)) and not _NOT_PLACE.match(likely[1]):
        best = AddressMatch(0, 0, None, f"No address matches “{likely[1]}”: please choose one.")
    return best


def find_firm(work: str, index: NameIndex) -> AddressMatch | None:
    """The one firm whose whole name (of two words or more) is in the text.

    Its words are taken only where the rest still reads: after `with` or `by`, or by themselves.
    """
    words = _words(work)
    hits: list[AddressMatch] = []
    for n, word in enumerate(words):
        run = _run(work, words, n)
        used, choices = index.longest(run)
        whole = [choice for choice in choices if _is_whole(run[:used], choice)]
        if used < 2 or len(whole) != 1:
            continue
        end = words[n + _tokens(words, n, used) - 1].end
        before, after = work[: word.start], work[end:]
        lead = _WITH.search(before)
        alone = re.search(rf"(?:^|[,;\n{CONSUMED}(])\s*$", before)
        closes = re.match(rf"\s*(?:$|[,;\n{CONSUMED}).])", after)
        separable = (lead or alone) and (closes or (lead and lead[0].strip().lower() != "for"))
        start = lead.start() if lead else word.start
        hits.append(AddressMatch(start, end if separable else start, whole[0]))
    return hits[0] if len({hit.choice for hit in hits}) == 1 else None


def _words(work: str) -> list[_Word]:
    return [
        _Word(match.start("core"), match.end("core"), fold(match["core"]))
        for match in _TOKEN.finditer(work)
        if fold(match["core"])
    ]


def _run(work: str, words: list[_Word], n: int) -> list[str]:
    """The folded words from the n-th on, up to a break in the text."""
    run: list[str] = []
    for k in range(n, min(len(words), n + _MOST_WORDS)):
        if k > n and _BREAK.search(work, words[k - 1].end, words[k].start):
            break
        run += words[k].fold.split()
    return run


def _tokens(words: list[_Word], n: int, used: int) -> int:
    """How many tokens of the text hold `used` folded words."""
    count = 0
    for k in range(n, len(words)):
        used -= len(words[k].fold.split())
        count += 1
        if used <= 0:
            break
    return count


def _named_house(words: list[_Word], n: int) -> bool:
    return len(words[n].fold) > 2 and n + 1 < len(words)


def _is_address(phrase: list[str], choices: list[Choice], *, led: bool) -> bool:
    """Whether these words are an address: a number and a street, a whole first line, a postcode."""
    if _POSTCODE.search(" ".join(phrase)) and len(phrase) >= 2:
        return True
    proper = [w for w in phrase if w.isalpha() and len(w) > 2 and w not in _SMALL]
    numbered = any(a[0].isdigit() and b in proper for a, b in itertools.pairwise(phrase))
    if numbered and (led or phrase[-1] in _STREETS):
        return True
    text = f" {' '.join(phrase)} "
    for choice in choices[:20]:
        for line in f"{choice.name},{choice.detail}".split(","):
            part = fold(line)
            if not part or f" {part} " not in text:
                continue
            first = part == fold(choice.name.split(",")[0])
            if (numbered or (first and len(proper) >= 2)) and any(
                w in proper for w in part.split()
            ):
                return True
    return False


def _is_whole(phrase: list[str], choice: Choice) -> bool:
    name = [word for word in fold(choice.name).split() if word not in _COMPANY]
    return [word for word in phrase if word not in _COMPANY] == name
