"""Quick text: a corpus, and what is said about it."""

import re
from collections.abc import Mapping
from typing import Any

import pytest

from bot.jobs.model import Choice
from bot.jobs.name_index import NameIndex
from bot.jobs.quicktext.parser import QuickText, parse, parse_update
from bot.jobs.trade_words import TradeWords
from tests.corpus import corpus
from tests.jobs.phrases import WEDNESDAY
from tests.jobs.quicktext.phrases import NEW
from tests.jobs.quicktext.update_phrases import UPDATE


def _index(*names: str) -> NameIndex:
    return NameIndex(Choice(n, name) for n, name in enumerate(names, 1))


NAMES: Mapping[str, NameIndex] = {
    "priorities": _index("Urgent", "High", "Normal", "Low"),
    "statuses": _index("New", "Assigned", "In progress", "Awaiting parts", "Complete", "Closed"),
    "job_types": _index("Plumbing", "Gas", "Gas safety", "Electrical", "General"),
    "addresses": _index(
        "12 Elm Row, Leeds LS1 4AB", "112 Elm Row, Leeds LS1 4AB", "14 Elm Row, Leeds LS1 4AB",
        "Flat 12, 3 Elm Row, Leeds LS1 4AB", "Flat 2, 8 High Street, York YO1 2CD",
        "3 Oak Lane, High Wycombe HP11 1AA", "Rose Cottage, Mill Lane, York", "9 Quay Street, Leeds LS1 4ZZ",
        "5 Station Road, Leeds", "5 Station Road, York",
    ),
    "contractors": _index("Ace Gas", "Ace Plumbing Ltd", "Bob Jones", "Zed Electrical", "Access Locks"),
    "agents": _index("Northern Lets", "Sue Park"),
    "tenants": _index("John Smith", "Jane Smith", "Ann Lee", "Theresa May"),
}  # fmt: skip


def _plain(quick: QuickText) -> dict[str, object]:
    """Values as the corpus writes them."""
    return {name: _shown(value) for name, value in quick.values.items()}


def _shown(value: Any) -> object:
    match value:
        case None:
            return None
        case Choice():
            return value.name
        case tuple():
            return tuple(choice.name for choice in value)
        case _:
            return str(value)


@corpus(("text", "expected"), NEW.items())
def test_a_new_job_is_read(text: str, expected: dict[str, object]) -> None:
    quick = parse(text, WEDNESDAY, NAMES, TradeWords())
    wanted = {name: value for name, value in expected.items() if value is not None}
    read = _plain(quick)
    typed = str(read.pop("job_description", ""))
    said = str(wanted.pop("job_description", ""))
    assert read == wanted, quick.notes
    assert typed.endswith(said)
    assert said or ("job_title" in read) == bool(typed)


