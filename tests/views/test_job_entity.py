"""The Work Object of a job: what Slack takes, true to the job, and nothing private, whoever looks."""

import json
import re
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.jobs.forms import FIELDS, MONEY, SENSITIVE
from bot.jobs.message_job import source_line
from bot.jobs.model import Job
from bot.jobs.reference_mark import mark
from bot.jobs.rich_text import to_html
from bot.sandbox.slack.entities import checked_entities
from bot.views import job_face
from bot.views.job_entity import MOST_BYTES, job_entity, status_colour
from tests.jobs.private_text.phrases import CODES, CONTACTS
from tests.views.samples import JOB, SECRETS, STORMS, UUID, worst_job

URL = f"https://propops.example.com/jobs/{UUID}"
_PAYLOAD = "entity_payload"


def made(job: Job = JOB, *, money: bool = True, url: str = URL) -> dict[str, Any]:
    entity = job_entity(job, {"time_range_id": "Morning"}, url=url, money=money)
    assert entity is not None
    return entity


def test_it_says_what_the_card_says() -> None:
    entity = made()

    assert entity["entity_type"] == "slack#/entities/task"
    assert entity["external_ref"] == {"id": UUID}
    assert entity["url"] == URL
    payload = entity[_PAYLOAD]
    assert payload["attributes"]["title"] == {"text": "Boiler not firing"}
    assert payload["attributes"]["display_id"] == "JOB-001"
    fields = payload["fields"]
    assert fields["status"] == {"value": "Open", "tag_color": "blue"}
    assert fields["priority"] == {"value": "High priority", "tag_color": "yellow"}
    assert fields["assignee"]["user"] == {"text": "Ace Gas"}
    assert fields["description"]["value"] == "No hot water since Monday.\nTenant works nights."
    custom = {each["key"]: each["value"] for each in payload["custom_fields"]}
    assert custom == {
        "address_id": "12 Elm Row, Leeds, LS1 1AA",
        "job_type_id": "Gas & Heating",
        "agent_id": "Lets & Co",
        "date_works_start_date": "2026-06-12",
        "job_total_budget": "£250.00",
        "contractor_budget": "£180.00",
    }
    assert payload["display_order"][:4] == ["status", "priority", "assignee", "address_id"]
    assert payload["display_order"][-1] == "date_updated"


def test_a_job_without_a_contractor_or_a_date_says_so_and_invents_none() -> None:
    job = JOB.model_copy(update={"contractor_id": None, "contractor_name": "", "date_works_start_date": ""})  # fmt: skip
    fields = made(job)[_PAYLOAD]["fields"]

    assert fields["assignee"]["user"] == {"text": "No contractor yet"}
    assert "due_date" not in fields
    ending = made(job.model_copy(update={"date_works_end_date": "2026-06-30T00:00:00Z"}))
    assert ending[_PAYLOAD]["fields"]["due_date"]["value"] == "2026-06-30"
    unsure = made(job.model_copy(update={"date_works_end_date": "when it is dry"}))
    assert "due_date" not in unsure[_PAYLOAD]["fields"]


@pytest.mark.parametrize(
    ("status", "colour"),
    [
        ("Open", "blue"),
        ("In progress", "blue"),
        ("On hold", "yellow"),
        ("Awaiting parts", "yellow"),
        ("Completed", "green"),
        ("Closed - invoiced", "gray"),
        ("Cancelled", "gray"),
        ("Emergency", "red"),
    ],
)
def test_the_colour_of_a_status(status: str, colour: str) -> None:
    assert status_colour(status) == colour


@pytest.mark.parametrize("storm", STORMS)
@pytest.mark.parametrize("money", [True, False])
def test_the_worst_job_is_taken_by_slack(storm: str, money: bool) -> None:
    entity = made(worst_job(storm).model_copy(update={"uuid": UUID}), money=money)

    assert checked_entities([entity]).complaints == []
    assert len(json.dumps(entity, ensure_ascii=False, separators=(",", ":")).encode()) <= MOST_BYTES
    del entity[_PAYLOAD]["actions"]  # whose values nobody sees
    assert not {"<", ">"} & set(json.dumps(entity, ensure_ascii=False))


@pytest.mark.parametrize(
    ("job", "url"),
    [
        (JOB, ""),
        (JOB, "javascript:alert(1)"),
        (JOB, "https://propops.example.com/jobs/JOB 1"),
        (JOB, "https://propops.example.com/" + "x" * MOST_BYTES),
        (JOB.model_copy(update={"uuid": "a.b"}), URL),
        (JOB.model_copy(update={"uuid": ""}), URL),
    ],
)
def test_what_slack_would_not_take_is_not_made(job: Job, url: str) -> None:
    assert job_entity(job, url=url, money=True) is None


