"""Reading what was entered in one field: the value, or one sentence about what is wrong."""

import re
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal, InvalidOperation
from typing import Any, assert_never

from pydantic_core import PydanticCustomError

from bot.jobs.characters import trimmed
from bot.jobs.fields import Day, Email, Kind, Lookup, Money, Percent, Pick, Text

MOST_POUNDS = Decimal(10_000_000)
_DATE_FORMATS = ("%Y-%m-%d", "%d/%m/%Y")
_GROUPED = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d*)?")
_EMAIL = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;.]{2,}")


def complaint(sentence: str) -> PydanticCustomError:
    """An error whose whole text is `sentence`."""
    return PydanticCustomError("complaint", "{sentence}", {"sentence": sentence})


def validated(kind: Kind, raw: Any) -> Any:
    """What was entered in a field of this kind, typed: `str`, `date`, `Decimal`, an id, a tuple of ids.

    Raises `PydanticCustomError`, whose message is the sentence for the member.
    """
    match kind:
        case Text():
            return text_of(raw, kind.max_length)
        case Email():
            return an_email(raw)
        case Day():
            return a_day(raw)
        case Money():
            return pounds(raw)
        case Percent():
            return percent(raw)
        case Lookup(many=True):
            return some_ids(raw)
        case Pick() | Lookup():
            return one_id(raw)
        case _:
            assert_never(kind)


def text_of(raw: Any, most: int) -> str:
    """Text without the space around it, at most `most` characters."""
    text = _stripped(raw)
    if len(text) > most:
        raise complaint(f"That is {len(text):,} characters; please keep to {most:,}.")
    return text


def _stripped(raw: Any) -> str:
    if not isinstance(raw, str):
        raise complaint("Please type some text here.")
    return trimmed(raw)


def one_id(raw: Any) -> int:
    try:
        number = int(raw)
    except (TypeError, ValueError):
        raise complaint("Please choose one from the list.") from None
    if number <= 0:
        raise complaint("Please choose one from the list.")
    return number


def some_ids(raw: Any) -> tuple[int, ...]:
    if not isinstance(raw, list | tuple):
        raise complaint("Please choose from the list.")
    return tuple(dict.fromkeys(one_id(each) for each in raw))


def pounds(raw: Any) -> Decimal:
    """`£1,250.50`, `1250.5` → 1250.50."""
    amount = _number(raw, "Please enter pounds and pence, e.g. 250 or 1250.50.")
    if amount < 0:
        raise complaint("Money can't be negative here: please enter 0 or more.")
    if amount > MOST_POUNDS:
        raise complaint("That is over £10 million: please check the number.")
    if amount != amount.quantize(Decimal("0.01")):
        raise complaint("Please round to whole pence, e.g. 1250.50.")
    return amount.quantize(Decimal("0.01"))


def percent(raw: Any) -> Decimal:
    share = _number(raw, "Please enter a percentage, e.g. 20.")
    if not 0 <= share <= 100:
        raise complaint("VAT goes from 0 to 100, e.g. 20.")
    return share


def a_day(raw: Any) -> date:
    """`YYYY-MM-DD`, as a date picker sends it [block-kit: datepicker]."""
    if isinstance(raw, date):
        return raw
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", raw):
            raise ValueError(raw)
        return date.fromisoformat(raw)
    except (TypeError, ValueError):
        raise complaint("Please pick a day from the calendar.") from None


def an_email(raw: Any) -> str:
    text = _stripped(raw)
    if len(text) > 254 or not _EMAIL.fullmatch(text):
        raise complaint("Please enter one e-mail address, e.g. sam@example.com.")
    return text


def last_moment(text: str, zone: tzinfo, now: float) -> tuple[float | None, str]:
    """An expiry date, as people copy it: 2026-12-31 or 31/12/2026.

    Returns the end of that day in this zone, in Unix seconds, and a complaint or `""`.
    """
    for form in _DATE_FORMATS:
        try:
            day: date = datetime.strptime(text.strip(), form).date()  # noqa: DTZ007 - a plain day
            end = datetime.combine(day + timedelta(days=1), datetime.min.time(), zone).timestamp()
        except (ValueError, OverflowError):
            continue
        return (end, "") if end > now else (None, "The expiry date has passed.")
    return None, "The expiry date must look like 2026-12-31 or 31/12/2026."


def _number(raw: Any, help_: str) -> Decimal:
    if isinstance(raw, bool) or not isinstance(raw, str | int | float | Decimal):
        raise complaint(help_)
    text = str(raw).replace("£", "").replace("%", "").strip()
    if _GROUPED.fullmatch(text):
        text = text.replace(",", "")
    if not re.fullmatch(r"-?\d{1,12}(\.\d*)?|-?\.\d+", text):
        raise complaint(help_)
    try:
        return Decimal(text)
    except InvalidOperation:  # the pattern lets nothing else through
        raise complaint(help_) from None
