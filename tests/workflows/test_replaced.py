"""What typed text would replace unseen is said at its field."""

import pytest

from bot.jobs.model import Added, Choice, Job
from bot.workflows.drafts.replaced import notes_of_replaced

ANN = Added([Choice(3, "Ann Lee")])


@pytest.mark.parametrize(
    ("there", "typed", "told"),
    [
        (None, {"tenants_ids": ANN}, ["tenants_ids"]),
        (None, {"priority_id": Choice(1, "High")}, []),
        ((), {"tenants_ids": ANN}, []),
        ((1, 2), {"tenants_ids": ANN}, []),
    ],
)
def test_tenants_who_are_not_known_are_not_replaced_unsaid(
    there: tuple[int, ...] | None, typed: dict[str, object], told: list[str]
) -> None:
    job = Job(uuid="u", job_ref="JOB-001", tenants_ids=there)
    assert [note.field for note in notes_of_replaced(job, typed)] == told
