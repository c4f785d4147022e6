"""How much of a long text is read as quick text; what is beyond is kept as it was typed.

Somebody pastes a whole e-mail: its beginning says what the job is, the rest is its description.
"""

from dataclasses import dataclass

from bot.jobs.characters import line_break
from bot.jobs.quicktext.access_codes import take_private
from bot.jobs.quicktext.buffer import TextBuffer, unslack
from bot.jobs.quicktext.notes import TOO_LONG
from bot.jobs.quicktext.reading import Reading
from bot.jobs.quicktext.unlabelled import contacts_moved

MOST_READ = 500
"""Characters that are read for fields."""
_MOST_KEPT = 15_000
"""Characters of a command that are looked at at all; the notes below say so when there are more."""
_MOST_DESCRIPTION = 2_900
"""A form's box takes 3,000."""
_NOTE = 450
_MOST_NOTES = 8


@dataclass(frozen=True)
class SplitText:
    """`beyond`: what comes after the part that is read, with the line or word break it began with."""

    read: str
    beyond: str


def split(typed: str) -> SplitText:
    """The part of a command's text that is read, and the rest: cut between two words."""
    text = unslack(typed[:_MOST_KEPT])
    at = _before_label(text, line_break(text, MOST_READ))
    return SplitText(text[:at], text[at:])


def _before_label(text: str, at: int) -> int:
    """Not between a label alone on its line and its value on the next."""
    line = text.rfind("\n", 0, at)
    is_label = at < len(text) and text[line + 1 : at].rstrip().endswith((":", "="))
    return line if is_label and line > 0 else at


def keep_beyond(reading: Reading, beyond: str) -> None:
    """Puts the rest of a new job's text at the end of its description; codes and contacts in it stay private."""
    if not beyond.strip():
        return
    buffer = TextBuffer(beyond)
    private = take_private(buffer)
    reading.access += [*private.access, *private.contacts]
    if private.contacts:
        reading.notes.append(contacts_moved(private.contacts))
    description = str(reading.values.get("job_description") or "")
    whole = f"{description}{beyond[:1] if description else ''}{buffer.remaining()}".strip()
    at = line_break(whole, _MOST_DESCRIPTION)
    reading.values["job_description"] = whole[:at]
    reading.notes.append(
        f"Only the first {MOST_READ} characters were read for dates, names and amounts: "
        "the rest is at the end of the description."
    )
    _point_out(reading, whole[at:], "This did not fit into the description")


def keep_access(reading: Reading) -> None:
    """Puts codes and contacts into Access details, as far as they fit; the rest is pointed out."""
    whole = "; ".join(filter(None, [reading.values.get("access_details"), *reading.access]))
    at = line_break(whole, _MOST_DESCRIPTION)
    reading.values["access_details"] = whole[:at]
    _point_out(reading, whole[at:], "This did not fit into Access details")


def point_out_beyond(reading: Reading, beyond: str) -> None:
    """In an update, notes with the rest of the text, which changes nothing."""
    _point_out(reading, beyond, f"Only the first {MOST_READ} characters were read, not this")


def _point_out(reading: Reading, text: str, why: str) -> None:
    text = " ".join(text.split())
    for _ in range(_MOST_NOTES):
        if not text:
            return
        at = line_break(text, _NOTE)
        reading.notes.append(f"{why}: “{text[:at].strip()}”")
        text = text[at:]
    if text:
        reading.notes.append(TOO_LONG)
