"""What a change left of its job, where PropOps's answer does not name everything."""

from typing import Any

import pytest

from bot.jobs.change_summary import job_of
from tests.views.samples import JOB, a_change

UNNAMED = JOB.model_copy(update={"full_address": "", "contractor_name": "", "priority_name": ""})
CHOSEN: dict[str, Any] = {"address_id": 5, "contractor_id": 20, "priority_id": 2}
CALLED = {"address_id": "12 Elm Row", "contractor_id": "Ace Gas", "priority_id": "High"}


def test_what_propops_leaves_unnamed_is_called_what_was_chosen() -> None:
    change = a_change(fields=CHOSEN, names=CALLED, after=UNNAMED.model_dump(mode="json"))
    job = job_of(change)
    assert (job.full_address, job.contractor_name, job.priority_name) == (
        "12 Elm Row",
        "Ace Gas",
        "High",
    )


def test_what_was_not_changed_is_called_as_before() -> None:
    before = JOB.model_dump(mode="json")
    change = a_change(fields={}, names={}, before=before, after=UNNAMED.model_dump(mode="json"))
    assert job_of(change).contractor_name == "Ace Gas"


@pytest.mark.parametrize(
    "more", [{"contractor_id": 21}, {"contractor_id": None}, {"contractor_name": "Aire Valley"}]
)
def test_a_name_is_given_to_no_other_id(more: dict[str, Any]) -> None:
    after = UNNAMED.model_copy(update=more)
    before = JOB.model_dump(mode="json")
    dumped = after.model_dump(mode="json")
    change = a_change(fields=CHOSEN, names=CALLED, before=before, after=dumped)
    assert job_of(change).contractor_name == after.contractor_name
