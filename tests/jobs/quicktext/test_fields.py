"""`field: value` for every field of a job, whatever name of it a coordinator uses."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bot.jobs.fields import Day, Email, Lookup, Money, Percent, Pick, Text
from bot.jobs.forms import FIELDS
from bot.jobs.model import Choice
from bot.jobs.name_index import NameIndex
from bot.jobs.quicktext.parser import parse_update
from tests.corpus import corpus

TODAY = date(2026, 6, 10)
NAMED = {
    "priorities": "High",
    "statuses": "In progress",
    "job_types": "Plumbing",
    "contractors": "Ace Gas",
    "agents": "Holly Marsh",
    "tenants": "Ann Teak",
    "addresses": "12 Elm Row, Leeds",
    "time_ranges": "Morning",
}
INDEXES = {
    lookup: NameIndex([Choice(7, name), Choice(8, "Something else")])
    for lookup, name in NAMED.items()
}


def typed_and_meant(name: str) -> tuple[str, Any]:
    match FIELDS[name].kind:
        case Pick(lookup=lookup):
            return NAMED[lookup], Choice(7, NAMED[lookup])
        case Lookup(lookup=lookup, many=True):
            return NAMED[lookup], (Choice(7, NAMED[lookup]),)
        case Lookup(lookup=lookup):
            return NAMED[lookup], Choice(7, NAMED[lookup])
        case Day():
            return "next Friday", date(2026, 6, 19)
        case Money():
            return "£1,250.50", Decimal("1250.50")
        case Percent():
            return "20%", Decimal(20)
        case Email():
            return "ann@example.com", "ann@example.com"
        case Text() if FIELDS[name].group == "References":
            return "QT-4471/b", "QT-4471/b"
        case Text():
            return "Quick brown fox", "Quick brown fox"


@corpus(
    ("name", "word"), [(name, word) for name, entry in FIELDS.items() for word in entry.aliases]
)
def test_every_name_of_every_field_takes_a_value(name: str, word: str) -> None:
    typed, expected = typed_and_meant(name)
    for label in (word, word.upper(), f"{word} "):
        quick = parse_update(f"{label}: {typed}", TODAY, INDEXES)
        if name == "access_details":  # what kind of access it is stays with it
            assert set(quick.values) == {name}, label
            assert quick.values[name].endswith(expected), label
        else:
            assert quick.values == {name: expected}, label


def test_the_example_of_the_guide_is_read_whole() -> None:
    text = "contractor: Ace Gas, start next Friday, status: in progress"
    quick = parse_update(text, TODAY, INDEXES)
    assert quick.values == {
        "contractor_id": Choice(7, "Ace Gas"),
        "date_works_start_date": date(2026, 6, 19),
        "status_id": Choice(7, "In progress"),
    }


@pytest.mark.parametrize("impossible", ["31/02", "31 February", "30/2/2027", "31 June"])
def test_an_impossible_date_is_refused_at_once_with_what_is_wrong(impossible: str) -> None:
    quick = parse_update(f"start: {impossible}", TODAY, INDEXES)
    assert "date_works_start_date" not in quick.values
    assert any("start" in note.casefold() or impossible in note for note in quick.notes)
