"""A message of Slack as a job: what the reader of typed lines is given of it, and the description.

Text is plain (`plain_message.plain`). The description ends with one line that says who wrote the
message and where it is.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.jobs import mail_text
from bot.jobs.characters import line_break
from bot.jobs.mail_text import MailText
from bot.jobs.quicktext.access_codes import take_private
from bot.jobs.quicktext.buffer import TextBuffer

_MOST_READ = 2_400
"""Characters for the reader; what is beyond them is kept without being read."""
MOST_TEXT = 2_990
"""UTF-16 units of a description or a case note; a form's box takes 3,000 [block-kit: plain_text_input]."""
TOO_LONG = (
    "The message is longer than there is room for: its end is in Slack alone, at the link in the "
    "last line."
)
_SOURCE_LINE = re.compile(
    r"^From Slack: [^\n]*/archives/[^\n]*$|^From Slack: [^\n]{1,80}\Z", re.MULTILINE
)
"""`source_line`; without an address only where it is the last line."""
_MOVED = "A phone number, an e-mail address or a code further down was moved to Access details."


@dataclass(frozen=True)
class MessageJob:
    """`to_read`: for the reader; `further`: what follows in the description; `source`: its last line."""

    to_read: str
    further: str
    source: str

    def filled(self, values: Mapping[str, Any]) -> tuple[dict[str, Any], Sequence[str]]:
        """The reader's form values completed, and notes for the member.

        What is private in what was not read goes to Access details too, as the reader does it.
        """
        given = str(values.get("job_description") or "")
        taken: list[str] = []
        parts = [given]
        for paragraph in self.further.split("\n\n"):
            buffer = TextBuffer(paragraph)
            private = take_private(buffer)
            taken += [*private.access, *private.contacts]
            parts.append(buffer.remaining())
        text = "\n\n".join(part for part in parts if part)
        description, is_whole = ending_with(text, self.source)
        filled = {**values, "job_description": description}
        notes = [] if is_whole else [TOO_LONG]
        if taken:
            access = "; ".join([*filter(None, [values.get("access_details")]), *taken])
            filled["access_details"] = access[:MOST_TEXT]
            notes.append(_MOVED)
        return filled, notes


_COMMAND = re.compile(r"\A\s*/job(?: new)?(?:\s+|\Z)", re.IGNORECASE)
"""Typed as a message by mistake."""


def of_message(text: str, source: str) -> MessageJob:
    mail: MailText = mail_text.read(_COMMAND.sub("", text) or text)
    to_read = mail.to_read
    at = line_break(to_read, _MOST_READ)
    further = "\n\n".join(part for part in (to_read[at:].strip(), mail.further) if part)
    return MessageJob(to_read[:at], further, source)


def source_line(author: str, link: str) -> str:
    """`From Slack: Nia Lowe, https://elm.slack.com/archives/C1/p1`."""
    return ", ".join(part for part in (f"From Slack: {author}", link) if part)


def without_source(text: str) -> str:
    """The text without the lines that say which message it is from: they are for PropOps."""
    return _SOURCE_LINE.sub("", text).strip()


def ending_with(text: str, line: str) -> tuple[str, bool]:
    """The text with this as its last line, cut to what a box takes; whether that is all of it."""
    room = MOST_TEXT - _units(line) - 3
    cut = text
    while _units(cut) > room:
        cut = cut[: line_break(cut, len(cut) - max(1, (_units(cut) - room) // 2))]
    is_whole = cut == text
    cut = cut.rstrip() if is_whole else f"{cut.rstrip()}…"
    return (f"{cut}\n\n{line}" if cut else line), is_whole


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
