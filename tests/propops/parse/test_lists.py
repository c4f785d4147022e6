"""Reading lists, however they are wrapped."""

from typing import Any

import pytest

from bot.jobs.model import Choice
from bot.propops.parse import jobs
from bot.propops.parse.paging import paged
from tests.propops.parse.samples import EXAMPLE, ROW
from tests.propops.scripted import UUID


@pytest.mark.parametrize(
    "payload",
    [
        {"success": True, "data": [ROW], "count": 42},
        {"success": True, "data": ROW, "count": 42},
        {"success": True, "data": {"jobs": [ROW]}},
        {"success": True, "data": {"items": [ROW], "total": 1}},
        {"success": True, "data": {"results": [ROW]}},
        {"success": True, "data": {"rows": [ROW]}},
        {"success": True, "data": {"data": [ROW], "current_page": 1}},
        {"success": True, "jobs": [ROW]},
        {"success": True, "data": {"0": ROW}},
        {"success": True, **ROW},
        [ROW],
    ],
    ids=str,
)
def test_a_list_is_found_in_any_wrapper(payload: Any) -> None:
    assert [job.job_ref for job in jobs.jobs(payload)] == ["JOB-001"]


def test_a_job_with_lists_of_its_own_is_still_a_job() -> None:
    row = ROW | {"items": [{"ID": 5}], "jobs": [], "archived_files": [{"file_id": 3}]}
    assert [job.job_ref for job in jobs.jobs({"data": row})] == ["JOB-001"]
    assert [job.job_ref for job in jobs.jobs({"data": {"jobs": [row], "branch_id": 5}})] == [
        "JOB-001"
    ]


@pytest.mark.parametrize(
    "payload",
    [{"success": True, "data": []}, {"success": True}, {"data": None}, {"data": {"jobs": []}}, []],
    ids=str,
)
def test_an_empty_list_is_empty(payload: Any) -> None:
    assert jobs.jobs(payload) == []


@pytest.mark.parametrize(
    ("limit", "offset", "payload", "more"),
    [
        (2, 0, {"data": [ROW, ROW]}, True),
        (2, 0, {"data": [ROW], "count": 1}, False),
        (2, 0, {"data": [ROW], "count": 9}, True),
        (2, 8, {"data": [ROW], "count": 9}, False),
        (2, 4, {"data": [ROW], "count": 1}, False),
        (2, 0, {"data": [], "count": 0}, False),
        (2, 0, {"data": [ROW], "count": "many"}, False),
    ],
)
def test_a_list_ends_with_a_short_page(limit: int, offset: int, payload: Any, more: bool) -> None:
    assert paged(payload, limit, offset).more is more


@pytest.mark.parametrize(
    "rows",
    [
        [{"ID": 1, "name": "Urgent"}],
        [{"id": "1", "priority_name": "Urgent"}],
        [{"priority_id": 1, "title": "Urgent"}],
        [{"ID": 1, "label": " Urgent "}],
        {"priorities": [{"ID": 1, "name": "Urgent"}]},
        {"1": "Urgent"},
        [{"ID": 1, "name": None, "priority_name": "Urgent"}],
        [{"ID": 1, "name": "Urgent"}, {"ID": 2, "name": "Old", "is_active": "0"}],
        [{"ID": 1, "name": "Urgent"}, {"id": "1", "name": "Urgent"}],
        [{"ID": 1, "name": "Urgent"}, {"ID": 3}, {"name": "No number"}, {"ID": True, "name": "x"}],
    ],
    ids=str,
)
def test_choices_are_read_whatever_their_rows_look_like(rows: Any) -> None:
    found = jobs.choices({"success": True, "data": rows}, "priority", "job_priority")
    assert found == [Choice(1, "Urgent")]


def test_addresses_are_read_from_tenants_and_from_lists_of_their_own() -> None:
    tenants = [
        {"ID": 801, "tenant_name": "Jade", "address_id": "501", "full_address": "12  Elm Row"},
        {"ID": 802, "tenant_name": "Kofi", "address_id": None, "full_address": None},
    ]
    assert jobs.places(tenants) == [Choice(501, "12 Elm Row")]
    own = [
        {"ID": 501, "full_address": "12 Elm Row"},
        {"id": 502, "address_line_1": "3 Quarry Bank", "city": "Leeds", "postcode": "LS6 2QV"},
    ]
    assert jobs.address_choices({"data": own}) == [
        Choice(501, "12 Elm Row"),
        Choice(502, "3 Quarry Bank, Leeds, LS6 2QV"),
    ]


@pytest.mark.parametrize("raw", ["1e9999999", "-1e9999999", "1e-9999999", "9" * 400, "NaN", "-inf"])
def test_an_amount_that_no_arithmetic_takes_costs_no_list(raw: str) -> None:
    [read, other] = jobs.jobs([{**EXAMPLE, "job_total_budget": raw}, EXAMPLE])
    assert read.job_total_budget in {None, 0}
    assert other.job_total_budget == 250


@pytest.mark.parametrize("uuid", ["N/A", "x" * 65, "a b", "<b>", "null\n1", "é", 0.5])
def test_a_row_whose_uuid_is_none_costs_no_list(uuid: Any) -> None:
    assert [job.uuid for job in jobs.jobs([{**EXAMPLE, "uuid": uuid}, EXAMPLE])] == [UUID]
