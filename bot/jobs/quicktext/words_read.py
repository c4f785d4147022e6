"""The words that each value was read from, for whoever checks the form: `From “rang friday about”`.

A word alone would hide what it was said of, so the unread words around it are quoted along: up to three before it, two after.
"""

import re
from collections.abc import Mapping

from bot.jobs.fields import Text
from bot.jobs.forms import FIELDS
from bot.jobs.quicktext.buffer import CONSUMED
from bot.jobs.quicktext.reading import Place, Reading

_MOST = 80
"""Characters of the words themselves."""
_CLAUSE_ENDS = re.compile(rf"[,;!?()\n{CONSUMED}]|[.:](?=\s|$)")
_MOST_BEFORE, _MOST_AFTER = 3, 2


def words_read(reading: Reading) -> Mapping[str, str]:
    """Field name → its words, of one that is to be emptied too. A text is what was typed anyway, and what is private is not repeated."""
    return {
        name: _quoted(reading, place)
        for name, place in reading.places.items()
        if name in reading.values
        if not FIELDS[name].sensitive and not isinstance(FIELDS[name].kind, Text)
    }


def _quoted(reading: Reading, place: Place) -> str:
    start, end = place
    work, text = reading.buffer.work, reading.buffer.text
    said = " ".join(text[start:end].split()).strip(" ,;")
    if len(said) > _MOST:
        return said[: _MOST - 1].rstrip() + "…"
    before = _CLAUSE_ENDS.split(work[:start])[-1].split()
    after = _CLAUSE_ENDS.split(work[end:])[0].split()
    words = [*before[-_MOST_BEFORE:], said, *after[:_MOST_AFTER]]
    head = "…" if len(before) > _MOST_BEFORE else ""
    return head + " ".join(words) + ("…" if len(after) > _MOST_AFTER else "")
