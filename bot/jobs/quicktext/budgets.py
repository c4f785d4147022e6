"""Amounts of the running text put into their fields; those that may be something else are asked about there."""

import re
from decimal import Decimal

from bot.jobs.quicktext.money import TOTAL, Sum, take_money
from bot.jobs.quicktext.notes import Note
from bot.jobs.quicktext.reading import Reading
from bot.jobs.quicktext.understood_amounts import whose_amount


def read_amounts(reading: Reading) -> None:
    """Fills the budgets. Where several amounts may be one field's, all stay in the text and can be pressed."""
    buffer = reading.buffer
    work, text = buffer.work, buffer.text
    found = list(take_money(buffer, whose_amount(reading)))
    sums = [each for each in found if each.value is not None]
    fields = [each.field for each in sums]
    twice = {name for name in fields if fields.count(name) > 1 or name in reading.values}
    if len(sums) > 1 and any(each.inferred for each in sums):
        twice |= set(fields)
    if len(sums) == 1 and not sums[0].said and len(found) > 1:
        buffer.work, buffer.text = work, text
        left = f"“{sums[0].words}” was left in the text, since it is not the only amount: press it if it is the budget."
        reading.notes += [*_notes(found), Note(left, sums[0].field, _values(sums))]
        return
    if twice:
        buffer.work, buffer.text = work, text
        reading.notes += _offers(sums)
        return
    for each in found:
        if each.value is not None:
            reading.put(each.field, each.value, reading.place_of(each.words))
            if each.vat is not None and "vat_percentage" not in reading.values:
                reading.put("vat_percentage", each.vat, reading.place_of(each.words))
    reading.notes += _notes(found, taken=True)
    if not reading.update:
        _offer_without_vat(reading, sums)


def _offers(sums: list[Sum]) -> list[Note]:
    """Each of several amounts at the field that it may be for, with the percentage said with it."""
    words = " and ".join(each.words for each in sums)
    notes = []
    for field in dict.fromkeys(each.field for each in sums):
        what = "budget" if field == TOTAL else "contractor's budget"
        sentence = f"{words}: press the one that is the {what}, or enter each in its own box."
        notes.append(Note(sentence, field, _values([each for each in sums if each.field == field])))
    rates = list(dict.fromkeys(each.vat for each in sums if each.vat is not None))
    if rates:
        notes.append(Note(f"{words}: press the VAT that is on it.", "vat_percentage", rates))
    return notes


_NO_VAT = re.compile(r"[ ,(]{0,2}\b(?P<none>no vat|vat free|zero vat)\b", re.IGNORECASE)


def _offer_without_vat(reading: Reading, sums: list[Sum]) -> None:
    """`£60 no vat`: a contractor's price, with 0% on it, is offered beside the total."""
    none = _NO_VAT.search(reading.buffer.text)
    if none is None or "vat_percentage" in reading.values:
        return
    zero = f"“{none['none']}”: press 0% if there is none on the budget."
    reading.notes.append(Note(zero, "vat_percentage", [Decimal(0)]))
    if len(sums) == 1 and sums[0].field == TOTAL and "contractor_budget" not in reading.values:
        words = f"“{sums[0].words}” may be what the contractor gets: press it if it is."
        reading.notes.append(Note(words, "contractor_budget", _values(sums)))


def _notes(found: list[Sum], *, taken: bool = False) -> list[Note]:
    """What is said of each amount that was left, or of all of them."""
    return [
        Note(each.note, each.field, each.choices)
        for each in found
        if each.note and (taken or each.value is None)
    ]


def _values(sums: list[Sum]) -> list[Decimal]:
    return [each.value for each in sums if each.value is not None]
