"""Small things in running text: money, key-safe talk, a priority or a type in passing, contacts.

Each finder looks at a page's `work` and takes what leaves no doubt; the rest stays in the text.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from pydantic_core import PydanticCustomError

from bot.jobs.model import Choice
from bot.jobs.names import NameIndex, fold
from bot.jobs.page import TAKEN, Page
from bot.jobs.reading import pounds

_AMOUNT = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d+(?:\.\d{1,2})?)(?![\d]|[.,]\d)"
_SUM = rf"(?:(?:£|gbp) ?(?P<a>{_AMOUNT})(?P<k>k\b)?|(?<![\w.,£])(?P<b>{_AMOUNT}) ?(?:pounds|quid|gbp)\b)"
_BUDGET = (
    r"(?:(?P<{0}>contractor budget|contractor cost|contractor total|total budget|job budget|total amount"
    r"|budget|cost|total|max(?:imum)?|limit)\b)"
)
_MONEY = re.compile(
    rf"(?:\b{_BUDGET.format('lead')} ?(?:of|is|up to|max|=|:|-)? ?)?"
    rf"(?:\b(?:up to|approx\.?|around|about|under|no more than|max\.?|for) |~ ?)?"
    rf"(?<![\w-]){_SUM}(?P<more> ?(?:/|per\b|p/?h\b|an hour|a (?:day|week|month|year)|each\b|ea\b|pcm|pw\b|pm\b|p\.a))?"
    rf"(?P<range> ?(?:-|to|or) ?£? ?\d)?"
    r"(?P<vat> ?(?P<sign>\+|plus|ex(?:cl(?:uding)?)?\.?|inc(?:l(?:uding)?)?\.?) ?vat\b(?: ?(?:@|at) ?\d+ ?%)?)?"
    rf"(?: {_BUDGET.format('after')}(?! of\b))?",
    re.IGNORECASE,
)
_NO_BUDGET = re.compile(
    r"\b(?:excess|deposit|rent|arrears|quoted|quote|quotes|invoice|invoiced|paid|refund|voucher|worth|owes"
    r"|fine|charge|charged|bill|save|lost)(?: \w+)? $",
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

_SAFE = r"(?:key[ -]?safes?|lock[ -]?box(?:es)?|key[ -]?box|key[ -]?pad)"
_GUARDED = (
    rf"(?:{_SAFE}|(?:burglar |house |intruder )?alarm|(?:(?:front|back|rear|side|main|communal|garage"
    r"|bin store|outer|inner) )?(?:door|gate)|entry|entrance|intercom|buzzer|access|security|padlock"
    r"|lock|garage|block|building|car park|barrier|fob|lobby)"
)
_CODE = r"[#*]?(?:\d[\d -]{2,10}\d|\d{3,8}|[a-z]\d{2,7}[a-z]?|\d{2,7}[a-z])[#*]?(?!\w)"
_ANY_CODE = r"[#*]?[a-z]?\d[\da-z]{0,9}[#*]?(?!\w)"
_IS = r" ?(?:is|are|=|:|-|no\.?|number|#)? ?"
_ACCESS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{_GUARDED} (?:key ?)?(?:code|pin|combination|combo)s?(?: number)?{_IS}{_ANY_CODE}",
        rf"\b(?:code|pin|combination)s? (?:for|to|of|on) (?:the )?(?:\w+ )?{_GUARDED}{_IS}{_ANY_CODE}",
        rf"\b{_SAFE}(?: (?!at\b|for\b|to\b)[a-z']+){{0,7}}?,?{_IS}(?:code|pin)?{_IS}{_CODE}",
        rf"(?<![\w£]){_CODE}(?: is)? (?:the |for the )?(?:{_GUARDED} )?(?:code|pin)\b(?: (?:for|to) (?:the )?{_GUARDED})?",
        rf"(?<![\w£])\d{{3,8}} (?:for|is) the {_GUARDED}\b",
    )
)
_BARE_CODE = re.compile(
    rf"(?<![\w-])(?:code|pin|keycode)s?{_IS}(?P<code>[#*]?[a-z]?\d{{3,8}}[a-z]?[#*]?)(?!\w)",
    re.IGNORECASE,
)
_OTHER_CODE = re.compile(
    r"\b(?:error|fault|post|product|part|colou?r|bar|dress|area|sort|trade|job|zip|dial(?:ling)?|discount"
    r"|promo|model|order|cost|boiler|stock|paint|ral|serial)[ -]?$",
    re.IGNORECASE,
)
_FAULT_TALK = re.compile(
    r"\b(?:boiler|error|fault|display\w*|show\w*|flash\w*|heating|reads?)\b", re.IGNORECASE
)
_KEYS = re.compile(
    r"\b(?:(?:collect|pick up|picking up) )?(?:spare |the )?(?:keys?|fobs?) (?:(?:is|are|held|left|kept) )*"
    r"(?:with|at|from|under|held by|left with)\b"
    r"|\bkeys? (?:is|are) (?:in|on|behind|inside)\b|\baccess (?:via|through|from|arranged)\b",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(rf"[\n{TAKEN},;]|\. |\.$| - |£| at \d", re.IGNORECASE)
_PHONE = re.compile(r"(?<![\w.])(?:\+44|0)[\d ()-]{8,14}\d(?![\d])")
_MAIL = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+\.[a-z]{2,}", re.IGNORECASE)
_LOUD = frozenset({"urgent", "emergency", "critical"})
_LOUD_NOUN = re.compile(
    r" (?:light\w*|exits?|escape|doors?|stop|cords?|pull|call\w*|contacts?|services?|numbers?|care)\b",
    re.IGNORECASE,
)
_BEFORE = re.compile(rf"(?:^|[\n,;(\[{TAKEN}]|[.!?] )\s*$")
_AFTER = re.compile(rf"\s*(?:$|[\n,;)\]!{TAKEN}£]|\.(?:\s|$)| - )")
_PLAIN_TYPES = frozenset(
    [
        "other",
        "general",
        "misc",
        "miscellaneous",
        "none",
        "new",
        "standard",
        "normal",
        "job",
        "jobs",
        "works",
        "work",
        "repair",
        "repairs",
        "call",
        "maintenance",
        "visit",
        "callout",
        "reactive",
        "planned",
    ]
)


@dataclass(frozen=True)
class Sum:
    """An amount of money in the text: which field it is for, or why it was left there."""

    field: str
    value: Decimal | None
    words: str
    note: str = ""


def take_money(page: Page) -> Iterator[Sum]:
    """Every amount: `£250`, `contractor budget £1,200 + VAT`, `£2k`; doubtful ones are left."""
    noted: set[int] = set()
    for found in list(_MONEY.finditer(page.work)):
        words = page.text[slice(*found.span())].strip()
        before, after = page.work[: found.start()], page.work[found.end() :]
        if TAKEN in found[0] or "\n" in found[0]:
            continue
        named = (found["lead"] or found["after"] or "").casefold()
        note = ""
        if found["range"]:
            words += _REST.match(after)[0]  # type: ignore[index]  # matches the empty string
            note = f"“{words}” is a range: please enter one amount."
        elif found["more"] or _NO_BUDGET_AFTER.match(after) or _NO_BUDGET.search(before):
            note = f"“{words}” was left in the text: add “budget: …” if it is the budget."
        if note:
            noted |= set(range(found.start(), found.start() + len(words) + 1))
            yield Sum("", None, words, note)
            continue
        try:
            raw = (found["a"] or found["b"]).replace(",", "")
            value = pounds(str(Decimal(raw) * 1000) if found["k"] else raw)
        except PydanticCustomError as error:
            yield Sum("", None, words, f"“{words}”: {error.message()}")
            continue
        field = _MONEY_FIELD.get(named, "job_total_budget")
        if (
            found["vat"]
            and not found["sign"].casefold().startswith("inc")
            and field != "contractor_budget"
        ):
            note = f"This amount includes VAT in PropOps: “{words}” was entered as {value}, please check it."
        page.take(*found.span())
        yield Sum(field, value, words, note)
    for found in _LOOKS_MONEY.finditer(page.work):
        if found.start() in noted:
            continue
        if found[0].lstrip("-")[0] in "$€":
            yield Sum(
                "",
                None,
                found[0],
                f"“{found[0]}” was left in the text: PropOps works in pounds (£).",
            )
        elif not _MONEY.match(page.work, found.start()):
            yield Sum(
                "",
                None,
                found[0],
                f"“{found[0]}” is not an amount: please write it like £1,250.50.",
            )


def take_access(page: Page, stops: Iterable[int] = ()) -> list[str]:
    """Key-safe, alarm and door codes, and where the keys are: never for a title people see."""
    taken: list[tuple[int, str]] = []
    for pattern in _ACCESS:
        for found in list(pattern.finditer(page.work)):
            if TAKEN not in found[0] and not _OTHER_CODE.search(page.work[: found.start()]):
                taken.append((found.start(), page.take(*found.span())))
    for found in list(_BARE_CODE.finditer(page.work)):
        before = page.work[max(0, found.start() - 40) : found.start()]
        short = len(re.sub(r"\D", "", found["code"])) < 4
        if _OTHER_CODE.search(before) or (short and _FAULT_TALK.search(before)):
            continue
        taken.append((found.start(), page.take(*found.span())))
    stops = sorted(stops)
    for found in list(_KEYS.finditer(page.work)):
        end = _clause_end(page.work, found.end(), stops)
        taken.append((found.start(), page.take(found.start(), end)))
    return [words.strip() for _, words in sorted(taken)]


def _clause_end(work: str, at: int, stops: Iterable[int]) -> int:
    """Where a clause about keys ends: at a comma, a day, an amount, or after eight words."""
    ends = [stop for stop in stops if stop >= at]
    if found := _CLAUSE_END.search(work, at):
        ends.append(found.start())
    if found := re.match(r"(?:\s*\S+){1,8}", work[at:]):
        ends.append(at + found.end())
    return min(ends, default=len(work))


def take_priority(page: Page, index: NameIndex) -> tuple[list[Choice], list[str]]:
    """Priorities said in passing (`high`, `urgent`, `high priority`), and notes about near ones."""
    found_ones: list[Choice] = []
    notes: list[str] = []
    for choice, form in _forms(index):
        word = re.escape(form)
        for found in list(re.finditer(rf"(?<![\w'-]){word}(?![\w'-])", page.work, re.IGNORECASE)):
            start, end = found.span()
            before, after = page.work[:start], page.work[end:]
            if named := re.match(r"[ -]+prio(?:rity)?\b", after, re.IGNORECASE):
                end += named.end()
            elif named := re.search(r"\bprio(?:rity)? ?[-=]? ?(?:is )?$", before, re.IGNORECASE):
                start = named.start()
            elif not _stands_free(form, before, after):
                if _AFTER.match(after) and form.casefold() not in _LOUD:
                    notes.append(
                        f"“{form.casefold()}” was left in the text: add “priority {form.casefold()}” if it is one."
                    )
                continue
            page.take(start, end)
            found_ones.append(choice)
    return found_ones, notes


def _stands_free(form: str, before: str, after: str) -> bool:
    """`…, high, …` yes; `High Street`, `pressure low`, `not urgent` no."""
    if _BEFORE.search(before) and _AFTER.match(after):
        return True
    if form.casefold() not in _LOUD or _LOUD_NOUN.match(after):
        return False
    if _BEFORE.search(before):
        return bool(re.match(r"\s*(?:[:-]|\w)", after))
    return bool(_AFTER.match(after)) and not re.search(
        r"\b(?:not|non|no|less|isn'?t|un|if|very|as|is|was|for|in|an|the)[ -]$",
        before,
        re.IGNORECASE,
    )


def _forms(index: NameIndex) -> Iterator[tuple[Choice, str]]:
    """Each name, and the start of `P1 - Emergency` or `High (24h)` when it is one choice's only."""
    choices = index.find("", 100)
    starts = [re.split(r"\s[-–(/:]|[(/:]", choice.name)[0].strip() for choice in choices]
    for choice, start in zip(choices, starts, strict=True):
        yield choice, choice.name
        if start and start != choice.name and starts.count(start) == 1:
            yield choice, start


