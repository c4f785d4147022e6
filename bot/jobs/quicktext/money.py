"""Money in running text: `£250`, `contractor budget £1,200 + VAT`, `£2k`; not `£60 per hour`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from pydantic_core import PydanticCustomError

from bot.jobs.quicktext.amounts import AMOUNT, DIGITS, LONE, SUFFIX, is_spaced, value_of
from bot.jobs.quicktext.buffer import CONSUMED, TextBuffer
from bot.jobs.quicktext.money_context import RATE, is_another_matter
from bot.jobs.validation import pounds

_VAT_WORDS = r"(?:\+|plus|ex(?:c(?:l(?:uding|usive|udes)?)?)?\.?(?: of)?|inc(?:l(?:uding|usive|udes)?)?\.?(?: of)?)"
_SUM = (
    rf"(?:(?:£|gbp) ?(?P<a>{AMOUNT})|(?<![\w.,£'])(?<!\d )(?P<b>{DIGITS}(?: ?{SUFFIX})?) ?(?:pounds|quid|gbp|sterling)\b"
    rf"|(?<![\w.,£'/-])(?<!\d )(?<!flat )(?<!unit )(?P<c>{DIGITS}(?: ?{SUFFIX})?)(?= ?{_VAT_WORDS} ?(?:\d{{1,2}} ?% ?)?vat\b))"
)
_BUDGET = (
    r"(?:(?P<{0}>contractor(?:'?s)? budget|contractor(?:'?s)? (?:cost|price|rate|fee|max|limit)|contractor(?:'?s)? total|total budget"
    r"|(?:client|landlord|ll|job)(?:'?s)? budget|total amount|total cost|budget|cost|total|max(?:imum)?|limit{1})\b)"
)
_PERSON = r"|contractor(?:'?s)?(?: gets| to get)?|(?:client|landlord|ll)(?: pays| to pay)?"
"""Only before an amount: `contractor £180`, not `£180 contractor Ace Gas`."""
_RATE = RATE
_VAT = (
    rf"(?P<sign>{_VAT_WORDS}|with) ?"
    r"(?:(?P<rate1>\d{1,2}(?:\.\d+)?) ?% ?)?vat\b(?: ?(?:@|at|of)? ?(?P<rate2>\d{1,2}(?:\.\d+)?) ?%)?"
)
_MONEY = re.compile(
    rf"(?:\b{_BUDGET.format('lead', _PERSON)} ?(?:(?:of|is|to|now|at|up to|max|nte|=|:|-)(?: (?:now|up to|max))?)? ?)?"
    r"(?:\b(?:(?:spend |budget )?up to(?: an? (?:max(?:imum)?|limit) of)?|approx\.?|around|about|roughly|circa|c\.|say|under"
    r"|(?:no|not) (?:more than|over|above|exceeding)|not to exceed|nte|n\.t\.e\.?|cap(?:ped)? (?:at|of)|limited to|max(?:imum)?\.?(?: of)?"
    r"|for):? |~ ?)?"
    rf"(?<![\w-]){_SUM}(?P<more> ?{_RATE})?(?P<range> ?(?:-|/|to|or|\.\.+) ?£? ?\d)?(?P<vat> ?{_VAT})?(?P<rate> ?{_RATE})?"
    rf"(?P<lone>{LONE})?(?:-?ish\b| approx\b\.?| or so\b| or thereabouts\b| tops\b| (?:and )?no more\b| at (?:the )?(?:very )?most\b| give or take\b| all[ -]in\b| incl?\b\.?(?! ?(?:vat|the|all|parts|labour|materials|fitting|fit|delivery)\b))?"
    rf"(?: {_BUDGET.format('after', '')}(?! ?(?:of|is|:|=)? ?(?:of\b|£|\d)))?",
    re.IGNORECASE,
)
_AGREED = re.compile(
    r"\b(?:agree[ds]?|approve[ds]?|authorise[ds]?|ok'?d|budget|max(?:imum)?|up to|nte|not to exceed|no more|limit\w*|cap(?:ped)?|tops|signed off)\b[^,;.\n]*$",
    re.IGNORECASE,
)
_NEAR = 40
_USUAL_VAT = "20"
_MAY_FOLLOW = re.compile(
    rf"\s*(?:$|[,;\n{CONSUMED}.)(+]|(?:inc|ex|plus|vat|budget|max|for|please|pls|by|with|total|pounds|quid)\b)",
    re.IGNORECASE,
)
_LOOKS_MONEY = re.compile(r"-?[£$€] ?-?\d[\d.,]*")
_REST = re.compile(r"[\d.,k]*")


@dataclass(frozen=True)
class Sum:
    """An amount of money in the text: which field it is for, or why it was left there. `vat`: the
    percentage said with it. `inferred`: the field follows from `+ VAT` alone. `said`: words beside it say that it is
    the budget, or that somebody agreed to it.
    """

    field: str
    value: Decimal | None
    words: str
    note: str = ""
    vat: Decimal | None = None
    inferred: bool = False
    said: bool = False


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
    amount = match["a"] or match["b"] or match["c"]
    before, after = buffer.work[: match.start()], buffer.work[match.end() :]
    if match["range"]:
        rest = _REST.match(after)
        words += rest[0] if rest else ""
        return _not_taken(words, f"“{words}” is a range: please enter one amount.")
    if match["lone"] or (is_spaced(amount) and not _MAY_FOLLOW.match(after)):
        return _not_taken(
            words, f"“{words}” may be one amount or two: please enter it as 1,250.50."
        )
    thing = not match["after"] and before.casefold().endswith("the ")  # `the £250 tap`
    own = match["lead"] and re.search(
        r"\b(?:own|at) $", before, re.IGNORECASE
    )  # `tenants own cost £35`
    if match["more"] or match["rate"] or thing or own or is_another_matter(before, after):
        return _not_taken(
            words,
            f"“{words}” was left in the text: if it is the budget, please enter it in Total budget.",
        )
    try:
        value = pounds(str(value_of(amount)))
    except PydanticCustomError as error:
        return _not_taken(words, f"“{words}”: {error.message()}")
    said = bool(
        match["lead"]
        or match["after"]
        or _AGREED.search(match[0])
        or _AGREED.search(before[-_NEAR:])
    )
    return replace(_for_field(match, words, value), said=said)


def _for_field(match: re.Match[str], words: str, value: Decimal) -> Sum:
    """The field an amount is for. `£60 + VAT` is what the contractor gets; the client's total has VAT in it."""
    name = (
        (match["lead"] or match["after"] or "")
        .casefold()
        .replace("'", "")
        .replace("contractors", "contractor")
    )
    if name == "total":
        return _not_taken(
            words,
            f"“{words}” may be the total budget or the contractor's total: please enter it in its box.",
        )
    field = _field_of(name)
    rate = match["rate1"] or match["rate2"]
    excludes_vat = match["vat"] and not match["sign"].casefold().startswith(("inc", "with"))
    if excludes_vat and not name:
        vat = Decimal(rate or _USUAL_VAT)
        note = f"“{words}” was read as the contractor budget, {value}, with {vat}% VAT: please check it."
        return Sum("contractor_budget", value, words, note, vat, inferred=True)
    if excludes_vat and field != "contractor_budget":
        note = f"“{words}” was left open, since this amount includes VAT in PropOps: please enter it with VAT."
        return replace(_not_taken(words, note), field=field)
    return Sum(field, value, words, vat=Decimal(rate) if rate else None)


def _field_of(name: str) -> str:
    """The field of a name in front of an amount, or after it."""
    if name in {"contractor total", "total amount"}:
        return "total_amount"
    return "contractor_budget" if name.startswith("contractor") else "job_total_budget"


def _not_taken(words: str, note: str) -> Sum:
    return Sum("", None, words, note)