_TEXTS = st.text(max_size=200)
_DAYS = st.sampled_from(["", "2026-06-12", "2026-06-12T10:00:00Z", "soon", "0000-00-00"])
_AMOUNTS = st.none() | st.decimals(0, 10**7, places=2)
_JOBS = st.builds(
    Job,
    uuid=st.just(UUID),
    job_ref=_TEXTS,
    job_title=_TEXTS,
    job_description=_TEXTS,
    status_name=_TEXTS,
    priority_name=_TEXTS,
    job_type_id=st.none() | st.integers(1, 9),
    job_type_name=_TEXTS,
    agent_id=st.none() | st.integers(1, 9),
    agent_name=_TEXTS,
    contractor_name=_TEXTS,
    full_address=_TEXTS,
    time_range_id=st.none() | st.integers(1, 9),
    date_works_start_date=_DAYS,
    date_works_end_date=_DAYS,
    job_total_budget=_AMOUNTS,
    contractor_budget=_AMOUNTS,
    vat_percentage=_AMOUNTS,
    updated_at=st.sampled_from(["", "2026-06-12T10:00:00Z", "no time"]),
    access_details=st.just("Qx key under the third pot"),
    private_contact_name=st.just("Qx Private Person"),
    private_contact_email=st.just("qx.person@example.com"),
    works_order_ref=st.just("Qx-WO-77"),
    tenants_ids=st.just((987_654_321,)),
)


@given(_JOBS, st.booleans())
def test_of_any_job_slack_takes_it_and_nothing_private_is_in_it(job: Job, money: bool) -> None:
    entity = made(job, money=money)

    assert checked_entities([entity]).complaints == []
    shown = json.dumps(entity, ensure_ascii=False)
    assert "Qx" not in shown
    assert "qx.person" not in shown
    assert "987654321" not in shown


@given(_JOBS, st.booleans())
def test_two_viewers_of_one_channel_read_the_same(job: Job, money: bool) -> None:
    """Nothing in it depends on who looks: Slack redraws everybody's card from one person's panel."""
    assert made(job, money=money) == made(job.model_copy(), money=money)
    keys = {each["key"] for each in made(job, money=money)[_PAYLOAD]["custom_fields"]}
    assert not keys & SENSITIVE
    assert all(FIELDS[key].on_card for key in keys)


@given(_JOBS.filter(lambda job: job.job_total_budget is not None))
def test_no_amount_where_another_company_reads(job: Job) -> None:
    texts = [name for name, value in job if isinstance(value, str)]
    plain = job.model_copy(update=dict.fromkeys(texts, "x"))
    entity = made(plain, money=False)

    assert not MONEY & {each["key"] for each in entity[_PAYLOAD]["custom_fields"]}
    assert "budget" not in json.dumps(entity)


@pytest.mark.parametrize("field", ["job_title", "job_description", "full_address"])
def test_a_code_or_number_that_somebody_typed_stays_out(field: str) -> None:
    for secret in (*CODES, *CONTACTS):
        shown = json.dumps(made(JOB.model_copy(update={field: secret})), ensure_ascii=False)

        assert "(private" in shown or "…" in shown, secret
        assert not re.search(r"4471|Rover|ABCD|hunter|bluebell|gmail", shown, re.IGNORECASE)
        assert not any(each in shown for each in SECRETS), (secret, shown)


def test_what_makes_it_too_large_goes_and_the_status_stays() -> None:
    long = "Ж" * 300
    job = JOB.model_copy(
        update={
            **dict.fromkeys(["job_title", "job_description", "status_name", "priority_name", "full_address"], long),
            **dict.fromkeys(["contractor_name", "agent_name", "job_type_name"], long),
            "job_total_budget": Decimal(1),
        }
    )  # fmt: skip
    payload = made(job)[_PAYLOAD]

    assert "description" not in payload["fields"]
    assert {"status", "priority", "assignee"} <= payload["fields"].keys()
    assert set(payload["display_order"]) == {
        *payload["fields"],
        *(each["key"] for each in payload["custom_fields"]),
    }


def test_a_description_keeps_its_lines_and_says_nothing_that_is_for_propops_alone() -> None:
    source = source_line("Nia Lowe", "https://elm.slack.com/archives/C1/p1")
    text = mark(f"No hot water\n\nSince <Monday>\n\n{source}", "S-ABCDEFGHIJKL")
    for described in (text, to_html(text)):
        job = JOB.model_copy(update={"job_description": described})
        shown = made(job)[_PAYLOAD]["fields"]["description"]["value"]
        assert shown == "No hot water\nSince ‹Monday›"
        assert job_face.description(job) == "No hot water Since <Monday>"


def test_when_it_was_changed_is_a_moment() -> None:
    job = JOB.model_copy(update={"updated_at": "2026-06-12T10:00:00Z"})
    shown = made(job)[_PAYLOAD]["fields"]["date_updated"]
    assert shown == {
        "label": "Last changed",
        "type": "slack#/types/timestamp",
        "value": 1_781_258_400,
    }
