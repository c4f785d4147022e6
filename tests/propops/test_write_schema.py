"""What a write may carry."""

import dataclasses
from decimal import Decimal
from typing import Any

import pytest

from bot.jobs.actions import WRITES
from bot.jobs.fields import Text
from bot.jobs.forms import FIELDS
from bot.jobs.write import JOBS_PATH
from bot.propops.write_schema import body
from tests.propops.scripted import NAMES, UUID

CREATE = {
    "job_title": "Boiler not firing",
    "job_description": "No heat",
    "address_id": 501,
    "priority_id": 41,
    "status_id": 11,
    "job_type_id": 71,
}
ALL = {
    **{name: "X" for name, entry in FIELDS.items() if isinstance(entry.kind, Text)},
    **CREATE,
    "contractor_id": 201,
    "agent_id": None,
    "tenants_ids": [801],
    "date_works_start_date": "2024-06-01",
    "date_works_end_date": None,
    "time_range_id": 1,
    "job_total_budget": 250,
    "contractor_budget": 180.5,
    "vat_percentage": 20,
    "total_amount": None,
    "access_details": "Dog",
    "private_contact_name": None,
    "private_contact_email": "a@x.example",
    "works_order_ref": "WO-1",
    "quote_no": "Q-1",
    "invoice_no": "I-1",
}


def test_a_create_may_carry_every_field() -> None:
    assert set(ALL) == set(FIELDS)
    assert body("create", ALL, NAMES) == {"action": "create", **ALL}
    assert body("update", {"uuid": UUID, **ALL}, NAMES)["uuid"] == UUID


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("priority_id", "41"),
        ("priority_id", True),
        ("priority_id", 41.0),
        ("priority_id", None),
        ("job_title", None),
        ("job_title", 5),
        ("tenants_ids", None),
        ("tenants_ids", (801,)),
        ("tenants_ids", ["801"]),
        ("job_total_budget", "250"),
        ("job_total_budget", Decimal(250)),
        ("job_total_budget", float("nan")),
        ("date_works_start_date", "01/06/2024"),
        ("date_works_start_date", "2024-02-31"),
        ("date_works_start_date", "20240601"),
        ("works_order_ref", 7),
        ("title", "Boiler"),
        ("csrf_token", "x"),
        ("action", "delete"),
        ("uuid", UUID),
    ],
)
def test_a_wrong_field_is_our_own_mistake(name: str, value: Any) -> None:
    with pytest.raises(TypeError) as caught:
        body("create", {**CREATE, name: value}, NAMES)
    assert name in str(caught.value)
    assert "250" not in str(caught.value)


@pytest.mark.parametrize("name", CREATE)
def test_a_create_needs_its_six_fields(name: str) -> None:
    with pytest.raises(TypeError, match=name):
        body("create", {key: value for key, value in CREATE.items() if key != name}, NAMES)


@pytest.mark.parametrize(
    "action",
    [
        action
        for action, write in WRITES.items()
        if action != "create" and write.schema.path == JOBS_PATH
    ],
)
def test_every_other_write_names_its_job_by_uuid(action: Any) -> None:
    extra = {"restore_commit": {"commit_id": 5}, "restore_archived_file": {"file_id": 6}}
    fields = {"uuid": UUID, **extra.get(action, {})}
    assert body(action, fields, NAMES) == {"action": action, **fields}
    with pytest.raises(TypeError, match="uuid"):
        body(action, extra.get(action, {}), NAMES)
    with pytest.raises(TypeError, match="uuid"):
        body(action, {**fields, "uuid": ""}, NAMES)
    with pytest.raises(TypeError, match="uuid"):
        body(action, {**fields, "uuid": 1001}, NAMES)


def test_a_case_note_goes_to_an_endpoint_of_its_own() -> None:
    note = {"uuid": UUID, "note_text": "On my way", "send_email": False}
    sent = {"job_uuid": UUID, "note_text": "On my way", "send_email": False}
    assert body("add_case_note", note, NAMES) == sent
    assert WRITES["add_case_note"].schema.path == "/api/jobs/case-notes"
    for name, wrong in (("note_text", 5), ("note_text", None), ("send_email", "no"), ("uuid", "")):
        with pytest.raises(TypeError, match=name):
            body("add_case_note", {**note, name: wrong}, NAMES)


@pytest.mark.parametrize("action", ["delete", "send_assignment_notification"])
def test_a_write_takes_nothing_it_does_not_know(action: Any) -> None:
    with pytest.raises(TypeError, match="job_title"):
        body(action, {"uuid": UUID, "job_title": "x"}, NAMES)


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        ("5167", 5167),
        (5167, 5167),
        ("007", "007"),
        ("9" * 16, "9" * 16),
        ("9f2c", "9f2c"),
        (UUID, UUID),
        ("٣", "٣"),
    ],
)
def test_a_commit_goes_out_with_the_type_it_was_listed_with(given: Any, sent: Any) -> None:
    assert body("restore_commit", {"uuid": UUID, "commit_id": given}, NAMES)["commit_id"] == sent


@pytest.mark.parametrize("wrong", ["", None, True, 1.5, [5]])
def test_a_commit_has_to_be_named(wrong: Any) -> None:
    with pytest.raises(TypeError, match="commit_id"):
        body("restore_commit", {"uuid": UUID, "commit_id": wrong}, NAMES)


def test_disputed_names_come_from_the_settings() -> None:
    names = dataclasses.replace(NAMES, job_param="job_uuid", commit_param="id", file_param="file")
    sent = body("restore_commit", {"uuid": UUID, "commit_id": "5"}, names)
    assert sent == {"action": "restore_commit", "job_uuid": UUID, "id": 5}
    sent = body("restore_archived_file", {"uuid": UUID, "file_id": "f-1"}, names)
    assert sent == {"action": "restore_archived_file", "job_uuid": UUID, "file": "f-1"}
    sent = body("send_assignment_notification", {"uuid": UUID}, names)
    assert sent == {"action": "send_assignment_notification", "job_uuid": UUID}
    assert body("delete", {"uuid": UUID}, names) == {"action": "delete", "uuid": UUID}
    assert body("update", {"uuid": UUID, "quote_no": "Q"}, names)["uuid"] == UUID


@pytest.mark.parametrize("clash", ["uuid", "action", "csrf_token"])
def test_a_name_that_is_taken_is_refused(clash: str) -> None:
    names = dataclasses.replace(NAMES, commit_param=clash)
    with pytest.raises(TypeError, match="same name"):
        body("restore_commit", {"uuid": UUID, "commit_id": 5}, names)
