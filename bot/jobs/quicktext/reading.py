"""The state of reading one quick text: values so far, notes, and the text not consumed yet."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.jobs.name_index import NameIndex
from bot.jobs.quicktext.buffer import TextBuffer
from bot.jobs.quicktext.notes import Note
from bot.jobs.trade_words import BUILT_IN, TradeWords


@dataclass
class Reading:
    """`values`: field name → value, as in `QuickText`; `explicit`: fields that were named.

    `times`: times of day that no field takes. `end_words`: the words of an end date that may
    be relative to the start date. `urgency`: the words that the priority was read from. `said`: the
    text as it was typed, without what is private, labelled or money. `kept_out`: the places of what is private or labelled.
    `signature`: of a pasted e-mail, for the description. `codes`: the places of codes, with the words that go with them. `trade`: the trade's words. `update`: the text changes a job rather than raising one.
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
    said: str = ""
    kept_out: frozenset[int] = frozenset()
    codes: frozenset[int] = frozenset()
    trade: TradeWords = BUILT_IN
    end_words: str = ""
    urgency: str = ""
    signature: str = ""

    def asked(self, name: str) -> bool:
        """Whether a note already asks about this field: then nothing else fills it."""
        return any(isinstance(each, Note) and each.field == name for each in self.notes)

    def is_firm(self, word: str) -> bool:
        """Whether the word is part of the name of a contractor or an agent."""
        return self.is_word_of("contractors", word) or self.is_word_of("agents", word)

    def is_word_of(self, lookup: str, word: str) -> bool:
        """Whether the word is part of a name of this list."""
        index = self.names.get(lookup)
        return index is not None and index.has_word(word)
