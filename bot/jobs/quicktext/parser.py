"""Quick text: `boiler not firing at 12 Elm Row tomorrow high £250` → a filled form.

Read in this order, each from what is still there: `field: value`, access codes, address, money, days,
people, priority, status, type; what is left is the title. Doubtful words stay in the title, with
a note: nothing typed is dropped.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.jobs.fields import Text
from bot.jobs.forms import FIELDS, SENSITIVE
from bot.jobs.name_index import NameIndex, Work
from bot.jobs.quicktext import unlabelled
from bot.jobs.quicktext.access_codes import take_private
from bot.jobs.quicktext.addresses import find_address
from bot.jobs.quicktext.after_label import LabelledValues
from bot.jobs.quicktext.budgets import read_amounts
from bot.jobs.quicktext.buffer import CONSUMED, TextBuffer
from bot.jobs.quicktext.changes import offer_changes, read_changes
from bot.jobs.quicktext.chat_stamps import chat_stamps, mail_stamps
from bot.jobs.quicktext.choices_in_text import read_choices, read_whole_pieces
from bot.jobs.quicktext.cleared import read_cleared
from bot.jobs.quicktext.dates_in_text import find_days
from bot.jobs.quicktext.days import check_order_of_days, put_time, read_days_in_text
from bot.jobs.quicktext.keywords import read_keywords, read_numbers
from bot.jobs.quicktext.labelled import read_labelled
from bot.jobs.quicktext.leftovers import point_out_rest, put_title
from bot.jobs.quicktext.length import keep_access, keep_beyond, point_out_beyond, split
from bot.jobs.quicktext.money import amounts
from bot.jobs.quicktext.name_words import NameMatch
from bot.jobs.quicktext.notes import Note, given_twice, note_at
from bot.jobs.quicktext.people import offer_people
from bot.jobs.quicktext.reading import Reading
from bot.jobs.quicktext.said_in_doubt import leave_open_what_is_said_in_doubt
from bot.jobs.quicktext.sentences import first_sentence, last_sentence
from bot.jobs.quicktext.signature import skip_signature, skip_signature_of_update
from bot.jobs.quicktext.status_word import read_status_word
from bot.jobs.quicktext.told_states import offer_state
from bot.jobs.quicktext.trade import read_trade_words
from bot.jobs.quicktext.understood_amounts import whose_amount
from bot.jobs.quicktext.unread_amounts import say_which_amounts_were_not_read
from bot.jobs.quicktext.withdrawn import leave_out_what_is_withdrawn
from bot.jobs.quicktext.words_read import words_read
from bot.jobs.trade_words import BUILT_IN, TradeWords

_TOO_MANY_NAMES = "Not every name in what you typed was looked up: please check the form."


@dataclass(frozen=True)
class QuickText:
    """What was understood. `values`: field name → str, date, Decimal, Choice, tuple of Choice, or
    None to clear; `notes`: sentences for the member; `explicit`: fields that were named; `words`: field name → the
    words that its value was read from.
    """

    values: Mapping[str, Any] = field(default_factory=dict, repr=False)
    notes: tuple[Note, ...] = field(default=(), repr=False)
    explicit: frozenset[str] = frozenset()
    words: Mapping[str, str] = field(default_factory=dict, repr=False)


def parse(
    text: str, today: date, names: Mapping[str, NameIndex], trade: TradeWords = BUILT_IN
) -> QuickText:
    """Reads the text of a new job. `names`: lookup name → index; any may be missing.

    The first 500 characters are read, what is beyond them is kept in the description.
    """
    part = split(text)
    work = Work()
    bounded = {lookup: index.within(work) for lookup, index in names.items()}
    reading = Reading(TextBuffer(part.read), today, bounded, trade=trade)
    _read(reading)
    put_title(reading)
    keep_beyond(reading, part.beyond)
    return _result(reading, work)


def parse_update(
    text: str, today: date, names: Mapping[str, NameIndex], trade: TradeWords = BUILT_IN
) -> QuickText:
    """Reads changes to a job: the same, but words left over are pointed out, not made its title."""
    part = split(text)
    work = Work()
    bounded = {lookup: index.within(work) for lookup, index in names.items()}
    reading = Reading(TextBuffer(part.read), today, bounded, update=True, trade=trade)
    _read(reading)
    point_out_rest(reading)
    point_out_beyond(reading, part.beyond)
    return _result(reading, work)


_SUBJECT = re.compile(
    r"^(?:(?:subject|re|fw|fwd|aw)\s*:\s*|\[(?:external|ext)\]\s*)+", re.IGNORECASE | re.MULTILINE
)
"""What an e-mail's subject line begins with."""


def _read(reading: Reading) -> None:
    for match in [] if reading.update else list(_SUBJECT.finditer(reading.buffer.work)):
        reading.buffer.consume(*match.span())
    stamped = _stamps(reading.buffer)
    _put_all(reading, read_labelled(reading.buffer, reading.today, reading.names, only=SENSITIVE))
    before = _consumed(reading.buffer)
    _private(reading)
    reading.codes = frozenset(_consumed(reading.buffer) - before)
    _put_all(reading, read_labelled(reading.buffer, reading.today, reading.names))
    private = _consumed(reading.buffer)
    reading.kept_out = frozenset(private)
    if not reading.update:
        reading.signature = skip_signature(reading.buffer)
    signed = _consumed(reading.buffer)
    _address(reading)
    addressed = _consumed(reading.buffer)
    reading.told_elsewhere = frozenset((private - stamped) | (addressed - signed))
    _put_all(reading, read_cleared(reading) if reading.update else ())
    offers = read_changes(reading) if reading.update else []
    if reading.update:
        skip_signature_of_update(reading)
    read_amounts(reading)
    _put_all(reading, read_numbers(reading.buffer, whose_amount(reading), tuple(reading.notes)))
    reading.said = _without(
        reading.buffer.text, private - stamped | _consumed(reading.buffer) - addressed
    )
    say_which_amounts_were_not_read(reading)
    read_days_in_text(reading)
    _put_all(reading, read_keywords(reading.buffer, reading.names))
    read_choices(reading)
    offer_people(reading)
    read_status_word(reading)
    read_trade_words(reading)
    if reading.update:
        read_whole_pieces(reading)
        offer_changes(reading, offers)
        offer_state(reading)
    leave_open_what_is_said_in_doubt(reading)
    leave_out_what_is_withdrawn(reading)
    check_order_of_days(reading)


