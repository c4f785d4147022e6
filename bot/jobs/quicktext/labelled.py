"""`field: value` in quick text: forgiving about the name, exact about the value."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic_core import PydanticCustomError

from bot.jobs.dates.parser import FoundDay, Span, Unclear, read_days
from bot.jobs.fields import Day as DayKind
from bot.jobs.fields import (
    Email,
    Input,
    Lookup,
    LookupName,
    Money,
    Name,
    Percent,
    Pick,
    Reference,
    Text,
)
from bot.jobs.forms import FIELDS
from bot.jobs.name_index import NameIndex, fold
from bot.jobs.quicktext.buffer import CONSUMED, TextBuffer
from bot.jobs.quicktext.choices import PLURAL, choose
from bot.jobs.quicktext.date_context import OR_AFTER
from bot.jobs.quicktext.dates_in_text import find_days
from bot.jobs.quicktext.labels import Label, find_labels
from bot.jobs.validation import an_email, percent, pounds

_NOTHING = re.compile(
    r"(?:none|nobody|no ?one|nothing|clear|remove|removed|unassigned?|blank|empty|n/?a|-|nil)(?=\s*(?:$|[,;\n]))",
    re.IGNORECASE,
)


@dataclass
class LabelledValues:
    """One named field: what it was given, what to say about it, a time found beside a day."""

    values: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    time: str = ""
    end_words: str = ""


def read_labelled(
    page: TextBuffer,
    today: date,
    names: Mapping[str, NameIndex],
    *,
    only: str | None = None,
) -> Iterator[LabelledValues]:
    """Every `field: value` of the page (or those of one field), taken from it."""
    for marker in find_labels(page.work):
        if only is None or marker.field == only:
            yield _Value(page, today, names, marker).read()


class _Value:
    """The value after one marker: reads it, takes it from the page."""

    def __init__(
        self, page: TextBuffer, today: date, names: Mapping[str, NameIndex], marker: Label
    ) -> None:
        self.page, self.today, self.names, self.marker = page, today, names, marker
        self.entry: Input = FIELDS[marker.field]
        self.region = page.work[marker.begin : marker.end]
        self.named = LabelledValues()

    def read(self) -> LabelledValues:
        kind = self.entry.kind
        if nothing := _NOTHING.match(self.region):
            self._empty(nothing.end())
            return self.named
        match kind:
            case DayKind():
                self._day()
            case Money():
                self._number(pounds)
            case Percent():
                self._number(percent)
            case Email():
                self._email()
            case Lookup(lookup, many=True):
                self._several(lookup)
            case Pick(lookup) | Lookup(lookup):
                self._choice(lookup)
            case Text():
                self._text()
        return self.named

    def _take(self, length: int) -> str:
        """Takes the name and the first `length` characters of the region; these are returned."""
        begin = self.marker.begin
        typed = self.page.text[begin : begin + length].replace(CONSUMED, " ")
        self.page.consume(self.marker.start, begin + length)
        return typed.strip(" \t\u00a0,;")

    def _set(self, value: Any) -> None:
        self.named.values[self.marker.field] = value

    def _empty(self, length: int) -> None:
        typed = self._take(length)
        if not self.entry.required:
            self._set(None)
        else:
            self.named.notes.append(
                f"{self.entry.label} can't be empty in PropOps, so “{typed}” was left out."
            )

    def _piece(self) -> str:
        """The region up to its first comma, to what is spoken for, or to a day or an amount."""
        piece = re.split(rf"[,{CONSUMED}£]", self.region, maxsplit=1)[0]
        days = [each.start for each in find_days(piece, self.today) if each.start and not each.kept]
        return piece[: min(days, default=len(piece))]

    def _bad(self, why: str = "") -> None:
        """Points out a value that can't be read: a short piece whole, else its first word."""
        piece = self._piece()
        words = list(re.finditer(r"\S+", piece))
        length = len(piece.rstrip()) if len(words) <= 4 else words[0].end()
        typed = self._take(length)
        label = self.entry.label
        if typed and typed in why:
            self.named.notes.append(why)
        elif typed:
            self.named.notes.append(f"{label}, “{typed}”: {why or 'that was not understood.'}")

    def _day(self) -> None:
        ends = [found.end() for found in re.finditer(rf"[^\s{CONSUMED}]+", self.region)][:10]
        unclear: tuple[int, Unclear] | None = None
        for end in reversed(ends):
            words = self.region[:end]
            if CONSUMED in words:
                continue
            if self.marker.field == "date_works_end_date":
                words = re.sub(r"^by\s", "", words, flags=re.IGNORECASE)
            reading = read_days(words.strip(" ,.;"), self.today)
            if isinstance(reading, Unclear):
                if reading.near and unclear is None:
                    unclear = end, reading
                continue
            rest = self.region[end:]
            if _half_read(words, rest, reading):
                continue
            if OR_AFTER.match(rest):
                break
            typed = self._take(end)
            if isinstance(reading, FoundDay) and reading.kind in {"weekday", "ordinal"}:
                self.named.end_words = typed
            self._days(reading)
            return
        if unclear:
            typed = self._take(unclear[0])
            self.named.notes.append(f"{self.entry.label}, “{typed}”: {unclear[1].why}")
            return
        reading = read_days(self._piece(), self.today)
        self._bad(reading.why if isinstance(reading, Unclear) and self._piece().strip() else "")

    def _days(self, reading: FoundDay | Span) -> None:
        if isinstance(reading, Span):
            self.named.values["date_works_start_date"] = reading.start.day
            self.named.values["date_works_end_date"] = reading.end.day
            self.named.time = " ".join(filter(None, (reading.start.time, reading.end.time)))
        else:
            self._set(reading.day)
            self.named.time = reading.time
        if reading.note:
            self.named.notes.append(reading.note)

    def _number(self, read: Any) -> None:
        found = re.match(
            r"(?:up to |max |about )?(?P<n>-?(?:£|gbp)? ?-?[\d.,]*\d)(?P<k>k)?(?: ?(?:pounds|quid|%|gbp))?"
            r"(?P<vat> ?(?:\+|plus|ex\w*\.?|inc\w*\.?) ?vat\b)?(?!\w)",
            self.region,
            re.IGNORECASE,
        )
        if not found:
            self._bad(f"{self.entry.label}: please enter a number, not “{self._piece().strip()}”.")
            return
        rest = self.region[found.end() :]
        if several := re.match(r" ?(?:-|to|or) ?£? ?\d[\d.,]*\d", rest):
            typed = self._take(found.end() + several.end())
            self.named.notes.append(
                f"{self.entry.label}: “{typed}” is a range, please enter one amount."
            )
            return
        typed = self._take(found.end())
        digits = re.sub(r"(?i)gbp|£|\s", "", found["n"])
        try:
            if re.search(r",(?!\d{3}(?:\D|$))|\.\d+,|\.\d{3,}", digits):
                raise ValueError(digits)
            value = read(str(Decimal(digits.replace(",", "")) * 1000) if found["k"] else digits)
        except PydanticCustomError as error:
            self.named.notes.append(f"{self.entry.label}, “{typed}”: {error.message()}")
        except (ValueError, ArithmeticError):
            self.named.notes.append(
                f"{self.entry.label}: “{typed}” is not an amount, please write it like 1250.50."
            )
        else:
            self._set(value)
            if found["vat"]:
                self.named.notes.append(f"“{typed}” was entered as {value}: please check the VAT.")

    def _email(self) -> None:
        typed = re.match(r"[^\s,;]+", self.region)
        try:
            value = an_email(typed[0] if typed else "")
        except PydanticCustomError as error:
            self._bad(error.message())
            return
        self._take(typed.end() if typed else 0)
        self._set(value)

    def _text(self) -> None:
        name, length = self.marker.field, len(self.region)
        for comma in re.finditer(",", self.region):
            if self._ends_at(comma.end()):
                length = comma.start()
                break
        if isinstance(self.entry.kind, Name | Reference):
            length = min(length, len(self._piece()))
            words = list(re.finditer(r"\S+", self.region[:length]))
            if isinstance(self.entry.kind, Reference) and len(words) > 2:
                length = words[0].end()
            else:
                stops = [each.start for each in find_days(self.region[:length], self.today)]
                length = min([length, *stops])
        elif (gap := self.region.find(CONSUMED)) >= 0 and name == "job_title":
            length = min(length, gap)
        words_ = re.sub(r"\s+", " ", self._take(length))
        bare = name != "access_details" or self.marker.typed.casefold().startswith("access")
        if words_ and not bare:
            words_ = f"{self.marker.typed}: {words_}"
        if words_:
            self._set(words_)

    def _ends_at(self, at: int) -> bool:
        """Whether what follows this comma is something by itself: `, tomorrow`, `, £250`, `, high`."""
        piece = re.split(r"[,;\n]", self.region[at:])[0]
        words = piece.strip()
        if not words or CONSUMED in words:
            return False
        if _LEAD.match(words):
            return True
        if self.marker.field != "job_title":
            return False
        mentions = find_days(words, self.today)
        if any(not each.kept and each.end - each.start == len(words) for each in mentions):
            return True
        if re.fullmatch(r"£ ?[\d,.]+k?", words):
            return True
        return any(
            (index := self.names.get(lookup)) is not None
            and (choice := index.one(words)) is not None
            and fold(choice.name) == fold(words)
            for lookup in ("priorities", "statuses", "contractors")
        )

    def _choice(self, lookup: LookupName) -> None:
        index = self.names.get(lookup)
        if index is None:
            self._bad(f"{self.entry.label}: please choose “{self._piece().strip()}” in the form.")
            return
        length, found, note = choose(self.region, index, PLURAL[lookup])
        if found is None:
            self._bad(
                note
                or f"No {self.entry.label.casefold()} is called “{self._short()}”: please choose one."
            )
            return
        self._take(length)
        self._set(found)
        if note:
            self.named.notes.append(note)

    def _short(self) -> str:
        words = self._piece().split()
        return " ".join(words if len(words) <= 4 else words[:1])

    def _several(self, lookup: LookupName) -> None:
        index = self.names.get(lookup)
        if index is None:
            self._bad(f"{self.entry.label}: please choose “{self._piece().strip()}” in the form.")
            return
        at, found = 0, []
        while True:
            length, choice, note = choose(self.region[at:], index, PLURAL[lookup])
            if choice is None:
                break
            found.append(choice)
            if note:
                self.named.notes.append(note)
            at += length
            gap = re.match(r"\s*(?:,|&|\band\b)+\s*", self.region[at:])
            if not gap or choose(self.region[at + gap.end() :], index, "")[1] is None:
                break
            at += gap.end()
        if not found:
            self._bad(note or f"No tenant is called “{self._short()}”: please choose.")
            return
        self._take(at)
        self._set(tuple(dict.fromkeys(found)))


_LEAD = re.compile(
    r"(?:works? )?(?:(?:start|starts|starting|end|ends|ending|by|until|on) (?:\w|\d)|(?:contractor|engineer|agent"
    r"|letting agent|priority|status|budget|tenants?|vat|type) \S)",
    re.IGNORECASE,
)


def _half_read(words: str, rest: str, reading: FoundDay | Span) -> bool:
    """Whether the last number of a day may belong to what follows: `friday at 12` of `… 12 Elm Row`."""
    if not re.match(r" *[A-Za-z]", rest):
        return False
    time = reading.end.time if isinstance(reading, Span) else reading.time
    return bool(re.search(r"(?:^|[ @-])\d{1,4}$", time) or re.search(r"[A-Za-z] \d{2}\s*$", words))
