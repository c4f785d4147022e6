"""A name that nobody would see is none, whoever or whatever is called so."""

from typing import Any

import pytest

from bot.jobs.model import Choice, heading
from bot.propops.parse import accounts, jobs, notes, revisions, values
from tests.propops.scripted import UUID

UNSEEN = ("\u200b", "\u2060", "\u3164", "\u0301\u0308", " \u200b\ufeff ", "\u00ad\u202e", "\u20dd")
_UNSEEN: pytest.MarkDecorator = pytest.mark.parametrize("unseen", UNSEEN)


@_UNSEEN
def test_it_is_no_name_of_a_row_and_the_next_spelling_counts(unseen: str) -> None:
    assert values.name_of({"name": unseen}) == ""
    assert values.name_of({"name": unseen, "title": "Ace Gas"}) == "Ace Gas"
    assert values.name_of({"name": unseen, "first_name": unseen, "last_name": "Shah"}) == "Shah"
    assert values.tenant_line({"name": unseen, "email": unseen}) == "without a name"


@_UNSEEN
def test_what_is_called_so_can_not_be_chosen(unseen: str) -> None:
    rows: list[dict[str, Any]] = [{"id": 1, "name": unseen}, {"id": 2, "name": f"Ace{unseen} Gas"}]

    assert [each.id for each in jobs.choices(rows, "contractor")] == [2]
    assert jobs.address_choices([{"id": 1, "full_address": unseen}]) == []
    assert jobs.places([{"address_id": 1, "full_address": unseen}]) == []


@_UNSEEN
def test_a_job_has_no_contractor_of_that_name(unseen: str) -> None:
    row = {"uuid": UUID, "job_ref": "JOB-001", "contractor_id": 7}
    for told in ({"contractor_name": unseen}, {"contractor": {"id": 7, "name": unseen}}):
        job = jobs.job(row | told)
        assert job is not None
        assert job.contractor_name == ""
    named = jobs.job(row | {"contractor_name": unseen, "contractor": {"id": 7, "name": "Ace Gas"}})
    assert named is not None
    assert named.contractor_name == "Ace Gas"


@_UNSEEN
def test_people_are_not_called_so(unseen: str) -> None:
    assert accounts.profile({"user": {"id": 7, "name": unseen}}).name == ""
    assert notes.read([{"id": 1, "note_text": "Rang", "created_by_name": unseen}])[0].by == ""
    (commit,) = revisions.commits([{"id": 1, "created_by_name": unseen, "author": "Priya"}])
    assert commit.by == "Priya"


@_UNSEEN
def test_a_heading_leaves_it_out(unseen: str) -> None:
    assert heading("JOB-001", unseen) == "JOB-001"


def test_a_name_with_marks_on_its_letters_stays_whole() -> None:
    rows = [{"id": 1, "name": "Zoe\u0308 Ng\u00f4"}, {"id": 2, "name": "\u200bनि\u200dष"}]
    assert jobs.choices(rows) == [Choice(1, "Zoe\u0308 Ng\u00f4"), Choice(2, "नि\u200dष")]
