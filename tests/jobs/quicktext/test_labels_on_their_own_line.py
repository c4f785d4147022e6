"""A label alone on its line has the next line for its value; nothing of a code stays behind."""

import pytest

from bot.jobs.model import Choice
from bot.jobs.quicktext.parser import parse, parse_update
from tests.corpus import corpus
from tests.jobs.phrases import WEDNESDAY
from tests.jobs.quicktext.test_parser import NAMES

DEAD = "Boiler dead"


@pytest.mark.parametrize(
    ("text", "access"),
    [
        (f"{DEAD} at 12 Elm Row\nKey safe:\n4471", "Key safe: 4471"),
        (f"Key safe:\n4471\n{DEAD}", "Key safe: 4471"),
        (f"Access:\n4471\n{DEAD}", "4471"),
        (f"Keys:\n- 4471\n{DEAD}", "Keys: 4471"),
        (f"Keys:\n- 4471\n- 5582\n{DEAD}", "Keys: 4471 - 5582"),
        (f"Access:\n4471\n5582\n{DEAD}", "4471 5582"),
        (f"Access details =\n4471\n{DEAD}", "4471"),
        (f"*Key safe:*\n4471\n{DEAD}", "Key safe: 4471"),
        (f"{DEAD}. Access:\n\n4471", "4471"),
        (f"Front door key safe:\n4471\n{DEAD}", "Front door key safe: 4471"),
        (
            f"No access:\ntenant away, 4471 is wrong\n{DEAD}",
            "No access: tenant away, 4471 is wrong",
        ),
    ],
)
def test_a_code_below_its_label_reaches_no_channel(text: str, access: str) -> None:
    values = parse(text, WEDNESDAY, NAMES).values
    assert values["access_details"] == access
    assert values["job_title"].rstrip(".") == DEAD
    assert "4471" not in values["job_description"]
    assert "5582" not in values["job_description"]


def test_every_label_has_its_next_line() -> None:
    text = f"{DEAD}\nContractor:\nAce Gas\nBudget:\n£250\nContact email:\nbob@x.example\nNotes:"
    values = parse(text, WEDNESDAY, NAMES).values
    contractor = values["contractor_id"]
    assert isinstance(contractor, Choice)
    assert contractor.name == "Ace Gas"
    assert str(values["job_total_budget"]) == "250.00"
    assert values["private_contact_email"] == "bob@x.example"
    assert values["job_title"] == DEAD


@pytest.mark.parametrize("text", [f"{DEAD}\nPriority:", f"{DEAD}\nPriority:\nContractor: Ace Gas"])
def test_a_label_without_a_value_stays_in_the_text(text: str) -> None:
    values = parse(text, WEDNESDAY, NAMES).values
    assert values["job_title"] == DEAD
    assert "Priority" in values["job_description"]
    assert "priority_id" not in values


def test_in_an_update_it_is_pointed_out() -> None:
    notes = parse_update("Priority:", WEDNESDAY, NAMES).notes
    assert any("Priority" in note and "changes nothing" in note for note in notes)


@corpus("words", range(70, 100))
def test_a_label_is_not_parted_from_its_value_where_reading_ends(words: int) -> None:
    text = f"{DEAD} {'again ' * words}\nAccess:\n4471\nThe end"
    values = parse(text, WEDNESDAY, NAMES).values
    assert "4471" in values["access_details"]
    assert "4471" not in values["job_title"] + values["job_description"]


@corpus(
    "code",
    [
        "Combination 12-34-56 on the padlock",
        "Combination 10-20-30",
        "Combination 12-34-56 on the lock",
        "padlock combination 250-300 by the door",
        "combination 1250.00 on the lock",
        "safe combo 12/34/56 by the door",
        "12/10 opens the key safe",
        "10-20-30 is the gate code",
        "alarm code 1 Dec 4 then hash",
        "Use key safe 4471",
        "use 4471 for the door",
    ],
)
@corpus("mark", [". ", ", ", "; ", "\n"])
def test_nothing_of_a_code_stays_behind(code: str, mark: str) -> None:
    for text in (f"{code}{mark}{DEAD} at 12 Elm Row", f"{DEAD} at 12 Elm Row{mark}{code}"):
        values = parse(text, WEDNESDAY, NAMES).values
        assert values["access_details"] == code
        assert values["job_title"].rstrip(".") == DEAD
        assert values["job_description"].rstrip(".") == f"{DEAD} at 12 Elm Row"
        assert "date_works_start_date" not in values


def test_an_address_a_day_and_a_date_beside_a_code_are_still_read() -> None:
    values = parse("key safe at 12 Elm Row is 4471. Boiler dead", WEDNESDAY, NAMES).values
    assert values["address_id"].name.startswith("12 Elm Row")
    assert values["job_title"] == DEAD


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Heating off. Key safe 4471. Call me or 07700 900123", "Heating off."),
        ("Round the side; key safe 4471. Tenant away", "Round the side. Tenant away"),
        ("Call me on 07700 900123 or use key safe 4471, heating off", "Heating off"),
        ("Call me on 07700 900123 or, heating off", "Heating off"),
        ("Key safe 4471! Heating off", "Heating off"),
        ("<b>Heating</b> off", "Heating off"),
    ],
)
def test_a_title_has_no_scraps(text: str, title: str) -> None:
    assert parse(text, WEDNESDAY, NAMES).values["job_title"] == title
