"""What is left of quick text once the fields are out of it: the title, or words not understood."""

import re

from bot.jobs.characters import trimmed
from bot.jobs.quicktext import unlabelled
from bot.jobs.quicktext.buffer import CONSUMED
from bot.jobs.quicktext.change_words import LEFT, SMALL
from bot.jobs.quicktext.notes import Note
from bot.jobs.quicktext.reading import Reading
from bot.jobs.quicktext.remainder import is_manners, label_places, lacks_its_thing, reads_on
from bot.jobs.quicktext.title import cleaned, without_half_brackets

_LONGEST_TITLE = 150
_MARKS = " \n\t\"'“”‘’()[]{}<>.,;:!?–—*_~|/\\+-"
"""Marks that are no title by themselves."""


def put_title(reading: Reading) -> None:
    """The first line left is the title, cut to fit; the rest goes into the description."""
    text = reading.buffer.remaining()
    more: list[str] = []
    if "job_title" in reading.values:
        named = "job_description" in reading.values or not reading.values["job_title"]
        more = [text] if text else [] if named else [str(reading.values["job_title"])]
    elif trimmed(text).strip(_MARKS) and not (reading.values and is_manners(text)):
        title, *lines = text.split("\n")
        title = without_half_brackets(_whole_where_torn(reading, title))
        if len(title) > _LONGEST_TITLE:
            lines.insert(0, title)
            title = _shortened(title)
        contractor = reading.values.get("contractor_id")
        title = cleaned(title, contractor.name if contractor else "", reading.urgency)
        reading.values["job_title"] = _capital(title)
        more = lines or ([] if "job_description" in reading.values else [reading.said])
    if reading.signature and not any(reading.signature in each for each in more):
        more.append(reading.signature)
    more += [f"Time asked for: {words}." for words in reading.times]
    if reading.times:
        kept = "PropOps keeps days, not times: the time is in the description, please check it."
        reading.notes.append(Note(kept, "job_description"))
    if more:
        description = reading.values.get("job_description")
        reading.values["job_description"] = "\n".join(filter(None, [description, *more]))
    title = reading.values.get("job_title") or ""
    reading.notes += [Note(each, "job_title") for each in unlabelled.contact_warnings(title)]


def _whole_where_torn(reading: Reading, title: str) -> str:
    """The first line that is left, or all of it as it was typed where what is left is no phrase."""
    buffer, at = reading.buffer, 0
    for line in buffer.text.split("\n"):
        span = (at, at + len(line))
        at = span[1] + 1
        if not buffer.part(*span).remaining():
            continue
        labels = label_places(buffer.text, span, reading.codes)
        shown = set(range(*span)) - reading.kept_out | labels
        whole = buffer.part(*span, given_back=shown).remaining()
        torn = bool(labels) and lacks_its_thing(title)
        return title if not torn and reads_on(title, whole) else whole
    return title


_PIECE = re.compile(r"(?:[^,;.!?\n]|[.!?](?=\S))+")


def point_out_rest(reading: Reading) -> None:
    """In an update, notes that words which were not understood change nothing.

    What is left of a phrase whose value was taken (`push it back to …`), and manners beside what was read, go without saying.
    """
    told = reading.values or any(isinstance(each, Note) and each.field for each in reading.notes)
    for piece in list(_PIECE.finditer(reading.buffer.work)) if told else ():
        left = [word.strip(_MARKS) for word in piece[0].replace(CONSUMED, " ").casefold().split()]
        known = SMALL | LEFT if CONSUMED in piece[0] else SMALL
        if left and all(word in known or not word for word in left):
            reading.buffer.consume(*piece.span())
    for line in re.split(r"\n|(?<=\S)[,;](?=\s)", reading.buffer.remaining()):
        if words := line.strip(" ,;"):
            reading.notes.append(
                f"“{words}” was not understood, so it changes nothing: please use the fields below."
            )
    reading.notes += [
        f"PropOps keeps days, not times: “{words}” was left out." for words in reading.times
    ]


def _capital(title: str) -> str:
    first = title.split(" ", 1)[0]
    return title[0].upper() + title[1:] if first.islower() else title


def _shortened(title: str) -> str:
    """The first sentence, or as many words as fit."""
    sentence = re.split(r"(?<=[.!?])\s", title)[0]
    if len(sentence) <= _LONGEST_TITLE:
        return sentence.rstrip(".")
    cut = title[:_LONGEST_TITLE]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut[: _LONGEST_TITLE - 1]).rstrip(
        " ,;:-"
    ) + "…"
