"""Why a thing of a list that stands after its label is left open: the words around it say no, or half, or name another one."""

import re

from bot.jobs.denials import (
    denied_after,
    denied_first,
    gone_after,
    half_meant,
    half_meant_after,
    in_doubt,
    is_asked,
    not_done_after,
    says_no,
)
from bot.jobs.fields import LookupName
from bot.jobs.model import Choice
from bot.jobs.name_index import NameIndex
from bot.jobs.quicktext.after_label import AfterLabel
from bot.jobs.quicktext.alternatives import contrasts, names_two, other_after
from bot.jobs.quicktext.buffer import CONSUMED
from bot.jobs.quicktext.name_words import words_of
from bot.jobs.quicktext.notes import Note
from bot.jobs.status_words import is_an_end

_THEN_ANOTHER = re.compile(
    rf"\s*(?:,|→|->|>)\s*(?P<other>[^,;\n{CONSUMED}→>]{{2,40}}?)\s*(?=$|[,;\n{CONSUMED}])"
)
"""`high, low`, `high → low`."""
_ACTUALLY = re.compile(
    r"[\s,.-]+(?:(?:no|sorry|actually|wait|i mean|make (?:it|that)|rather|correction)[ ,]+)+\d+[a-z]?\b",
    re.IGNORECASE,
)
"""`12 Elm Row, actually 14`."""
_STATES = frozenset({"priorities", "statuses"})
_STAYS = frozenset({"agent_id", "tenants_ids"})
"""Whoever is not in is still the tenant."""


def taken_back(after: AfterLabel, index: NameIndex) -> bool:
    """Whether the value is a no (`not Ace Gas`, `Ace Gas can't`) or one of two; then it is pointed out."""
    no = denied_first(after.text)
    words = words_of(after.text[no:].partition(CONSUMED)[0])[:12]
    used, choices = index.longest([word.fold for word in words])
    end = no + words[used - 1].end if used else len(after.piece().rstrip())
    rest, one = after.text[end:], len(choices) == 1
    field = after.label.field
    many = field == "tenants_ids"
    if not no and one and contrasts(rest, choices[0], index):
        return False
    said = _says_no(after, rest) if used else ""
    if no or said:
        bracket = re.match(r"[^()\n;]{0,40}\)", rest[len(said) :]) if "(" in said else None
        typed = after.consume(end + len(said) + (bracket.end() if bracket else 0))
        after.notes.append(says_no(typed, after.field.label))
        return True
    if used and is_asked(rest):
        typed = after.consume(end + rest.index("?") + 1)
        note = in_doubt(typed, after.field.label)
        after.notes.append(Note(note, field, choices if one and not many else ()))
        return True
    return one and not many and has_another(after, end, choices[0], index)


def _says_no(after: AfterLabel, rest: str) -> str:
    if after.label.field in _STAYS:
        return gone_after(rest)
    return denied_after(rest, people=after.label.field == "contractor_id")


def has_another(after: AfterLabel, length: int, choice: Choice, index: NameIndex) -> bool:
    """Whether another choice stands beside this one: `high or urgent`; then both are pointed out."""
    rest = after.text[length:]
    end, other = other_after(rest, choice, index)
    if other is None and (then := _THEN_ANOTHER.match(rest)):
        another = index.one(then["other"])
        end, other = (then.end(), another) if another != choice else (0, None)
    if other is None:
        return False
    sentence = names_two(after.consume(length + end), after.field.label)
    after.notes.append(Note(sentence, after.label.field, [choice, other]))
    return True


def is_half_meant(after: AfterLabel, length: int, choice: Choice, lookup: LookupName) -> bool:
    """Whether words right after the choice leave doubt (`high-ish`, `Ace Gas tbc`, `done, but not the sink`); then it is offered."""
    rest = after.text[length:]
    half = half_meant_after(rest, state=lookup in _STATES)
    if not half and lookup == "statuses" and is_an_end(choice):
        half = not_done_after(rest)
    if lookup == "addresses":
        corrected = _ACTUALLY.match(rest)
        half = corrected[0] if corrected else ""
    if not half and lookup == "statuses" and is_asked(rest):
        half = "?"
    if not half:
        return False
    typed = after.consume(length + len(half))
    after.notes.append(Note(half_meant(typed, after.field.label), after.label.field, [choice]))
    return True


_OR = re.compile(r"\s+or\s", re.IGNORECASE)


def is_one_of_two(after: AfterLabel, at: int) -> bool:
    """Whether `or` follows the names of tenants; then nobody is chosen."""
    if not _OR.match(after.text[at:]):
        return False
    typed = after.consume(len(after.piece().rstrip()))
    after.notes.append(Note(names_two(typed, after.field.label), after.label.field))
    return True