def _stamps(buffer: TextBuffer) -> frozenset[int]:
    """Consumes what a chat put before its messages; a description keeps it."""
    for span in [*chat_stamps(buffer.work), *mail_stamps(buffer.work)]:
        buffer.consume(*span)
    return frozenset(_consumed(buffer))


def _consumed(buffer: TextBuffer) -> set[int]:
    return {at for at, mark in enumerate(buffer.work) if mark == CONSUMED}


def _without(text: str, places: Collection[int]) -> str:
    """The text tidied, without the characters at these places."""
    buffer = TextBuffer(text)
    for at in places:
        buffer.consume(at, at + 1)
    return buffer.remaining()


def _result(reading: Reading, work: Work) -> QuickText:
    if reading.access:
        keep_access(reading)
    if work.spent:
        reading.notes.append(_TOO_MANY_NAMES)
    notes = [each if isinstance(each, Note) else Note(each) for each in reading.notes]
    once = {(each, each.field): each for each in reversed(notes)}
    return QuickText(
        reading.values,
        tuple(reversed(once.values())),
        frozenset(reading.explicit),
        words_read(reading),
    )


def _put_all(reading: Reading, found: Iterable[LabelledValues]) -> None:
    reading.mark()
    for labelled in found:
        _put(reading, labelled)
        reading.mark()


def _put(reading: Reading, labelled: LabelledValues) -> None:
    reading.notes += [note_at(labelled.field_name, note) for note in labelled.notes]
    for name, value in labelled.values.items():
        if name == "tenants_ids" and reading.values.get(name) and value:
            value = tuple(dict.fromkeys([*reading.values[name], *value]))  # noqa: PLW2901
        if name == "access_details" and reading.values.get(name) and value:
            value = f"{reading.values[name]}; {value}"  # noqa: PLW2901
        if (old := reading.values.get(name)) not in (None, value) and name not in _ADDING:
            reading.notes.append(given_twice(name, old, value))
            if not isinstance(FIELDS[name].kind, Text):
                del reading.values[name]
                continue
        if value is None and not reading.update:
            left = f"{FIELDS[name].label} is left empty, as you said."
            reading.notes.append(Note(left, name))
        else:
            is_added = name in _ADDING and bool(old)
            reading.put(name, value, None if is_added else reading.consumed())
        reading.explicit.add(name)
    if labelled.time:
        put_time(reading, labelled.time)
    if "date_works_end_date" in labelled.values:
        reading.end_words = labelled.end_words


def _private(reading: Reading) -> None:
    """Codes, and in a new job phone numbers, go to Access details; an update would replace what is
    there, so it leaves the numbers to be pointed out.
    """
    work = reading.buffer.work
    known = [(each.start, each.end) for each in find_days(work, reading.today)]
    known += amounts(work)
    index = reading.names.get("addresses")
    if index is not None and (address := find_address(work, index)) is not None:
        known.append((address.start, address.end))
    private = take_private(reading.buffer, known, contacts=not reading.update)
    reading.access += private.access
    if private.contacts:
        reading.access += private.contacts
        moved = unlabelled.contacts_moved(private.contacts)
        reading.notes.append(Note(moved, "access_details"))


def _address(reading: Reading) -> None:
    index = reading.names.get("addresses")
    if index is None or "address_id" in reading.explicit or reading.asked("address_id"):
        return
    address = find_address(reading.buffer.work, index)
    if address is None:
        return
    if address.choice and reading.update and not _is_corrected(reading.buffer.work, address):
        words = f"“{reading.buffer.text[address.start : address.end].strip()}” need not be the job's address"
        note = Note(f"{words}: press it if it is.", "address_id", [address.choice])
        reading.notes.append(note)
        return
    if address.choice:
        place = (address.start, address.end) if address.end > address.start else None
        reading.put("address_id", address.choice, place)
        reading.buffer.consume(address.start, address.end)
    if address.note:
        reading.notes.append(note_at("address_id", address.note))


def _is_corrected(work: str, address: NameMatch) -> bool:
    """Whether an address in an update is what the job's is to be: alone in its piece, or among words that set it right."""
    before, after = work[: address.start], work[address.end :]
    if _PIECE_BEGINS.search(before) and _PIECE_ENDS.match(after):
        return True
    return bool(_SETS_RIGHT.search(f"{last_sentence(before)} {first_sentence(after)}"))


_PIECE_BEGINS = re.compile(rf"(?:^|[,;.:\n{CONSUMED}-])\s*$")
_PIECE_ENDS = re.compile(rf"\s*(?:$|[,;.!\n{CONSUMED}])")
_SETS_RIGHT = re.compile(
    r"\b(?:addres+|house|property|prop|wrong|right|correct\w*|should|meant|actually|instead|change[ds]?|moved? to|it'?s|its|not)\b",
    re.IGNORECASE,
)
_ADDING = frozenset({"tenants_ids", "access_details"})
