"""A status by the word people use for it: `status done`, and in an update `done` alone."""

import re
from collections.abc import Iterator, Sequence

from bot.jobs.denials import half_meant, not_done_after
from bot.jobs.model import Choice
from bot.jobs.quicktext.buffer import CONSUMED
from bot.jobs.quicktext.notes import Note
from bot.jobs.quicktext.reading import Place, Reading
from bot.jobs.status_words import is_an_end, status_meant

_STATUS = re.compile(
    r"\b(?:(?:set|change|mark) )?(?:status|stage)(?: to| is| as)? +", re.IGNORECASE
)
_ENDS = re.compile(
    rf"\s*(?:$|[,;\n.!{CONSUMED}]|(?:and|from|on|at|with|please|pls)\b)", re.IGNORECASE
)
_PIECE = re.compile(
    rf"(?:^|(?<=[,;\n{CONSUMED}])|(?<=[.!] ))[ ]*(?:(?:(?:(?:you|we|u) )?can|ok to|happy to|please|pls) )?(?:(?:marked|mark|set|put|now|is|it'?s|its) )?(?:(?:as|to|now) )?",
    re.IGNORECASE,
)
_BESIDE_A_DAY = re.compile(rf"\s*(?:(?:by|on|from|before|until|till?) )?{CONSUMED}")
"""`done friday`: it may be done then."""
_ENDS_PIECE = re.compile(
    rf"\s*(?:it|this|that|job)?(?:(?<=th[ia][st]) (?:one|job))?\s*(?:please|pls|now|thanks|thx|ta|cheers|today|tho)?\s*(?:$|[,;\n.!{CONSUMED}])",
    re.IGNORECASE,
)


def read_status_word(reading: Reading) -> None:
    """Fills the status that was given in no other way, and says from which word."""
    index = reading.names.get("statuses")
    if index is None or "status_id" in reading.values or reading.asked("status_id"):
        return
    work = reading.buffer.work
    found: list[tuple[Place, Choice, str]] = []
    for lead, ends in _places(work, update=reading.update):
        status = status_meant(work[lead.end() :], index)
        if status is None:
            continue
        length, choice, sentence = status
        end = lead.end() + length
        if ends is _ENDS_PIECE and (day := _BESIDE_A_DAY.match(work, end)):
            said = reading.buffer.text[lead.end() : end]
            reading.buffer.consume(lead.start(), day.end())
            note = (
                f"“{said}” may be done on the day beside it, so Status is left open: please choose."
            )
            reading.notes.append(Note(note, "status_id", [choice]))
            return
        if is_an_end(choice) and (no := not_done_after(work[end:])):
            said = reading.buffer.consume(lead.start(), end + len(no))
            reading.notes.append(Note(half_meant(said, "Status"), "status_id", [choice]))
            return
        closing = ends.match(work, end)
        if closing:
            if ends is _ENDS_PIECE:
                end += len(closing[0].rstrip(f" ,;\n.!{CONSUMED}"))
            found.append(((lead.start(), end), choice, sentence))
            if ends is _ENDS:
                break
    _put(reading, found)


def _put(reading: Reading, found: Sequence[tuple[Place, Choice, str]]) -> None:
    """The one status that is said; where two are, as in `all done, can close`, both are offered."""
    choices = list(dict.fromkeys(choice for _, choice, _ in found))
    if len(choices) > 1:
        names = " and ".join(
            f"“{reading.buffer.text[start:end].strip()}”" for (start, end), _, _ in found
        )
        sentence = f"{names} say different things: please choose the status."
        reading.notes.append(Note(sentence, "status_id", choices))
        for place, _, _ in found:
            reading.buffer.consume(*place)
        return
    for place, choice, sentence in found[:1]:
        reading.buffer.consume(*place)
        reading.put("status_id", choice, place)
        reading.notes += [Note(sentence, "status_id")] if sentence else []


def _places(work: str, *, update: bool) -> Iterator[tuple[re.Match[str], re.Pattern[str]]]:
    """What stands before a status, and what may follow it there."""
    for lead in _STATUS.finditer(work):
        yield lead, _ENDS
    for lead in _PIECE.finditer(work) if update else ():
        yield lead, _ENDS_PIECE
