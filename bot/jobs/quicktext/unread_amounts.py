"""Amounts that nothing reads: without a pound sign after words of a budget (`NTE 90`, `budget 350-400`), `5k`, or in words."""

import re
from collections.abc import Iterator
from decimal import Decimal

from bot.jobs.quicktext.amounts import sums_of
from bot.jobs.quicktext.buffer import CONSUMED
from bot.jobs.quicktext.money import TOTAL
from bot.jobs.quicktext.notes import Note
from bot.jobs.quicktext.reading import Reading
from bot.jobs.quicktext.spelled_amounts import SPELLED, value_spelled

_BUDGET = re.compile(
    r"\b(?:nte|n\.t\.e\.?|not to exceed|budget|cap(?:ped)?|limit(?:ed)?|max(?:imum)?\.?|up to|no(?:t)? (?:more than|over|above)|spend|approved|authorised)"
    r"(?: (?:is|of|at|to|now|about|around|approx|agreed|up|max))*[ :=]*"
    r"(?P<sum>\d{1,3}(?:,\d{3})+(?:\.\d\d)?|\d{2,6}(?:\.\d\d)?|\d(?:\.\d+)?k)(?P<k>k?)"
    r"(?P<range> ?(?:-|/|to|or) ?£?(?P<last>\d[\d,.]*k?))?(?![\w/:]|[.,-]\d)",
    re.IGNORECASE,
)
_THOUSANDS = re.compile(
    rf"(?<![\w£.,/-])(?P<sum>\d{{1,3}}(?:\.\d{{1,2}})?k)(?:-?ish)?"
    rf"(?=\s*(?:$|[,;.)\n{CONSUMED}]|(?:max|tops|limit|budget|cap|inc\w*|all in|for|pls|please|approx|or so|\+|plus|agreed|approved|ok)\b))",
    re.IGNORECASE,
)
"""`new bathroom 5k`; but not `4k tv`."""
_NO_MONEY = re.compile(
    r" ?(?:%|°|deg\w*|bar|psi|m\b|mm|cm|met(?:re|er)s?|ft|feet|litres?|kg|kw|watts?|volts?|v\b|amps?|a\b|hours?|hrs?|mins?|minutes?|days?|weeks?|wks?|months?|years?|yrs?|visits?"
    r"|people|persons?|men|x\b|pieces?|units?|items?|rooms?|flats?|doors?|windows?|am\b|pm\b|sqm|degrees)",
    re.IGNORECASE,
)
_OF_A_PAYER = re.compile(
    r"\b(?:ll|landlord|landlady|client|owner)(?:'s)? (?:(?!(?:at|of|flat|unit|no|room|from|after|before|by|on|since|until|till|tel|phone|mob|ext|code|in)\b)[a-z']+ ){1,4}"
    r"(?P<sum>\d{1,3},\d{3}|[1-9]\d{2,4})(?![\w/:]|[.,-]\d)",
    re.IGNORECASE,
)
"""`LL picks 1800`."""
_FIELDS = (TOTAL, "contractor_budget", "total_amount")


def say_which_amounts_were_not_read(reading: Reading) -> None:
    """A note at the budget for the first such amount, where no budget was read or asked about."""
    if any(name in reading.values for name in _FIELDS):
        return
    asked = any(map(reading.asked, _FIELDS))
    for note in _led(reading) if asked else _asked(reading):
        if not any(note.split("”")[0] in said for said in reading.notes):
            reading.notes.append(note)
            return


def _asked(reading: Reading) -> Iterator[Note]:
    work = reading.buffer.work
    for match in (
        *_BUDGET.finditer(work),
        *_THOUSANDS.finditer(work),
        *_OF_A_PAYER.finditer(work),
    ):
        if CONSUMED in match[0] or "\n" in match[0] or _NO_MONEY.match(work, match.end()):
            continue
        words = reading.buffer.text[slice(*match.span())]
        parts = match.groupdict()
        amounts = [f"{match['sum']}{parts.get('k') or ''}", *filter(None, [parts.get("last")])]
        yield _note(words, sums_of(*amounts), is_range=len(amounts) > 1)
    for match in SPELLED.finditer(work):
        value = value_spelled(next(filter(None, match.groups())))
        if CONSUMED not in match[0] and "\n" not in match[0] and value:
            yield _note(reading.buffer.text[slice(*match.span())], sums_of(str(value)))


def _led(reading: Reading) -> Iterator[Note]:
    """Of the amounts in words those that are called a budget: `last year 65 pounds. Budget eighty`."""
    for match in SPELLED.finditer(reading.buffer.work):
        if match["led"] and CONSUMED not in match[0] and (value := value_spelled(match["led"])):
            yield _note(reading.buffer.text[slice(*match.span())], sums_of(str(value)))


def _note(words: str, choices: tuple[Decimal, ...], *, is_range: bool = False) -> Note:
    which = "the one that" if is_range else "it if it"
    do = f"press {which} is the budget" if choices else "please enter the budget"
    why = "is a range" if is_range else "was left in the text"
    return Note(f"“{words}” {why}: {do}.", TOTAL, choices)
