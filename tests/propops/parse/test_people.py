"""Reading people and their rights."""

from typing import Any

import pytest

from bot.jobs.model import Choice
from bot.propops.parse import accounts, jobs
from tests.propops.parse.samples import EXAMPLE


def test_people_are_called_by_their_name() -> None:
    rows = [
        {"ID": 201, "first_name": "Ace", "last_name": "Gas", "trades": ["Gas", "Plumbing"]},
        {"id": 202, "name": "Broadbent Electrical", "trades": [{"ID": 1, "name": "Electrical"}]},
        {"ID": 203, "first_name": "Cher", "last_name": None, "trades": None},
    ]
    assert jobs.choices({"data": rows}, "contractor", detail="trades") == [
        Choice(201, "Ace Gas", "Gas, Plumbing"),
        Choice(202, "Broadbent Electrical", "Electrical"),
        Choice(203, "Cher"),
    ]


@pytest.mark.parametrize(
    "payload",
    [
        {"data": ["api.jobs.manage.list", "api.jobs.case-notes.manage"]},
        {"data": {"api.jobs.manage.list": True, "api.jobs.case_notes.manage": 1, "x": False}},
        {"permissions": ["api.jobs.manage.list", "api.jobs.case_notes.manage"]},
        {"data": {"permissions": {"api.jobs.manage.list": "1", "api.jobs.case-notes.manage": 1}}},
        {
            "data": {
                "permissions": [
                    {"key": "api.jobs.manage.list"},
                    {"name": "api.jobs.case-notes.manage"},
                ]
            }
        },
        ["api.jobs.manage.list", "api.jobs.case_notes.manage"],
    ],
    ids=str,
)
def test_permissions_are_read_in_any_form_and_hyphens_count_as_underscores(payload: Any) -> None:
    rights = accounts.rights(payload)
    assert rights.allow("api.jobs.manage.manage", "api.jobs.manage.list")
    assert rights.allow("api.jobs.case-notes.manage")
    assert rights.allow("api.jobs.case_notes.manage")
    assert not rights.allow("api.jobs.manage.manage")
    assert not rights.allow("x")


def test_rights_tell_the_role() -> None:
    rights = accounts.rights(
        {
            "data": {
                "permissions": {"a": True},
                "role": {"name": "Director"},
                "account_type": "Staff",
            }
        }
    )
    assert (rights.role, rights.account_type, rights.keys) == ("Director", "Staff", frozenset("a"))


@pytest.mark.parametrize("word", ["null", "undefined", "NaN", " NULL "])
def test_a_name_that_a_program_writes_for_none_is_none(word: str) -> None:
    job = jobs.job({**EXAMPLE, "priority_name": word, "full_address": word, "job_title": word})
    assert job is not None
    assert (job.priority_name, job.full_address, job.job_title) == ("", "", word)
