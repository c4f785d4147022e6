"""Money in running text: `£250`, `contractor budget £1,200 + VAT`, `£2k`; not `£60 per hour`."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal, TypeAlias

from pydantic_core import PydanticCustomError

from bot import late_re as re
from bot.jobs.quicktext.amounts import (
    AMOUNT,
    DIGITS,
    LONE,
    SUFFIX,
    is_spaced,
    sums_of,
    value_of,
)
from bot.jobs.quicktext.buffer import CONSUMED, TextBuffer
from bot.jobs.quicktext.money_context import RATE, another_matter
from bot.jobs.quicktext.notes import USUAL_VAT, with_vat, without_vat
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
    rf"(?<![\w-]){_SUM}(?P<more> ?{_RATE})?(?P<range> ?(?:-|/|to|or|\.\.+) ?£? ?\d)?(?P<vat> ?\(?{_VAT}\)?)?(?P<rate> ?{_RATE})?"
    rf"(?P<lone>{LONE})?(?:-?ish\b| approx\b\.?| or so\b| or thereabouts\b| tops\b| cap\b| (?:and )?no more\b| at (?:the )?(?:very )?most\b| give or take\b| all[ -]in\b| incl?\b\.?(?! ?(?:vat|the|all|parts|labour|materials|fitting|fit|delivery)\b))?"
    rf"(?: {_BUDGET.format('after', '')}(?! ?(?:of|is|:|=)? ?(?:of\b|£|\d)))?",
    re.IGNORECASE,
)
_AGREED = re.compile(
    r"\b(?:agree[ds]?|approve[ds]?|authorise[ds]?|ok'?d|budget|max(?:imum)?|up to|nte|not to exceed|no more|limit\w*|cap(?:ped)?|tops|signed off)\b[^,;.\n]*$",
    re.IGNORECASE,
)
_AGREED_AFTER = re.compile(
    r" (?:is |has been )?(?:agreed|approved|authorised|ok'?d|signed off)\b", re.IGNORECASE
)
_NEAR = 40
_MAY_FOLLOW = re.compile(
    rf"\s*(?:$|[,;\n{CONSUMED}.)(+]|(?:inc|ex|plus|vat|budget|max|for|please|pls|by|with|total|pounds|quid)\b)",
    re.IGNORECASE,
)
_LOOKS_MONEY = re.compile(r"-?[£$€] ?-?\d[\d.,]*")
_REST = re.compile(r"[\d.,k]*")
_LIMIT = re.compile(
    r"\b(?:max(?:imum)?|up to|nte|n\.t\.e|not to exceed|(?:no|not) (?:more than|over|above|exceeding)|cap(?:ped)?|limit(?:ed)?|tops|no more|at most|under)\b",
    re.IGNORECASE,
)
"""Words right beside an amount that make it a limit, whatever else its clause is about."""
_NAMED = re.compile(r"(?:contractor|client|landlord|ll|job|total) \w+|max(?:imum)?")
"""Names of a budget that are of this job; `party budget £500` need not be."""
_NOUNS = frozenset({"budget", "cost", "total", "limit"})

WhoseAmount: TypeAlias = Callable[[int, int, "Labelled"], str]
"""Start and end of an amount, and how it is labelled → the word that leaves open whether it is this job's; empty for none."""
Labelled = Literal["", "noun", "limit"]


@dataclass(frozen=True)
class Sum:
    """An amount of money in the text: which field it is for, or why it was left there. `vat`: the
    percentage said with it. `inferred`: the field follows from `+ VAT` alone. `said`: words beside it say that it is
    the budget, or that somebody agreed to it. `choices`: what it may be, where it was left.
    """

    field: str
    value: Decimal | None
    words: str
    note: str = ""
    vat: Decimal | None = None
    inferred: bool = False
    said: bool = False
    choices: tuple[Decimal, ...] = ()


def take_money(buffer: TextBuffer, whose: WhoseAmount) -> Iterator[Sum]:
    """Every amount; those that leave doubt stay in the text, with a note."""
    noted_places: set[int] = set()
    for match in list(_MONEY.finditer(buffer.work)):
        if CONSUMED in match[0] or "\n" in match[0]:
            continue
        amount = _read(match, buffer, whose)
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


