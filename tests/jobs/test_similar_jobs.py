"""Which open job may be the one about to be raised."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.jobs.model import Choice, Job
from bot.jobs.similar_jobs import MOST_SHOWN, similar, similar_open_jobs
from bot.jobs.statuses import StatusNames

ELM = Choice(5, "12 Elm Row, Leeds, LS1 2AB")
STATUSES = StatusNames.of(["Completed", "Archived", "Signed off"], ["Assigned"])
NOW = datetime(2026, 6, 10, tzinfo=UTC).timestamp()
SAME = Job(
    uuid="1",
    job_title="Boiler not firing",
    address_id=5,
    status_name="New",
    created_at="2026-06-01T09:00:00Z",
)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Boiler not firing", "Boilers broken", True),
        ("Leaking tap in kitchen", "Kitchen tap leaks", True),
        ("Guter blocked", "Gutter blockd", True),
        ("Boiler not firing", "Gutter not clean", False),
        ("Please repair the fence", "Please repair the lock", False),
        ("", "", False),
    ],
)
def test_titles_are_alike_when_they_tell_of_the_same_thing(
    one: str, other: str, *, alike: bool
) -> None:
    assert similar(one, other) is alike


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, True),
        ({"address_id": 6}, False),
        ({"address_id": None, "full_address": "12 Elm Row, Leeds LS1 2AB"}, True),
        ({"address_id": None, "full_address": "112 Elm Row, Leeds"}, False),
        ({"address_id": None, "full_address": ""}, False),
        ({"status_name": "Completed"}, False),
        ({"status_name": "Archived"}, False),
        ({"status_name": "signed off"}, False),
        ({"status_name": "Closed for now"}, True),
        ({"status_name": "In progress"}, True),
        ({"status_name": ""}, True),
        ({"created_at": "2026-04-01T09:00:00Z"}, False),
        ({"created_at": ""}, True),
        ({"job_title": "Fence down"}, False),
    ],
)
def test_only_open_young_jobs_at_the_address_are_suspected(
    changes: dict[str, object], *, found: bool
) -> None:
    job = SAME.model_copy(update=changes)
    assert bool(similar_open_jobs("boiler broken", ELM, [job], NOW, STATUSES)) is found


def test_the_youngest_few_are_told_each_once() -> None:
    jobs = [
        SAME.model_copy(update={"uuid": f"u{day}", "created_at": f"2026-06-0{day}T09:00:00Z"})
        for day in range(1, 7)
    ]
    found = similar_open_jobs("boiler", ELM, jobs + jobs, NOW, STATUSES)
    assert [job.uuid for job in found] == ["u6", "u5", "u4"]
    assert len(found) == MOST_SHOWN


@given(st.text(max_size=60), st.text(max_size=60))
def test_likeness_never_fails_and_works_both_ways(one: str, other: str) -> None:
    if one.strip() and other.strip():
        assert similar(one, other) == similar(other, one)
