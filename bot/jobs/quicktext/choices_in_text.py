"""Things of lists that running text names without a keyword: contractor, priority, status, type."""

import re
from dataclasses import replace

from bot.jobs.denials import in_doubt
from bot.jobs.forms import FIELDS, ID_FIELDS
from bot.jobs.model import Choice
from bot.jobs.name_index import NameIndex, fold
from bot.jobs.quicktext import unlabelled
from bot.jobs.quicktext.buffer import CONSUMED
from bot.jobs.quicktext.firms import find_firm
from bot.jobs.quicktext.known_words import known_words
from bot.jobs.quicktext.notes import Note, note_at
from bot.jobs.quicktext.reading import Place, Reading
from bot.jobs.quicktext.short_names import Named, names
from bot.jobs.quicktext.trade import tells_of_several, types_named


def read_choices(reading: Reading) -> None:
    """Puts what is named into its field; what leaves doubt is pointed out there."""
    _contractor(reading)
    _priority(reading)
    _status_and_type(reading)


def _contractor(reading: Reading) -> None:
    index = reading.names.get("contractors")
    if index is None or "contractor_id" in reading.values or reading.asked("contractor_id"):
        return
    known, work = known_words(reading), reading.buffer.work
    firm = find_firm(work, index, known, None if reading.update else _named(reading, index))
    if firm is None:
        return
    if firm.choice is None:
        reading.notes.append(note_at("contractor_id", firm.note))
        return
    if firm.end > firm.start:
        reading.put("contractor_id", firm.choice, (firm.start, firm.end))
        reading.buffer.consume(firm.start, firm.end)
    else:
        name = firm.choice.name
        place = reading.place_of(name) or reading.place_of(name.split()[0])
        reading.put("contractor_id", firm.choice, place)


def _named(reading: Reading, index: NameIndex) -> list[Named]:
    """Where contractors are named. One who is named by a word, beside several jobs, need not do all of them; and with a
    telephone number it may be somebody who lives there.
    """
    is_place = known_words(reading).is_place
    several = tells_of_several(reading.buffer.text)
    return [
        replace(
            each,
            sure=each.sure
            and (each.whole or not (several or _NUMBER_AFTER.match(reading.buffer.text, each.end))),
        )
        for each in names(reading.buffer.work, index, is_place, reading.names)
    ]


_NUMBER_AFTER = re.compile(r"[ ,:(-]{1,3}(?:\+|0)\d[\d ]{7,}")


def _priority(reading: Reading) -> None:
    index = reading.names.get("priorities")
    if index is None or "priority_id" in reading.values or reading.asked("priority_id"):
        return
    work = reading.buffer.work
    reading.mark()
    priorities, notes = unlabelled.take_priority(reading.buffer, index)
    if len({choice.id for choice in priorities}) > 1:
        reading.buffer.work = work
        priorities = list(dict.fromkeys(priorities))
        names = ", ".join(f"“{choice.name}”" for choice in priorities)
        sentence = f"Several priorities are in the text ({names}): please choose one."
        reading.notes.append(Note(sentence, "priority_id", priorities))
    elif priorities:
        reading.put("priority_id", priorities[0], reading.consumed())
    else:
        reading.notes += notes


def _status_and_type(reading: Reading) -> None:
    statuses, types = reading.names.get("statuses"), reading.names.get("job_types")
    if (
        statuses is not None
        and "status_id" not in reading.values
        and not reading.asked("status_id")
    ):
        work = reading.buffer.work
        reading.mark()
        matches = unlabelled.take_status(reading.buffer, statuses, update=reading.update)
        if len({choice.id for choice in matches}) == 1:
            reading.put("status_id", matches[0], reading.consumed())
        else:
            reading.buffer.work = work
    if types is None or "job_type_id" in reading.values or reading.asked("job_type_id"):
        return
    if reading.update:
        _offer_type(reading, types)
    else:
        if alone := _type_alone(reading, types):
            choice, place = alone
            reading.buffer.consume(*place)
            reading.put("job_type_id", choice, place)
            return
        matching_types = types_named(reading, types)
        if len(matching_types) == 1:
            _put_type(reading, matching_types[0])


def _type_alone(reading: Reading, types: NameIndex) -> tuple[Choice, Place] | None:
    """A type by a word that says nothing elsewhere, which is a piece by itself here: `…, general`, `(general)`."""
    found = {
        choice: piece.span()
        for piece in re.finditer(rf"[^,;:.()\n{CONSUMED}]+", reading.buffer.work)
        if (choice := types.one(piece[0]))
        and fold(choice.name) == fold(piece[0])
        and fold(choice.name) in unlabelled.PLAIN_TYPES
    }
    return next(iter(found.items())) if len(found) == 1 else None


_MADE = re.compile(
    r"\b(?:make (?:it|this)|change (?:it|this)?(?: to)?|should be|(?:it'?s|this is) (?:really )?|more of)(?: an?| for)? ?$",
    re.IGNORECASE,
)
_TYPE_ENDS = re.compile(
    rf"(?: job| work)?\s*(?:$|[,;.!\n{CONSUMED}]|(?:not|instead|rather|now|pls|please)\b)"
)


def _offer_type(reading: Reading, types: NameIndex) -> None:
    """In an update a type that it is made (`make it electrical not plumbing`) is offered."""
    work = reading.buffer.work
    for choice in types.find("", 100):
        for match in re.finditer(rf"\b{re.escape(choice.name)}\b", work, re.IGNORECASE):
            if _MADE.search(work[: match.start()]) and _TYPE_ENDS.match(work, match.end()):
                words = f"“{match[0]}” may be the new type: press it if it is."
                reading.notes.append(Note(words, "job_type_id", [choice]))
                return


def _put_type(reading: Reading, choice: Choice) -> None:
    if unlabelled.is_in_doubt(reading.buffer.remaining(), choice):
        words = f"“{choice.name}” may not be what the work is: press it if it is the type."
        reading.notes.append(Note(words, "job_type_id", [choice]))
    else:
        reading.put("job_type_id", choice, reading.place_of(choice.name))


def read_whole_pieces(reading: Reading) -> None:
    """In an update, a piece that is just the name of one thing: `…, complete`."""
    for piece in list(re.finditer(rf"[^,;\n{CONSUMED}]+", reading.buffer.work)):
        matches = [
            (name, choice)
            for name, lookup in ID_FIELDS.items()
            if name not in {"tenants_ids", *reading.values}
            and not reading.asked(name)
            and (index := reading.names.get(lookup))
            if (choice := index.one(piece[0])) and fold(choice.name) == fold(piece[0])
        ]
        if len(matches) == 1 and "?" in piece[0]:
            [(name, choice)] = matches
            words = reading.buffer.consume(*piece.span())
            reading.notes.append(Note(in_doubt(words, FIELDS[name].label), name, [choice]))
        elif len(matches) == 1:
            [(name, choice)] = matches
            reading.put(name, choice, piece.span())
            reading.buffer.consume(*piece.span())
