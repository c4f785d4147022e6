"""Values whose words are said of another job (`job 62 urgent`), or in a frame that sets nothing (`don't set priority high`). They are offered."""

from bot.jobs.characters import plain_characters
from bot.jobs.fields import Text
from bot.jobs.forms import FIELDS
from bot.jobs.quicktext.change_clauses import another_job
from bot.jobs.quicktext.doubtful_frames import doubtful_frame, sentence_around
from bot.jobs.quicktext.notes import Note
from bot.jobs.quicktext.reading import Place, Reading

_DAYS = frozenset({"date_works_start_date", "date_works_end_date", "time_range_id"})
_PLACE, _TYPE = "address_id", "job_type_id"


def leave_open_what_is_said_in_doubt(reading: Reading) -> None:
    """Takes such values out of their fields again, and puts their words back into the text."""
    work = plain_characters(reading.buffer.text)
    for at in reading.codes:
        work = f"{work[:at]} {work[at + 1 :]}"
    for name, place in list(reading.places.items()):
        if name not in reading.values or isinstance(FIELDS[name].kind, Text):
            continue
        label = FIELDS[name].label
        if words := _of_another_job(reading, name, work, place):
            _leave_open(reading, name, f"“{words}” may be another job, so {label} was left open")
        elif words := _in_doubt(reading, name, work, place):
            _leave_open(reading, name, f"{label} was left open because of “{words}”")
            reading.buffer.restore(*place)


def _of_another_job(reading: Reading, name: str, work: str, place: Place) -> str:
    """An address may say which job is meant, unless it is the *other* one's."""
    words = another_job(work, *place) if reading.update else ""
    return words if name != _PLACE or "other" in words.casefold() else ""


def _in_doubt(reading: Reading, name: str, work: str, place: Place) -> str:
    """Where it is, and what kind of work the words of a new job tell, is so whatever is asked of it."""
    if name == _PLACE or (name == _TYPE and name not in reading.explicit):
        return ""
    is_day = name in _DAYS  # whose own readers weigh who says it
    told = name in reading.explicit and not is_day
    return doubtful_frame(sentence_around(work, *place), asked=not is_day, told=told)


def _leave_open(reading: Reading, name: str, why: str) -> None:
    value = reading.values.pop(name)
    reading.explicit.discard(name)
    reading.notes = [each for each in reading.notes if getattr(each, "field", "") != name]
    sentence = f"{why}: press it if it is meant."
    offered = value if name == "tenants_ids" and value else [value] if value is not None else []
    reading.notes.append(Note(sentence, name, offered))
