"""An address that no list has: said beside the field, with what is near it, rather than passed over."""

import re

from bot.jobs.model import Choice
from bot.jobs.name_index import NameIndex, fold
from bot.jobs.name_text import in_one_spelling
from bot.jobs.quicktext.name_words import NameMatch
from bot.jobs.quicktext.notes import MOST_CHOICES, Note
from bot.jobs.quicktext.work_words import KNOWN

_STREET = (
    r"(?:road|rd|street|st|avenue|ave|lane|ln|drive|close|court|crescent|cres|place|square|terrace|gardens|gdns|grove|row|way"
    r"|hill|park|mews|walk|green|view|rise|parade)"
)
_LED = re.compile(
    r"\b(?i:at|address|@) ?(?P<a>(?:(?i:flat|apartment|apt|unit) \d+[A-Za-z]?,? )?\d+[A-Za-z]?(?:(?: ?[/&,-] ?| and )\d+[A-Za-z]?)? (?:[Tt]he )?[A-Za-z']+(?: [A-Z][a-z']+){0,3}"
    rf"(?: (?i:{_STREET}))?)\b"
)
_STREETED = re.compile(
    rf"(?<![\w£/.:-])(?P<a>(?:(?i:flat|apartment|apt|unit) \d+[A-Za-z]?,? )?\d{{1,3}}[A-Za-z]? (?:[A-Z][a-z']+ ){{1,3}}(?i:{_STREET}))\b"
)
_FLAT = re.compile(
    r"\b(?P<a>(?i:flat|apartment|apt) \d+[A-Za-z]?,? (?:[Tt]he )?[A-Z][a-z']+(?: [A-Z][a-z']+){0,2})\b"
)
_STREET_ALONE = re.compile(rf"\b(?P<a>[a-z']{{3,}} {_STREET})\b", re.IGNORECASE)
_NO_ADDRESS = re.compile(
    r"(?:\d+ (?:am|pm|oclock|o'clock|each|pounds|percent|per|%|min\w*|hours?|deg\w*|bar|or|to|and|weeks?|days?|of|on|in|is)\b)",
    re.IGNORECASE,
)
_MOST_NEAR = 3


def unknown_address(work: str, index: NameIndex) -> NameMatch | None:
    """A note about words that look like an address and are in no list; None where there are none."""
    if begun := _begun(work, index):
        return begun
    for pattern in (_LED, _STREETED, _FLAT):
        likely = pattern.search(work)
        if likely and not _NO_ADDRESS.match(likely["a"]):
            near = _near(likely["a"], index)
            note = f"No address matches “{likely['a']}”: please choose one."
            if near:
                note += f" Near it: {'; '.join(choice.name for choice in near)}."
            return NameMatch(0, 0, None, Note(note, "address_id", near))
    for street in _STREET_ALONE.finditer(work):
        street_words = in_one_spelling(street["a"])
        on_it = [
            each
            for each in index.find(street["a"], MOST_CHOICES + 1)
            if f" {street_words} " in f" {in_one_spelling(each.name)} "
        ]
        if 0 < len(on_it) <= MOST_CHOICES:
            words = f"“{street['a']}” has no number beside it: please choose the address."
            return NameMatch(0, 0, None, Note(words, "address_id", on_it))
    return None


_BEGUN = re.compile(r"(?<![\w£/.:-])(?P<n>\d{1,4}[a-z]?),? (?P<word>[a-z']{3,})\b", re.IGNORECASE)


def _begun(work: str, index: NameIndex) -> NameMatch | None:
    """`112 elm` of 112 Elm Row: a number of the list and the first word of its street."""
    for begun in _BEGUN.finditer(work):
        if begun["word"].casefold() in KNOWN:
            continue
        used, choices = index.longest([begun["n"].casefold(), fold(begun["word"])])
        if used > 1 and 0 < len(choices) <= MOST_CHOICES:
            words = f"“{begun[0]}” may be an address: press it if it is."
            return NameMatch(0, 0, None, Note(words, "address_id", choices))
    return None


def _near(typed: str, index: NameIndex) -> list[Choice]:
    """What the list has of nearly that name."""
    for words in (typed, re.sub(r"^(?:[A-Za-z]+ )?\d+[A-Za-z]?,? ", "", typed)):
        if choices := index.find(words, _MOST_NEAR):
            return choices
    return []
