"""The value of a field in words, and the facts that a card shows everybody."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Any, assert_never

from bot.jobs.dates.vocabulary import DAYS, MONTHS
from bot.jobs.fields import Day, Email, Lookup, Money, Percent, Pick, Text
from bot.jobs.forms import FIELDS, ID_FIELDS
from bot.jobs.model import NAME_FIELDS, Choice, Job
from bot.jobs.reference_mark import unmark
from bot.jobs.rich_text import to_text

EMPTY = "—"
MASK = "•••"
_MOST_DIGITS = 30
"""`1e999999999` is a number too, and would be written out."""
NO_NAMES: Mapping[str, Any] = MappingProxyType({})


def display(name: str, value: Any, names: Mapping[str, Any] = NO_NAMES) -> str:
    """The value of the field `name` in words: `£1,250.50`, `Fri 12 June 2026`, a chosen name.

    `value` is stored JSON or a typed form value; `names` holds chosen names by field name. Empty
    is `—`, a sensitive value `•••`, tenants are counted and never named. Not escaped.
    """
    entry = FIELDS[name]
    if value is None or value in ("", ()):
        return EMPTY
    if entry.sensitive:
        return MASK
    match entry.kind:
        case Text(multiline=True):
            return unmark(to_text(str(value))) or EMPTY
        case Text() | Email():
            return str(value).strip() or EMPTY
        case Day():
            return day(value)
        case Money():
            return pounds(value)
        case Percent():
            return percent(value)
        case Lookup(many=True):
            return tenants(len(value)) if isinstance(value, list | tuple) else EMPTY
        case Pick() | Lookup():
            return value.name if isinstance(value, Choice) else _named(value, names.get(name))
        case _:
            assert_never(entry.kind)


@dataclass(frozen=True)
class Fact:
    """One fact of a job that a card may show in a channel: its label, and its value in words.

    `read` takes the job and chosen names by field name, and gives `""` for what is not set. `name`:
    the field it shows, empty for what can only be read.
    """

    label: str
    read: Callable[[Job, Mapping[str, Any]], str]
    name: str = ""


def facts(job: Job, names: Mapping[str, Any] = NO_NAMES) -> list[tuple[str, str]]:
    """`(label, value)` of the facts on a card, as far as they are set. Neither part is escaped.

    `names`: for ids that the job itself doesn't name.
    """
    all_names = {**names, **names_in(job)}
    return [(fact.label, value) for fact in CARD_FACTS if (value := fact.read(job, all_names))]


def names_in(job: Job) -> dict[str, str]:
    """Field name → the name PropOps gave with the id, as far as it gave one."""
    return {
        name: text for name, name_field in NAME_FIELDS.items() if (text := getattr(job, name_field))
    }


def label(name: str) -> str:
    """The label of a field without its unit, which the value carries: `Total budget`."""
    return FIELDS[name].label.removesuffix(" (£)").removesuffix(" (%)")


def _field(name: str) -> Fact:
    """A writable field as a fact. An id that nobody can name is left out."""

    def read(job: Job, names: Mapping[str, Any]) -> str:
        value = getattr(job, name)
        if value in (None, "", ()) or (name in ID_FIELDS and not names.get(name)):
            return ""
        return display(name, value, names)

    return Fact(label(name), read, name)


READ_ONLY: tuple[Fact, ...] = (
    # none so far
)
"""What PropOps adds to a job and nobody can write: on cards, and in `/job show`.

One entry each: `Fact("Branch", lambda job, _: job.branch_name)`.
"""
CARD_FACTS: tuple[Fact, ...] = (
    *(_field(name) for name, entry in FIELDS.items() if entry.on_card and not entry.sensitive),
    *READ_ONLY,
)
"""What a card shows, in this order: the fields that may be there, then what can only be read."""


def day(value: date | str) -> str:
    """`2026-06-12` → `Fri 12 June 2026`; what is no date comes back as it is."""
    date_ = day_of(value)
    if date_ is None:
        return str(value)
    return f"{DAYS[date_.weekday()][:3]} {date_.day} {MONTHS[date_.month - 1]} {date_.year}"


def short_day(value: date | str, year: int) -> str:
    """`2026-06-12` → `Fri 12 Jun`, with its year where that is not `year`; else as it is."""
    date_ = day_of(value)
    if date_ is None:
        return str(value)
    words = f"{DAYS[date_.weekday()][:3]} {date_.day} {MONTHS[date_.month - 1][:3]}"
    return words if date_.year == year else f"{words} {date_.year}"


def period(start: str, end: str, year: int) -> str:
    """From a day to a day: `Thu 26 Nov`, `Thu 26 to Fri 27 Nov`, `until Fri 27 Nov`; empty for neither."""
    if not end or start[:10] == end[:10]:
        return short_day(start, year) if start else ""
    if not start:
        return f"until {short_day(end, year)}"
    first, last = short_day(start, year), short_day(end, year)
    one, other = day_of(start), day_of(end)
    if one is not None and other is not None and one.replace(day=1) == other.replace(day=1):
        first = first.removesuffix(last.partition(str(other.day))[2])
    return f"{first} to {last}"


def day_of(value: Any) -> date | None:
    """A date, or text that begins with one (`2026-06-12`); None for anything else."""
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value[:10])
    except (TypeError, ValueError):
        return None


def pounds(value: Decimal | float | str) -> str:
    """`1250.5` → `£1,250.50`; what is no number comes back as it is."""
    number = as_number(value)
    if number is None:
        return str(value)
    return f"{'-' if number < 0 else ''}£{abs(number):,.2f}"


def percent(value: Decimal | float | str) -> str:
    """`20.0` → `20%`; what is no number comes back as it is."""
    number = as_number(value)
    return str(value) if number is None else f"{plain(number)}%"


def plain(number: Decimal) -> str:
    """A number as one types it: `250`, `17.5`, without commas and idle noughts."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def as_number(value: Any) -> Decimal | None:
    """A finite number, however it is stored; None when it is none, or has more digits than money has."""
    if value is None or isinstance(value, bool):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) <= _MOST_DIGITS else None


def tenants(count: int) -> str:
    return EMPTY if not count else "1 tenant" if count == 1 else f"{count:,} tenants"


def _named(value: Any, name: Any) -> str:
    return str(name) if name else f"No. {value}"
