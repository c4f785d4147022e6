"""What quick text says to its member: a sentence, the field it is about, and values to choose from."""

import calendar
import re
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Self

from bot.jobs.dates.parser import FoundDay, full_date, read_days
from bot.jobs.dates.vocabulary import MONTH, NTH, month
from bot.jobs.forms import FIELDS
from bot.jobs.model import Choice

COUNTED = "The last day was counted: press it if it is the last day of the work."
"""Of so many days, which may be counted with a weekend or without one."""
MOST_CHOICES = 5
TOO_LONG = "There is more, which is too long to show here: I've sent you all you typed in a private message."
_OR = re.compile(r"\s*(?:,|/(?!\d)|&|\+|\band/or\b|\band\b|\bor\b|\bthen\b)+\s*", re.IGNORECASE)
_WEEK = re.compile(r"(?:in |some ?time )?(next|this) (?:week|wk)", re.IGNORECASE)
_MONTH = re.compile(MONTH, re.IGNORECASE)


class Note(str):
    """A whole sentence. `field`: the name of the field it stands at, empty for the head of the form;
    `choices`: what the field may be instead, at most `MOST_CHOICES`.
    """

    __slots__ = ("choices", "field")
    field: str
    choices: tuple[date | Decimal | Choice, ...]

    def __new__(
        cls, sentence: str, field: str = "", choices: Sequence[date | Decimal | Choice] = ()
    ) -> Self:
        note = super().__new__(cls, sentence)
        note.field = field
        note.choices = tuple(dict.fromkeys(choices))[:MOST_CHOICES]
        return note


def note_at(field: str, sentence: str) -> Note:
    """The sentence at this field, with what it offers there, unless it stands at one already."""
    if isinstance(sentence, Note):
        return sentence if sentence.field else Note(sentence, field, sentence.choices)
    return Note(sentence, field)


def more_than_one(phrase: str) -> str:
    return f"“{phrase}” is more than one day. Which one is it?"


def days_in(phrase: str, today: date, week: str = "") -> list[date]:
    """The days that a phrase lists or leaves open, to choose from; empty where it can't be said.

    `mon or tues`, `12 or 13 june`; of `next week` or `third week of July` its working days. `week`: words after the phrase that
    say which week, as in `mon or tues next week`.
    """
    if (nth := _NTH_WEEK.fullmatch(phrase.strip())) and not week:
        return _days_of_week(nth, today)
    if (part := _PART_OF_MONTH.fullmatch(phrase.strip())) and not week:
        return _days_of_part(part, today)
    monday = _monday(week or phrase, today)
    if monday is not None and not week:
        days = [monday + timedelta(days=n) for n in range(5)]
        return [day for day in days if day >= today]
    parts = [part.strip() for part in _OR.split(phrase) if part.strip()]
    month = _MONTH.search(parts[-1]) if parts else None
    parts = [f"{part} {month[0]}" if part.isdecimal() and month else part for part in parts]
    found = [each.day for part in parts if isinstance(each := read_days(part, today), FoundDay)]
    if len(found) != len(parts) or len(parts) < 2:
        return []
    days = [monday + timedelta(days=day.weekday()) for day in found] if monday else found
    return [] if any(day < today for day in days) else days


_NTH_WEEK = re.compile(
    rf"(?:the )?(?P<nth>{'|'.join(NTH)}|last) (?:week|wk)(?: (?:of|in))? (?P<month>{MONTH})",
    re.IGNORECASE,
)


def _days_of_week(match: re.Match[str], today: date) -> list[date]:
    """The working days of the days 1-7 of a month, 8-14 and so on; empty where they have gone, or are none."""
    number, nth = month(match["month"].casefold()), match["nth"].casefold()
    first = date(today.year + (number < today.month), number, 1)
    last = first.replace(day=calendar.monthrange(first.year, number)[1])
    begin = (
        last - timedelta(days=6) if nth == "last" else first + timedelta(days=7 * (NTH[nth] - 1))
    )
    days = [begin + timedelta(days=n) for n in range(7)]
    return [day for day in days if today <= day <= last and day.weekday() < 5]


_PART_OF_MONTH = re.compile(
    rf"(?:in |around |about )?(?P<part>early|mid(?:dle)?|late)[ -]?(?:in |of )?(?P<month>{MONTH})",
    re.IGNORECASE,
)


def _days_of_part(match: re.Match[str], today: date) -> list[date]:
    """The first five working days of a month, those of the week of its 15th, or its last five."""
    number = month(match["month"].casefold())
    first = date(today.year + (number < today.month), number, 1)
    days = [first + timedelta(days=n) for n in range(calendar.monthrange(first.year, number)[1])]
    work = [day for day in days if day.weekday() < 5]
    middle = first.replace(day=15)
    monday = middle - timedelta(days=middle.weekday())
    part = match["part"].casefold()
    some = work[:5] if part == "early" else work[-5:]
    if part.startswith("mid"):
        some = [monday + timedelta(days=n) for n in range(5)]
    return [day for day in some if day >= today]


def _monday(words: str, today: date) -> date | None:
    """The Monday of `next week` or `this week`; None for other words."""
    match = _WEEK.fullmatch(words.strip())
    if match is None:
        return None
    return today + timedelta(days=(7 if match[1].casefold() == "next" else 0) - today.weekday())


def given_twice(name: str, old: Any, new: Any) -> Note:
    """Two values were given for one field: days, numbers and things from a list can be chosen from; the rest is typed."""
    private = FIELDS[name].sensitive
    both = "" if private else " (" + " and ".join(f"“{_shown(each)}”" for each in (old, new)) + ")"
    sentence = f"{FIELDS[name].label} was given more than once{both}: please check it."
    choices = [each for each in (old, new) if isinstance(each, date | Decimal | Choice)]
    return Note(sentence, name, choices if len(choices) == 2 and not private else ())


def _shown(value: Any) -> str:
    match value:
        case Choice():
            return value.name
        case date():
            return full_date(value)
        case None:
            return "none"
        case _:
            return str(value)


USUAL_VAT = Decimal(20)


def without_vat(words: str, value: Decimal, field: str, vat: Decimal = USUAL_VAT) -> Note:
    """An amount without VAT for a field that has VAT in it: it can be pressed with the VAT, `with_vat`."""
    label = FIELDS[field].label.removesuffix(" (£)")
    sentence = f"“{words}” was left open, since {label} has VAT in it: press it with {vat}% VAT, or enter it."
    return Note(sentence, field, [with_vat(value, vat)])


def with_vat(value: Decimal, vat: Decimal = USUAL_VAT) -> Decimal:
    """The amount with this percentage, to the penny."""
    return (value * (100 + vat) / 100).quantize(Decimal("0.01"))
