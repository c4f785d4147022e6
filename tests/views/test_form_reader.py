"""Reading a form back: what was typed, or one sentence for each field."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.jobs.fields import Day, Email, Lookup, Money, Percent, Pick, Text
from bot.jobs.forms import FIELDS, REQUIRED
from bot.jobs.model import Choice
from bot.views import modals
from bot.views.modals import Complaints, Filled
from tests.views.samples import much


def option(value: str, name: str) -> dict[str, Any]:
    return {"text": {"type": "plain_text", "text": name, "emoji": True}, "value": value}


def answer(name: str, entered: Any = None) -> dict[str, Any]:
    """The state of one input as Slack sends it; `entered` None is an empty one."""
    element: dict[str, Any]
    match FIELDS[name].kind:
        case Lookup(many=True):
            chosen = [option(*each) for each in entered or ()]
            element = {"type": "multi_external_select", "selected_options": chosen}
        case Pick() | Lookup():
            chosen_one = option(*entered) if entered else None
            element = {"type": "external_select", "selected_option": chosen_one}
        case Day():
            element = {"type": "datepicker", "selected_date": entered}
        case Money() | Percent():
            element = {"type": "number_input", "value": entered}
        case Text() | Email():
            element = {"type": "plain_text_input", "value": entered}
    return {name: element}


def state(**entered: Any) -> dict[str, Any]:
    return {name: answer(name, entered.get(name)) for name in FIELDS}


NEEDED: dict[str, Any] = {
    "job_title": " Boiler not firing ",
    "job_description": "No hot water",
    "address_id": ("5", "12 Elm Row"),
    "priority_id": ("2", "High"),
    "status_id": ("1", "Open"),
    "job_type_id": ("3", "Gas & Heating"),
}


def filled(**entered: Any) -> Filled:
    found = modals.read(state(**{**NEEDED, **entered}))
    assert isinstance(found, Filled)
    return found


def complaints(**entered: Any) -> Complaints:
    found = modals.read(state(**{**NEEDED, **entered}))
    assert isinstance(found, Complaints)
    return found


def test_a_full_form_is_read_as_typed_values_and_names() -> None:
    found = filled(
        contractor_id=("20", "Ace Gas"),
        tenants_ids=[("7", "A. Lee"), ("8", "B. Lee")],
        date_works_start_date="2026-06-12",
        date_works_end_date="2026-06-12",
        job_total_budget="1250.5",
        vat_percentage="17.5",
        private_contact_email="sam@example.com",
    )
    assert found.values == {
        "job_title": "Boiler not firing",
        "job_description": "No hot water",
        "address_id": 5,
        "priority_id": 2,
        "status_id": 1,
        "job_type_id": 3,
        "contractor_id": 20,
        "tenants_ids": (7, 8),
        "date_works_start_date": date(2026, 6, 12),
        "date_works_end_date": date(2026, 6, 12),
        "job_total_budget": Decimal("1250.50"),
        "vat_percentage": Decimal("17.5"),
        "private_contact_email": "sam@example.com",
    }
    assert found.chosen == {
        "address_id": "12 Elm Row",
        "priority_id": "High",
        "status_id": "Open",
        "job_type_id": "Gas & Heating",
        "contractor_id": "Ace Gas",
        "tenants_ids": ["A. Lee", "B. Lee"],
    }
    assert "sam@example.com" not in repr(found)


def test_every_required_field_left_empty_says_what_to_do() -> None:
    for empty in (state(), {}):
        found = modals.read(empty)
        assert isinstance(found, Complaints)
        assert set(found) == set(REQUIRED)
        assert all(
            sentence.startswith("Please ") and "e.g." in sentence for sentence in found.values()
        )


def test_only_what_is_asked_for_is_required() -> None:
    found = modals.read(state(quote_no="Q1"), required=())
    assert isinstance(found, Filled)
    assert found.values == {"quote_no": "Q1"}


@pytest.mark.parametrize(
    ("name", "entered", "word"),
    [
        ("job_title", "  \n ", "title"),
        ("job_title", "x" * 151, "151 characters"),
        ("job_total_budget", "-1", "negative"),
        ("job_total_budget", "0.001", "pence"),
        ("job_total_budget", "20000000", "£10 million"),
        ("vat_percentage", "101", "0 to 100"),
        ("vat_percentage", "1e5", "percentage"),
        ("private_contact_email", "sam@", "e-mail"),
        ("date_works_start_date", "12/06/2026", "calendar"),
        ("date_works_start_date", "2026-02-30", "calendar"),
        ("address_id", ("0", "?"), "list"),
        ("address_id", ("DROP TABLE", "?"), "list"),
        ("address_id", ("9" * 60, "?"), "list"),
        ("tenants_ids", [("7", "A"), ("x", "B")], "list"),
    ],
)
def test_a_wrong_entry_is_one_sentence_on_its_own_field(name: str, entered: Any, word: str) -> None:
    found = complaints(**{name: entered})
    assert list(found) == [name]
    assert word in found[name]


def test_an_end_before_the_start_is_told_on_the_end() -> None:
    found = complaints(date_works_start_date="2026-06-12", date_works_end_date="2026-06-11")
    assert found == {
        "date_works_end_date": "That is before the works start. "
        "Please pick Fri 12 June 2026 or later."
    }


def test_what_propops_itself_holds_is_never_too_long() -> None:
    title = "A very long title " * 20
    typed = state(**{**NEEDED, "job_title": title, "total_amount": "1.234"})
    known = {"job_title": title.strip(), "total_amount": Decimal("1.234")}
    found = modals.read(typed, REQUIRED, known)
    assert isinstance(found, Filled)
    assert found.values["job_title"] == title.strip()
    assert found.values["total_amount"] == Decimal("1.234")


def test_unknown_blocks_and_other_action_ids_do_no_harm() -> None:
    typed = state(**NEEDED) | {"something": {"x": {"value": "1"}}, "commit_id": {}}
    typed["job_title"] = {"another": typed["job_title"]["job_title"]}
    found = modals.read(typed)
    assert isinstance(found, Filled)
    assert found.values["job_title"] == "Boiler not firing"


json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["value", "selected_option", "selected_options", "selected_date", "text"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from([*FIELDS, "other"]), json, max_size=6) | json)
def test_tampered_answers_are_complaints_and_never_exceptions(typed: Any) -> None:
    found = modals.read(typed)
    assert isinstance(found, Complaints)
    assert all(isinstance(sentence, str) and sentence for sentence in found.values())
    modals.draw(modals.FormView("create", "New job", modals.entered(typed)))


def test_what_is_entered_can_be_drawn_again_whole() -> None:
    typed: dict[str, Any] = {
        **NEEDED,
        "job_title": " ",
        "contractor_id": ("20", "Ace Gas"),
        "tenants_ids": [("7", "A. Lee")],
        "date_works_start_date": "2026-06-12",
        "job_total_budget": "250.50",
        "private_contact_email": "not yet",
        "access_details": much("marks", 500),
    }
    raw = modals.entered(state(**typed))
    assert set(raw) == set(FIELDS)
    assert raw["contractor_id"] == Choice(20, "Ace Gas")
    assert raw["quote_no"] is None

    drawn = modals.draw(modals.FormView("create", "New job", raw))
    elements = {b["block_id"]: b["element"] for b in drawn["blocks"] if b["type"] == "input"}
    assert elements["contractor_id"]["initial_option"]["value"] == "20"
    assert elements["tenants_ids"]["initial_options"][0]["text"]["text"] == "A. Lee"
    assert elements["date_works_start_date"]["initial_date"] == "2026-06-12"
    assert elements["job_total_budget"]["initial_value"] == "250.5"
    assert elements["private_contact_email"]["initial_value"] == "not yet"
    assert elements["access_details"]["initial_value"] == much("marks", 500)
    assert "quote_no" not in elements  # behind More fields
