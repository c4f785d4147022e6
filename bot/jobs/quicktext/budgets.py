"""Amounts of the running text put into their fields; those that may be something else are asked about there."""

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
        sentence = f"{' and '.join(each.words for each in sums)}: press the one that is the budget, or enter each in its own box."
        reading.notes.append(Note(sentence, TOTAL, _values(sums)))
        return
    for each in found:
        if each.value is not None:
            reading.put(each.field, each.value, reading.place_of(each.words))
            if each.vat is not None and "vat_percentage" not in reading.values:
                reading.put("vat_percentage", each.vat, reading.place_of(each.words))
    reading.notes += _notes(found, taken=True)


def _notes(found: list[Sum], *, taken: bool = False) -> list[Note]:
    """What is said of each amount that was left, or of all of them."""
    return [
        Note(each.note, each.field, each.choices)
        for each in found
        if each.note and (taken or each.value is None)
    ]


def _values(sums: list[Sum]) -> list[Decimal]:
    return [each.value for each in sums if each.value is not None]
