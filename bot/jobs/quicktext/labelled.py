"""`field: value` in quick text: forgiving about the name, exact about the value."""

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date

from pydantic_core import PydanticCustomError

from bot.jobs.fields import (
    Day,
    Email,
    Lookup,
    LookupName,
    Money,
    Name,
    Percent,
    Pick,
    Reference,
    Text,
)
from bot.jobs.forms import FIELDS
from bot.jobs.name_index import NameIndex, fold
from bot.jobs.quicktext.addresses import find_address
from bot.jobs.quicktext.after_label import AfterLabel, LabelledValues
from bot.jobs.quicktext.buffer import CONSUMED, TextBuffer
from bot.jobs.quicktext.choices import PLURAL, choose
from bot.jobs.quicktext.dates_in_text import find_days
from bot.jobs.quicktext.labelled_doubts import (
    has_another,
    is_half_meant,
    is_one_of_two,
    taken_back,
)
from bot.jobs.quicktext.labelled_numbers import read_day, read_number
from bot.jobs.quicktext.labels import find_labels
from bot.jobs.quicktext.wrong_field import POUNDS, value_of_another_kind
from bot.jobs.status_words import status_meant
from bot.jobs.validation import an_email, percent, pounds

_EMPTY = re.compile(
    r"\(?(?:none|nobody|no[- ]?one|nothing|clear|cleared|remove|removed|delete|deleted|erase|wipe|unset|unassign(?:ed)?|blank"
    r"|empty|n/?a|-+|–|—|nil|null)\)?(?: (?:it|this|them|that))?(?:[ ,]+(?:please|pls|plz|thanks|thx|ta))?[.!]*"
    r"(?=\s*(?:$|[,;\n])|(?<=[.!])\s)",
    re.IGNORECASE,
)
_NAMES_A_FIELD = re.compile(
    r"(?:works? )?(?:(?:start|starts|starting|end|ends|ending|by|until|on) (?:\w|\d)|(?:contractor|engineer|agent"
    r"|letting agent|priority|status|budget|tenants?|vat|type) \S)",
    re.IGNORECASE,
)


def read_labelled(
    buffer: TextBuffer,
    today: date,
    names: Mapping[str, NameIndex],
    *,
    only: Collection[str] = FIELDS,
) -> Iterator[LabelledValues]:
    """Every `field: value` of the text (or those of some fields), consumed."""
    for label in find_labels(buffer.work):
        if label.field in only:
            after = AfterLabel(buffer, today, names, label)
            _read(after)
            yield after.result


def _read(after: AfterLabel) -> None:
    if (empty := _EMPTY.match(after.text)) and _is_all(after, empty.end()):
        _clear(after, empty.end())
        return
    if wrong := value_of_another_kind(after):
        after.notes.append(wrong)
        return
    match after.field.kind:
        case Day():
            read_day(after)
        case Money():
            read_number(after, pounds)
        case Percent():
            if not POUNDS.match(after.text):  # `£1,480 + VAT = £1,776`
                read_number(after, percent)
        case Email():
            _email(after)
        case Lookup(lookup, many=True):
            _several(after, lookup)
        case Pick(lookup) | Lookup(lookup):
            _choice(after, lookup)
        case Text():
            _text(after)


def _is_all(after: AfterLabel, end: int) -> bool:
    """Whether a word for nothing is the whole value: of a text, not the beginning of a sentence."""
    rest = after.text[end:].lstrip()
    if not isinstance(after.field.kind, Text):
        return True
    if rest and not rest.startswith((",", CONSUMED)):
        return False
    return not rest.partition(CONSUMED)[0].strip(" ,") or _ends_at(
        after, after.text.index(",", end) + 1
    )


def _clear(after: AfterLabel, length: int) -> None:
    typed = after.consume(length)
    if not after.field.required:
        after.put(None)
    else:
        after.notes.append(
            f"{after.field.label} can't be empty in PropOps, so “{typed}” was left out."
        )


def _email(after: AfterLabel) -> None:
    typed = re.match(r"[^\s,;]+", after.text)
    try:
        value = an_email(typed[0] if typed else "")
    except PydanticCustomError as error:
        after.point_out(error.message())
        return
    after.consume(typed.end() if typed else 0)
    after.put(value)


