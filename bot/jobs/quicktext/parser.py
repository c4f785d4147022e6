"""Quick text: `boiler not firing at 12 Elm Row tomorrow high £250` → a filled form.

Read in this order, each from what is still there: `field: value`, access talk, address, money, days,
people, priority, status, type; what is left is the title. When in doubt the words stay in the title
and a note says so: nothing typed is dropped.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.jobs.dates.parser import FoundDay, Span, read_day, said
from bot.jobs.forms import FIELDS, ID_FIELDS
from bot.jobs.model import Choice
from bot.jobs.name_index import NameIndex, fold
from bot.jobs.quicktext import unlabelled
from bot.jobs.quicktext.access_codes import take_access
from bot.jobs.quicktext.addresses import find_firm, find_place
from bot.jobs.quicktext.buffer import CONSUMED, TextBuffer, unslack
from bot.jobs.quicktext.dates_in_text import DateMention, find_days
from bot.jobs.quicktext.keywords import read_keywords, read_numbers
from bot.jobs.quicktext.labelled import LabelledValues, read_labelled
from bot.jobs.quicktext.money import take_money

_LONGEST_TITLE = 150


@dataclass(frozen=True)
class QuickText:
    """What was understood. `values`: field name → str, date, Decimal, Choice, tuple of Choice, or
    None to clear; `notes`: sentences for the member; `explicit`: fields that were named.
    """

    values: Mapping[str, Any] = field(default_factory=dict, repr=False)
    notes: tuple[str, ...] = field(default=(), repr=False)
    explicit: frozenset[str] = frozenset()


def parse(text: str, today: date, names: Mapping[str, NameIndex]) -> QuickText:
    """Reads the text of a new job. `names`: lookup name → index; any may be missing."""
    reader = _Reader(text, today, names)
    reader.read()
    reader.entitle()
    return reader.result()


def parse_update(text: str, today: date, names: Mapping[str, NameIndex]) -> QuickText:
    """Reads changes to a job: the same, but words left over are pointed out, not made its title."""
    reader = _Reader(text, today, names, update=True)
    reader.read()
    reader.point_out()
    return reader.result()


class _Reader:
    """One reading of one text."""

    def __init__(
        self, text: str, today: date, names: Mapping[str, NameIndex], *, update: bool = False
    ) -> None:
        self.page = TextBuffer(unslack(text))
        self.today, self.names, self.update = today, names, update
        self.values: dict[str, Any] = {}
        self.notes: list[str] = []
        self.explicit: set[str] = set()
        self.times: list[str] = []
        self.access: list[str] = []
        self.end_words = ""

    def result(self) -> QuickText:
        if self.access:
            given = self.values.get("access_details")
            self.values["access_details"] = "; ".join(filter(None, [given, *self.access]))
        notes = tuple(dict.fromkeys(self.notes))
        return QuickText(self.values, notes, frozenset(self.explicit))

    def read(self) -> None:
        for named in read_labelled(self.page, self.today, self.names, only="access_details"):
            self._named(named)
        self.access += take_access(self.page, self._stops())
        for named in read_labelled(self.page, self.today, self.names):
            self._named(named)
        self._address()
        for named in read_numbers(self.page):
            self._named(named)
        self._money()
        self._days()
        for named in read_keywords(self.page, self.names):
            self._named(named)
        self._contractor()
        self._priority()
        self._status_and_type()
        if self.update:
            self._whole_pieces()
        self._order_of_days()

    # --- what was named -------------------------------------------------------------------------

    def _named(self, named: LabelledValues) -> None:
        self.notes += named.notes
        for name, value in named.values.items():
            if name == "tenants_ids" and self.values.get(name) and value:
                value = tuple(dict.fromkeys([*self.values[name], *value]))  # noqa: PLW2901
            if name == "access_details" and self.values.get(name) and value:
                value = f"{self.values[name]}; {value}"  # noqa: PLW2901
            if (old := self.values.get(name)) not in (None, value) and name not in _ADDING:
                self.notes.append(_twice(name, old, value))
            if value is None and not self.update:
                self.notes.append(f"{FIELDS[name].label} is left empty, as you said.")
            else:
                self.values[name] = value
            self.explicit.add(name)
        if named.time:
            self._time(named.time)
        if "date_works_end_date" in named.values:
            self.end_words = named.end_words

    # --- what was not -----------------------------------------------------------------------------

    def _stops(self) -> list[int]:
        return [mention.start for mention in find_days(self.page.work, self.today)]

    def _address(self) -> None:
        index = self.names.get("addresses")
        if index is None or "address_id" in self.explicit:
            return
        place = find_place(self.page.work, index)
        if place is None:
            return
        if place.choice:
            self.values["address_id"] = place.choice
            self.page.consume(place.start, place.end)
        if place.note:
            self.notes.append(place.note)

    def _money(self) -> None:
        work, text = self.page.work, self.page.text
        found = list(take_money(self.page))
        sums = [each for each in found if each.value is not None]
        fields = [each.field for each in sums]
        twice = {name for name in fields if fields.count(name) > 1 or name in self.values}
        if twice:
            self.page.work, self.page.text = work, text
            self.notes.append(
                f"{' and '.join(each.words for each in sums)}: please enter each amount in its own box."
            )
            return
        for each in found:
            if each.value is not None:
                self.values[each.field] = each.value
            if each.note:
                self.notes.append(each.note)

    def _days(self) -> None:
        mentions = find_days(self.page.work, self.today)
        self.notes += [each.note for each in mentions if each.note]
        wanted = [each for each in mentions if not each.kept]
        ends = [
            each for each in wanted if each.role == "end" and isinstance(each.reading, FoundDay)
        ]
        starts = [each for each in wanted if each not in ends]
        self._one_day(starts, "date_works_start_date")
        self._one_day(ends, "date_works_end_date")

    def _one_day(self, mentions: list[DateMention], name: str) -> None:
        if not mentions:
            return
        days = {each.reading for each in mentions}
        if len(days) > 1 or name in self.values:
            words = ", ".join(f"“{each.text}”" for each in mentions)
            self.notes.append(
                f"{words}: please choose the day in {FIELDS[name].label}."
                if name not in self.values
                else f"{words} was left in the text: {FIELDS[name].label} was given already."
            )
            return
        for each in mentions:
            self.page.consume(each.start, each.end)
            if each.named:
                self.explicit.add(name)
        first = mentions[0].reading
        if name == "date_works_end_date" and isinstance(first, FoundDay):
            self.end_words = mentions[0].text if first.kind in {"weekday", "ordinal"} else ""
        self._day(mentions[0].reading, name)

    def _day(self, reading: Any, name: str) -> None:
        if isinstance(reading, Span):
            self.values.setdefault("date_works_start_date", reading.start.day)
            self.values.setdefault("date_works_end_date", reading.end.day)
            parts = [reading.start, reading.end]
        else:
            self.values[name] = reading.day
            parts = [reading]
        self.notes += [part.note for part in parts if part.note]
        for part in parts:
            if part.time:
                self._time(f"{part.time} on {said(part.day)}", part.time)

    def _time(self, words: str, time: str = "") -> None:
        index = self.names.get("time_ranges")
        bare = re.sub(r"^(?:at|@|in|this|around|about) ?", "", time or words)
        if index and (choice := index.one(bare) or index.one(_PARTS_OF_DAY.get(bare, ""))):
            self.values.setdefault("time_range_id", choice)
            return
        self.times.append(words)

    def _contractor(self) -> None:
        index = self.names.get("contractors")
        if index is None or "contractor_id" in self.values:
            return
        found = find_firm(self.page.work, index)
        if found is None:
            return
        self.values["contractor_id"] = found.choice
        if found.end > found.start:
            self.page.consume(found.start, found.end)

    def _priority(self) -> None:
        index = self.names.get("priorities")
        if index is None or "priority_id" in self.values:
            return
        work = self.page.work
        found, notes = unlabelled.take_priority(self.page, index)
        if len({choice.id for choice in found}) > 1:
            self.page.work = work
            names = ", ".join(f"“{choice.name}”" for choice in found)
            self.notes.append(f"Several priorities are in the text ({names}): please choose one.")
        elif found:
            self.values["priority_id"] = found[0]
        else:
            self.notes += notes

    def _status_and_type(self) -> None:
        statuses, types = self.names.get("statuses"), self.names.get("job_types")
        if statuses is not None and "status_id" not in self.values:
            work = self.page.work
            found = unlabelled.take_status(self.page, statuses)
            if len({choice.id for choice in found}) == 1:
                self.values["status_id"] = found[0]
            else:
                self.page.work = work
        if types is not None and "job_type_id" not in self.values and not self.update:
            firm = self.values.get("contractor_id")
            words = fold(self.page.remaining()).replace(fold(firm.name) if firm else "\n", " ")
            named = unlabelled.named_types(words, types)
            if len(named) == 1:
                self.values["job_type_id"] = named[0]

    def _whole_pieces(self) -> None:
        """In an update, a piece that is just the name of one thing: `…, complete`."""
        for found in list(re.finditer(rf"[^,;\n{CONSUMED}]+", self.page.work)):
            meant = [
                (name, choice)
                for name, lookup in ID_FIELDS.items()
                if name not in {"tenants_ids", *self.values} and (index := self.names.get(lookup))
                if (choice := index.one(found[0])) and fold(choice.name) == fold(found[0])
            ]
            if len(meant) == 1:
                self.values[meant[0][0]] = meant[0][1]
                self.page.consume(*found.span())

    def _order_of_days(self) -> None:
        start = self.values.get("date_works_start_date")
        end = self.values.get("date_works_end_date")
        if start and end and end < start and self.end_words:
            later = read_day(self.end_words, start)
            if isinstance(later, FoundDay):
                end = self.values["date_works_end_date"] = later.day
        if start and end and end < start:
            self.notes.append(
                f"The works end ({said(end)}) before they start: please check the dates."
            )

    # --- what is left -----------------------------------------------------------------------------

    def entitle(self) -> None:
        left = self.page.remaining()
        more: list[str] = []
        if "job_title" in self.values:
            more = [left] if left else []
        elif left:
            title, *lines = left.split("\n")
            if len(title) > _LONGEST_TITLE:
                lines.insert(0, title)
                title = _shortened(title)
            self.values["job_title"] = _capital(title)
            more = lines
        more += [f"Time asked for: {words}." for words in self.times]
        if self.times:
            self.notes.append(
                "PropOps keeps days, not times: the time is in the description, please check it."
            )
        if more:
            given = self.values.get("job_description")
            self.values["job_description"] = "\n".join(filter(None, [given, *more]))
        self.notes += unlabelled.contact_warnings(self.values.get("job_title") or "")

    def point_out(self) -> None:
        for line in re.split(r"\n|(?<=\S)[,;](?=\s)", self.page.remaining()):
            if words := line.strip(" ,;"):
                self.notes.append(f"“{words}” was not understood, so it changes nothing.")
        self.notes += [
            f"PropOps keeps days, not times: “{words}” was left out." for words in self.times
        ]


_ADDING = frozenset({"tenants_ids", "access_details"})


def _twice(name: str, old: Any, new: Any) -> str:
    both = ""
    if not FIELDS[name].sensitive:
        both = " (" + " and ".join(f"“{_shown(each)}”" for each in (old, new)) + ")"
    return f"{FIELDS[name].label} was given more than once{both}: please check it."


def _shown(value: Any) -> str:
    match value:
        case Choice():
            return value.name
        case date():
            return said(value)
        case None:
            return "none"
        case _:
            return str(value)


_PARTS_OF_DAY = {
    "am": "morning", "morning": "am", "first thing": "morning", "pm": "afternoon", "afternoon": "pm",
    "tonight": "evening", "this morning": "morning", "this afternoon": "afternoon",
    "this evening": "evening",
}  # fmt: skip


def _capital(title: str) -> str:
    first = title.split(" ", 1)[0]
    return title[0].upper() + title[1:] if first.islower() else title


def _shortened(title: str) -> str:
    """The first sentence, or as many words as fit."""
    sentence = re.split(r"(?<=[.!?])\s", title)[0]
    if len(sentence) <= _LONGEST_TITLE:
        return sentence.rstrip(".")
    cut = title[:_LONGEST_TITLE]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut[: _LONGEST_TITLE - 1]).rstrip(
        " ,;:-"
    ) + "…"
