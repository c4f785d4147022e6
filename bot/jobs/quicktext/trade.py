"""The type and the priority of a new job from the words of the trade: `boiler`, `asap`. Of an update the priority."""

import re

from bot.jobs.characters import plain_characters
from bot.jobs.denials import is_said_by_others, said_by_others
from bot.jobs.forms import FIELDS
from bot.jobs.model import Choice
from bot.jobs.name_index import NameIndex, fold
from bot.jobs.quicktext import unlabelled
from bot.jobs.quicktext.buffer import CONSUMED
from bot.jobs.quicktext.notes import MOST_CHOICES, Note
from bot.jobs.quicktext.reading import Reading
from bot.jobs.quicktext.short_names import whole_names


def read_trade_words(reading: Reading) -> None:
    """Fills what was given in no other way, and says from which word. In an update, a hurry alone."""
    types, priorities = reading.names.get("job_types"), reading.names.get("priorities")
    if reading.update:
        if priorities is not None:
            _read_hurry(reading, priorities)
        return
    said = plain_characters(reading.said)
    if (
        types is not None
        and "job_type_id" not in reading.values
        and not reading.asked("job_type_id")
    ):
        _read_type(reading, types, said)
    asked = reading.asked("priority_id")
    if priorities is not None and "priority_id" not in reading.values and not asked:
        _put(reading, "priority_id", reading.trade.priority_in(said, priorities))


def _read_type(reading: Reading, types: NameIndex, said: str) -> None:
    """The type that the words of the trade speak of; where they speak of several, each is offered."""
    several = types_named(reading, types)
    words: dict[Choice, str] = {}
    if not several:
        without_firms = _without_firms(reading, said)
        words = reading.trade.words_in(without_firms, types)
        several = list(words)
        found = reading.trade.type_in(without_firms, types)
        if found is None and not several and "contractor_id" in reading.values:
            found = reading.trade.type_in(said, types)
        if found is not None:
            _put(reading, "job_type_id", found)
            return
        if len(several) > 1 and (meant := _of_the_firm(reading, types, several)):
            _put(reading, "job_type_id", (meant, words[meant]))
            return
    if len(several) == 1 and words:
        [where] = words.values()
        sentence = f"“{where}” may only say where: press {several[0].name} if it is the type."
        reading.notes.append(Note(sentence, "job_type_id", several))
    if len(several) > 1:
        either = " and ".join(f"“{choice.name}”" for choice in several[:MOST_CHOICES])
        sentence = f"The text speaks of {either}: press the one that is the type."
        reading.notes.append(Note(sentence, "job_type_id", several))


def _of_the_firm(reading: Reading, types: NameIndex, several: list[Choice]) -> Choice | None:
    """Of several types the one that the contractor's name speaks of: `radiator`, and Ace Gas is sent."""
    firm = reading.values.get("contractor_id")
    named = reading.trade.type_in(firm.name, types) if firm else None
    of_name = unlabelled.named_types(firm.name, types) if firm else []
    meant = of_name[0] if len(of_name) == 1 else named[0] if named else None
    return meant if meant in several else None


_PIECE = re.compile(rf"[^,;\n{CONSUMED}]+")
_MANNERS = re.compile(r"\b(?:please|pls|plz|now|thanks|thx)\b", re.IGNORECASE)


def _read_hurry(reading: Reading, priorities: NameIndex) -> None:
    """A piece that is nothing but a word for hurry, and of no trade: `…, asap`. One that says the same as the
    priority that was read is no news; one that says another is left to be pointed out.
    """
    for piece in list(_PIECE.finditer(reading.buffer.work)):
        words = " ".join(_MANNERS.sub(" ", piece[0]).split()).strip(" .!")
        found = reading.trade.priority_in(words, priorities)
        if found is None or found[1] != words or reading.trade.speaks_of_a_trade(words):
            continue
        if "priority_id" not in reading.values and not reading.asked("priority_id"):
            _put(reading, "priority_id", found)
        if reading.values.get("priority_id") == found[0]:
            reading.buffer.consume(*piece.span())