def take_status(page: Page, index: NameIndex) -> list[Choice]:
    """Statuses of several words that stand by themselves: `…, in progress`."""
    found_ones: list[Choice] = []
    for choice in index.find("", 100):
        if " " not in choice.name.strip():
            continue
        pattern = rf"(?<![\w'-]){re.escape(choice.name)}(?![\w'-])"
        for found in list(re.finditer(pattern, page.work, re.IGNORECASE)):
            if _BEFORE.search(page.work[: found.start()]) and _AFTER.match(
                page.work[found.end() :]
            ):
                page.take(*found.span())
                found_ones.append(choice)
    return found_ones


def named_types(text: str, index: NameIndex) -> list[Choice]:
    """The job types a text names by their whole name; `Gas safety` rather than `Gas`."""
    words = f" {fold(text)} "
    named = [
        choice
        for choice in index.find("", 100)
        if (name := fold(choice.name)) not in _PLAIN_TYPES and name and f" {name} " in words
    ]
    return [
        choice
        for choice in named
        if not any(
            choice is not other and f" {fold(choice.name)} " in f" {fold(other.name)} "
            for other in named
        )
    ]


def contact_notes(text: str) -> list[str]:
    """A word of warning about phone numbers and e-mail addresses in a title everybody sees."""
    kinds = [
        kind
        for kind, pattern in (("a phone number", _PHONE), ("an e-mail address", _MAIL))
        if pattern.search(text)
    ]
    if not kinds:
        return []
    return [
        f"The title holds {' and '.join(kinds)}, and everyone in the channel sees the title: "
        "please move it to the private contact or access details."
    ]
