"""Of an update: values whose words are said of another job: `job 62 urgent`, `the one at 14 Elm Row is now thurs`. They are offered."""

from bot.jobs.characters import plain_characters
from bot.jobs.fields import Text
from bot.jobs.forms import FIELDS
from bot.jobs.quicktext.change_clauses import another_job
from bot.jobs.quicktext.notes import Note
from bot.jobs.quicktext.reading import Reading


def leave_open_what_is_of_another_job(reading: Reading) -> None:
    """Takes such values out of their fields again; an address may say which job is meant, unless it is the *other* one's."""
    work = plain_characters(reading.buffer.text)
    for name, place in list(reading.places.items()):
        if name not in reading.values or isinstance(FIELDS[name].kind, Text):
            continue
        words = another_job(work, *place)
        if words and (name != "address_id" or "other" in words.casefold()):
            value = reading.values.pop(name)
            reading.explicit.discard(name)
            reading.notes = [each for each in reading.notes if getattr(each, "field", "") != name]
            sentence = f"“{words}” may be another job, so {FIELDS[name].label} was left open: press it if it is meant."
            offered = (
                value if name == "tenants_ids" and value else [value] if value is not None else []
            )
            reading.notes.append(Note(sentence, name, offered))
