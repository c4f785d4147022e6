"""The spelling of a name, made comparable: folded, its short and long forms, its order, where its parts end."""

import re
import unicodedata
from collections.abc import Sequence

from bot.jobs.model import Choice

_APOSTROPHES = dict.fromkeys(map(ord, "'’‘`´ʼ"))
_GAPS = {code: " " for code in range(128) if not chr(code).isalnum()} | {ord("&"): " and "}
_ODD = re.compile(r"[^\w\s&]|_")
_POSTCODE = re.compile(r"\b([a-z]{1,2}\d[a-z\d]?) (\d[a-z]{2})\b")
_ONE_POSTCODE = re.compile(r" [a-z]{1,2}\d{2}[\da-z]?[a-z]{2} ")
SHORT = {
    "road": "rd", "street": "st", "saint": "st", "avenue": "ave", "lane": "ln", "drive": "dr",
    "close": "cl", "court": "ct", "crescent": "cres", "place": "pl", "square": "sq",
    "terrace": "ter", "gardens": "gdns", "grove": "gr", "apartment": "apt", "limited": "ltd",
}  # fmt: skip
LONG: dict[str, tuple[str, ...]] = {"st": ("street", "saint")} | {
    short: (long,) for long, short in SHORT.items() if short != "st"
}
_LONGEST_NUMBER = 30
"""Digits of a name that count for its order."""


def fold(text: str) -> str:
    """Lower case, no accents, no apostrophes, one space for everything else: `Zoë's—Café` → `zoes cafe`."""
    text = text.translate(_APOSTROPHES)
    if not text.isascii():
        text = "".join(
            c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)
        )
        text = _ODD.sub(" ", text)
    return " ".join(text.translate(_GAPS).casefold().split())


def entry(choice: Choice) -> str:
    """What an index holds of a choice: ` folded name and detail `, then other spellings after a line end."""
    text = fold(f"{choice.name} {choice.detail}")
    more: list[str] = []
    for word in text.split():
        if word in SHORT:
            more.append(SHORT[word])
        elif word in LONG:
            more.extend(LONG[word])
    more += ["".join(each) for each in _POSTCODE.findall(text)]
    return f" {text} " + "".join(f"{word} " for word in ("\n", *more) if more)


def in_one_spelling(text: str) -> str:
    """Folded, and `street` as `st`."""
    return " ".join(SHORT.get(word, word) for word in fold(text).split())


def order(choice: Choice) -> tuple[list[tuple[int, str]], int]:
    """Names as people order them: 2 before 10."""
    parts = re.split(r"(\d+)", choice.name.casefold())
    return [(int(p[:_LONGEST_NUMBER]), "") if p.isdecimal() else (-1, p) for p in parts], choice.id


def end_of_word(text: str, forms: list[str], begin: int, adjoining: bool) -> int:
    """Where the word, in one of its forms, ends in `text` (at its space), looking from `begin`.

    -1 when it is not there, or not right there when `adjoining`. Other spellings behind the line end
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


def ends_a_part(choice: Choice, words: Sequence[str]) -> bool:
    """Whether these words end where a part of the name ends: `12 Elm Row` of `12 Elm Row, Leeds`."""
    last = f" {' '.join(words[-2:])}"
    for part in [*re.split(r"[,\n]", choice.name), choice.detail]:
        if f" {fold(part)}".endswith(last) or (len(words) > 2 and fold(part) == words[-1]):
            return True
    return words[-1] in SHORT or words[-1] in LONG or words[-1] in {"row", "way", "hill", "park"}