def _read(match: re.Match[str], buffer: TextBuffer, whose: WhoseAmount) -> Sum:
    """One amount, or why it is left alone."""
    words = buffer.text[slice(*match.span())].strip()
    amount = match["a"] or match["b"] or match["c"]
    before, after = buffer.work[: match.start()], buffer.work[match.end() :]
    if match["range"]:
        rest = _REST.match(after)
        words += rest[0] if rest else ""
        last = re.search(r"[\d.,]+k?$", words)
        choices = sums_of(amount, last[0]) if last else ()
        do = "press the one that is the budget" if choices else "please enter one amount"
        return _not_taken(words, f"“{words}” is a range: {do}.", choices=choices)
    if match["lone"] or (is_spaced(amount) and not _MAY_FOLLOW.match(after)):
        return _not_taken(
            words, f"“{words}” may be one amount or two: please enter it as 1,250.50."
        )
    if match["more"] or match["rate"]:
        why = "is a rate, or for one of several: please enter the whole budget."
        return _not_taken(words, f"“{words}” {why}")
    read = _for_field(match, words, amount)
    if read.value is None:
        return read
    if because := _matter_of(match, buffer.work, before, after) or whose(
        *match.span(), _label_of(match)
    ):
        why = f"“{words}” was left open because of “{because}”"
        return _not_taken(words, f"{why}: {_PRESS}.", field=read.field, choices=(read.value,))
    said = bool(
        match["lead"]
        or match["after"]
        or _AGREED.search(match[0])
        or _AGREED.search(before[-_NEAR:])
        or _AGREED_AFTER.match(after)
    )
    return replace(read, said=said)


_PRESS = "press it if it is the budget"


def _matter_of(match: re.Match[str], work: str, before: str, after: str) -> str:
    """The words beside an amount that say that it is no budget; empty where there are none."""
    if not match["after"] and before.casefold().endswith("the "):  # `the £250 tap`
        return work[match.start() - len("the ") : match.end()].strip()
    own = re.search(r"\b(?:own|at) $", before, re.IGNORECASE)  # `tenants own cost £35`
    if match["lead"] and own:
        return f"{own[0]}{match['lead']}"
    if _label_of(match) == "limit" and (says := _SAYS.search(before)):  # `LL says max £300`
        before = before[: says.start()]
    return another_matter(before, after)


_SAYS = re.compile(
    r"\b(?:ll|landlord|landlady|client|owner|he|she) (?:only )?(?:says?|said|reckons|thinks|wants) $",
    re.IGNORECASE,
)


def _label_of(match: re.Match[str]) -> Labelled:
    name = _name_of(match)
    if _LIMIT.search(match[0]) or (_NAMED.fullmatch(name) and not _PAYS.search(name)):
        return "limit"
    return "noun" if name in _NOUNS else ""


_PAYS = re.compile(r" (?:pays|gets|to)\b")


def _name_of(match: re.Match[str]) -> str:
    return (
        (match["lead"] or match["after"] or "")
        .casefold()
        .replace("'", "")
        .replace("contractors", "contractor")
    )


def _for_field(match: re.Match[str], words: str, amount: str) -> Sum:
    """The field an amount is for. `£60 + VAT` is what the contractor gets; the client's total has VAT in it."""
    try:
        value = pounds(str(value_of(amount)))
    except PydanticCustomError as error:
        return _not_taken(words, f"“{words}”: {error.message()}")
    name = _name_of(match)
    if name == "total" and not _includes_vat(match):
        return _not_taken(
            words,
            f"“{words}” may be the total budget or the contractor's total: press it if it is the total budget.",
            choices=(value,),
        )
    field = _field_of(name)
    rate = match["rate1"] or match["rate2"]
    excludes_vat = match["vat"] and not _includes_vat(match)
    if excludes_vat and name in {"", "cost"}:
        vat = Decimal(rate) if rate else USUAL_VAT
        note = f"“{words}” was read as the contractor budget, {value}, with {vat}% VAT: please check it."
        return Sum("contractor_budget", value, words, note, vat, inferred=True)
    if excludes_vat and field != "contractor_budget":
        vat = Decimal(rate) if rate else USUAL_VAT
        asked = without_vat(words, value, field, vat)
        return _not_taken(words, asked, field=field, choices=(with_vat(value, vat),))
    return Sum(field, value, words, vat=Decimal(rate) if rate else None)


def _includes_vat(match: re.Match[str]) -> bool:
    return bool(match["vat"]) and match["sign"].casefold().startswith(("inc", "with"))


def _field_of(name: str) -> str:
    """The field of a name in front of an amount, or after it."""
    if name in {"contractor total", "total amount"}:
        return "total_amount"
    return "contractor_budget" if name.startswith("contractor") else TOTAL


TOTAL = "job_total_budget"


def _not_taken(
    words: str, note: str, *, field: str = TOTAL, choices: tuple[Decimal, ...] = ()
) -> Sum:
    return Sum(field, None, words, note, choices=choices)
