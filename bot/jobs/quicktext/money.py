"""Money in running text: `£250`, `contractor budget £1,200 + VAT`, `£2k`; not `£60 per hour`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from pydantic_core import PydanticCustomError

from bot.jobs.quicktext.buffer import CONSUMED, TextBuffer
from bot.jobs.validation import pounds

_AMOUNT = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d+(?:\.\d{1,2})?)(?![\d]|[.,]\d)"
_SUM = rf"(?:(?:£|gbp) ?(?P<a>{_AMOUNT})(?P<k>k\b)?|(?<![\w.,£])(?P<b>{_AMOUNT}) ?(?:pounds|quid|gbp)\b)"
_BUDGET = (
    r"(?:(?P<{0}>contractor budget|contractor cost|contractor total|total budget|job budget|total amount"
    r"|budget|cost|total|max(?:imum)?|limit)\b)"
)
_RATE = r"(?:/|per\b|p/?h\b|an hour|a (?:day|week|month|year)|each\b|ea\b|pcm|pw\b|pm\b|p\.a|x ?\d)"
_VAT = (
    r"(?P<sign>\+|plus|ex(?:cl(?:uding)?)?\.?|inc(?:l(?:uding)?)?\.?) ?vat\b(?: ?(?:@|at) ?\d+ ?%)?"
)
_MONEY = re.compile(
    rf"(?:\b{_BUDGET.format('lead')} ?(?:of|is|up to|max|=|:|-)? ?)?"
    r"(?:\b(?:up to|approx\.?|around|about|under|no more than|max\.?|for) |~ ?)?"
    rf"(?<![\w-]){_SUM}(?P<more> ?{_RATE})?(?P<range> ?(?:-|to|or) ?£? ?\d)?(?P<vat> ?{_VAT})?"
    rf"(?: {_BUDGET.format('after')}(?! ?(?:of|is|:|=)? ?(?:of\b|£|\d)))?",
    re.IGNORECASE,
)
_NO_BUDGET = re.compile(
    r"\b(?:excess|deposit|rent|arrears|quoted|quote|quotes|invoice|invoiced|paid|refund|voucher|worth|owes"
    r"|fine|charge|charged|bill|save|lost)(?: \w+)? $|\d ?(?:x|@|at) ?$",
    re.IGNORECASE,
)
_NO_BUDGET_AFTER = re.compile(
    r" (?:excess|deposit|rent|arrears|refund|voucher|fine|charge)\b", re.IGNORECASE
)
_LOOKS_MONEY = re.compile(r"-?[£$€] ?-?\d[\d.,]*")
_REST = re.compile(r"[\d.,k]*")
_MONEY_FIELD = {
    "contractor budget": "contractor_budget", "contractor cost": "contractor_budget",
    "contractor total": "total_amount", "total amount": "total_amount", "total": "total_amount",
}  # fmt: skip


@dataclass(frozen=True)
class Sum:
    """An amount of money in the text: which field it is for, or why it was left there."""

    field: str
    value: Decimal | None
    words: str
    note: str = ""


def take_money(page: TextBuffer) -> Iterator[Sum]:
    """Every amount; those that leave doubt stay in the text, with a note."""
    noted: set[int] = set()
    for found in list(_MONEY.finditer(page.work)):
        if CONSUMED in found[0] or "\n" in found[0]:
            continue
        read = _read(found, page)
        if read.value is None:
            noted |= set(range(found.start(), found.start() + len(read.words) + 1))
        else:
            page.consume(*found.span())
        yield read
    for found in _LOOKS_MONEY.finditer(page.work):
        words = found[0]
        if found.start() in noted:
            continue
        if words.lstrip("-")[0] in "$€":
            yield _left(words, f"“{words}” was left in the text: PropOps works in pounds (£).")
        elif not _MONEY.match(page.work, found.start()):
            yield _left(words, f"“{words}” is not an amount: please write it like £1,250.50.")


def _read(found: re.Match[str], page: TextBuffer) -> Sum:
    """One amount, or why it is left alone."""
    words = page.text[slice(*found.span())].strip()
    before, after = page.work[: found.start()], page.work[found.end() :]
    if found["range"]:
        rest = _REST.match(after)
        words += rest[0] if rest else ""
        return _left(words, f"“{words}” is a range: please enter one amount.")
    if found["more"] or _NO_BUDGET_AFTER.match(after) or _NO_BUDGET.search(before):
        return _left(words, f"“{words}” was left in the text: add “budget: …” if it is the budget.")
    try:
        digits = (found["a"] or found["b"]).replace(",", "")
        value = pounds(str(Decimal(digits) * 1000) if found["k"] else digits)
    except PydanticCustomError as error:
        return _left(words, f"“{words}”: {error.message()}")
    name = (found["lead"] or found["after"] or "").casefold()
    field = _MONEY_FIELD.get(name, "job_total_budget")
    without = found["vat"] and not found["sign"].casefold().startswith("inc")
    if without and field != "contractor_budget":
        note = f"This amount includes VAT in PropOps: “{words}” was entered as {value}, please check it."
        return Sum(field, value, words, note)
    return Sum(field, value, words)


def _left(words: str, note: str) -> Sum:
    return Sum("", None, words, note)
