"""Reading what was entered in one field: the value, or one sentence about what is wrong."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

MOST_POUNDS = Decimal(10_000_000)
_EMAIL = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;.]{2,}")


def complaint(sentence: str) -> PydanticCustomError:
    """An error whose whole text is `sentence`."""
    return PydanticCustomError("complaint", "{sentence}", {"sentence": sentence})


def stripped(raw: Any) -> str:
    if not isinstance(raw, str):
        raise complaint("Please type some text here.")
    return raw.strip()


def at_most(length: int) -> AfterValidator:
    """Refuses text of more than `length` characters, counted after trimming."""

    def check(text: str) -> str:
        if text is not None and len(text) > length:
            raise complaint(f"That is {len(text):,} characters; please keep to {length:,}.")
        return text

    return AfterValidator(check)


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
    text = stripped(raw)
    if len(text) > 254 or not _EMAIL.fullmatch(text):
        raise complaint("Please enter one e-mail address, e.g. sam@example.com.")
    return text


def _number(raw: Any, help_: str) -> Decimal:
    if isinstance(raw, bool) or not isinstance(raw, str | int | float | Decimal):
        raise complaint(help_)
    text = str(raw).replace("£", "").replace(",", "").replace("%", "").strip()
    if not re.fullmatch(r"-?\d{1,12}(\.\d*)?|-?\.\d+", text):
        raise complaint(help_)
    try:
        return Decimal(text)
    except InvalidOperation:  # the pattern lets nothing else through
        raise complaint(help_) from None