def _text(after: AfterLabel) -> None:
    name, length = after.label.field, len(after.text)
    for comma in re.finditer(",", after.text):
        if _ends_at(after, comma.end()):
            length = comma.start()
            break
    if isinstance(after.field.kind, Name | Reference):
        length = min(length, len(after.piece()))
        words = list(re.finditer(r"\S+", after.text[:length]))
        if isinstance(after.field.kind, Reference) and len(words) > 2:
            length = words[0].end()
        else:
            stops = [each.start for each in find_days(after.text[:length], after.today)]
            length = min([length, *stops])
    elif (gap := after.text.find(CONSUMED)) >= 0 and name == "job_title":
        length = min(length, gap)
    if name == "access_details":
        length = min(length, _before_the_job(after))
    if isinstance(after.field.kind, Reference):
        if not re.search(r"\d", after.text[:length]):
            after.point_out("a reference has a number in it, please enter it below.")
            return
        length = len(after.text[:length].rstrip(" /|-–"))
    value = re.sub(r"\s+", " ", after.consume(length))
    bare = name != "access_details" or after.label.typed.casefold().startswith("access")
    if value and not bare:
        value = f"{after.label.typed}: {value}"
    if value:
        after.put(value)


def _before_the_job(after: AfterLabel) -> int:
    """Where access details end that stand before the job: at the sentence that has the address (`keys: box left. leak at 12 Elm Row`)."""
    index = after.names.get("addresses")
    ends = [match.start() for match in re.finditer(r"[.](?= +\S)", after.text)]
    for end in ends if index is not None else ():
        if (
            index
            and (found := find_address(after.text[end + 1 :].partition(".")[0], index))
            and found.choice
        ):
            return end
    return len(after.text)


def _ends_at(after: AfterLabel, at: int) -> bool:
    """Whether what follows this comma is something by itself: `, tomorrow`, `, £250`, `, high`."""
    piece = re.split(r"[,;\n]", after.text[at:])[0]
    words = piece.strip()
    if not words or CONSUMED in words:
        return False
    if _NAMES_A_FIELD.match(words):
        return True
    if after.label.field != "job_title":
        return False
    mentions = find_days(words, after.today)
    if any(not each.stays and each.end - each.start == len(words) for each in mentions):
        return True
    if re.fullmatch(r"£ ?[\d,.]+k?", words):
        return True
    return any(
        (index := after.names.get(lookup)) is not None
        and (choice := index.one(words)) is not None
        and fold(choice.name) == fold(words)
        for lookup in ("priorities", "statuses", "contractors")
    )


def _choice(after: AfterLabel, lookup: LookupName) -> None:
    index = _names_of(after, lookup)
    if index is None or taken_back(after, index):
        return
    length, choice, note = choose(after.text, index, PLURAL[lookup])
    if choice is None and not note and lookup == "statuses":
        length, choice, note = status_meant(after.text, index) or (0, None, "")
    if choice is None:
        after.point_out(
            note
            or f"No {after.field.label.casefold()} is called “{after.short_piece()}”: please choose one."
        )
        return
    if has_another(after, length, choice, index):
        return
    if is_half_meant(after, length, choice, lookup):
        return
    after.consume(length)
    after.put(choice)
    if note:
        after.notes.append(note)


def _names_of(after: AfterLabel, lookup: LookupName) -> NameIndex | None:
    """What can be chosen; None where nobody knows, which is pointed out."""
    index = after.names.get(lookup)
    if index is None:
        typed = after.piece().strip()
        after.point_out(f"{after.field.label}: please choose “{typed}” in the form.")
    return index


def _several(after: AfterLabel, lookup: LookupName) -> None:
    index = _names_of(after, lookup)
    if index is None or taken_back(after, index):
        return
    at, choices = 0, []
    while True:
        length, choice, note = choose(after.text[at:], index, PLURAL[lookup])
        if choice is None:
            break
        choices.append(choice)
        if note:
            after.notes.append(note)
        at += length
        gap = re.match(r"\s*(?:,|&|/|\+|\band\b)+\s*", after.text[at:])
        if not gap or choose(after.text[at + gap.end() :], index, "")[1] is None:
            break
        at += gap.end()
    if choices and is_one_of_two(after, at):
        return
    if not choices:
        after.point_out(note or f"No tenant is called “{after.short_piece()}”: please choose.")
        return
    after.consume(at)
    after.put(tuple(dict.fromkeys(choices)))
