"""Tenants and letting agents who are named in running text: offered beside their fields, never filled in.

Whoever is named may as well be a neighbour, a landlord or somebody who only rang, so each is one press away.
"""

import re

from bot.jobs.characters import plain_characters
from bot.jobs.denials import gone_after
from bot.jobs.fields import LookupName
from bot.jobs.model import Choice
from bot.jobs.name_index import fold
from bot.jobs.quicktext.buffer import CONSUMED
from bot.jobs.quicktext.known_words import known_words
from bot.jobs.quicktext.notes import MOST_CHOICES, Note
from bot.jobs.quicktext.reading import Reading
from bot.jobs.quicktext.short_names import Named, names

_FIELDS: tuple[tuple[str, LookupName, str], ...] = (
    ("agent_id", "agents", "the letting agent"),
    ("tenants_ids", "tenants", "a tenant here"),
)
_TITLED = re.compile(r"\b(?:mr|mrs|ms|miss|mx|dr)\.? $", re.IGNORECASE)
_SOMEBODY_ELSE = re.compile(
    r"(?:\b(?:neighbou?r|landlord|landlady|ll|owner)(?:'s)?(?:,? (?:is|called|named))?,?"
    r"|(?:^|\n)\s*(?:hi|hello|hiya|hey|dear|(?:good )?(?:morning|afternoon|evening)),?) (?:mr |mrs |ms |miss )?$",
    re.IGNORECASE,
)
"""`neighbour Jane Smith`, `Hi Sue`."""
_NOT_THE_TENANT = re.compile(
    r"[ ,(]{1,2}(?:(?:is|who|he|she|they) )*(?:not|isn'?t) (?:the|a|our|my) tenant", re.IGNORECASE
)


def offer_people(reading: Reading) -> None:
    """A note at each of the two fields for whoever is named and not in it yet."""
    text = plain_characters(reading.buffer.text)
    taken = {at for at, mark in enumerate(reading.buffer.work) if mark == CONSUMED}
    for at in taken if reading.update else reading.told_elsewhere:
        text = text[:at] + "\n" + text[at + 1 :]
    for field, lookup, what in _FIELDS:
        index = reading.names.get(lookup)
        there = reading.values.get(field) or ()
        if index is None or (there and field != "tenants_ids"):
            continue
        known = known_words(reading)
        found = [
            choice
            for each in names(text, index, known.is_place, reading.names)
            for choice in _meant(text, each)
            if choice not in there
            if not reading.update or _is_about_people(text, each)
        ]
        if found:
            several = list(dict.fromkeys(found))[:MOST_CHOICES]
            said = " and ".join(f"“{choice.name}”" for choice in several)
            who = said if len(several) > 1 else several[0].name
            sentence = f"{who} may be {what}: press the name if they are."
            reading.notes.append(Note(sentence, field, several))


_OF_PEOPLE = re.compile(
    r"\b(?:tenants?|tnts?|agents?|add|adding|mov(?:ed?|es|ing) in|in there|lives?|living|lett?ing|manag\w+)\b",
    re.IGNORECASE,
)
"""What an update says of somebody who may be to stand in a field: most who are named there are in it already."""
_TAKEN_OFF = re.compile(r"\b(?:remov\w+|take|taking|delete|drop|without|not) $", re.IGNORECASE)


def _is_about_people(text: str, named: Named) -> bool:
    before, after = (
        re.split(r"[,;.!?\n]", text[: named.start])[-1],
        re.split(r"[,;.!?\n]", text[named.end :])[0],
    )
    return bool(_OF_PEOPLE.search(f"{before} , {after}")) and not _TAKEN_OFF.search(before)


def _meant(text: str, named: Named) -> tuple[Choice, ...]:
    """Who is meant: by a whole name or the first name of one, by `Mr` and a surname all who have it."""
    before, after = text[: named.start], text[named.end :]
    if _SOMEBODY_ELSE.search(before) or gone_after(after) or _NOT_THE_TENANT.match(after):
        return ()
    if named.whole:
        return named.choices
    word = fold(text[named.start : named.end])
    if _TITLED.search(before):
        called = [each for each in named.choices if fold(each.name).split()[-1] == word]
    else:
        called = [each for each in named.choices if fold(each.name).split()[0] == word]
        called = called if len(named.choices) == 1 else []
    return tuple(called) if len(called) <= MOST_CHOICES else ()