def types_named(reading: Reading, types: NameIndex) -> list[Choice]:
    """The job types that the text names outright, not by the name of a contractor."""
    work, contractors = reading.buffer.remaining(), reading.names.get("contractors")
    for each in list(whole_names(work, contractors)) if contractors else ():
        work = work[: each.start] + ";" * (each.end - each.start) + work[each.end :]
    firm = reading.values.get("contractor_id")
    without = fold(firm.name) if firm else "\n"
    named = unlabelled.named_types(fold(work).replace(without, " "), types)
    return [
        choice
        for choice in named
        if choice
        in unlabelled.named_types(
            fold(reading.trade.spoken_for(work, types, choice)).replace(without, " "), types
        )
    ]


def _is_theirs(reading: Reading, word: str) -> bool:
    """Whether somebody else calls it urgent; a flood that they report is one."""
    at = reading.said.casefold().find(word.casefold())
    return word.casefold() in _URGENT and at > 0 and is_said_by_others(reading.said[:at])


_URGENT = frozenset({"urgent", "urgently", "emergency", "critical"})


def _without_firms(reading: Reading, said: str) -> str:
    """Without the names of contractors: `Electrical` of a firm says nothing of the leak that it goes to."""
    contractors = reading.names.get("contractors")
    for each in list(whole_names(said, contractors)) if contractors else ():
        said = said[: each.start] + ";" * (each.end - each.start) + said[each.end :]
    return said


_SEVERAL_JOBS = re.compile(
    r"(?:^|\n)[ ]*(?:[-*•]|\d[.)]) [^\n]+\n[ ]*(?:[-*•]|\d[.)]) |\b(?:two|2|three|3|four|4|couple of|few|several) (?:different |separate |more |other |small )?(?:things|jobs|issues|problems|repairs|items)\b(?! (?:with|about|since|before)\b)",
    re.IGNORECASE,
)
_DEED = re.compile(
    r"(?:;|\b(?:electricians?|plumbers?|engineers?|contractors?|locksmiths?|council)) (?:(?:have|has|had) )?(?:(?:already|just|now|since|been|also) )*(?:isolated|made safe|made|turned off|turned|switched off|switched|disconnected|capped|fixed|repaired|replaced|checked|tested|done|sorted|fitted|serviced)\b(?: \w+){0,3} $",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r" (?:\+|&|plus) (?P<other>(?:[a-z]+ ){0,2}(?:light|lamp|bulb|bell|doorbell|door|window|lock|handle|hatch|fence|gate|carpet|plaster|blind|alarm|drawer)s?)\b",
    re.IGNORECASE,
)
"""`toilet + kitchen light`: beside the thing of one trade a thing of another."""


def tells_of_several(text: str) -> bool:
    """Whether the text says that it is of more than one job."""
    return bool(_SEVERAL_JOBS.search(text))


def _may_be_another(reading: Reading, word: str) -> bool:
    """Whether the text tells of several jobs, or of what has been done to the thing by which the type is known."""
    said = _without_firms(reading, plain_characters(reading.said))
    at = said.casefold().find(word.casefold())
    beside = _BESIDE.match(said, at + len(word)) if at >= 0 else None
    return bool(
        (tells_of_several(reading.buffer.text) and reading.trade.times_named(said) < 2)
        or (at > 0 and _DEED.search(said[:at]))
        or (beside and not reading.trade.speaks_of_a_trade(beside["other"]))
    )


def _put(reading: Reading, name: str, found: tuple[Choice, str] | None) -> None:
    if found is not None:
        choice, word = found
        if name == "priority_id" and _is_theirs(reading, word):
            reading.notes.append(Note(said_by_others(word), name, [choice]))
            return
        if name == "job_type_id" and _may_be_another(reading, word):
            words = f"“{word}” may not be all of the work: press {choice.name} if it is the type."
            reading.notes.append(Note(words, name, [choice]))
            return
        if name == "priority_id":
            reading.urgency = word
        reading.put(name, choice, place := reading.place_of(word))
        if place is None:
            sentence = f"{FIELDS[name].label} {choice.name} was read from “{word}”."
            reading.notes.append(Note(sentence, name))
