"""Money in running text: `£250`, `contractor budget £1,200 + VAT`, `£2k`; not `£60 per hour`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from pydantic_core import PydanticCustomError

from bot.jobs.quicktext.amounts import AMOUNT, DIGITS, LONE, SUFFIX, is_spaced, value_of
from bot.jobs.quicktext.buffer import CONSUMED, TextBuffer
from bot.jobs.validation import pounds

_SUM = rf"(?:(?:£|gbp) ?(?P<a>{AMOUNT})|(?<![\w.,£'])(?<!\d )(?P<b>{DIGITS}(?: ?{SUFFIX})?) ?(?:pounds|quid|gbp|sterling)\b)"
_BUDGET = (
    r"(?:(?P<{0}>contractor budget|contractor cost|contractor total|total budget|job budget|total amount"
    r"|budget|cost|total|max(?:imum)?|limit)\b)"
)
_RATE = r"(?:/(?! ?£? ?\d)|per\b|p/?h\b|an hour|a (?:day|week|month|year)|each\b|ea\b|pcm|pw\b|pm\b|p\.a|x ?\d)"
_VAT = (
    r"(?P<sign>\+|plus|ex(?:cl(?:uding|usive)?)?\.?(?: of)?|inc(?:l(?:uding|usive)?)?\.?(?: of)?|with) ?"
    r"(?:(?P<rate1>\d{1,2}(?:\.\d+)?) ?% ?)?vat\b(?: ?(?:@|at|of)? ?(?P<rate2>\d{1,2}(?:\.\d+)?) ?%)?"
)
_MONEY = re.compile(
    rf"(?:\b{_BUDGET.format('lead')} ?(?:of|is|up to|max|=|:|-)? ?)?"
    r"(?:\b(?:up to|approx\.?|around|about|roughly|circa|c\.|say|under|no more than|max\.?|for) |~ ?)?"
    rf"(?<![\w-]){_SUM}(?P<more> ?{_RATE})?(?P<range> ?(?:-|/|to|or|\.\.+) ?£? ?\d)?(?P<vat> ?{_VAT})?(?P<rate> ?{_RATE})?"
    rf"(?P<lone>{LONE})?(?:-?ish\b| approx\b\.?| or so\b| or thereabouts\b)?"
    rf"(?: {_BUDGET.format('after')}(?! ?(?:of|is|:|=)? ?(?:of\b|£|\d)))?",
    re.IGNORECASE,
)
_NO_BUDGET = re.compile(
    r"\b(?:excess|deposit|rent|arrears|quoted|quote|quotes|invoice|invoiced|paid|refund|voucher|worth|owes|owed"
    r"|fine|charge|charged|bill|saved?|saves|saving|lost|stolen|stole|took|won|reward|compensation|damage|claim\w*"
    r"|discount|credit|debit|bond|loan|pays|paying|earn\w*|spent|costing)(?: (?:of|for|about|over|another|only|us|me|them|him|her|\w+))? $"
    r"|\b(?:at least|over|above|more than|min(?:imum)?(?: of)?|from|starting (?:at|from)|upwards of|not less than|no less than"
    r"|exceed\w*|beyond|between|north of|not|isn't|>) ?$"
    r"|\bbetween (?:£ ?)?[\d,.k]+ ?(?:and|to|-) ?$"
    r"|\d ?(?:x|@|at) ?$",
    re.IGNORECASE,
)
_NO_BUDGET_AFTER = re.compile(
    r" ?(?:\+(?! ?\d| ?vat)|or more|and (?:over|above|up|more)|plus(?! vat)|upwards|minimum|min\b)"
    r"| (?:\w+ )?(?:excess|deposit|rent|arrears|refund|voucher|fine|charge|damages?|worth|discount|off|savings?|loss|claim"
    r"|compensation|bond|owed|owing|outstanding|credit|stolen|theft|bill|reward|fee|difference|short|cheaper|dearer|saved)\b",
    re.IGNORECASE,
)
_USUAL_VAT = "20"
_MAY_FOLLOW = re.compile(
    rf"\s*(?:$|[,;\n{CONSUMED}.)(+]|(?:inc|ex|plus|vat|budget|max|for|please|pls|by|with|total|pounds|quid)\b)",
    re.IGNORECASE,
)
_LOOKS_MONEY = re.compile(r"-?[£$€] ?-?\d[\d.,]*")
_REST = re.compile(r"[\d.,k]*")
_MONEY_FIELD = {
    "contractor budget": "contractor_budget", "contractor cost": "contractor_budget",
    "contractor total": "total_amount", "total amount": "total_amount", "total": "total_amount",
}  # fmt: skip


@dataclass(frozen=True)
class Sum:
    """An amount of money in the text: which field it is for, or why it was left there. `vat`: the
    percentage said with it.
    """

    field: str
    value: Decimal | None
    words: str
    note: str = ""
    vat: Decimal | None = None


def take_money(buffer: TextBuffer) -> Iterator[Sum]:
    """Every amount; those that leave doubt stay in the text, with a note."""
    noted_places: set[int] = set()
    for match in list(_MONEY.finditer(buffer.work)):
        if CONSUMED in match[0] or "\n" in match[0]:
            continue
        amount = _read(match, buffer)
        if amount.value is None:
            noted_places |= set(range(match.start(), match.start() + len(amount.words) + 1))
        else:
            buffer.consume(*match.span())
        yield amount
    for match in _LOOKS_MONEY.finditer(buffer.work):
        words = match[0]
        if match.start() in noted_places:
            continue
        if words.lstrip("-")[0] in "$€":
            yield _not_taken(words, f"“{words}” was left in the text: PropOps works in pounds (£).")
        elif not _MONEY.match(buffer.work, match.start()):
            yield _not_taken(words, f"“{words}” is not an amount: please write it like £1,250.50.")


def amounts(work: str) -> list[tuple[int, int]]:
    """Where amounts of money stand, read or not."""
    return [match.span() for match in _MONEY.finditer(work)] + [
        match.span() for match in _LOOKS_MONEY.finditer(work)
    ]


def _read(match: re.Match[str], buffer: TextBuffer) -> Sum:
    """One amount, or why it is left alone."""
    words = buffer.text[slice(*match.span())].strip()
    amount = match["a"] or match["b"]
    before, after = buffer.work[: match.start()], buffer.work[match.end() :]
    if match["range"]:
        rest = _REST.match(after)
        words += rest[0] if rest else ""
        return _not_taken(words, f"“{words}” is a range: please enter one amount.")
    if match["lone"] or (is_spaced(amount) and not _MAY_FOLLOW.match(after)):
        return _not_taken(
            words, f"“{words}” may be one amount or two: please enter it as 1,250.50."
        )
    if match["more"] or match["rate"] or _NO_BUDGET_AFTER.match(after) or _NO_BUDGET.search(before):
        return _not_taken(
            words,
            f"“{words}” was left in the text: if it is the budget, please enter it in Total budget.",
        )
    try:
        value = pounds(str(value_of(amount)))
    except PydanticCustomError as error:
        return _not_taken(words, f"“{words}”: {error.message()}")
    return _for_field(match, words, value)


def _for_field(match: re.Match[str], words: str, value: Decimal) -> Sum:
    """The field an amount is for. `£60 + VAT` is what the contractor gets; the client's total has VAT in it."""
    name = (match["lead"] or match["after"] or "").casefold()
    field = _MONEY_FIELD.get(name, "job_total_budget")
    rate = match["rate1"] or match["rate2"]
    excludes_vat = match["vat"] and not match["sign"].casefold().startswith(("inc", "with"))
    if excludes_vat and not name:
        vat = Decimal(rate or _USUAL_VAT)
        note = f"“{words}” was read as the contractor budget, {value}, with {vat}% VAT: please check it."
        return Sum("contractor_budget", value, words, note, vat)
    if excludes_vat and field != "contractor_budget":
        note = f"This amount includes VAT in PropOps: “{words}” was entered as {value}, please check it."
        return Sum(field, value, words, note, Decimal(rate) if rate else None)
    return Sum(field, value, words, vat=Decimal(rate) if rate else None)


def _not_taken(words: str, note: str) -> Sum:
    return Sum("", None, words, note)
