"""Labels as the form shows them, and every word for nothing."""

from datetime import date
from decimal import Decimal

import pytest

from bot.jobs.forms import FIELDS
from bot.jobs.quicktext.parser import parse_update
from tests.corpus import corpus
from tests.jobs.quicktext.test_fields import INDEXES, TODAY, typed_and_meant


@corpus("name", FIELDS)
@corpus("shape", ["{}: {}", "*{}:* {}", "{} : {}", "{}={}"])
def test_a_label_is_read_as_the_form_writes_it(name: str, shape: str) -> None:
    typed, expected = typed_and_meant(name)
    quick = parse_update(shape.format(FIELDS[name].label, typed), TODAY, INDEXES)

    assert set(quick.values) == {name}, quick.notes
    if name != "access_details":
        assert quick.values[name] == expected


@pytest.mark.parametrize(
    "nothing",
    ["none", "none.", "None!", "delete", "remove", "clear", "nothing", "n/a", "-", "remove it", "none please", "(none)", "blank", "nil."],
)  # fmt: skip
def test_every_word_for_nothing_empties_the_field(nothing: str) -> None:
    for name, entry in FIELDS.items():
        for label in () if entry.required else (entry.label, entry.aliases[0]):
            quick = parse_update(f"{label}: {nothing}", TODAY, INDEXES)
            assert quick.values == {name: None}, (label, quick.notes)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Total budget (£): none", {"job_total_budget": None}), ("VAT (%): 20", {"vat_percentage": Decimal(20)}),
        ("access: delete", {"access_details": None}), ("Contractor budget (£): 180, VAT (%): 20", {"contractor_budget": Decimal(180), "vat_percentage": Decimal(20)}),
        ("Works start: none. Works end: 20/6", {"date_works_start_date": None, "date_works_end_date": date(2026, 6, 20)}),
        ("quote: none, access: none, priority: high", {"quote_no": None, "access_details": None, "priority_id": INDEXES["priorities"].one("High")}),
        ("contractor: none. priority: high", {"contractor_id": None, "priority_id": INDEXES["priorities"].one("High")}),
        ("description: remove. Then paint", {"job_description": "remove. Then paint"}),
        ("description: remove, then redecorate", {"job_description": "remove, then redecorate"}),
        ("title: None of the lights work", {"job_title": "None of the lights work"}), ("access: clear path to the left", {"access_details": "clear path to the left"}),
    ],
)  # fmt: skip
def test_a_label_with_its_unit_and_the_words_for_nothing(
    text: str, values: dict[str, object]
) -> None:
    quick = parse_update(text, TODAY, INDEXES)
    assert quick.values == values, quick.notes