@pytest.mark.parametrize(("text", "expected"), UPDATE.items())
def test_an_update_is_read(text: str, expected: dict[str, object]) -> None:
    quick = parse_update(text, WEDNESDAY, NAMES)
    assert _plain(quick) == expected, quick.notes


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("leak at 5 Station Road", "2 addresses match “5 Station Road”: please choose one."),
        ("leak at 77 Sunset Way", "No address matches “77 Sunset Way”: please choose one."),
        ("leak, contractor: Ace", "2 contractors match “Ace”: please choose one."),
        ("leak, contractor: Zebra", "No contractor is called “Zebra”: please choose one."),
        ("leak, contractor: Acce Gas", "“Acce Gas” was read as Ace Gas."),
        ("leak, status: foo", "No status is called “foo”: please choose one."),
        (
            "leak 31/02",
            "“31/02”: There is no 31 February: February has 28 days in 2027. Please check the day.",
        ),
        (
            "leak next friday",
            "“next Friday” was read as the one of next week, Friday 19 June 2026.",
        ),
        (
            "leak 1 January",
            "No year was given, so 1 January was read as Friday 1 January 2027.",
        ),
        (
            "leak next week",
            "“next week” is more than one day. Which one is it?",
        ),
        (
            "leak friday at 9",
            "PropOps keeps days, not times: the time is in the description, please check it.",
        ),
        (
            "tenant called today",
            (
                "“today” seems to say when something happened: "
                "press the day if it is when the work is done."
            ),
        ),
        ("pressure low", "“low” was left in the text: if it is the priority, please choose it."),
        ("leak £200-£300", "“£200-£300” is a range: press the one that is the budget."),
        ("leak £1,25", "“£1,25” is not an amount: please write it like £1,250.50."),
        (
            "leak £100 or maybe £200",
            "“£200” was left open because of “maybe”: press it if it is the budget.",
        ),
        (
            "leak £250 + VAT",
            "“£250 + VAT” was read as the contractor budget, 250.00, with 20% VAT: please check it.",
        ),
        (
            "ring 07700 900123 about leak",
            "A phone number was moved to Access details, which no channel shows: please check.",
        ),
        (
            "start: 20/6, end: 19/6, leak",
            "The works end (Friday 19 June 2026) before they start: please check the dates.",
        ),
        (
            "priority: high, priority: low, leak",
            "Priority was given more than once (“High” and “Low”): please check it.",
        ),
        ("contractor: none, leak", "Contractor is left empty, as you said."),
    ],
)
def test_what_is_doubtful_is_said(text: str, note: str) -> None:
    assert note in parse(text, WEDNESDAY, NAMES).notes


@pytest.mark.parametrize(
    ("text", "note"),
    [
        (
            "please hurry, complete",
            "“please hurry” was not understood, so it changes nothing: please use the fields below.",
        ),
        ("title: none", "Title can't be empty in PropOps, so “none” was left out."),
        (
            "friday at 9",
            "PropOps keeps days, not times: “at 9” was left out.",
        ),
    ],
)
def test_what_an_update_leaves_out_is_said(text: str, note: str) -> None:
    assert note in parse_update(text, WEDNESDAY, NAMES).notes


def test_clear_text_needs_no_note() -> None:
    text = "door sticking at 12 Elm Row tomorrow high £250"
    assert parse(text, WEDNESDAY, NAMES).notes == ()


def test_fields_that_were_named_are_told_apart() -> None:
    quick = parse("leak tomorrow, priority: high, contractor Ace Gas, end friday", WEDNESDAY, NAMES)
    assert quick.explicit == {"priority_id", "contractor_id", "date_works_end_date"}
    assert "date_works_start_date" in quick.values


def test_without_lists_the_words_stay_and_are_pointed_out() -> None:
    quick = parse("leak at 12 Elm Row tomorrow high, contractor: Ace Gas", WEDNESDAY, {})
    assert quick.values["job_title"] == "Leak at 12 Elm Row high"
    assert quick.notes == ("Contractor: please choose “Ace Gas” in the form.",)


def test_a_configured_time_of_day_is_chosen() -> None:
    names = {**NAMES, "time_ranges": _index("Morning", "Afternoon")}
    quick = parse("leak tomorrow pm", WEDNESDAY, names)
    assert _plain(quick) == {
        "job_title": "Leak",
        "job_description": "leak tomorrow pm",
        "job_type_id": "Plumbing",
        "date_works_start_date": "2026-06-11",
        "time_range_id": "Afternoon",
    }


def test_a_title_too_long_goes_on_in_the_description() -> None:
    text = "leak " * 60
    quick = parse(text, WEDNESDAY, NAMES)
    assert len(quick.values["job_title"]) <= 150
    assert quick.values["job_description"].split() == text.split()


def test_codes_show_in_no_repr_and_in_no_note() -> None:
    quick = parse("leak, key safe 1234, access: alarm 9987, code 4471", WEDNESDAY, NAMES)
    shown = repr(quick) + " ".join(quick.notes) + quick.values["job_title"]
    assert not re.search(r"1234|9987|4471", shown)
