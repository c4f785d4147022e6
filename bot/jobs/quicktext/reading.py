"""The state of reading one quick text: values so far, notes, and the text not consumed yet."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.jobs.name_index import NameIndex
from bot.jobs.quicktext.buffer import CONSUMED, TextBuffer
from bot.jobs.quicktext.notes import Note
from bot.jobs.trade_words import BUILT_IN, TradeWords

Place = tuple[int, int]
"""Where words stand in the text: from and to, in characters."""


@dataclass
class Reading:
    """`values`: field name → value, as in `QuickText`; `explicit`: fields that were named.

    `times`: times of day that no field takes. `end_words`: the words of an end date that may
    be relative to the start date. `urgency`: the words that the priority was read from. `said`: the
    text as it was typed, without what is private, labelled or money. `kept_out`: the places of what is private or labelled.
    `told_elsewhere`: the places of what is private, labelled or an address. `signature`: of a pasted e-mail, for the description. `codes`: the places of codes, with the words that go with them. `trade`:
    the trade's words. `update`: the text changes a job rather than raising one. `places`: field name → where its value was read.
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
    told_elsewhere: frozenset[int] = frozenset()
    codes: frozenset[int] = frozenset()
    trade: TradeWords = BUILT_IN
    end_words: str = ""
    urgency: str = ""
    signature: str = ""
    places: dict[str, Place] = field(default_factory=dict)
    _marked: str = ""

    def put(self, name: str, value: Any, place: Place | None) -> None:
        """Fills a field. `place`: of the words that say so, None where no words of the text do."""
        self.values[name] = value
        if place is None:
            self.places.pop(name, None)
        else:
            self.places[name] = place

    def place_of(self, words: str) -> Place | None:
        """Where these words stand first; None if the text has them in another spelling."""
        found = re.search(re.escape(words), self.buffer.text, re.IGNORECASE) if words else None
        return found.span() if found else None

    def mark(self) -> None:
        """What `consumed` counts from."""
        self._marked = self.buffer.work

    def consumed(self) -> Place | None:
        """The first part that was consumed since `mark`; None where none was."""
        pairs = enumerate(zip(self._marked, self.buffer.work, strict=True))
        taken = [at for at, (old, new) in pairs if new == CONSUMED != old]
        if not taken:
            return None
        whole = next((n for n, at in enumerate(taken) if at != taken[0] + n), len(taken))
        return taken[0], taken[0] + whole

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
