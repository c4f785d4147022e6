"""What the field table promises: one entry is enough for a field to be there everywhere."""

from typing import Any

import pytest

from bot.jobs.forms import FIELDS, REQUIRED, SENSITIVE
from bot.jobs.model import Job
from bot.sandbox.propops.fields import FIELDS as SANDBOX_FIELDS
from bot.sandbox.propops.fields import REQUIRED as SANDBOX_REQUIRED
from tests.jobs import edited_copy

ENTRY = '    po_number: Annotated[str, Input("PO number", Reference(), "References", on_card=True)] = ""'
SANDBOX_ENTRY = '    "po_number": Text(),'
CODE = (edited_copy.ROOT / "tests/jobs/new_field.py").read_text()


def test_a_job_has_every_field_of_the_table() -> None:
    assert set(FIELDS) <= set(Job.model_fields)


def test_the_sandbox_takes_the_fields_of_the_table() -> None:
    assert set(SANDBOX_FIELDS) == set(FIELDS)
    assert set(SANDBOX_REQUIRED) == set(REQUIRED)


def test_a_job_never_shows_its_private_fields() -> None:
    job = Job(uuid="u-1", job_title="Leak", **dict.fromkeys(SENSITIVE, "secret"))

    assert "secret" not in repr(job)
    assert "Leak" in repr(job)


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a bot makes of a text field that was added to the table, and to its sandbox's."""
    copy = edited_copy.edited_copy(
        tmp_path_factory.mktemp("bot"),
        ("bot/jobs/forms.py", "    quote_no: ", ENTRY),
        ("bot/sandbox/propops/fields.py", '    "quote_no"', SANDBOX_ENTRY),
    )
    found: dict[str, Any] = edited_copy.answers(copy, CODE)
    return found


def test_propops_tells_it_and_the_bot_keeps_it(answers: dict[str, Any]) -> None:
    assert "po_number" in answers["typed"]
    assert answers["stored"]["po_number"] == "AB 1234"
    assert answers["holds"] is True


def test_the_forms_ask_for_it(answers: dict[str, Any]) -> None:
    new, update = answers["create form"], answers["update form"]

    assert new["label"]["text"] == "PO number"
    assert new["optional"] is True
    assert new["element"]["max_length"] == 100
    assert update["element"]["initial_value"] == "AB 1234"


def test_it_is_read_back_and_checked(answers: dict[str, Any]) -> None:
    assert answers["read back"] == {"po_number": "CD 5678"}
    assert answers["too long"] == {"po_number": "That is 101 characters; please keep to 100."}


def test_it_is_written(answers: dict[str, Any]) -> None:
    assert answers["sent"] == {"action": "update", "uuid": "u-1", "po_number": "CD 5678"}
    assert answers["sandbox"] == {"po_number": "CD 5678"}


def test_it_is_shown(answers: dict[str, Any]) -> None:
    assert answers["card"] == [["PO number", "AB 1234"]]
    assert answers["diff"] == ["PO number: AB 1234 → CD"]
    assert "PO number" in answers["show"]
    assert "AB 1234" in answers["show"]


def test_it_can_be_typed(answers: dict[str, Any]) -> None:
    """And ends where the day begins, like every reference."""
    assert answers["quick text"] == {
        "job_title": "Leak",
        "job_description": "leak tomorrow",
        "po_number": "AB 1234",
        "date_works_start_date": "2026-06-11",
    }
