"""Rows as no documentation has them: every field of a job absent, empty, of another type, or far too long."""

from typing import Any

import pytest

from bot.jobs.forms import FIELDS
from bot.jobs.model import Job
from bot.propops.parse import jobs
from bot.sandbox.outline import outline
from bot.views import job_details, job_form, link_preview, search_results
from bot.views.card_lines import CardView
from bot.views.job_card import event, job_card
from bot.views.job_entity import job_entity
from tests.propops.parse.samples import EXAMPLE
from tests.views.samples import AT, JOB, LISTS, SAM
from tests.views.slack_rules import broken_message, broken_view

ODD: list[Any] = [
    *(None, [], {}, [1], [[1]], [{"id": 1}], {"a": 1}, {"name": None}, {"name": "Nested"}),
    *("x" * 5000, True, False, -1, 0, 10**40, 1e300, float("inf"), "9" * 400, "1e9999999"),
    *("null", "undefined", "NaN", "\ud83d", "\x00", " ", "<script>", "<p></p>", "&nbsp;"),
    *("2026-13-45", "12/06/2026", "0000-00-00", "[1,2", "{}", "true", [None], ["a", {}]),
]
FIXED = {"uuid": EXAMPLE["uuid"], "job_ref": "JOB-001"}
URL = "https://propops.example.com/jobs/1"


def _draw(job: Job) -> str:
    card = CardView(job=job, done="Job created", by=SAM, who="Sam", at=AT, job_url=URL, money=True)
    drawn = job_card(card).wire()
    assert broken_message(drawn) == []
    assert broken_message(event(card).wire()) == []
    assert broken_view(job_details.job_view(job)) == []
    assert broken_message(job_details.private_details(job, []).wire()) == []
    assert broken_message(search_results.jobs_found("Jobs", [job]).wire()) == []
    values = {name: getattr(job, name) for name in FIELDS}
    form = job_form.FormView("update", "Update", values=values, options=LISTS, job=job)
    assert broken_view(job_form.draw(form)) == []
    assert link_preview.link_preview(job, url=URL, money=True, at=AT)
    assert job_entity(job, url=URL, money=True)
    return outline(drawn["blocks"])


@pytest.mark.parametrize("value", ODD, ids=lambda each: repr(each)[:12].encode("unicode_escape"))
def test_a_job_whose_every_optional_field_is_odd_is_drawn(value: Any) -> None:
    row = dict.fromkeys((*EXAMPLE, *FIELDS, "status", "agent", "address"), value) | FIXED
    job = jobs.job(row)
    assert job is not None
    assert "JOB-001" in _draw(job)


def test_a_contractor_whose_name_is_not_told_is_no_missing_contractor() -> None:
    job = JOB.model_copy(update={"contractor_name": ""})
    assert "No contractor" not in _draw(job)
    assert "A contractor" in _draw(job)
    assert "No contractor yet" in _draw(job.model_copy(update={"contractor_id": None}))
