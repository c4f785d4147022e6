"""One reading of one quick text: what has been understood so far, and what is still there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.jobs.name_index import NameIndex
from bot.jobs.quicktext.buffer import TextBuffer


@dataclass
class Reading:
    """`values`: field name → value, as in `QuickText`; `explicit`: fields that were named.

    `times`: times of day that no field takes. `end_words`: the words of a last day that may be
    meant as seen from the first. `update`: the text changes a job rather than raising one.
    """

    buffer: TextBuffer
    today: date
    names: Mapping[str, NameIndex]
    update: bool = False
    values: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    explicit: set[str] = field(default_factory=set)
    times: list[str] = field(default_factory=list)
    access: list[str] = field(default_factory=list)
    end_words: str = ""
