"""`field: value` where the value is a day or a number."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from pydantic_core import PydanticCustomError

from bot.jobs.dates.parser import FoundDay, Span, Unclear, read_days
from bot.jobs.denials import half_meant, half_meant_after, in_doubt
from bot.jobs.quicktext.after_label import AfterLabel
from bot.jobs.quicktext.amounts import DIGITS, LONE, SUFFIX, sums_of, value_of
from bot.jobs.quicktext.another_day import another_day
from bot.jobs.quicktext.buffer import CONSUMED
from bot.jobs.quicktext.conditions import condition_after, not_certain
from bot.jobs.quicktext.date_context import OR_AFTER
from bot.jobs.quicktext.money_context import another_matter, is_no_whole
from bot.jobs.quicktext.notes import COUNTED, Note, days_in, more_than_one, without_vat
from bot.jobs.validation import percent, pounds

_BY = re.compile(r"^(?:by|w/e|w\.e\.?|we|(?:week|wk) end(?:ing|s)?)\s+(?:the\s+)?", re.IGNORECASE)
_LAST_DAY = re.compile(
    r",?\s+(?:at (?:the )?(?:very )?latest|latest|or (?:before|earlier|sooner))[.]?$", re.IGNORECASE
)


_CALLED_OFF = re.compile(
    r"\s*\?+|\s*(?:→|-*>)\s*[^\s,;.]+|[ ,(-]{1,3}(?:(?:ll|landlord|tenant|client|owner) )?to (?:be confirmed|confirm|agree)\b|\s+(?:is |was |has been |now )*(?:cancel+ed|called off|off(?=\s*(?:$|[,;.]))|no longer|postponed)\b",
    re.IGNORECASE,
)
"""`friday?`, `friday cancelled`."""


def read_day(after: AfterLabel) -> None:
    ends = [match.end() for match in re.finditer(rf"[^\s{CONSUMED}]+", after.text)][:10]
    unclear: tuple[int, Unclear] | None = None
    for end in reversed(ends):
        words = after.text[:end]
        if CONSUMED in words:
            continue
        if after.label.field == "date_works_end_date":
            words = _LAST_DAY.sub("", _BY.sub("", words, count=1), count=1)
        reading = read_days(words.strip(" ,.;"), after.today)
        if isinstance(reading, Unclear):
            if reading.near:
                unclear = end, reading
                break  # a shorter part of it that reads would be another day
            continue
        rest = after.text[end:]
        if _half_read(words, rest, reading):
            continue
        if OR_AFTER.match(rest) or another_day("", rest):
            break
        if words.rstrip().endswith("?"):
            words = after.consume(end)
            days = [reading.day] if isinstance(reading, FoundDay) else []
            after.notes.append(
                Note(in_doubt(words.rstrip("?") + "?", after.field.label), after.label.field, days)
            )
            return
        if over := _CALLED_OFF.match(rest):
            _left_open(after, end, reading, over[0].strip())
            return
        if condition := condition_after(rest):
            _left_open(after, end, reading, condition)
            return
        typed = after.consume(end)
        if isinstance(reading, FoundDay) and reading.kind in {"weekday", "ordinal"}:
            after.result.end_words = typed
        _put_days(after, reading)
        return
    if unclear:
        typed = after.consume(unclear[0])
        days = days_in(typed, after.today)
        sentence = f"{after.field.label}, “{typed}”: {unclear[1].why}"
        name = after.label.field
        after.notes.append(Note(more_than_one(typed), name, days) if days else sentence)
        return
    reading = read_days(after.piece(), after.today)
    after.point_out(reading.why if isinstance(reading, Unclear) and after.piece().strip() else "")


def _left_open(after: AfterLabel, end: int, reading: FoundDay | Span, condition: str) -> None:
    """`start: friday if dry`: the day is offered, with what it depends on."""
    words = after.text[:end].strip()
    after.consume(after.text.index(condition, end) + len(condition))
    days = [reading.day] if isinstance(reading, FoundDay) else []
    later = read_days(condition.lstrip("→-> "), after.today)
    days += [later.day] if days and isinstance(later, FoundDay) else []
    do = "press the day if it is when the work is done" if days else "please choose the days"
    after.notes.append(Note(f"{not_certain(words, condition)}: {do}.", after.label.field, days))


_NUMBER = re.compile(
    rf"(?:up to |max |about )?(?P<minus>-)?(?:£|gbp)? ?(?P<after_sign>-)?(?P<n>{DIGITS}(?: ?{SUFFIX})?)(?![\w]|[.,']\d)"
    r"(?: ?(?:pounds|quid|%|gbp)(?!\w))?(?P<vat> ?(?:\+|plus|ex\w*\.?|inc\w*\.?) ?vat\b)?(?!\w)",
    re.IGNORECASE,
)
_NO_NUMBER = re.compile(rf"-?(?:£|gbp)? ?-?\d[\d.,'kKmM]*(?:{LONE})?")

_RANGE = re.compile(r"(?: ?(?:-+>?|→|>|/|to|or) ?£? ?|, ?£ ?)(?P<last>\d[\d.,]*k?)")
"""`80-90`, `£80, £90`, `250 -> 300`."""


def read_number(after: AfterLabel, read: Callable[[Any], Decimal]) -> None:
    match = _NUMBER.match(after.text)
    if match and re.match(LONE, after.text[match.end() :]):
        match = None
    if not match and (wrong := _NO_NUMBER.match(after.text)):
        typed = after.consume(wrong.end())
        after.notes.append(
            f"{after.field.label}: “{typed}” is not an amount, please write it like 1250.50."
        )
        return
    if not match:
        after.point_out(
            f"{after.field.label}: please enter a number, not “{after.piece().strip()}”."
        )
        return
    rest = after.text[match.end() :]
    if several := _RANGE.match(rest):
        typed = after.consume(match.end() + several.end())
        choices = sums_of(match["n"], several["last"]) if read is pounds else ()
        do = "press the one that is meant" if choices else "please enter one amount"
        what = f"{after.field.label}: “{typed}” is a range, {do}."
        after.notes.append(Note(what, after.label.field, choices))
        return
    if is_no_whole(rest):
        typed = after.consume(_end_of_piece(after, match.end()))
        after.notes.append(
            f"{after.field.label}: “{typed}” is not one amount, please enter the whole."
        )
        return
    typed = after.consume(match.end())
    try:
        value = read(f"{match['minus'] or match['after_sign'] or ''}{value_of(match['n'])}")
    except PydanticCustomError as error:
        after.notes.append(f"{after.field.label}, “{typed}”: {error.message()}")
    except (ValueError, ArithmeticError):
        after.notes.append(
            f"{after.field.label}: “{typed}” is not an amount, please write it like 1250.50."
        )
    else:
        if read is pounds and (because := another_matter("", rest)):
            why = f"“{typed}” was left open because of “{because}”"
            sentence = f"{why}: press it if it is the budget."
            after.notes.append(Note(sentence, after.label.field, [value]))
            return
        if read is percent and (half := half_meant_after(rest, state=True)):
            note = half_meant(typed + half, after.field.label)
            after.notes.append(Note(note, after.label.field, [value]))
            return
        if _leaves_vat_out(match) and after.label.field != "contractor_budget":
            after.notes.append(without_vat(typed, value, after.label.field))
            return
        after.put(value)
        if match["vat"]:
            after.notes.append(f"“{typed}” was entered as {value}: please check the VAT.")


def _leaves_vat_out(match: re.Match[str]) -> bool:
    return bool(match["vat"]) and not match["vat"].strip().casefold().startswith("inc")


def _end_of_piece(after: AfterLabel, at: int) -> int:
    """Where the words of an amount end that begins this text: at a comma, or after four words more."""
    rest = re.match(rf"(?: ?[^\s,;\n{CONSUMED}]+){{0,4}}", after.text[at:])
    return at + (rest.end() if rest else 0)


def _put_days(after: AfterLabel, reading: FoundDay | Span) -> None:
    if isinstance(reading, Span):
        after.result.values["date_works_start_date"] = reading.start.day
        if reading.ends:
            offered = list(dict.fromkeys(reading.ends))
            after.notes.append(Note(COUNTED, "date_works_end_date", offered))
        else:
            after.result.values["date_works_end_date"] = reading.end.day
        after.result.time = " ".join(filter(None, (reading.start.time, reading.end.time)))
    else:
        after.put(reading.day)
        after.result.time = reading.time
    note = reading.start.note if isinstance(reading, Span) and reading.ends else reading.note
    if note:
        after.notes.append(note)


def _half_read(words: str, rest: str, reading: FoundDay | Span) -> bool:
    """Whether the last number of a day may belong to what follows: `friday at 12` of `… 12 Elm Row`."""
    if not re.match(r" *[A-Za-z]", rest):
        return False
    time = reading.end.time if isinstance(reading, Span) else reading.time
    return bool(re.search(r"(?:^|[ @-])\d{1,4}$", time) or re.search(r"[A-Za-z] \d{2}\s*$", words))
