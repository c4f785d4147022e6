"""A value behind the label of another field is put nowhere: it is said, and offered where it may belong."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.jobs.forms import FIELDS
from bot.jobs.model import Choice
from bot.jobs.name_index import NameIndex
from bot.jobs.quicktext.parser import parse, parse_update
from tests.jobs.phrases import WEDNESDAY
from tests.jobs.quicktext.test_parser import NAMES

_BUDGETS = ("job_total_budget", "contractor_budget", "total_amount", "vat_percentage")
_DAYS = ("date_works_start_date", "date_works_end_date")


def _choices(text: str) -> dict[str, tuple[object, ...]]:
    return {
        each.field: each.choices for each in parse(text, WEDNESDAY, NAMES).notes if each.choices
    }


@pytest.mark.parametrize(
    ("text", "field", "choice"),
    [
        ("leak, contractor: £250", "contractor_budget", Decimal(250)),
        ("leak, end: £200", "job_total_budget", Decimal(200)),
        ("leak, priority: £1,250.50", "job_total_budget", Decimal("1250.50")),
        ("leak, budget: 12 june", "date_works_start_date", date(2026, 6, 12)),
        ("leak, budget: 12/6", "date_works_start_date", date(2026, 6, 12)),
        ("leak, priority: friday", "date_works_start_date", date(2026, 6, 12)),
        ("leak, agent: tomorrow", "date_works_start_date", date(2026, 6, 11)),
        ("leak, vat: 12/6/2026", "date_works_start_date", date(2026, 6, 12)),
    ],
)
def test_it_can_be_pressed_where_it_belongs(text: str, field: str, choice: object) -> None:
    quick = parse(text, WEDNESDAY, NAMES)

    assert not {*_BUDGETS, *_DAYS, "contractor_id", "priority_id"} & quick.values.keys()
    assert choice in _choices(text)[field]


def test_a_percentage_is_no_amount() -> None:
    quick = parse("leak, vat: £20", WEDNESDAY, NAMES)
    assert not set(_BUDGETS) & quick.values.keys()
    assert any("is a percentage" in note for note in quick.notes)


def test_somebody_who_is_called_like_a_day_is_asked_about() -> None:
    frank = Choice(1, "Frank Friday")
    names = {**NAMES, "contractors": NameIndex([frank, Choice(2, "Ace Gas")])}

    quick = parse("leak, contractor: friday", WEDNESDAY, names)
    assert not {"contractor_id", "date_works_start_date"} & quick.values.keys()
    assert [each.choices for each in quick.notes if each.choices] == [(frank,)]
    assert (
        parse("leak, contractor: Frank Friday", WEDNESDAY, names).values["contractor_id"] == frank
    )


_LABELS = st.sampled_from([name for name, entry in FIELDS.items() if not entry.sensitive])


@given(_LABELS, st.sampled_from(["£250", "£1,250", "friday", "12 june", "12/6"]))
def test_what_stands_behind_a_label_fills_no_other_field(name: str, value: str) -> None:
    label = name.replace("_", " ").removesuffix(" id").removesuffix("s ids")
    read = set(parse(f"{label}: {value}", WEDNESDAY, NAMES).values)
    texts = {"job_title", "job_description", "access_details"}

    assert read <= texts | {name} or name in {"address_id", "tenants_ids"}


@pytest.mark.parametrize(
    "value", ["remove Bob Jones", "Bob Jones removed", "unassign Bob Jones", "not Bob Jones"]
)
def test_who_is_taken_off_a_job_is_not_put_on_it(value: str) -> None:
    assert "contractor_id" not in parse_update(f"contractor: {value}", WEDNESDAY, NAMES).values


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("Ace Gas Ltd", "Ace Gas"),
        ('"Ace Gas"', "Ace Gas"),
        ("(Ace Gas)", "Ace Gas"),
        ("Bob Jonse", "Bob Jones"),
        ("Ace Roofing Ltd", None),
        ("Zed Gas", None),
    ],
)
def test_a_name_is_another_one_only_by_a_slip(value: str, name: str | None) -> None:
    quick = parse_update(f"contractor: {value}", WEDNESDAY, NAMES)
    chosen = quick.values.get("contractor_id")

    assert (chosen and chosen.name) == name
    assert name or quick.notes


@pytest.mark.parametrize(
    "text",
    [
        "Ace Gas reported a leak in the loft",
        "From: Ace Gas, leak in loft",
        "bill from Ace Gas for the leak",
        "Access Locks changed the locks yesterday, key sticks",
    ],
)
def test_who_tells_of_a_job_is_offered_as_its_contractor(text: str) -> None:
    assert "contractor_id" not in parse(text, WEDNESDAY, NAMES).values
    assert "contractor_id" in _choices(text)


def test_two_times_of_day_are_asked_about() -> None:
    names = {**NAMES, "time_ranges": NameIndex([Choice(1, "AM"), Choice(2, "PM")])}
    quick = parse("leak, start: fri am, end: fri pm", WEDNESDAY, names)

    assert "time_range_id" not in quick.values
    [note] = [each for each in quick.notes if each.field == "time_range_id"]
    assert note.choices == (Choice(1, "AM"), Choice(2, "PM"))


_MAIL = """Hi,
The boiler at 12 Elm Row has stopped. Can you send someone Friday?
Kind regards
Bob Jones
Northern Lets
5 Station Road, Leeds"""


def test_a_signature_says_nothing_of_the_job_and_is_kept() -> None:
    values = parse(_MAIL, WEDNESDAY, NAMES).values

    assert values["address_id"].name.startswith("12 Elm Row")
    assert values["date_works_start_date"] == date(2026, 6, 12)
    assert values["job_title"].startswith("The boiler has stopped")
    assert not {"contractor_id", "agent_id"} & values.keys()
    assert values["job_description"].endswith("Northern Lets\n5 Station Road, Leeds")


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("fix gate 12 june", date(2026, 6, 12)),
        ("fix gate 12.6.26", date(2026, 6, 12)),
        ("repaint hall good friday", date(2027, 3, 26)),
        ("repaint hall easter monday", date(2027, 3, 29)),
        ("boiler service mid july", date(2026, 7, 15)),
        ("boiler service late june", date(2026, 6, 30)),
        ("LL picks 1800 for the fence", Decimal(1800)),
        ("landlord ok to 1800, fence", Decimal(1800)),
    ],
)
def test_what_is_left_open_is_offered(text: str, offered: object) -> None:
    quick = parse(text, WEDNESDAY, NAMES)

    assert not {*_BUDGETS, *_DAYS} & quick.values.keys()
    assert any(offered in choices for choices in _choices(text).values())


@pytest.mark.parametrize("text", ["fix tap 2026-06-12", "fix tap 12june", "fix tap 12/06/2026"])
def test_a_day_is_no_code(text: str) -> None:
    values = parse(text, WEDNESDAY, NAMES).values

    assert values["date_works_start_date"] == date(2026, 6, 12)
    assert "access_details" not in values


@pytest.mark.parametrize(
    "text",
    ["no smell of gas, alarm beeping", "burst pipe now fixed, ceiling stained", "damp after flooding", "gas leak last year, check"],
)  # fmt: skip
def test_what_is_over_is_not_urgent(text: str) -> None:
    assert "priority_id" not in parse(text, WEDNESDAY, NAMES).values
