"""The text after one `field:` while its value is read, and the result of reading it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.jobs.fields import Input
from bot.jobs.forms import FIELDS
from bot.jobs.name_index import NameIndex
from bot.jobs.quicktext.buffer import CONSUMED, TextBuffer
from bot.jobs.quicktext.dates_in_text import find_days
from bot.jobs.quicktext.labels import Label


@dataclass
class LabelledValues:
    """What one label gave: field name → value, notes for the member, a time of day beside a date.

    `end_words`: the words of an end date that may be relative to the start date. `field_name`: the
    field that the notes are about.
    """

    values: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    time: str = ""
    end_words: str = ""
    field_name: str = ""


class AfterLabel:
    """`text` runs from the label to the next one, in the plain characters of the buffer."""

    def __init__(
        self, buffer: TextBuffer, today: date, names: Mapping[str, NameIndex], label: Label
    ) -> None:
        self.buffer, self.today, self.names, self.label = buffer, today, names, label
        self.field: Input = FIELDS[label.field]
        self.text = buffer.work[label.begin : label.end]
        self.result = LabelledValues(field_name=label.field)

    @property
    def is_colon(self) -> bool:
        """Whether a colon parts the label from its value, not `=`, which may be of a sum."""
        return ":" in self.buffer.work[self.label.start : self.label.begin]

    @property
    def notes(self) -> list[str]:
        return self.result.notes

    def consume(self, length: int) -> str:
        """Consumes the label and the first `length` characters of the text; returns these."""
        begin = self.label.begin
        typed = self.buffer.text[begin : begin + length].replace(CONSUMED, " ")
        self.buffer.consume(self.label.start, begin + length)
        return typed.strip(" \t\u00a0,;")

    def put(self, value: Any) -> None:
        self.result.values[self.label.field] = value

    def piece(self) -> str:
        """The text up to its first comma, to what is consumed, or to a day or an amount."""
        piece = re.split(rf"[,{CONSUMED}£]", self.text, maxsplit=1)[0]
        days = [
            each.start for each in find_days(piece, self.today) if each.start and not each.stays
        ]
        return piece[: min(days, default=len(piece))]

    def short_piece(self) -> str:
        """The probable value: all of a short piece, else its first word."""
        words = self.piece().split()
        return " ".join(words if len(words) <= 4 else words[:1])

    def point_out(self, why: str = "") -> None:
        """Notes that the value can't be read, and consumes the probable value."""
        piece = self.piece()
        words = list(re.finditer(r"\S+", piece))
        length = len(piece.rstrip()) if len(words) <= 4 else words[0].end()
        typed = self.consume(length)
        label = self.field.label
        if typed and typed in why:
            self.notes.append(why)
        elif typed:
            self.notes.append(
                f"{label}, “{typed}”: {why or 'that was not understood, please enter it below.'}"
            )
