"""Amounts without a pound sign after words of a budget, which nothing reads: `NTE 90`, `budget 350-400`."""

import re

from bot.jobs.quicktext.buffer import CONSUMED
from bot.jobs.quicktext.notes import Note
from bot.jobs.quicktext.reading import Reading

_BUDGET = re.compile(
    r"\b(?:nte|n\.t\.e\.?|not to exceed|budget|cap(?:ped)?|limit(?:ed)?|max(?:imum)?\.?|up to|no(?:t)? (?:more than|over|above)|spend|approved|authorised)"
    r"(?: (?:is|of|at|to|now|about|around|approx|agreed|up|max))*[ :=]*"
    r"(?P<sum>\d{1,3}(?:,\d{3})+(?:\.\d\d)?|\d{2,6}(?:\.\d\d)?|\d(?:\.\d+)?k)k?"
    r"(?P<range> ?(?:-|/|to|or) ?£?\d[\d,.]*k?)?(?![\w/:]|[.,-]\d)",
    re.IGNORECASE,
)
_NO_MONEY = re.compile(
    r" ?(?:%|°|deg\w*|bar|psi|m\b|mm|cm|met(?:re|er)s?|ft|feet|litres?|kg|kw|watts?|volts?|v\b|amps?|a\b|hours?|hrs?|mins?|minutes?|days?|weeks?|wks?|months?|years?|yrs?|visits?"
    r"|people|persons?|men|x\b|pieces?|units?|items?|rooms?|flats?|doors?|windows?|am\b|pm\b|sqm|degrees)",
    re.IGNORECASE,
)


def say_which_amounts_were_not_read(reading: Reading) -> None:
    """A note at the budget for the first such amount, where no budget was read or asked about."""
    names = ("job_total_budget", "contractor_budget", "total_amount")
    if any(name in reading.values or reading.asked(name) for name in names):
        return
    work = reading.buffer.work
    for match in _BUDGET.finditer(work):
        words = reading.buffer.text[slice(*match.span())]
        if CONSUMED in match[0] or "\n" in match[0] or _NO_MONEY.match(work, match.end()):
            continue
        if any(words in note for note in reading.notes):
            continue
        why = (
            "is a range: please enter one amount"
            if match["range"]
            else "was left in the text: if it is the budget, please enter it"
        )
        end = "." if match["range"] else " in Total budget."
        reading.notes.append(Note(f"“{words}” {why}{end}", "job_total_budget"))
        return
