"""Which of the known choices a piece of text begins with."""

import re
from collections.abc import Mapping

from bot.jobs.fields import LookupName
from bot.jobs.fuzzy import rapidfuzz
from bot.jobs.model import Choice
from bot.jobs.name_index import NameIndex, fold
from bot.jobs.quicktext.buffer import CONSUMED
from bot.jobs.quicktext.name_words import Word, words_of
from bot.jobs.quicktext.notes import MOST_CHOICES, Note

PLURAL: Mapping[LookupName, str] = {
    "priorities": "priorities", "statuses": "statuses", "job_types": "job types",
    "time_ranges": "times", "addresses": "addresses", "agents": "agents",
    "contractors": "contractors", "tenants": "tenants",
}  # fmt: skip


COMPANY = frozenset({"ltd", "limited", "plc", "llp", "co", "uk"})
"""Words of a company's name that people leave out, or add."""


def several(choices: list[Choice], what: str, words: str) -> Note:
    """What is said where several match; a few of them are offered."""
    count = f"{len(choices)}" if len(choices) <= 100 else "More than 100"
    offered = choices if len(choices) <= MOST_CHOICES and what != PLURAL["tenants"] else ()
    return Note(f"{count} {what} match “{words.strip()}”: please choose one.", "", offered)


_AND_OTHERS = re.compile(
    r"\s*(?:and|&|\+) (?:sons?|co|bros|brothers|daughters?|partners?)\b", re.IGNORECASE
)
"""`Walker and son` of a list that has a Dave Walker."""
_QUOTED = re.compile(r"[\"'<(\[] ?(?P<name>[^\"'<>()\[\]\n,;]{2,60})[\"'>)\]]")


def choose(region: str, index: NameIndex, plural: str) -> tuple[int, Choice | None, str]:
    """The choice that a text begins with: its length there, the choice, and a note to show either way."""
    if quoted := _QUOTED.match(region):
        length, choice, note = choose(quoted["name"], index, plural)
        whole = choice is not None and length == len(quoted["name"].rstrip())
        return (quoted.end(), choice, note) if whole else (0, None, note)
    words = words_of(region.partition(CONSUMED)[0])[:12]
    used, choices = index.longest([word.fold for word in words])
    if used == 1 and words[0].fold.isdecimal() and plural == PLURAL["addresses"]:
        near = index.find(words[0].fold, MOST_CHOICES + 1)
        note = f"“{words[0].fold}” alone may be several addresses: please choose one."
        return 0, None, Note(note, "", near if len(near) <= MOST_CHOICES else ())
    more = _AND_OTHERS.match(region[words[used - 1].end :]) if used == 1 else None
    if more and len(choices) == 1:
        some = region[words[0].start : words[0].end] + more[0]
        return 0, None, Note(f"“{some}” may be {choices[0].name}: press it if it is.", "", choices)
    if len(choices) == 1 and plural == PLURAL["addresses"] and _another_house(choices[0], words):
        return 0, None, _perhaps(region[: words[used - 1].end], choices)
    named = used
    while used and used < len(words) and words[used].fold in COMPANY and len(choices) == 1:
        used += 1
    if used and len(choices) == 1 and _may_follow(region[words[used - 1].end :]):
        some = region[words[0].start : words[used - 1].end]
        note = f"“{some}” was read as {choices[0].name}." if used > named else ""
        return words[used - 1].end, choices[0], note
    comma = region.find(",")
    in_piece = [word for word in words[:5] if comma < 0 or word.end <= comma]
    for length in (word.end for word in reversed(in_piece)):
        some = region[in_piece[0].start : length]
        if not _may_follow(region[length:]):
            continue
        hits = index.find(some, 101)
        another = (
            plural == PLURAL["addresses"] and len(hits) == 1 and _another_house(hits[0], words)
        )
        if len(hits) == 1 and (another or not _explains(hits[0], some)):
            return 0, None, _perhaps(some, hits)
        if len(hits) == 1:
            return length, hits[0], f"“{some}” was read as {hits[0].name}."
        same = [hit for hit in hits if fold(hit.name) == fold(some)]
        if len(same) == 1:
            return length, same[0], ""
        if hits:
            return 0, None, several(hits, plural, some)
    if used > 1 and len(choices) == 1:
        return 0, None, _perhaps(region[: words[used - 1].end], choices)
    return 0, None, ""


def _perhaps(some: str, choices: list[Choice]) -> Note:
    return Note(f"“{some.strip()}” may be {choices[0].name}: press it if it is.", "", choices)


def _another_house(choice: Choice, words: list[Word]) -> bool:
    """Whether the number that is typed belongs to another part of the address: `12 Elm Row flat 2` is not flat 12, 3 Elm Row."""
    if len(words) <= 1 or not words[0].fold[0].isdigit() or not words[1].fold.isalpha():
        return False
    return f" {words[0].fold} {words[1].fold}" not in f" {fold(choice.name)} {fold(choice.detail)}"


def _explains(choice: Choice, typed: str) -> bool:
    """Whether each typed word begins a word of the name, or is a slip of one: `Bob Jonse`, not `Ace Gas` of `Ace Plumbing`."""
    there = fold(f"{choice.name} {choice.detail}").split()
    slips = rapidfuzz().distance.OSA.distance
    return all(
        word in COMPANY
        or any(
            (name.startswith(word) and word != "a")
            or slips(word, name) <= (1 if len(word) < _LONG else 2)
            for name in there
        )
        for word in fold(typed).split()
    )


_LONG = 6


def _may_follow(rest: str) -> bool:
    """Whether a name can end before `rest`: `Ace` of `Ace tomorrow` yes, of `Ace Plumbing` no."""
    return bool(_MAY_FOLLOW.match(rest))


_MAY_FOLLOW = re.compile(
    rf"\s*(?:$|[,;\n{CONSUMED}.)£(/:+&|*>-]|(?:at|on|for|with|from|by|to|and|next|this|in|tomorrow|today|tonight|asap"
    r"|high|urgent|low|normal|medium|start\w*|ends?|budget|priority|status|please|will|\d|mon|tue|wed|thu"
    r"|fri|sat|sun|not|is|has|no)\w*\b)",
    re.IGNORECASE,
)
