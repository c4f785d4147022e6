"""How amounts of money are written: `1,250.50`, `1 250`, `1'250`, `2k`, `£1.2m`; a number is read whole or not at all."""

import re
from decimal import Decimal

from pydantic_core import PydanticCustomError

from bot.jobs.validation import pounds

DIGITS = (
    r"(?:\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d{1,3}(?:[ ']\d{3})+(?:\.\d{1,2})?|\d+(?:\.\d{1,2})?)"
)
SUFFIX = r"(?:k|m|mil|mill|million|thou|thousand|grand)"
ENDS = r"(?!(?!(?:ish|p/?h|pph|pd|pcm|pw|pa|pp|ea|each|hr|hrly|inc|ex)\b)[\w%]|[.,']\d|,\d)"
"""What may not follow an amount: then only its beginning would be read."""
LONE = r" \d+(?:[.,]\d+)?(?=\s*(?:$|[,;.)\n]))"
"""A second number with nothing after it: `£1 25` is not one pound."""
AMOUNT = rf"{DIGITS}(?: ?{SUFFIX})?{ENDS}"
_PARTS = re.compile(rf"(?P<n>{DIGITS})(?: ?(?P<suffix>{SUFFIX}))?", re.IGNORECASE)
_THOUSAND = 1000


def value_of(amount: str) -> Decimal:
    """The value of what `AMOUNT` matched. Raises ValueError for anything else."""
    parts = _PARTS.fullmatch(amount.strip())
    if parts is None:
        raise ValueError(amount)
    number = Decimal(re.sub(r"[ ,']", "", parts["n"]))
    suffix = (parts["suffix"] or "").casefold()
    return number * {"": 1, "m": 1_000_000}.get(suffix[:1], _THOUSAND)


def is_spaced(amount: str) -> bool:
    """`1 250`: the last digits may belong to what follows, as in `£1 250 High Street`."""
    return bool(re.search(r"\d \d", amount))


def sums_of(*amounts: str) -> tuple[Decimal, ...]:
    """The sums that a box of the form takes, to be chosen from: both ends of `300-400`, of `1.5-2k` 1,500 and 2,000.

    Empty where one of them is no sum.
    """
    try:
        values = [value_of(amount.strip(" £")) for amount in amounts]
        if values[-1] >= _THOUSAND and amounts[-1].rstrip()[-1:].isalpha():
            thousands = [each * _THOUSAND if each < _LEAST_WHOLE else each for each in values]
            values = thousands if len(values) > 1 else values
        return tuple(pounds(str(value)) for value in values)
    except (ValueError, ArithmeticError, PydanticCustomError):
        return ()


_LEAST_WHOLE = 100
"""`1.5-2k` begins with thousands, `500-2k` with pounds."""
