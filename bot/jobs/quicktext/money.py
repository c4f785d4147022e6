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
    before, after = buffer.work[: match.start()], buffer.work[match.end() :]
    if match["range"]:
        rest = _REST.match(after)
        words += rest[0] if rest else ""
        return _not_taken(words, f"“{words}” is a range: please enter one amount.")
    if match["more"] or _NO_BUDGET_AFTER.match(after) or _NO_BUDGET.search(before):
        return _not_taken(
            words, f"“{words}” was left in the text: add “budget: …” if it is the budget."
        )
    try:
        digits = (match["a"] or match["b"]).replace(",", "")
        value = pounds(str(Decimal(digits) * 1000) if match["k"] else digits)
    except PydanticCustomError as error:
        return _not_taken(words, f"“{words}”: {error.message()}")
    name = (match["lead"] or match["after"] or "").casefold()
    field = _MONEY_FIELD.get(name, "job_total_budget")
    excludes_vat = match["vat"] and not match["sign"].casefold().startswith("inc")
    if excludes_vat and field != "contractor_budget":
        note = f"This amount includes VAT in PropOps: “{words}” was entered as {value}, please check it."
        return Sum(field, value, words, note)
    return Sum(field, value, words)


def _not_taken(words: str, note: str) -> Sum:
    return Sum("", None, words, note)
