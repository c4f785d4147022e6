"""A value after the label of a field that takes another kind: `contractor: £250`, `budget: 12 june`, `contractor: friday`.

It is put into no field: it is said, and offered where it may belong.
"""

import re

from pydantic_core import PydanticCustomError

from bot.jobs.dates.parser import FoundDay, read_days
from bot.jobs.dates.vocabulary import MONTH, WEEKDAY
from bot.jobs.denials import says_no
from bot.jobs.fields import Day, Email, Lookup, Money, Name, Percent, Pick, Reference
from bot.jobs.quicktext.after_label import AfterLabel
from bot.jobs.quicktext.amounts import AMOUNT, value_of
from bot.jobs.quicktext.choices import choose
from bot.jobs.quicktext.notes import Note
from bot.jobs.validation import pounds

POUNDS = re.compile(r"\s*(?:£|gbp\b)", re.IGNORECASE)
_SUM = re.compile(rf"\s*(?:£|gbp) ?(?P<n>{AMOUNT})", re.IGNORECASE)
_NOT_IT = re.compile(rf"\s*(?:not|never|isn't|no longer) £? ?{AMOUNT}", re.IGNORECASE)
_DAY = re.compile(
    rf"\s*(?P<day>(?:{WEEKDAY},? )?(?:the )?\d{{1,2}}(?:st|nd|rd|th)? ?(?:of )?{MONTH}(?: 20\d\d)?"
    rf"|\d{{1,2}}/\d{{1,2}}(?:/(?:20)?\d\d)?|20\d\d-\d\d-\d\d|(?:next |this )?{WEEKDAY}|today|tomorrow)(?=\s*(?:$|[,;.]))",
    re.IGNORECASE,
)


def value_of_another_kind(after: AfterLabel) -> Note | None:
    """What is said of it, consumed with its label; None where the value may be one of the field."""
    kind = after.field.kind
    no_amount = Day | Pick | Lookup | Name | Reference | Email
    if isinstance(kind, no_amount) and (amount := _SUM.match(after.text)):
        return _of_amount(after, amount)
    if isinstance(kind, Money) and (denied := _NOT_IT.match(after.text)):
        typed = after.consume(denied.end())
        return Note(says_no(typed, after.field.label), after.label.field)
    if isinstance(kind, Percent) and after.is_colon and (amount := _SUM.match(after.text)):
        return _of_amount(after, amount)
    is_address = kind == Lookup("addresses")  # `address: 2/1, 220 Dumbarton Road`
    if (
        isinstance(kind, Money | Percent | Pick | Lookup | Name | Reference | Email)
        and not is_address
        and (day := _DAY.match(after.text))
    ):
        return _of_day(after, day)
    return None


def _of_amount(after: AfterLabel, match: re.Match[str]) -> Note:
    label = after.field.label
    field = "contractor_budget" if after.label.field == "contractor_id" else "job_total_budget"
    typed = after.consume(match.end())
    why = f"“{typed}” is an amount, which “{after.label.typed}” does not take"
    try:
        value = pounds(str(value_of(match["n"])))
    except (ValueError, ArithmeticError, PydanticCustomError):
        return Note(f"{why}: please enter it in its own box.", after.label.field)
    if isinstance(after.field.kind, Percent):
        return Note(f"{label} is a percentage, not “{typed}”: please enter it.", after.label.field)
    return Note(f"{why}: press it if it is the budget.", field, [value])


def _of_day(after: AfterLabel, match: re.Match[str]) -> Note | None:
    kind = after.field.kind
    found = read_days(match["day"], after.today)
    if not isinstance(found, FoundDay):
        return None
    if isinstance(kind, Pick | Lookup):
        index = after.names.get(kind.lookup)
        _, choice, _ = choose(match["day"], index, "") if index is not None else (0, None, "")
        if choice is not None:  # somebody is called Friday
            typed = after.consume(match.end())
            why = f"“{typed}” may be a day, or {choice.name}: press the name if it is meant."
            return Note(
                why, after.label.field, [] if kind == Lookup("tenants", many=True) else [choice]
            )
    typed = after.consume(match.end())
    why = f"“{typed}” is a day, which “{after.label.typed}” does not take"
    return Note(f"{why}: press it if the work is done then.", "date_works_start_date", [found.day])
