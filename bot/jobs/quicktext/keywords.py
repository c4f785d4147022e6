"""A keyword and its value, without a colon: `contractor Ace Gas`, `status in progress`, `budget 250`, `wo 1234`."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from decimal import Decimal
from typing import Any

from pydantic_core import PydanticCustomError

from bot.jobs.denials import (
    denied_after,
    denied_before,
    denied_first,
    half_meant,
    half_meant_after,
    in_doubt,
    is_asked,
    not_done_after,
    says_no,
)
from bot.jobs.fields import LookupName
from bot.jobs.forms import FIELDS
from bot.jobs.model import Choice
from bot.jobs.name_index import NameIndex, fold
from bot.jobs.quicktext.after_label import LabelledValues
from bot.jobs.quicktext.alternatives import contrasts, names_two, other_after
from bot.jobs.quicktext.amounts import AMOUNT, LONE, sums_of, value_of
from bot.jobs.quicktext.buffer import CONSUMED, TextBuffer
from bot.jobs.quicktext.choices import PLURAL, several
from bot.jobs.quicktext.money import Labelled, WhoseAmount
from bot.jobs.quicktext.money_context import another_matter, is_no_whole
from bot.jobs.quicktext.name_words import words_of
from bot.jobs.quicktext.notes import Note
from bot.jobs.status_words import is_an_end
from bot.jobs.validation import percent, pounds

_NEW = r"(?:new )?"
_TO_BE = r" (?:should|needs to|to|must|has to) be"
_IS = rf"(?:(?: name)?(?: is| are|'?s|{_TO_BE})?(?: now| called| actually)?)?"
_PEOPLE: tuple[tuple[str, LookupName, str], ...] = (
    (
        "contractor_id",
        "contractors",
        rf"(?:contractor|engineer){_IS}|assign(?:ed)? to|assign|give to|send to",
    ),
    ("agent_id", "agents", rf"(?:letting |managing )?agent{_IS}"),
    ("tenants_ids", "tenants", rf"tenants?{_IS}"),
)
_PICKS: tuple[tuple[str, LookupName, str], ...] = (
    ("status_id", "statuses", rf"(?:set |change )?status(?: to| is| still| now|{_TO_BE})?|stage"),
    ("job_type_id", "job_types", rf"(?:job )?type(?: to| is|{_TO_BE})?|trade|category"),
    ("priority_id", "priorities", rf"(?:set |change )?priority(?: to| is|{_TO_BE})?|urgency"),
    ("time_range_id", "time_ranges", r"time(?: range)?|slot"),
)
_FROM = rf"(?: not £? ?{AMOUNT},? but|(?: (?:has|been|is|was|gone|goes|go|going|now|up|down|raised|changed|cut|increased|reduced|dropped)){{0,3}} from £? ?{AMOUNT} to)?"
"""`up from 1.2k to 1.5k`: the second is what it is now."""
_NUMBERS: tuple[tuple[str, Callable[[Any], Decimal], str], ...] = (
    (
        "contractor_budget",
        pounds,
        rf"contractor (?:budget|cost)(?: of| is| to|'s)?{_FROM} (?P<n>{AMOUNT})",
    ),
    (
        "job_total_budget",
        pounds,
        rf"(?:total |job )?budget(?: of| is| to| now| is now|'?s)?{_FROM} (?P<n>{AMOUNT})(?: (?:tops|max(?:imum)?|or so|approx|limit))?",
    ),
    (
        "vat_percentage",
        percent,
        r"vat(?: rate)?(?: of| is| to| at|@| @|'?s)? ?(?P<n>\d{1,3}(?:\.\d+)?) ?%",
    ),
    (
        "vat_percentage",
        percent,
        rf"(?<!inc )(?<!incl )(?<!ex )vat(?: rate)?(?: of| is| to| at)? (?P<n>\d{{1,2}}(?:\.\d+)?)(?= ?(?:$|[,;\n{CONSUMED})]))",
    ),
    ("vat_percentage", percent, r"(?P<n>\d{1,3}(?:\.\d+)?) ?% ?vat"),
)
_REFERENCES = (
    (
        "works_order_ref",
        r"(?:works? order|order ref|wo)(?: ref| no\.?| number)?[ #]+(?P<v>[a-z]{0,4}[-/]?\d{3,}[\w/-]*)",
    ),
    ("quote_no", r"quote (?:no\.?|number|ref)(?: is)? ?#?(?P<v>[\w/-]*\d[\w/-]*)"),
    ("invoice_no", r"invoice (?:no\.?|number|ref)(?: is)? ?#?(?P<v>[\w/-]*\d[\w/-]*)"),
)
_WHO_STAYS = frozenset({"tenants_ids", "agent_id"})
"""Whoever is not in is still the tenant; and there may be several."""
_END = re.compile(rf"[,;\n{CONSUMED}()]")
_MOST_WORDS = 8
_FREE_AFTER = re.compile(
    rf"\s*(?:$|[,;\n{CONSUMED}.)£(]|(?:to|for|on|at|with|and|will|please|from|by|next|has|is|can)\b)",
    re.IGNORECASE,
)


_OF_WHICH = re.compile(
    rf"\b(?:total(?: budget)?|budget)(?: of| is|:)? £? ?(?P<n>{AMOUNT}),? (?:of which|inc(?:l(?:uding)?)?) £? ?(?P<part>{AMOUNT}) (?:is |for |to )?(?:the )?contractor(?:'s)?(?: budget)?\b",
    re.IGNORECASE,
)
"""`total 680 of which 520 contractor`."""
_RANGE = re.compile(r" ?(?:-|/|to|or|and|\.\.+) ?£? ?(?P<last>\d[\d.,]*k?)(?! ?%)", re.IGNORECASE)


def _is_left_open(field: str, words: str, told: Collection[str]) -> bool:
    """Whether a note at this field quotes the words."""
    notes = [each for each in told if isinstance(each, Note) and each.field == field]
    return any(f"“{words.strip().casefold()}" in each.casefold() for each in notes)


def read_numbers(
    buffer: TextBuffer, whose: WhoseAmount, told: Collection[str]
) -> Iterator[LabelledValues]:
    """`budget 250`, `vat 20`, `wo 1234`: consumed. `whose`: why a budget may not be this job's. `told`: the notes so far;
    an amount that one of them leaves open stays so.
    """
    for match in list(_OF_WHICH.finditer(buffer.work)):
        try:
            total, part = (pounds(str(value_of(match[each]))) for each in ("n", "part"))
        except PydanticCustomError:
            continue
        if part < total:
            buffer.consume(*match.span())
            yield LabelledValues({"job_total_budget": total, "contractor_budget": part})
    for field, read, pattern in _NUMBERS:
        for match in list(
            re.finditer(rf"\b{_NEW}{pattern}(?![\w.,'/-]\w|\w|{LONE})", buffer.work, re.IGNORECASE)
        ):
            if CONSUMED in match[0] or _is_left_open(field, match[0], told):
                continue
            if more := _RANGE.match(buffer.work, match.end()):
                words = buffer.text[match.start() : more.end()]
                ends = sums_of(match["n"], more["last"]) if read is pounds else ()
                do = "press the one that is the budget" if ends else "please enter one amount"
                note: str = Note(f"“{words}” is a range: {do}.", field, ends)
                yield LabelledValues(notes=[note], field_name=field)
                continue
            if is_no_whole(buffer.work[match.end() :]):
                words = buffer.text[slice(*match.span())]
                note = f"“{words}” was left in the text: please enter the whole amount."
                yield LabelledValues(notes=[note], field_name=field)
                continue
            try:
                value = read(str(value_of(match["n"])))
            except PydanticCustomError as error:
                yield LabelledValues(notes=[f"“{match[0]}”: {error.message()}"])
                continue
            if read is pounds and (because := _other_matter(buffer, match, whose)):
                words = buffer.text[slice(*match.span())]
                why = (
                    f"“{words}” was left open because of “{because}”: press it if it is the budget."
                )
                yield LabelledValues(notes=[Note(why, field, [value])], field_name=field)
                continue
            buffer.consume(*match.span())
            yield LabelledValues({field: value})
    for field, pattern in _REFERENCES:
        for match in list(re.finditer(rf"\b{pattern}(?!\w)", buffer.work, re.IGNORECASE)):
            typed = buffer.text[match.start("v") : match.end("v")]
            buffer.consume(*match.span())
            yield LabelledValues({field: typed})


def _other_matter(buffer: TextBuffer, match: re.Match[str], whose: WhoseAmount) -> str:
    before, after = buffer.work[: match.start()], buffer.work[match.end() :]
    noun: Labelled = "noun" if match[0].casefold().startswith("budget") else "limit"
    return another_matter(before, after) or whose(*match.span(), noun)


def read_keywords(buffer: TextBuffer, names: Mapping[str, NameIndex]) -> Iterator[LabelledValues]:
    """`status in progress`, `contractor Ace Gas`: one known name right after the keyword, consumed."""
    for field, lookup, leads in _PICKS:
        if index := names.get(lookup):
            yield from _after_keyword(buffer, field, lookup, leads, index, whole=True)
    for field, lookup, leads in _PEOPLE:
        if index := names.get(lookup):
            yield from _after_keyword(buffer, field, lookup, leads, index, whole=False)


def _after_keyword(
    buffer: TextBuffer,
    field: str,
    lookup: LookupName,
    keywords: str,
    index: NameIndex,
    *,
    whole: bool,
) -> Iterator[LabelledValues]:
    for keyword in list(
        re.finditer(rf"\b{_NEW}(?:{keywords}) +(?=\w)", buffer.work, re.IGNORECASE)
    ):
        if CONSUMED in buffer.work[keyword.start() : keyword.end()]:
            continue
        no = denied_first(buffer.work[keyword.end() :])
        begin = keyword.end() + no
        tokens = words_of(_END.split(buffer.work[begin:], maxsplit=1)[0])[:_MOST_WORDS]
        folded = [token.fold for token in tokens]
        used, choices = index.longest(folded)
        if not used:
            continue
        end = begin + tokens[used - 1].end
        words = buffer.text[begin + tokens[0].start : end]
        if whole:
            choices = [choice for choice in choices if fold(choice.name) == " ".join(folded[:used])]
        last, named = end, choices
        if field == "tenants_ids" and len(choices) == 1:
            last, named = _with_others(buffer.work, end, choices, index)
            if other := _ANOTHER.match(buffer.work, last):
                both = buffer.text[keyword.start() : other.end()]
                note = f"“{both}” names somebody whom PropOps does not have as a tenant: please choose."
                yield LabelledValues(notes=[note], field_name=field)
                continue
        is_one = not whole and used == 1 and last == end
        if is_one and not _is_sure(words, folded[0], choices, buffer.work[end:]):
            continue
        if len(choices) == 1:
            if denied := _taken_back(buffer, (keyword.start(), end), no, field, choices[0], index):
                yield LabelledValues(notes=[denied], field_name=field)
                continue
            buffer.consume(keyword.start(), last)
            yield LabelledValues({field: tuple(named) if field == "tenants_ids" else choices[0]})
        elif choices:
            yield LabelledValues(notes=[several(choices, PLURAL[lookup], words)])


_ANOTHER = re.compile(r" (?:and|&|\+) (?-i:[A-Z][a-z]+)\b(?!')", re.IGNORECASE)
"""A name after `and` that no list has."""
_AND = re.compile(r"(?:,? (?:and|&|\+) |/)(?=\w)")


def _with_others(
    work: str, end: int, choices: list[Choice], index: NameIndex
) -> tuple[int, list[Choice]]:
    """Those whose whole names go on after the first: `tenants John and Jane Smith`."""
    while joined := _AND.match(work, end):
        words = words_of(_END.split(work[joined.end() :], maxsplit=1)[0])[:_MOST_WORDS]
        used, more = index.longest([word.fold for word in words])
        phrase = " ".join(word.fold for word in words[:used])
        if len(more) != 1 or fold(more[0].name) != phrase:
            break
        end = joined.end() + words[used - 1].end
        choices = [*choices, *(each for each in more if each not in choices)]
    return end, choices


def _taken_back(
    buffer: TextBuffer,
    span: tuple[int, int],
    no: int,
    field: str,
    choice: Choice,
    index: NameIndex,
) -> Note | None:
    """Why a named choice is left open: the words around it say no, or name another one beside it."""
    start, end = span
    label, after = FIELDS[field].label, buffer.work[end:]
    words = buffer.text[start:end]
    if no or (before := denied_before(buffer.work[:start])):
        return Note(says_no(words if no else before + words, label), field)
    if field in _WHO_STAYS:
        return None
    if contrasts(after, choice, index):
        return None
    if denied := denied_after(after, people=field == "contractor_id"):
        return Note(says_no(words + denied, label), field)
    if is_asked(after):
        return Note(in_doubt(f"{words}?", label), field, [choice])
    half = half_meant_after(after, state=field in {"priority_id", "status_id"})
    if not half and field == "status_id" and is_an_end(choice):
        half = not_done_after(after)
    if half:
        return Note(half_meant(words + half, label), field, [choice])
    length, other = other_after(after, choice, index)
    if other is not None:
        both = words + buffer.text[end : end + length]
        return Note(names_two(both, label), field, [choice, other])
    return None


def _is_sure(words: str, word: str, choices: list[Choice], after: str) -> bool:
    """Whether one word is a name here: `contractor Ace, …`, not `tenant may be out`."""
    if len(word) < 3 or not word.isalpha():
        return False
    if len(choices) == 1 and fold(choices[0].name) == word:
        return True
    ends = re.match(rf"\s*(?:$|[,;\n{CONSUMED}.)£])", after)
    return bool(ends or (words[:1].isupper() and _FREE_AFTER.match(after)))
